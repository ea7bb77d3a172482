"""Values of accounts."""

import datetime as dt
from dataclasses import dataclass

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
