"""The port of work.  An upper app names its source in ``AppConfig.ready``; the inbox asks all of them in one statement.

How to offer work from an app:

1. Write a class in the app's ``selectors/work.py`` with ``key label icon order actions mine below line`` (see ``WorkSource``).
   ``mine`` and ``below`` give a ``WorkQuery``: one SELECT with the columns of ``COLUMNS``, in that order; write it by hand, or from a
   queryset with ``WorkQuery.of(queryset, kind=…, lane=…, record=…)``.  Join words with LEFT JOIN on a key, so that counting drops the join.
   ``line`` turns one found record into a ``WorkLine`` with words in the reader's language; it asks the database nothing.
2. In ``AppConfig.ready``: ``register_work_source("sen.capabilities.dossiers.selectors.work.DossierWork")``.

Lists and counts come from the same SELECT, so they agree.  The order is the same everywhere: what is due first stands first, without a
term last; among equals the more urgent, then the older.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol, Self
from urllib.parse import parse_qsl, urlencode

from django.db.models import CharField, DateTimeField, F, JSONField, QuerySet, SmallIntegerField, Value
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from sen.kernel.actor import Actor
from sen.ui.types import DueView, TagView

COLUMNS = (
    *("kind", "lane", "record", "code", "title", "detail", "from_whom", "holder"),
    *("due_at", "opened_at", "state", "urgency", "words", "facts"),
)


class Lane(StrEnum):
    """What the reader is to do with a piece of work."""

    ARRIVED = "arrived"
    """It came in: to be registered, passed on or directed."""
    DECIDE = "decide"
    """It waits for a decision: approve, sign, confirm, answer a request."""
    DO = "do"
    """It is to be done."""
    NOTE = "note"
    """It is to be known; opening it is enough."""


class Group(StrEnum):
    """Where a deadline stands; the value is the word in addresses."""

    LATE = "tre"
    TODAY = "hom-nay"
    COMING = "sap-toi"
    OPEN = "chua-co-han"


@dataclass(frozen=True, slots=True)
class WorkQuery:
    """Open work as one SELECT with the columns of ``COLUMNS`` in order, and its values.

    kind: what kind of step it is, in the source's own words; lane: a ``Lane``; record: a whole number, unique within the source;
    code: the human key; title; detail; from_whom: name; holder: who has it, empty when nobody took it; due_at and opened_at: instants
    or NULL; state: the source's own; urgency: 0 ordinary to 3 most urgent; words: further text people search by (title and code
    are searched anyway, accents do not matter); facts: jsonb, whatever ``line`` needs.
    """

    sql: str
    values: Sequence[Any] = ()

    @classmethod
    def of(cls, rows: QuerySet[Any], **columns: Any) -> Self:
        """The query of a queryset: each column is the name of a field or an expression; those left out are empty."""
        shape = {f"work_{name}": _column(name, columns.get(name)) for name in COLUMNS}
        sql, values = rows.order_by().annotate(**shape).values_list(*shape).query.sql_with_params()
        return cls(sql, tuple(values))


_EMPTY: Mapping[str, Any] = {
    "lane": Value(Lane.DO.value),
    "due_at": Cast(Value(None), DateTimeField()),
    "opened_at": Cast(Value(None), DateTimeField()),
    "urgency": Cast(Value(0), SmallIntegerField()),
    "facts": Cast(Value("{}"), JSONField()),
}


def _column(name: str, given: Any) -> Any:
    if given is None:
        return _EMPTY.get(name, Value("", output_field=CharField()))
    return F(given) if isinstance(given, str) else given


@dataclass(frozen=True, slots=True)
class WorkRecord:
    """One row of a ``WorkQuery``."""

    source: str
    kind: str
    lane: str
    record: int
    code: str
    title: str
    detail: str
    from_whom: str
    holder: str
    due_at: dt.datetime | None
    opened_at: dt.datetime | None
    state: str
    urgency: int
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One line of the inbox, ready for the template.

    ``hint`` says what to do next; ``ticket`` is what bulk actions receive for the line; ``action`` and ``action_url`` are the one act that
    can be done from the list.  ``due``, ``group`` and ``source_label`` are filled in by the inbox.
    """

    source: str
    kind: str
    key: str
    title: str
    hint: str
    url: str
    code: str = ""
    from_whom: str = ""
    holder: str = ""
    due_at: dt.datetime | None = None
    opened_at: dt.datetime | None = None
    state: TagView | None = None
    urgency: int = 0
    lane: str = Lane.DO
    is_late: bool = False
    ticket: str = ""
    action: str = ""
    action_url: str = ""
    due: DueView | None = None
    group: str = ""
    source_label: str = ""
    icon: str = ""

    @property
    def pair(self) -> str:
        """The line as one form value: source, kind and ticket."""
        return f"{self.source}|{self.kind}|{self.ticket}"


@dataclass(frozen=True, slots=True)
class BulkAction:
    """What can be done to several ticked lines of one source at once: a GET page that receives the tickets as ``param``."""

    label: str | Promise
    icon: str
    url_name: str
    param: str
    kinds: frozenset[str] = frozenset()
    """Kinds it fits; empty for every kind of the source."""
    key: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)


class WorkSource(Protocol):
    """A kind of work that waits for officers."""

    @property
    def key(self) -> str:
        """Short name, a word of addresses: ``van-ban-den``."""
        ...

    @property
    def label(self) -> str | Promise:
        """What people call this kind of work."""
        ...

    @property
    def icon(self) -> str:
        """An icon of the sprite."""
        ...

    @property
    def order(self) -> int:
        """Its place among the sources."""
        ...

    @property
    def actions(self) -> Sequence[BulkAction]:
        """What can be done to several lines at once."""
        ...

    def mine(self, actor: Actor, now: dt.datetime) -> WorkQuery | None:
        """What waits for the actor; None when its roles have nothing to do with this work."""
        ...

    def below(self, actor: Actor, now: dt.datetime) -> WorkQuery | None:
        """What waits for those the actor directs, with its holder; None when the actor directs nobody."""
        ...

    def line(self, record: WorkRecord, actor: Actor, now: dt.datetime) -> WorkLine:
        """The record as a line; ``hint``, ``url``, ``state`` and the words are the source's, the deadline is the inbox's."""
        ...


@dataclass(frozen=True, slots=True)
class WorkFilter:
    """What the reader narrowed the inbox to; empty values narrow nothing."""

    group: str = ""
    source: str = ""
    text: str = ""
    lanes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    urgent: bool = False
    since: dt.datetime | None = None
    """Opened at this instant or later."""
    below: bool = False
    """The work of those the reader directs instead of the reader's own."""


@dataclass(frozen=True, slots=True)
class CountRow:
    """How much waits of one kind: all, late, and due today."""

    source: str
    lane: str
    kind: str
    state: str
    count: int
    late: int
    today: int


@dataclass(frozen=True, slots=True)
class WorkCounts:
    """How much waits, by source, lane, kind and state."""

    rows: Sequence[CountRow] = ()

    def total(self, *, source: str = "", lane: str = "", kind: str = "", states: Iterable[str] = ()) -> int:
        """How much waits of what is named."""
        return sum(row.count for row in self._of(source, lane, kind, states))

    def late(self, *, source: str = "", lane: str = "") -> int:
        """How much of it is late."""
        return sum(row.late for row in self._of(source, lane, "", ()))

    def today(self, *, source: str = "", lane: str = "") -> int:
        """How much of it is due today and not late yet."""
        return sum(row.today for row in self._of(source, lane, "", ()))

    def _of(self, source: str, lane: str, kind: str, states: Iterable[str]) -> list[CountRow]:
        wanted = frozenset(states)
        fitting = [row for row in self.rows if (not source or row.source == source) and (not lane or row.lane == lane)]
        return [row for row in fitting if (not kind or row.kind == kind) and (not wanted or row.state in wanted)]


@dataclass(frozen=True, slots=True)
class Counted:
    """A count for a menu entry: how much of what is named waits for the actor.

    All such counts of one request, and those of the inbox itself, come from one statement.
    """

    source: str = ""
    lane: str = ""
    kind: str = ""

    def __call__(self, actor: Actor) -> int:
        """How much waits for the actor now."""
        return waiting(actor).total(source=self.source, lane=self.lane, kind=self.kind)


def waiting(actor: Actor) -> WorkCounts:
    """How much waits for the actor now, counted once a request however often it is asked."""
    # By name: the clock is read at the edge, and an ``apps.py`` must be able to name a count before the models are loaded.
    count: Callable[[Actor], WorkCounts] = import_string("sen.foundation.inbox.views.count_once")
    return count(actor)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list people may show or hide; ``usual`` when it is shown to those who never chose."""

    key: str
    label: str | Promise
    usual: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """A page with a list: the view that shows it, and the columns people may choose."""

    url_name: str
    columns: tuple[Column, ...] = ()


_sources: list[WorkSource | str] = []
_places: dict[str, Place] = {}


def register_work_source(source: WorkSource | str) -> None:
    """Port: name a ``WorkSource`` by the dotted name of its class from ``AppConfig.ready``, or hand in a ready one."""
    if source not in _sources:
        _sources.append(source)


def work_sources() -> list[WorkSource]:
    """Every source of this installation, in their order."""
    found: list[WorkSource] = [import_string(source)() if isinstance(source, str) else source for source in _sources]
    return sorted(found, key=lambda source: source.order)


def register_place(key: str, url_name: str, columns: Sequence[Column] = ()) -> None:
    """Port: name a page whose filters people may save, the view that shows it, and columns people may choose."""
    _places[key] = Place(url_name, tuple(columns))


def place_of(key: str) -> Place | None:
    """The page with the key; None when there is none."""
    return _places.get(key)


_NOT_KEPT = frozenset({"trang", "csrfmiddlewaretoken"})
LONGEST_QUERY = 1000


def plain_query(query: str) -> str:
    """The query of an address without empty parts and without the page number; empty when longer than a filter may be."""
    kept = [(name, value) for name, value in parse_qsl(query.lstrip("?"), max_num_fields=100) if name not in _NOT_KEPT]
    text = urlencode(kept)
    return text if len(text) <= LONGEST_QUERY else ""


_MEMORY = ", ".join(
    f"{name} {kind}"
    for name, kind in zip(
        COLUMNS, ("text", "text", "bigint", *["text"] * 5, "timestamptz", "timestamptz", "text", "smallint", "text", "jsonb"), strict=True
    )
)


def memory_query(rows: Sequence[Mapping[str, Any]]) -> WorkQuery:
    """Rows kept in memory as a query; columns left out are empty."""
    empty = {"lane": Lane.DO.value, "urgency": 0, "facts": {}, "due_at": None, "opened_at": None}
    full = [{name: row.get(name, empty.get(name, "")) for name in COLUMNS} for row in rows]
    return WorkQuery(f"SELECT {', '.join(COLUMNS)} FROM jsonb_to_recordset(%s::jsonb) AS kept({_MEMORY})", (json.dumps(full, default=str),))  # noqa: S608


@dataclass
class MemoryWorkSource:
    """The double of the port: work kept in memory.  ``mine_of`` and ``below_of`` are rows by account, each a mapping of columns."""

    key: str = "thu"
    label: str | Promise = "Việc thử"
    icon: str = "inbox"
    order: int = 100
    actions: Sequence[BulkAction] = ()
    mine_of: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    below_of: dict[int, list[dict[str, Any]]] = field(default_factory=dict)

    def mine(self, actor: Actor, now: dt.datetime) -> WorkQuery | None:
        """What is kept for the actor."""
        return memory_query(self.mine_of.get(actor.account, [])) if actor.account in self.mine_of else None

    def below(self, actor: Actor, now: dt.datetime) -> WorkQuery | None:
        """What is kept below the actor."""
        return memory_query(self.below_of.get(actor.account, [])) if actor.account in self.below_of else None

    def line(self, record: WorkRecord, actor: Actor, now: dt.datetime) -> WorkLine:
        """The record in its own words."""
        return WorkLine(self.key, record.kind, f"{self.key}-{record.record}", record.title, record.detail, "/", code=record.code)
