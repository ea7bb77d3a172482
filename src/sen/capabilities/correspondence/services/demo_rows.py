"""Rows by COPY: the quickest way into the tables, for demonstrations only."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import Field, Model


def copy_rows(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows of the named fields; the other fields take their defaults."""
    own = {field.name: field for field in model._meta.concrete_fields}
    rest = [field for field in model._meta.concrete_fields if field.name not in names and not _may_stay_away(field)]
    constants = tuple(field.get_default() for field in rest)
    columns = ", ".join(f'"{field.column}"' for field in [*(own[name] for name in names), *rest])
    with connection.cursor() as cursor, cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row((*row, *constants))


def next_ids(model: type[Model], count: int) -> list[int]:
    """So many fresh keys of the model."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [f'"{model._meta.db_table}"', count])
        return [row[0] for row in cursor.fetchall()]


def current_counts(names: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The last numbers of the series and periods, locked until the transaction ends."""
    found = {}
    with connection.cursor() as cursor:
        for series, period in sorted(set(names)):
            cursor.execute(
                "INSERT INTO numbering_numberseries (series, period, value) VALUES (%s, %s, 0) "
                "ON CONFLICT (series, period) DO UPDATE SET value = numbering_numberseries.value RETURNING value",
                [series, period],
            )
            found[series, period] = int(cursor.fetchone()[0])
    return found


def set_counts(counts: dict[tuple[str, str], int]) -> None:
    """Let the series go on after these numbers; series that never began leave no row."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE numbering_numberseries SET value = %s WHERE series = %s AND period = %s",
            [(value, series, period) for (series, period), value in counts.items()],
        )
        cursor.execute("DELETE FROM numbering_numberseries WHERE value = 0")


def check_keys_now() -> None:
    """Look at the foreign keys of what was written so far: a table with checks still to come takes no index."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@contextmanager
def indexes_at_the_end(models: Sequence[type[Model]], *, apply: bool) -> Iterator[None]:
    """Take the indexes that guard nothing away while very many rows are written, and build them again afterwards."""
    if not apply:
        yield
        return
    tables = [model._meta.db_table for model in models]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i "
            "WHERE i.indrelid::regclass::text = ANY(%s) AND NOT i.indisunique",
            [tables],
        )
        known = cursor.fetchall()
        for name, _definition in known:
            cursor.execute(f"DROP INDEX {name}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        for _name, definition in known:
            cursor.execute(definition)


def _may_stay_away(field: "Field[Any, Any]") -> bool:
    return bool(field.primary_key or (field.null and not field.has_default()))
