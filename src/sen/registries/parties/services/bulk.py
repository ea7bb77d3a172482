"""Tables made ready for a load of millions of rows, and put in order afterwards, while other work goes on.

Indexes and foreign keys are built after the rows, which is ten times cheaper than keeping them row by row.  What a broken
load left out is built by the next one: the models say what must be there.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models


def take_down(tables: Sequence[type[models.Model]]) -> None:
    """Drop the indexes and foreign keys of the tables, each in a moment of its own; not inside a transaction."""
    with connection.cursor() as cursor:
        for model in tables:
            for index in model._meta.indexes:
                cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {index.name}")
            for name in _foreign_keys(cursor, model).values():
                cursor.execute(f'ALTER TABLE {model._meta.db_table} DROP CONSTRAINT "{name}"')


def put_back(tables: Sequence[type[models.Model]]) -> None:
    """Build the indexes and foreign keys that are missing or were left unfinished; not inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '256MB'")
        for model in tables:
            _put_indexes_back(cursor, model)
            _put_keys_back(cursor, model)
        cursor.execute("RESET maintenance_work_mem")


def _put_indexes_back(cursor: Any, model: type[models.Model]) -> None:
    cursor.execute(
        "SELECT c.relname, i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = %s::regclass",
        [model._meta.db_table],
    )
    valid: dict[str, bool] = dict(cursor.fetchall())
    for index in model._meta.indexes:
        if valid.get(index.name):
            continue
        if index.name in valid:
            cursor.execute(f"DROP INDEX CONCURRENTLY {index.name}")
        with connection.schema_editor(collect_sql=True) as editor:
            statement = str(index.create_sql(model, editor))
        cursor.execute(statement.replace("CREATE INDEX ", "CREATE INDEX CONCURRENTLY ", 1))


def _put_keys_back(cursor: Any, model: type[models.Model]) -> None:
    known = _foreign_keys(cursor, model)
    table = model._meta.db_table
    for field in model._meta.concrete_fields:
        if not isinstance(field, models.ForeignKey) or not getattr(field, "db_constraint", True) or field.column in known:
            continue
        target = field.related_model._meta.db_table
        name = f"{table}_{field.column}_fk"
        # Two steps: the first lasts a moment, the second reads the whole table but lets others write.
        cursor.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({field.column}) REFERENCES {target} (id) "
            "DEFERRABLE INITIALLY DEFERRED NOT VALID"
        )
        cursor.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}")


def _foreign_keys(cursor: Any, model: type[models.Model]) -> dict[str, str]:
    """The names of the table's foreign keys by column."""
    cursor.execute(
        "SELECT a.attname, c.conname FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] "
        "WHERE c.contype = 'f' AND c.conrelid = %s::regclass",
        [model._meta.db_table],
    )
    return dict(cursor.fetchall())
