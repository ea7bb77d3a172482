"""Databases of journals that are gone or hold writers up."""

import contextlib
from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg import sql

from sen.gateway.tests.pair import wait_for


@contextlib.contextmanager
def database_gone(axis: Any, server: Any) -> Iterator[None]:
    """The server's database refuses everybody."""
    name = server.database.rpartition("dbname=")[2]
    with psycopg.connect(axis.place["admin"], autocommit=True) as admin:
        admin.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(sql.Identifier(name)))
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
        try:
            yield
        finally:
            admin.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(sql.Identifier(name)))
    wait_for(lambda: server.health()[0] == 200, "the journal to be back")


@contextlib.contextmanager
def commits_held_up(server: Any) -> Iterator[None]:
    """No commit of messages ends before the block does."""
    with psycopg.connect(server.database) as connection:
        connection.execute("LOCK TABLE message IN EXCLUSIVE MODE")
        yield
