"""Reading histories.  Who may see a record's history decides the app that owns the record."""

from collections.abc import Iterable

from sen.foundation.history.models import RecordEvent
from sen.foundation.history.types import EventView

_FIELDS = (
    "kind",
    "record_id",
    "sequence",
    "action",
    "from_state",
    "to_state",
    "actor_id",
    "actor_name",
    "agency_id",
    "reason",
    "payload",
    "occurred_at",
)


def list_events(kind: str, record_id: int) -> list[EventView]:
    """The whole history of one record, oldest first, in one query."""
    rows = RecordEvent.objects.filter(kind=kind, record_id=record_id).order_by("sequence").values_list(*_FIELDS)
    return [EventView(*row) for row in rows]


def list_events_of(kind: str, record_ids: Iterable[int]) -> dict[int, list[EventView]]:
    """The histories of several records of one kind, each oldest first, in one query."""
    rows = RecordEvent.objects.filter(kind=kind, record_id__in=list(record_ids)).order_by("record_id", "sequence").values_list(*_FIELDS)
    found: dict[int, list[EventView]] = {}
    for row in rows:
        found.setdefault(row[1], []).append(EventView(*row))
    return found
