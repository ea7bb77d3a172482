"""Values of work files and the port through which other apps let their records be put into one.

How to offer records: write a class with the attributes and methods of ``FileableSource`` in ``selectors/filing.py`` of the app, name it in
``AppConfig.ready`` with ``register_source("sen.….selectors.filing.ThatSource")``, and place ``{% include "workfiles/put_in.html" with
kind="…" record_id=… %}`` on the record's page.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.module_loading import import_string

from sen.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class FiledFile:
    """One stored file of a record: ``role`` is ``main`` or ``annex``."""

    file_id: int
    name: str
    role: str = "main"


@dataclass(frozen=True, slots=True)
class Trace:
    """A direction, an opinion or a step of handling, as it belongs into the file."""

    at: dt.datetime | None
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Fileable:
    """What a work file needs to know of a record.

    ``metadata`` bears the names of Appendix VI (``TypeName CodeNumber CodeNotation IssuedDate OrganName Subject …``), as plain JSON values.
    ``paper_reason`` says in words why the record does not count as processed online; empty when it does.
    ``open_reason`` says what is still to be done with it; empty when nothing is.
    ``at`` is the instant behind ``dated_on`` where one is known: it orders what bears the same date.
    """

    kind: str
    record_id: int
    title: str
    type_name: str = ""
    number: str = ""
    dated_on: dt.date | None = None
    author: str = ""
    pages: int = 0
    url: str = ""
    files: Sequence[FiledFile] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)
    traces: Sequence[Trace] = ()
    paper_reason: str = ""
    open_reason: str = ""
    at: dt.datetime | None = None


class FileableSource(Protocol):
    """Records of one kind that may be put into work files."""

    kind: str
    """One of ``models.ItemKind`` but ``note``."""
    label: str | Promise
    icon: str

    def visible_ids(self, actor: Actor, ids: Iterable[int], on: dt.date) -> frozenset[int]:
        """Those of the ids the actor may see on the day, by the rules of the app that owns them."""
        ...

    def facts(self, ids: Iterable[int]) -> dict[int, Fileable]:
        """What the records say of themselves, without their files' content; unknown ids are left out.  A constant number of statements."""
        ...

    def search(self, actor: Actor, words: str, limit: int, on: dt.date) -> list[Fileable]:
        """Records the actor may see whose text has the words, the newest first; with no words the newest."""
        ...


@dataclass(frozen=True, slots=True)
class FileFilter:
    """What a reader narrows the list of work files to; empty values narrow nothing."""

    text: str = ""
    year: int | None = None
    state: str = ""
    scope: str = ""
    """``mine``, ``shared``, or empty for everything the reader may see."""
    expired_on: dt.date | None = None
    """Only closed and kept files whose term of keeping has ended on this day."""


@dataclass(frozen=True, slots=True)
class NewFile:
    """What somebody says of a file when it is opened or corrected."""

    title: str
    retention_id: int
    start_on: dt.date
    year: int
    notation: str = ""
    heading_id: int | None = None
    rights: str = "agency"
    language: str = "Tiếng Việt"
    description: str = ""
    keywords: str = ""
    sign: str = ""
    is_construction: bool = False


@dataclass(frozen=True, slots=True)
class NewEntry:
    """One line of the yearly list."""

    heading_id: int
    title: str
    retention_id: int
    division_id: int | None = None
    keeper_id: int | None = None
    note: str = ""


_sources: dict[str, str] = {}


def register_source(kind: str, source: str) -> None:
    """Port: name a ``FileableSource`` by the dotted name of its class, from ``AppConfig.ready``; a second one replaces the first."""
    _sources[kind] = source


def forget_source(kind: str) -> None:
    """Take a source out again; for tests."""
    _sources.pop(kind, None)


def sources() -> dict[str, FileableSource]:
    """Every source of this installation by the kind of its records."""
    return {kind: import_string(name)() for kind, name in _sources.items()}


def source_of(kind: str) -> FileableSource | None:
    """The source of one kind; None when no app offers it."""
    name = _sources.get(kind)
    found: FileableSource | None = import_string(name)() if name else None
    return found
