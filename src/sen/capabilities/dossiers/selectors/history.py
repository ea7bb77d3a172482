"""The events of a dossier as a story."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sen.capabilities.dossiers.models import Dossier, DossierEvent
from sen.capabilities.dossiers.selectors.words import action_word, agency_names


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event, ready to be read."""

    sequence: int
    action: str
    word: str
    who: str
    agency: str
    reason: str
    at: dt.datetime
    payload: dict[str, Any]
    digest: str


def list_events(dossier: Dossier) -> list[EventRow]:
    """All events of the dossier in order; read with the dossier's date, since events are partitioned by month."""
    events = list(DossierEvent.objects.filter(dossier_id=dossier.pk, recorded_at__gte=dossier.submitted_at).order_by("sequence"))
    agencies = agency_names({event.agency_id for event in events if event.agency_id})
    return [_event_row(event, agencies) for event in events]


def latest_event(dossier: Dossier) -> EventRow | None:
    """The last event of the dossier."""
    event = DossierEvent.objects.filter(dossier_id=dossier.pk, recorded_at__gte=dossier.submitted_at).order_by("-sequence").first()
    return _event_row(event, agency_names({event.agency_id} if event.agency_id else ())) if event else None


def _event_row(event: DossierEvent, agencies: dict[int, str]) -> EventRow:
    return EventRow(
        sequence=event.sequence,
        action=event.action,
        word=action_word(event.action),
        who=event.actor_name,
        agency=agencies.get(event.agency_id or 0, ""),
        reason=event.reason,
        at=event.recorded_at,
        payload=event.payload,
        digest=event.hash,
    )
