"""Role, grants and extensions of the second barrier; safe to run any number of times."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, transaction

_EXTENSIONS = ("unaccent", "pg_trgm", "btree_gin", "btree_gist")


class Command(BaseCommand):
    """Prepares the database for requests that run on the bound role."""

    help = "Create the extensions and the bound role, and grant it the tables."

    def handle(self, *args: Any, **options: Any) -> None:
        """Apply everything; raises CommandError with the missing right when the server refuses."""
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtext('sen prepare_database'))")
                for statement in _statements(settings.SCOPED_ROLE):
                    cursor.execute(statement)
                revoked = _protect(cursor, settings.SCOPED_ROLE)
        except DatabaseError as error:
            reason = str(error).strip().splitlines()[0]
            raise CommandError(f"The database user may not prepare the database: {reason}") from error
        self.stdout.write(json.dumps({"role": settings.SCOPED_ROLE, "append_only_tables": revoked}))


def _statements(role: str) -> list[str]:
    name = connection.ops.quote_name(role)
    return [
        *(f"CREATE EXTENSION IF NOT EXISTS {extension}" for extension in _EXTENSIONS),
        # Roles belong to the whole server: another database of it may be creating the same one at this moment.
        f"DO $$ BEGIN CREATE ROLE {name} NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$",
        f"DO $$ BEGIN IF NOT pg_has_role(current_user, '{role}', 'MEMBER') THEN GRANT {name} TO CURRENT_USER; END IF; END $$",
        f"GRANT USAGE ON SCHEMA public TO {name}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}",
        f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {name}",
    ]


def _protect(cursor: Any, role: str) -> list[str]:
    """Take back change and deletion on the append-only tables and their partitions."""
    cursor.execute(
        "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND EXISTS "
        "(SELECT 1 FROM unnest(%s::text[]) AS base WHERE c.relname = base OR c.relname ~ ('^' || base || '_')) ORDER BY 1",
        [list(settings.APPEND_ONLY_TABLES)],
    )
    tables = [str(row[0]) for row in cursor.fetchall()]
    for table in tables:
        cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {connection.ops.quote_name(role)}")
    return tables
