"""Values of the one-stop."""

import datetime as dt
import uuid
from dataclasses import dataclass, field

from sen.capabilities.dossiers.types import Paper


@dataclass(frozen=True, slots=True)
class Period:
    """A reporting period: first and last day, and its name."""

    since: dt.date
    until: dt.date
    label: str


@dataclass(frozen=True, slots=True)
class ShownCard:
    """What stands on the identity card an officer holds."""

    number: str
    name: str
    born_on: dt.date


@dataclass(frozen=True, slots=True)
class CounterCase:
    """What an officer typed at the counter, checked for shape."""

    request_id: uuid.UUID
    version_id: int
    case_id: int | None
    number: str
    name: str
    born_on: dt.date | None
    phone: str
    email: str
    address: str
    unit_id: int | None
    papers: tuple[Paper, ...]
    receipt_way: str = "counter"
    receipt_address: str = ""
    competent_id: int | None = None
    return_id: int | None = None
    receiving_id: int | None = None
    agent: dict[str, str] | None = None
    fee: str = ""
    note: str = ""
    wants_receipt: bool = True
    lacks: dict[str, str] = field(default_factory=dict)
    reason: str = ""
    contact_phone: str = ""


@dataclass(frozen=True, slots=True)
class QueueLine:
    """How many wait for a group and about how long."""

    group_id: int
    letter: str
    name: str
    icon: str
    waiting: int
    minutes: int


@dataclass(frozen=True, slots=True)
class CalledTicket:
    """A called number as the hall sees it."""

    label: str
    desk: str
    group: str


@dataclass(frozen=True, slots=True)
class QueueBoard:
    """The display of the hall."""

    current: CalledTicket | None
    recent: tuple[CalledTicket, ...]
    lines: tuple[QueueLine, ...]


@dataclass(frozen=True, slots=True)
class DeskView:
    """The desk an officer sits at, with its number in hand and how many wait."""

    desk_id: int
    number: int
    agency_id: int
    groups: str
    waiting: int
    ticket_id: int | None
    ticket: str
    ticket_state: str
    ticket_group: str


@dataclass(frozen=True, slots=True)
class Slip:
    """A ticket as its holder sees it."""

    public_id: str
    agency_id: int
    label: str
    group: str
    state: str
    ahead: int
    minutes: int
    desk: str
    issued_at: dt.datetime
