"""Values of accounts."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from django.utils.module_loading import import_string

from sen.kernel.actor import Actor, Role


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


@dataclass(frozen=True, slots=True)
class TotpSetup:
    """What a person's phone needs to make one-time codes."""

    secret: str
    address: str


@dataclass(frozen=True, slots=True)
class KeyCeremony:
    """A browser's answer about a security key (JSON) and what it must fit: challenge, relying party, origin."""

    answer: str
    challenge: bytes
    rp_id: str
    origin: str


@dataclass(frozen=True, slots=True)
class FactorView:
    """One second factor as its owner sees it; ``kind`` is ``totp`` or ``key``."""

    kind: str
    id: int
    label: str
    created_at: dt.datetime
    used_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Visit:
    """From where somebody signs in: the browser's own description and the network address."""

    browser: str
    address: str | None


@dataclass(frozen=True, slots=True)
class OpenWork:
    """What an officer has to do of one kind: how much, until when the first of it, and whose queue it goes back to.

    It names no records: an administrator of accounts may not see what they are about.
    """

    title: str
    count: int
    due_at: dt.datetime | None
    goes_to: str


_open_work: list[str] = []


def register_open_work(source: str) -> None:
    """Port: name a function ``(account_id) -> list[OpenWork]`` of an upper app that gives officers work, by its dotted name."""
    if source not in _open_work:
        _open_work.append(source)


def open_work_of(account_id: int) -> list[OpenWork]:
    """What an officer has to do in every app that gives work."""
    sources: list[Callable[[int], list[OpenWork]]] = [import_string(source) for source in _open_work]
    return [work for source in sources for work in source(account_id)]


@dataclass(frozen=True, slots=True)
class BusinessAnswer:
    """What the register says of a business: its row, number and name, whether it may act, and its legal representatives."""

    id: int
    code: str
    name: str
    is_active: bool
    representatives: frozenset[str]
    """Identity numbers of the legal representatives."""


class BusinessCheck(Protocol):
    """Port to the register of businesses; raises RegisterAway when it cannot be asked."""

    def business(self, *, code: str, actor: Actor, now: dt.datetime) -> BusinessAnswer | None:
        """The business with the number, for the actor who asks; None when there is none."""
        ...


@dataclass
class MemoryBusinessCheck:
    """The double of the port: a register in memory."""

    businesses: dict[str, BusinessAnswer] = field(default_factory=dict)

    def business(self, *, code: str, actor: Actor, now: dt.datetime) -> BusinessAnswer | None:
        """By what is kept."""
        return self.businesses.get(code)


_business_check: list[BusinessCheck | str] = []


def register_business_check(check: BusinessCheck | str) -> None:
    """Port: name the object that asks the register, itself or by its dotted name; the last one named counts."""
    _business_check[:] = [check]


def registered_business_check() -> BusinessCheck | None:
    """The object that asks the register; None when no register is connected."""
    if not _business_check:
        return None
    check = _business_check[0]
    found: BusinessCheck = import_string(check) if isinstance(check, str) else check
    return found


@dataclass(frozen=True, slots=True)
class NewMandate:
    """A mandate to be granted: to whom, for what, until when, by which paper."""

    representative: str
    scope: str
    valid_from: dt.date
    valid_to: dt.date
    basis: str = ""
