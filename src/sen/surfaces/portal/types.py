"""Values the portal's selectors hand to its templates."""

from dataclasses import dataclass, field
from enum import StrEnum

from sen.ui.types import DueView, Fact, FileView, TagView, TimelineItem


class Part(StrEnum):
    """The parts of an application, as the steps above a question name them."""

    WHO = "who"
    PLACE = "place"
    PAPERS = "papers"
    RESULT = "result"
    REVIEW = "review"


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
