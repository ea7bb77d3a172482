"""What a control officer watches: promises broken or about to be, each with its owner.

Basis: 61/2018/NĐ-CP, Articles 17 and 19(4), 19(5), 19(9); the reception clock is requirement N1.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from sen.capabilities.dossiers.selectors.words import list_due, state_tag
from sen.capabilities.dossiers.states import OPEN_STATES, PAUSED_STATES, DossierState
from sen.ui.paging import PAGE_SIZE, ListPage
from sen.ui.types import DueView, TagView

_RUNNING = sorted(OPEN_STATES - PAUSED_STATES - {DossierState.WITHDRAWAL_ASKED})
_UNFINISHED = sorted({*OPEN_STATES, DossierState.SUBMITTED, DossierState.INTAKE_SUPPLEMENT})
# Each alert: tables and condition over d (dossier) and w (the work it hangs on), and the instant that was promised.
_ALERTS: dict[str, tuple[str, str]] = {
    "tiep-nhan": (
        "dossiers_dossier d JOIN dossiers_workitem w ON w.dossier_id = d.id AND w.kind = 'reception' AND w.closed_at IS NULL "
        "WHERE d.state = 'submitted' AND d.reception_due_at < %(now)s",
        "d.reception_due_at",
    ),
    "tre-chua-xin-loi": (
        # From the open work, which is small and indexed, to its dossiers; the newest open work names the holder.
        "dossiers_workitem w JOIN dossiers_dossier d ON d.id = w.dossier_id WHERE w.closed_at IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM dossiers_workitem x WHERE x.dossier_id = d.id AND x.closed_at IS NULL AND x.id > w.id) "
        "AND d.state = ANY(%(running)s) AND d.due_at < %(now)s AND d.extension_count = 0",
        "d.due_at",
    ),
    "bo-sung-nhieu-lan": (
        "dossiers_dossier d LEFT JOIN LATERAL (SELECT * FROM dossiers_workitem x WHERE x.dossier_id = d.id AND x.closed_at IS NULL "
        "ORDER BY x.id DESC LIMIT 1) w ON true WHERE d.supplement_count > 1 AND d.state = ANY(%(unfinished)s)",
        "d.due_at",
    ),
    "y-kien-tre": (
        "dossiers_workitem w JOIN dossiers_dossier d ON d.id = w.dossier_id "
        "WHERE w.kind = 'consultation' AND w.closed_at IS NULL AND w.due_at < %(now)s",
        "w.due_at",
    ),
}
ALERTS = tuple(_ALERTS)


@dataclass(frozen=True, slots=True)
class AlertRow:
    """One dossier that needs a look: what is late, who holds it, where."""

    code: str
    procedure: str
    agency: str
    owner: str
    state: TagView
    due: DueView
    times: int


def count_alerts(now: dt.datetime, agency_ids: Sequence[int] | None = None) -> dict[str, int]:
    """How many dossiers each alert names, in one query; of the given agencies, or of all the reader may see."""
    scope = _of_agencies(agency_ids)
    parts = [f"(SELECT count(*) FROM {source} {scope})" for source, _due in _ALERTS.values()]  # noqa: S608 - constants of this module
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", _values(now, agency_ids))
        return dict(zip(_ALERTS, cursor.fetchone(), strict=True))


def list_alert(alert: str, now: dt.datetime, agency_ids: Sequence[int] | None = None, page: int = 1) -> ListPage[AlertRow]:
    """The dossiers behind one alert, longest late first.  Raises KeyError for an unknown alert."""
    source, due = _ALERTS[alert]
    values = _values(now, agency_ids) | {"limit": PAGE_SIZE + 1, "offset": (page - 1) * PAGE_SIZE}
    sql = f"""
        SELECT d.code, v.name, g.name, a.name, d.state, d.due_promised, d.supplement_count FROM (
            SELECT d.code, d.state, d.version_id, d.supplement_count, {due} AS due_promised, w.assignee_id,
                   coalesce(w.agency_id, d.competent_agency_id) AS holder_id
            FROM {source} {_of_agencies(agency_ids)} ORDER BY {due} NULLS LAST, d.id LIMIT %(limit)s OFFSET %(offset)s
        ) d
        JOIN procedures_procedureversion v ON v.id = d.version_id
        JOIN agencies_agency g ON g.id = d.holder_id
        LEFT JOIN accounts_account a ON a.id = d.assignee_id
        ORDER BY d.due_promised NULLS LAST, d.code
    """  # noqa: S608 - assembled from constants of this module, values are parameters
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found = cursor.fetchall()
    return ListPage([_row(row, now) for row in found[:PAGE_SIZE]], page, PAGE_SIZE, len(found) > PAGE_SIZE)


def _values(now: dt.datetime, agency_ids: Sequence[int] | None) -> dict[str, Any]:
    return {"now": now, "agencies": list(agency_ids or ()), "running": _RUNNING, "unfinished": _UNFINISHED}


def _of_agencies(agency_ids: Sequence[int] | None) -> str:
    return "" if agency_ids is None else "AND coalesce(w.agency_id, d.competent_agency_id) = ANY(%(agencies)s)"


def _row(row: tuple[Any, ...], now: dt.datetime) -> AlertRow:
    code, procedure, agency, owner, state, due_at, times = row
    return AlertRow(code, procedure, agency, owner or _("Chưa giao cho ai"), state_tag(state), list_due(state, due_at, now), times)
