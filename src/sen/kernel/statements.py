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
    own = _awake(connection)
    bare = psycopg.Cursor(own.connection)
    return own.make_debug_cursor(bare) if own.queries_logged else own.make_cursor(bare)


@contextlib.contextmanager
def together(connection: Any) -> Iterator[None]:
    """Send the statements of the block without waiting for the answer to each; all have succeeded when the block ends.

    A result that is read inside is waited for.  No ORM updates inside: they would see no count of changed rows.
    """
    own = _awake(connection)
    with own.wrap_database_errors, own.connection.pipeline():
        yield


def _awake(connection: Any) -> Any:
    """The connection itself, connected: ``django.db.connection`` is a proxy that looks its target up at every touch."""
    own = connection.ops.connection
    if not own.in_atomic_block:
        own.close_if_health_check_failed()
    if own.connection is None:
        own.ensure_connection()
    return own
