"""Values of the history."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class NewEvent:
    """What happened to a record: kind of record (at most 20 characters), its number, the action, and the states around it.

    ``payload`` holds JSON values only.  Without ``agency_id`` the actor's own agency is meant.
    """

    kind: str
    record_id: int
    action: str
    from_state: str = ""
    to_state: str = ""
    reason: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)
    agency_id: int | None = None


@dataclass(frozen=True, slots=True)
class PastEvent:
    """A line of a history that is told afterwards, as demonstrations do: what happened, by whom, and when."""

    event: NewEvent
    actor_id: int | None
    actor_name: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class EventView:
    """One event as readers see it."""

    kind: str
    record_id: int
    sequence: int
    action: str
    from_state: str
    to_state: str
    actor_id: int | None
    actor_name: str
    agency_id: int | None
    reason: str
    payload: Mapping[str, Any]
    occurred_at: dt.datetime
