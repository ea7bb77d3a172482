"""Questions to national databases, the records they answer with, and the ports through which they are asked."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from sen.capabilities.exchange.types import Answer

CONFIRMATION = "xac-nhan"
EFFECT = "hieu-luc"
READING = "tra-cuu"
CLAIM_ISSUE = "uy-quyen"
"""Stands where a dossier's code stands when somebody claims to represent a business: there is no dossier yet."""

Call = Callable[[str, str, Any], Answer]
"""Method, path with query, and JSON body of one call; the answer of the service."""


class Source(StrEnum):
    """The databases asked, by the code of their service on the axis; the last two are the province's own."""

    POPULATION = "dan-cu-quoc-gia"
    BUSINESS = "doanh-nghiep-quoc-gia"
    LEGISLATION = "van-ban-quoc-gia"
    RESIDENTS = "dan-cu"
    FIRMS = "doanh-nghiep"


class Verdict(StrEnum):
    """What a confirmation ends with."""

    MATCHES = "matches"
    DIFFERS = "differs"
    QUEUED = "queued"


@dataclass(frozen=True, slots=True)
class CitizenQuestion:
    """The three facts that must all fit before anything is told, and in whose name and for which procedure they are asked.

    Basis: 137/2015/NĐ-CP, Article 8 (use of the national population database).
    """

    number: str
    name: str
    born_on: dt.date
    officer: str
    procedure: str


@dataclass(frozen=True, slots=True)
class CitizenRecord:
    """A person as the national database has them; unit codes as of its own day, empty where it is silent."""

    number: str
    name: str
    born: str
    gender: str
    commune_code: str
    address: str
    household: str


@dataclass(frozen=True, slots=True)
class BusinessRecord:
    """A business as the national registration has it."""

    number: str
    name: str
    kind: str
    state: str
    address: str
    representative: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LegalRecord:
    """A document as the national database of legal documents has it."""

    key: str
    number: str
    title: str
    status: str
    effective_on: dt.date | None
    ended_on: dt.date | None
    changed_on: dt.date


class CitizenSource(Protocol):
    """The port to the population database."""

    def look_up(self, question: CitizenQuestion) -> list[CitizenRecord]:
        """The records whose three facts fit; normally none or one."""
        ...

    def confirm(self, question: CitizenQuestion) -> bool:
        """Whether the three facts belong together."""
        ...


class BusinessSource(Protocol):
    """The port to the business registration."""

    def search(self, text: str) -> list[BusinessRecord]:
        """The first businesses whose number or name fits."""
        ...

    def read(self, number: str) -> BusinessRecord | None:
        """One business by its number."""
        ...


class LegalSource(Protocol):
    """The port to the legal documents."""

    def changed_since(self, day: dt.date) -> tuple[Sequence[LegalRecord], bool]:
        """Documents whose record changed on the day or later, oldest first, and whether there are more."""
        ...
