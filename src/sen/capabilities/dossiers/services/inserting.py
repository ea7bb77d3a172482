"""Inserting rows a citizen waits for: the statement of each model is written once, not at every insert."""

import functools
import operator
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.db import connections, models
from django.db.utils import DEFAULT_DB_ALIAS

from sen.kernel.statements import planned


class _Statement(NamedTuple):
    head: str
    one_row: str
    key: str
    values_of: Callable[[models.Model], tuple[Any, ...]]
    # Only these need a conversion; all other values are already what the database driver takes.
    to_convert: tuple[tuple[int, "models.Field[Any, Any]"], ...]


def insert_rows(rows: Sequence[models.Model], *, keys: bool = True) -> None:
    """Insert rows of one model in one statement and give them their keys; without ``keys``, rows that have none stay without.

    For rows built by this app's services: no defaults of the database, no signals, no child tables.
    """
    if not rows:
        return
    connection = connections[DEFAULT_DB_ALIAS]
    statement = _statement(type(rows[0]), rows[0].pk is None)
    returning = statement.key if keys else ""
    values = [value for row in rows for value in _values(row, statement)]
    with planned(connection) as cursor:
        cursor.execute(f"{statement.head} {', '.join([statement.one_row] * len(rows))}{returning}", values)
        if returning:
            for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
                row.pk = key
    for row in rows:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


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
        key=f' RETURNING "{meta.pk.column}"' if makes_key else "",
        values_of=operator.attrgetter(*[field.attname for field in fields]),
        to_convert=tuple((place, field) for place, field in enumerate(fields) if isinstance(field, models.JSONField)),
    )
