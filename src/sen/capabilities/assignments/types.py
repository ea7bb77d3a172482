"""Values of tasks, and the port that names what tasks may come from."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.module_loading import import_string

from sen.capabilities.assignments.states import TaskRole
from sen.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class SourceRef:
    """What a task comes from: a kind (``incoming``, ``outgoing``, ``conclusion`` …), its row, and how a line names it."""

    kind: str
    id: int
    title: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One receiver of a task: an officer, a division, or an agency as a whole, in one role, with an own word and term.

    ``urgency`` 0 ordinary, 1 urgent, 2 very urgent, 3 at once.  ``wants_report``: the giver confirms the end; otherwise finishing ends it.
    """

    role: str
    agency_id: int
    division_id: int | None = None
    officer_id: int | None = None
    instruction: str = ""
    due_at: dt.datetime | None = None
    urgency: int = 0
    wants_report: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """Somebody a task can be given to, as a choice: ``key`` is ``officer-12``, ``division-3`` or ``agency-40``."""

    key: str
    name: str
    title: str = ""
    division: str = ""


@dataclass(frozen=True, slots=True)
class Targets:
    """Whom an actor may give tasks to, by kind."""

    divisions: tuple[Target, ...] = ()
    officers: tuple[Target, ...] = ()
    agencies: tuple[Target, ...] = ()

    def choices(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Grouped choices for a form; the caller names the groups."""
        return [(kind, [(t.key, ", ".join(part for part in (t.name, t.title) if part)) for t in found]) for kind, found in self.by_kind()]

    def by_kind(self) -> list[tuple[str, tuple[Target, ...]]]:
        """Divisions, officers, agencies; empty kinds left out."""
        kinds = (("division", self.divisions), ("officer", self.officers), ("agency", self.agencies))
        return [(kind, found) for kind, found in kinds if found]


@dataclass(frozen=True, slots=True)
class TaskBrief:
    """A task as the page of its source shows it."""

    id: int
    role: str
    receiver: str
    instruction: str
    state: str
    due_at: dt.datetime | None
    given_by_name: str
    opened_at: dt.datetime
    closed_at: dt.datetime | None
    result: str
    parent_id: int | None
    officer_id: int | None
    division_id: int | None
    agency_id: int


@dataclass(frozen=True, slots=True)
class OpenCounts:
    """How the tasks of one source stand."""

    all: int = 0
    open: int = 0
    open_lead: int = 0
    taken: int = 0
    """Taken up by their receivers: being done, reported or done."""


def parse_target(key: str) -> tuple[str, int] | None:
    """The kind and number behind ``Target.key``; None for anything else."""
    kind, _dash, number = key.partition("-")
    known = kind in ("officer", "division", "agency") and number.isascii() and number.isdigit() and len(number) < 19
    return (kind, int(number)) if known else None


def line_to(key: str, agency_id: int, *, role: str = TaskRole.LEAD, instruction: str = "", due_at: dt.datetime | None = None,
            urgency: int = 0, wants_report: bool = False) -> TaskLine | None:  # fmt: skip
    """A line for the target of a form's choice within the agency; None when the key is no target."""
    found = parse_target(key)
    if found is None:
        return None
    kind, number = found
    return TaskLine(
        role,
        number if kind == "agency" else agency_id,
        number if kind == "division" else None,
        number if kind == "officer" else None,
        instruction,
        due_at,
        urgency,
        wants_report,
    )


@dataclass(frozen=True, slots=True)
class SourceKind:
    """A kind of thing tasks come from: its name, and a function ``(source id, actor) -> address``, empty when it may not be opened."""

    label: str | Promise
    address: Callable[[int, Actor], str] | str


_kinds: dict[str, SourceKind] = {}


def register_source_kind(kind: str, label: str | Promise, address: Callable[[int, Actor], str] | str) -> None:
    """Port: name what tasks may come from; ``address`` may be the dotted name of its function."""
    _kinds[kind] = SourceKind(label, address)


def source_label(kind: str) -> str:
    """The name of a kind of source; empty when unknown."""
    return str(_kinds[kind].label) if kind in _kinds else ""


def source_address(kind: str, source_id: int | None, actor: Actor) -> str:
    """Where the source of a task can be read; empty when nobody registered the kind or the actor may not open it."""
    if kind not in _kinds or source_id is None:
        return ""
    ask = _kinds[kind].address
    find: Callable[[int, Actor], str] = import_string(ask) if isinstance(ask, str) else ask
    return find(source_id, actor)
