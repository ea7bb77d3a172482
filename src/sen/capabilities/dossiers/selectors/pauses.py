"""The pauses of a dossier as intervals with a cause."""

import datetime as dt
from dataclasses import dataclass

from sen.capabilities.dossiers.models import Dossier, Suspension


@dataclass(frozen=True, slots=True)
class PauseRow:
    """One interval in which the clock stood still; without an end it still does."""

    cause: str
    started_at: dt.datetime
    ended_at: dt.datetime | None


def list_pauses(dossier: Dossier) -> list[PauseRow]:
    """Every pause of the dossier, oldest first."""
    rows = Suspension.objects.filter(dossier=dossier).order_by("started_at", "id")
    return [PauseRow(row.get_cause_display(), row.started_at, row.ended_at) for row in rows]
