"""Bare psycopg connections for floors: no Django between the program and the database."""

from typing import Any

import psycopg
from django.db import connection

from benchmarks._report import clocked


def bare_connection() -> "psycopg.Connection[tuple[Any, ...]]":
    """A connection of its own to the measured database; statements are prepared after a few uses."""
    settings = connection.get_connection_params()
    known = {name: settings[name] for name in ("host", "port", "user", "password", "dbname") if settings.get(name)}
    return psycopg.connect(**known, autocommit=True)


def bare_times(sql: str, values: list[list[Any]], times: int) -> list[float]:
    """Milliseconds of so many runs of the bare statement, the values in turn."""
    with bare_connection() as bare, bare.cursor() as cursor:
        for each in values[:5]:
            cursor.execute(sql, each).fetchall()
        return [clocked(lambda each=each: cursor.execute(sql, each).fetchall()) for each in (values[n % len(values)] for n in range(times))]
