"""Inserting rows a citizen waits for: the statement of each model is written and planned once, and several travel together."""

import contextlib
import functools
import operator
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import psycopg
from django.db import connections, models
from django.db.utils import DEFAULT_DB_ALIAS


class _Statement(NamedTuple):
    head: str
    one_row: str
    key: str
    values_of: Callable[[models.Model], tuple[Any, ...]]
    # Only these need a conversion; all other values are already what the database driver takes.
    to_convert: tuple[tuple[int, "models.Field[Any, Any]"], ...]


@contextlib.contextmanager
def together() -> Iterator[None]:
    """Send the statements of the block without waiting for the answer to each; they have all succeeded when the block ends.

    A result that is read inside is waited for.  No ORM updates inside: they would see no count of changed rows.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


def insert_rows(rows: Sequence[models.Model], *, keys: bool = True) -> None:
    """Insert rows of one model in one statement and give them their keys; without ``keys`` nothing is waited for inside ``together``.

    For rows built by this app's services: no defaults of the database, no signals, no child tables.
    """
    if not rows:
        return
    connection = connections[DEFAULT_DB_ALIAS]
    makes_key = rows[0].pk is None
    statement = _statement(type(rows[0]), makes_key)
    sql = f"{statement.head} {', '.join([statement.one_row] * len(rows))}{statement.key if keys and makes_key else ''}"
    values = [value for row in rows for value in _values(row, statement)]
    connection.ensure_connection()
    # A cursor that binds on the server: the connection prepares a statement it has seen a few times.
    bare = psycopg.Cursor(connection.connection)
    with connection.make_debug_cursor(bare) if connection.queries_logged else connection.make_cursor(bare) as cursor:
        cursor.execute(sql, values)
        found = [key for (key,) in cursor.fetchall()] if keys and makes_key else [row.pk for row in rows]
    for row, key in zip(rows, found, strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, connection.alias


def _values(row: models.Model, statement: _Statement) -> Sequence[Any]:
    values = statement.values_of(row)
    if not statement.to_convert:
        return values
    changed = list(values)
    for place, field in statement.to_convert:
        changed[place] = field.get_db_prep_save(changed[place], connections[DEFAULT_DB_ALIAS])
    return changed


@functools.cache
def _statement(model: type[models.Model], makes_key: bool) -> _Statement:
    meta = model._meta
    fields = [field for field in meta.concrete_fields if not (makes_key and field.primary_key)]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    return _Statement(
        head=f'INSERT INTO "{meta.db_table}" ({columns}) VALUES',
        one_row=f"({', '.join(['%s'] * len(fields))})",
        key=f' RETURNING "{meta.pk.column}"',
        values_of=operator.attrgetter(*[field.attname for field in fields]),
        to_convert=tuple((place, field) for place, field in enumerate(fields) if isinstance(field, models.JSONField)),
    )
