"""Counting dossiers while they change, and folding the changes together."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection, transaction

from sen.capabilities.dossiers.models import Dossier, TallyChange
from sen.capabilities.dossiers.services.inserting import insert_rows
from sen.capabilities.dossiers.states import OPEN_STATES, DossierState
from sen.kernel import clock

_AWAITING = frozenset({DossierState.SUBMITTED})
_FINISHED_WITH_RESULT = frozenset({DossierState.SETTLED, DossierState.RETURNED})


@dataclass(frozen=True, slots=True)
class TallyPoint:
    """Where one dossier is counted."""

    agency_id: int
    receiving_id: int
    field_id: int
    state: str
    channel: str
    due_on: dt.date | None
    finished_late: bool | None


def tally_point(dossier: Dossier) -> TallyPoint:
    """Where the dossier is counted now."""
    due = dossier.due_at if dossier.state in OPEN_STATES else dossier.reception_due_at if dossier.state in _AWAITING else None
    finished_late = None
    if dossier.state in _FINISHED_WITH_RESULT and dossier.settled_at:
        finished_late = bool(dossier.due_at and dossier.settled_at > dossier.due_at)
    return TallyPoint(
        agency_id=dossier.competent_agency_id,
        receiving_id=dossier.receiving_agency_id,
        field_id=dossier.version.field_id,
        state=dossier.state,
        channel=dossier.channel,
        due_on=clock.local(due).date() if due else None,
        finished_late=finished_late,
    )


def move_tally(before: TallyPoint | None, after: TallyPoint) -> None:
    """Count the dossier out of one point and into the other."""
    if before == after:
        return
    changes = [_change(after, 1)]
    if before is not None:
        changes.append(_change(before, -1))
    insert_rows(changes, keys=False)


def _change(point: TallyPoint, change: int) -> TallyChange:
    return TallyChange(
        agency_id=point.agency_id,
        receiving_id=point.receiving_id,
        field_id=point.field_id,
        state=point.state,
        channel=point.channel,
        due_on=point.due_on,
        finished_late=point.finished_late,
        change=change,
    )


_KEY = "agency_id, receiving_id, field_id, state, channel, due_on, finished_late"
# Every full key, and the sums the overviews begin with: of an agency over all fields, of a field over all agencies.
_SETS = f"GROUPING SETS (({_KEY}), (agency_id, state, channel, due_on, finished_late), (field_id, state, channel, due_on, finished_late))"


@transaction.atomic
def fold_tally() -> int:
    """Fold the changes written so far into the tally; returns how many.  Figures stay the same throughout."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE dossiers_dossiertally IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(
            f"""
            WITH gone AS (DELETE FROM dossiers_tallychange RETURNING {_KEY}, change),
            sums AS (SELECT {_KEY}, sum(change) AS change FROM gone GROUP BY {_SETS}),
            kept AS (
                INSERT INTO dossiers_dossiertally ({_KEY}, count)
                SELECT {_KEY}, change FROM sums WHERE change <> 0
                ON CONFLICT (agency_id, state, due_on, receiving_id, field_id, channel, finished_late)
                DO UPDATE SET count = dossiers_dossiertally.count + excluded.count
            )
            SELECT count(*) FROM gone
            """  # noqa: S608 - the column list is a constant of this module
        )
        folded = int(cursor.fetchone()[0])
        cursor.execute("DELETE FROM dossiers_dossiertally WHERE count = 0")
    return folded


@transaction.atomic
def recount_tally() -> int:
    """Replace the tally by a count of the dossiers themselves; returns the number of keys and sums."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE dossiers_dossier IN SHARE MODE")
        cursor.execute("LOCK TABLE dossiers_tallychange, dossiers_dossiertally IN ACCESS EXCLUSIVE MODE")
        cursor.execute("DELETE FROM dossiers_tallychange")
        cursor.execute("DELETE FROM dossiers_dossiertally")
        cursor.execute(
            f"INSERT INTO dossiers_dossiertally ({_KEY}, count) SELECT {_KEY}, count(*) FROM dossiers_tally_truth GROUP BY {_SETS}"  # noqa: S608
        )
        return int(cursor.rowcount)
