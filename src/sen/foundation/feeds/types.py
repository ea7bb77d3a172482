"""Values of the change feeds."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """What happened to a record."""

    CREATED = "created"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One change before it is numbered: the kind of record, its key as the registry's API takes it, and what happened."""

    kind: str
    key: str
    action: Action


@dataclass(frozen=True, slots=True)
class FeedLine:
    """One numbered change as readers get it."""

    number: int
    kind: str
    key: str
    action: str
    changed_at: dt.datetime


@dataclass(frozen=True, slots=True)
class FeedPage:
    """A stretch of a feed: ask again with ``after=next`` while there is more."""

    changes: list[FeedLine]
    next: int
    last: int
    more: bool
