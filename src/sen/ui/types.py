"""What templates are given: small frozen values that selectors fill and tags draw.  Dicts with the same keys do as well."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Tone(StrEnum):
    """The meaning behind a colour.  Teal acts, pink points, red warns; a tone never stands without a word."""

    PLAIN = ""
    ACT = "act"
    HERE = "here"
    LATE = "late"
    SOON = "soon"
    DONE = "done"
    WAIT = "wait"
    LINE = "line"


class Progress(StrEnum):
    """Where a step of a form, a route or a history stands."""

    DONE = "done"
    CURRENT = "current"
    NEXT = "next"


class Option(str):
    """The label of a choice with a line of explanation under it."""

    hint: str

    def __new__(cls, label: Any, hint: Any = "") -> "Option":
        """Join a label and its explanation; both may be lazy translations, read now."""
        option = super().__new__(cls, label)
        option.hint = str(hint)
        return option


@dataclass(frozen=True, slots=True)
class TagView:
    """A state as people read it: a word, an icon and the tone of both."""

    word: str
    tone: str = Tone.PLAIN
    icon: str = ""


@dataclass(frozen=True, slots=True)
class DueView:
    """A deadline as people read it: how much is left or lost, and the exact time under it."""

    tone: str
    icon: str
    label: str
    detail: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a form or a route."""

    name: str
    detail: str = ""
    state: str = Progress.NEXT


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One thing that happened, happens or will happen; ``links`` are pairs of a label and an address."""

    title: str
    detail: str = ""
    state: str = Progress.DONE
    icon: str = ""
    links: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and a value, with the address where the value can be changed."""

    label: str
    value: Any
    change_url: str = ""
    change_name: str = ""


@dataclass(frozen=True, slots=True)
class ActLink:
    """One thing that can be done and where; ``post`` when one press does it, ``key`` the shortcut when it is the next thing to do."""

    label: str
    url: str
    icon: str
    hint: str = ""
    grave: bool = False
    post: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """A group of a list that has an address of its own."""

    label: str
    url: str
    current: bool = False
    count: int | None = None
    icon: str = ""
    tone: str = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class FileView:
    """A file a person sent: state is ``received``, ``sending``, ``refused`` or ``unscanned``."""

    name: str
    size: str = ""
    digest: str = ""
    received_at: str = ""
    state: str = "received"
    detail: str = ""
    url: str = ""
    remove_url: str = ""


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A navigation entry resolved for one actor and one page."""

    label: str
    url: str
    icon: str
    current: bool = False
    count: int | None = None
    key: str = ""
    post: bool = False


@dataclass(frozen=True, slots=True)
class MenuSection:
    """Entries under one heading."""

    name: str
    label: str
    items: Sequence[MenuItem] = field(default_factory=tuple)
