"""Statements of the busiest paths: planned once per connection, and sent together.

Django binds values on the client, so that PostgreSQL plans every statement anew; for most pages that is right, because
the best plan depends on the values.  An INSERT, or a row found by its key, has one plan: here it is made once and kept.
Works on a Django connection that the caller hands in.
"""

import contextlib
from collections.abc import Iterator
from typing import Any

import psycopg


def planned(connection: Any) -> Any:
    """A cursor whose statements the database plans once per connection; used like ``connection.cursor()``.

    Values are bound on the server: give a cast where a parameter's type does not follow from its place.
    """
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    bare = psycopg.Cursor(connection.connection)
    return connection.make_debug_cursor(bare) if connection.queries_logged else connection.make_cursor(bare)


@contextlib.contextmanager
def together(connection: Any) -> Iterator[None]:
    """Send the statements of the block without waiting for the answer to each; all have succeeded when the block ends.

    A result that is read inside is waited for.  No ORM updates inside: they would see no count of changed rows.
    """
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield
