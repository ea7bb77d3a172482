"""Registries as the GovStack building block sees them: a name, a schema, records found by their fields."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Q, QuerySet

from sen.kernel.clock import local
from sen.ui.api.callers import Caller
from sen.ui.api.errors import FieldUnknown, OperationRefused
from sen.ui.api.tables import Column, OpenTable, Text, plain

Content = Mapping[str, Any]
_LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True)
class Usage:
    """One read of a person's data, as the person is told of it."""

    id: str
    reader_id: str
    reader_name: str
    institution_id: str
    institution_name: str
    application: str
    at: dt.datetime
    reference: str


UsageReader = Callable[[str], list[Usage] | None]


@dataclass(frozen=True, slots=True)
class ListAsked:
    """What a list is narrowed by."""

    search: str = ""
    filter: str = ""
    ordering: str = ""
    fields: tuple[tuple[str, str], ...] = ()


class DigitalRegistry(Protocol):
    """What the building block needs of a registry.  ``now`` is the moment of the call."""

    @property
    def key(self) -> str:
        """registryName."""
        ...

    @property
    def version(self) -> str:
        """Version of the schema."""
        ...

    @property
    def title(self) -> Text:
        """What people call it."""
        ...

    @property
    def about(self) -> Text:
        """What it holds."""
        ...

    @property
    def columns(self) -> tuple[Column, ...]:
        """The fields; the first is the primary key."""
        ...

    @property
    def writable(self) -> bool:
        """Whether records may be written through the interface."""
        ...

    def find(self, caller: Caller, asked: ListAsked, now: dt.datetime) -> Sequence[Any] | QuerySet[Any]:
        """The records that fit, in order, to be cut and counted."""
        ...

    def show(self, rows: Iterable[Any]) -> list[dict[str, Any]]:
        """Records as contents."""
        ...

    def read(self, caller: Caller, content: Content, now: dt.datetime) -> dict[str, Any] | None:
        """The first record of which every given field matches."""
        ...

    def exists(self, caller: Caller, content: Content, now: dt.datetime) -> bool:
        """Whether there is such a record."""
        ...

    def create(self, caller: Caller, content: Content, now: dt.datetime) -> dict[str, Any]:
        """Write a new record."""
        ...

    def change(self, caller: Caller, query: Content, content: Content, now: dt.datetime, *, every: bool) -> int:
        """Write the first record that matches, or every one; how many were written."""
        ...

    def remove(self, caller: Caller, key: str, now: dt.datetime) -> bool:
        """Take a record out; whether there was one."""
        ...


class Shelf(Protocol):
    """Some registries of one owner, found by name."""

    @property
    def title(self) -> Text:
        """What the group is called."""
        ...

    def all(self) -> list[tuple[int, DigitalRegistry]]:
        """Every registry with its number, unique and lasting within the shelf."""
        ...


class TableRegistry:
    """An open table as a registry nobody writes through the interface."""

    writable = False

    def __init__(self, table: OpenTable) -> None:
        """Take the table."""
        self.table = table
        self.key, self.version, self.title, self.about = table.key, table.version, table.title, table.about
        self.columns = table.columns

    def find(self, caller: Caller, asked: ListAsked, now: dt.datetime) -> QuerySet[Any]:
        """Rows of today, narrowed and ordered."""
        return narrowed(self.table.rows(local(now).date()), self.columns, asked)

    def show(self, rows: Iterable[Any]) -> list[dict[str, Any]]:
        """Rows as contents; the rows are dictionaries by ORM path."""
        return [{column.name: plain(row[column.path]) for column in self.columns} for row in rows]

    def read(self, caller: Caller, content: Content, now: dt.datetime) -> dict[str, Any] | None:
        """The first row of which every given field matches."""
        found = self.find(caller, ListAsked(fields=asked_fields(content)), now)[:1]
        return next(iter(self.show(found)), None)

    def exists(self, caller: Caller, content: Content, now: dt.datetime) -> bool:
        """Whether there is such a row."""
        return self.read(caller, content, now) is not None

    def create(self, caller: Caller, content: Content, now: dt.datetime) -> dict[str, Any]:
        """Refused."""
        raise OperationRefused

    def change(self, caller: Caller, query: Content, content: Content, now: dt.datetime, *, every: bool) -> int:
        """Refused."""
        raise OperationRefused

    def remove(self, caller: Caller, key: str, now: dt.datetime) -> bool:
        """Refused."""
        raise OperationRefused


class TableShelf:
    """The open tables of one interface."""

    def __init__(self, title: Text, tables: Sequence[OpenTable], first: int) -> None:
        """``first`` is the number of the first table."""
        self.title, self._registries = title, [(first + place, TableRegistry(table)) for place, table in enumerate(tables)]

    def all(self) -> list[tuple[int, DigitalRegistry]]:
        """The tables with their numbers."""
        return [(number, registry) for number, registry in self._registries]


def narrowed(rows: QuerySet[Any], columns: tuple[Column, ...], asked: ListAsked) -> QuerySet[Any]:
    """The rows narrowed and ordered, as dictionaries by ORM path.  Raises FieldUnknown."""
    by_name = {column.name: column for column in columns}
    for name, value in asked.fields:
        rows = rows.filter(_equals(_column(by_name, name), value))
    if asked.search:
        places = [_column(by_name, asked.filter)] if asked.filter else [column for column in columns if column.kind == "text"]
        chosen = Q()
        for column in places:
            chosen |= Q(**{f"{column.path}__iregex": pattern_of(asked.search)})
        rows = rows.filter(chosen)
    return _ordered(rows, columns, by_name, asked.ordering).values(*[column.path for column in columns])


def asked_fields(content: Content) -> tuple[tuple[str, str], ...]:
    """The fields of a query content as text, to be compared."""
    return tuple((str(name), "" if value is None else str(plain(value))) for name, value in content.items())


def pattern_of(search: str) -> str:
    """A pattern that runs in linear time: ``^``, ``$`` and ``.*`` mean what they do, every other sign stands for itself."""
    text = search[:_LONGEST_SEARCH]
    begins, ends = text.startswith("^"), text.endswith("$")
    inner = text[1 if begins else 0 : len(text) - 1 if ends and len(text) > 1 else len(text)]
    parts = [re.sub(r"([^\w\s])", r"\\\1", part) for part in inner.split(".*")]
    return ("^" if begins else "") + ".*".join(parts) + ("$" if ends and len(text) > 1 else "")


def _ordered(rows: QuerySet[Any], columns: tuple[Column, ...], by_name: Mapping[str, Column], ordering: str) -> QuerySet[Any]:
    if ordering in {"", "ascending"}:
        return rows.order_by(columns[0].path)
    if ordering == "descending":
        return rows.order_by("-" + columns[0].path)
    down = ordering.startswith("-")
    path = _column(by_name, ordering.removeprefix("-")).path
    return rows.order_by("-" + path if down else path, columns[0].path)


def _column(by_name: Mapping[str, Column], name: str) -> Column:
    if name not in by_name:
        raise FieldUnknown(name=name[:40])
    return by_name[name]


def _equals(column: Column, value: str) -> Q:
    """The condition of equality; a value the column's kind cannot hold fits nothing."""
    nothing = Q(pk__in=[])
    if value == "":
        return Q(**{column.path: ""}) if column.kind == "text" else Q(**{f"{column.path}__isnull": True})
    if column.kind == "integer":
        return Q(**{column.path: int(value)}) if re.fullmatch(r"-?\d{1,15}", value, re.ASCII) else nothing
    if column.kind == "boolean":
        return Q(**{column.path: value.lower() == "true"}) if value.lower() in {"true", "false"} else nothing
    if column.kind == "date":
        try:
            return Q(**{column.path: dt.date.fromisoformat(value)})
        except ValueError:
            return nothing
    return nothing if column.kind in {"object", "number"} else Q(**{column.path: value})
