"""Values of accounts."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from sen.kernel.actor import Role


@dataclass(frozen=True, slots=True)
class Officer:
    """An officer as colleagues see one: who, in which position and division, with which role in which agency."""

    account_id: int
    name: str
    title: str
    division: str
    role: Role
    agency_id: int
    by_delegation: bool = False


@dataclass(frozen=True, slots=True)
class Position:
    """One appointment of an account, with its period."""

    agency_id: int
    agency_name: str
    division: str
    role: Role
    title: str
    valid_from: dt.date
    valid_to: dt.date | None


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A signed-in browser of an account."""

    id: int
    browser: str
    address: str
    started_at: dt.datetime
    seen_at: dt.datetime
    is_this: bool


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What an account says about its owner."""

    id: int
    login: str
    kind: str
    name: str
    email: str
    phone: str
    assurance: int
    person_id: int | None
    is_demo: bool


@dataclass(frozen=True, slots=True)
class NewPost:
    """A position to be given: where, as what and from when."""

    agency_id: int
    role: Role
    title: str
    valid_from: dt.date
    division_id: int | None = None


@dataclass(frozen=True, slots=True)
class OfficerFilter:
    """What an administrator looks for; empty parts match everything.  ``state`` is ``open``, ``closed``, ``unplaced`` or empty."""

    q: str = ""
    agency_id: int | None = None
    role: str = ""
    state: str = ""


class PostTime(StrEnum):
    """Where a position stands on a day."""

    NOW = "now"
    COMING = "coming"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class HeldPost:
    """One position of an officer as an administrator sees it; ``in_scope`` says whether that administrator may change it."""

    id: int
    agency_id: int
    agency_name: str
    division: str
    role: Role
    role_name: str
    title: str
    valid_from: dt.date
    valid_to: dt.date | None
    time: PostTime
    in_scope: bool
