"""Values that cross the door of audit."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class EntryKind(StrEnum):
    """What happened."""

    CHANGE = "change"
    READ = "read"
    SIGN_IN = "sign_in"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the trail before it is written; ``detail`` holds JSON values only."""

    recorded_at: dt.datetime
    kind: EntryKind
    action: str
    actor_id: int | None
    actor_name: str
    subject_type: str
    subject_id: int
    agency_id: int | None = None
    person_id: int | None = None
    purpose: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """What the reader of the trail looks for; empty values do not narrow."""

    actor_id: int | None = None
    person_id: int | None = None
    subject_type: str = ""
    subject_id: int | None = None
    kind: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None
