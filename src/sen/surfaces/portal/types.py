"""Values the portal's selectors hand to its templates."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sen.ui.types import DueView, Fact, FileView, TagView, TimelineItem


class Part(StrEnum):
    """The parts of an application, as the steps above a question name them."""

    WHO = "who"
    PLACE = "place"
    PAPERS = "papers"
    RESULT = "result"
    REVIEW = "review"


PREFILL = "dan-cu"
"""Where the register's answer is kept among a draft's answers; no question has this name."""


@dataclass(frozen=True, slots=True)
class Prefill:
    """What the shared database of people said of the applicant when the draft was begun; ``silent`` when it did not answer."""

    asked_at: dt.datetime | None = None
    silent: bool = False
    born_on: dt.date | None = None
    phone: str = ""
    email: str = ""
    address: str = ""
    unit_id: int | None = None

    @classmethod
    def of(cls, answers: Mapping[str, Any]) -> "Prefill":
        """As it was kept among a draft's answers."""
        kept = answers.get(PREFILL, {})
        at, born = kept.get("asked_at"), kept.get("born_on")
        return cls(
            dt.datetime.fromisoformat(at) if at else None,
            bool(kept.get("silent")),
            dt.date.fromisoformat(born) if born else None,
            kept.get("phone", ""),
            kept.get("email", ""),
            kept.get("address", ""),
            kept.get("unit_id"),
        )

    @property
    def found(self) -> bool:
        """Whether something came back."""
        return bool(self.born_on or self.phone or self.address or self.unit_id)

    def as_answers(self) -> dict[str, Any]:
        """As JSON values."""
        values = {
            "asked_at": self.asked_at.isoformat() if self.asked_at else "",
            "born_on": self.born_on.isoformat() if self.born_on else "",
        }
        return {**values, "silent": self.silent, "phone": self.phone, "email": self.email, "address": self.address, "unit_id": self.unit_id}


@dataclass(frozen=True, slots=True)
class Heading:
    """A long name cut in two: what it is, and the words of the law about it."""

    head: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One answered or missing question on the page that checks all answers."""

    label: str
    value: str
    url: str
    missing: bool = False
    files: tuple[FileView, ...] = ()


@dataclass(frozen=True, slots=True)
class DayOffNotice:
    """A coming day off and when offices open again."""

    title: str
    text: str


@dataclass(frozen=True)
class Story:
    """A dossier as its applicant reads it."""

    state: TagView
    headline: str
    advice: str
    promise: str
    promised: str
    due: DueView
    days_off: str
    items: tuple[TimelineItem, ...]
    places: tuple[Fact, ...]
    apology: str = ""
    papers: tuple["PaperView", ...] = field(default=())


@dataclass(frozen=True, slots=True)
class PaperView:
    """A component handed in, with its files as links."""

    name: str
    files: tuple[FileView, ...]
    sheets: str = ""
