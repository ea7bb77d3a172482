"""Open data of a registry: which columns a table has, what they mean, and its rows on a day."""

import csv
import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import Promise

KINDS = {"text": "string", "integer": "integer", "number": "number", "date": "date", "boolean": "boolean", "object": "object"}
_CHUNK = 2000
Text = str | Promise


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it means, its kind (a key of KINDS) and where the value comes from (an ORM path)."""

    name: str
    title: Text
    kind: str = "text"
    source: str = ""

    @property
    def path(self) -> str:
        """The ORM path of the value."""
        return self.source or self.name


@dataclass(frozen=True, slots=True)
class OpenTable:
    """A table anybody may take home.  ``rows`` gives the records of a day; the first column is the key.

    ``version`` is that of the columns: it changes when their names or meanings do.
    """

    key: str
    title: Text
    about: Text
    columns: tuple[Column, ...]
    rows: Callable[[dt.date], QuerySet[Any]]
    version: str = "1.0"
    publisher: Text = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    def values(self, rows: QuerySet[Any]) -> Iterator[dict[str, Any]]:
        """The rows as dictionaries by column name."""
        paths = [column.path for column in self.columns]
        for row in rows.values_list(*paths).iterator(chunk_size=_CHUNK):
            yield dict(zip(self.names, row, strict=True))


def dictionary(table: OpenTable, on: dt.date, address: str) -> dict[str, Any]:
    """What a reader must know of a table, as a Frictionless tabular data resource."""
    return {
        "name": table.key,
        "title": str(table.title),
        "description": str(table.about),
        "profile": "tabular-data-resource",
        "path": f"{address}.csv",
        "format": "csv",
        "encoding": "utf-8",
        "licenses": [{"name": settings.OPEN_DATA_LICENCE, "path": settings.OPEN_DATA_LICENCE_URL}],
        "as_of": on.isoformat(),
        "schema": {
            "fields": [{"name": c.name, "type": KINDS[c.kind], "title": str(c.title)} for c in table.columns],
            "primaryKey": table.names[0],
        },
    }


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        """The text itself."""
        return text


def csv_lines(table: OpenTable, on: dt.date) -> Iterator[str]:
    """The table as CSV lines with a head, UTF-8 with its mark so that Excel reads the accents."""
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    yield "\ufeff" + str(writer.writerow(table.names))
    for row in table.values(table.rows(on)):
        yield str(writer.writerow([_cell(value) for value in row.values()]))


def json_lines(table: OpenTable, on: dt.date, head: Mapping[str, Any]) -> Iterator[str]:
    """The table as one JSON object: licence, date and dictionary, then the rows."""
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "data": ['
    for place, row in enumerate(table.values(table.rows(on))):
        yield ("," if place else "") + "\n" + json.dumps({key: plain(value) for key, value in row.items()}, ensure_ascii=False)
    yield "\n]}"


def plain(value: Any) -> Any:
    """The value as JSON knows it."""
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return str(value)


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else plain(value)


def by_key(tables: Iterable[OpenTable], key: str) -> OpenTable | None:
    """The table of the name; None when there is none."""
    return next((table for table in tables if table.key == key), None)
