"""The province at a glance: counted from the tally, equal to a recount at every moment."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from sen.capabilities.dossiers.selectors.words import channel_word, list_due, state_tag
from sen.capabilities.dossiers.states import OPEN_STATES, DossierState
from sen.kernel.text import initials
from sen.ui.format import moment_text
from sen.ui.paging import PAGE_SIZE, ListPage
from sen.ui.types import DueView, TagView

_OPEN = tuple(sorted(state.value for state in OPEN_STATES))
_PAUSED = ("supplement", "financial_duty", "withdrawal_asked")
_BOTH = (
    "(SELECT agency_id, field_id, state, channel, due_on, finished_late, count FROM dossiers_dossiertally WHERE {rows} "
    "UNION ALL SELECT agency_id, field_id, state, channel, due_on, finished_late, change FROM dossiers_tallychange) t"
)
_OF_AGENCIES = _BOTH.format(rows="field_id IS NULL")
_OF_FIELDS = _BOTH.format(rows="agency_id IS NULL")
_OF_FIELDS_IN_AGENCIES = _BOTH.format(rows="agency_id = ANY(%(agencies)s) AND field_id IS NOT NULL")


@dataclass(slots=True)
class AgencyFigures:
    """Dossiers of one agency or field by where they stand; ``late`` are open ones past their day."""

    id: int
    received: int = 0
    awaiting: int = 0
    awaiting_late: int = 0
    open: int = 0
    late: int = 0
    due_today: int = 0
    paused: int = 0
    finished_in_time: int = 0
    finished_late: int = 0
    refused: int = 0
    ended: int = 0
    online: int = 0

    @property
    def finished(self) -> int:
        """Dossiers with a result."""
        return self.finished_in_time + self.finished_late

    @property
    def in_time_share(self) -> float | None:
        """Share of results given in time, 0 to 100; None without results."""
        return 100 * self.finished_in_time / self.finished if self.finished else None


_FIGURES = """
    sum(count) FILTER (WHERE state NOT IN ('submitted', 'intake_supplement', 'refused', 'withdrawn')),
    sum(count) FILTER (WHERE state = 'submitted'),
    sum(count) FILTER (WHERE state = 'submitted' AND due_on < %(today)s),
    sum(count) FILTER (WHERE state = ANY(%(open)s)),
    sum(count) FILTER (WHERE state = ANY(%(open)s) AND NOT state = ANY(%(paused)s) AND due_on < %(today)s),
    sum(count) FILTER (WHERE state = ANY(%(open)s) AND NOT state = ANY(%(paused)s) AND due_on = %(today)s),
    sum(count) FILTER (WHERE state = ANY(%(paused)s)),
    sum(count) FILTER (WHERE state IN ('settled', 'returned') AND finished_late IS NOT TRUE),
    sum(count) FILTER (WHERE state IN ('settled', 'returned') AND finished_late),
    sum(count) FILTER (WHERE state = 'refused'),
    sum(count) FILTER (WHERE state IN ('withdrawn', 'stopped')),
    sum(count) FILTER (WHERE channel = 'online')
"""


def _count(source: str, group: str, today: dt.date, agency_ids: Sequence[int] | None) -> list[AgencyFigures]:
    where = "WHERE agency_id = ANY(%(agencies)s)" if agency_ids is not None else ""
    key = f"{group}, state, channel, due_on, finished_late"
    # Added up by the few keys the figures look at first: the twelve conditions then see thousands of rows instead of all.
    inner = f"SELECT {key}, sum(count) AS count FROM {source} {where} GROUP BY {key}"  # noqa: S608 - constants of this module
    values: dict[str, Any] = {"today": today, "open": list(_OPEN), "paused": list(_PAUSED), "agencies": list(agency_ids or ())}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {group}, {_FIGURES} FROM ({inner}) sums GROUP BY {group} ORDER BY {group}", values)  # noqa: S608 - constants of this module
        return [AgencyFigures(row[0], *(int(value or 0) for value in row[1:])) for row in cursor.fetchall()]


def count_by_agency(today: dt.date, agency_ids: Sequence[int] | None = None) -> list[AgencyFigures]:
    """Figures per competent agency; of the given agencies, or of all."""
    return _count(_OF_AGENCIES, "agency_id", today, agency_ids)


def count_by_field(today: dt.date, agency_ids: Sequence[int] | None = None) -> list[AgencyFigures]:
    """Figures per field of government; in the given agencies, or in all."""
    return _count(_OF_FIELDS if agency_ids is None else _OF_FIELDS_IN_AGENCIES, "field_id", today, agency_ids)


def province_totals(rows: Sequence[AgencyFigures]) -> AgencyFigures:
    """The sum of the rows."""
    total = AgencyFigures(0)
    for row in rows:
        for name in AgencyFigures.__slots__:
            if name != "id":
                setattr(total, name, getattr(total, name) + getattr(row, name))
    return total


def recount(today: dt.date, agency_ids: Sequence[int] | None = None) -> list[AgencyFigures]:
    """The same figures counted from the dossiers themselves; slow, for checks and tests."""
    where = "WHERE agency_id = ANY(%(agencies)s)" if agency_ids is not None else ""
    values: dict[str, Any] = {"today": today, "open": list(_OPEN), "paused": list(_PAUSED), "agencies": list(agency_ids or ())}
    source = "(SELECT *, 1 AS count FROM dossiers_tally_truth) t"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT agency_id, {_FIGURES} FROM {source} {where} GROUP BY agency_id ORDER BY agency_id", values)  # noqa: S608 - constants of this module
        return [AgencyFigures(row[0], *(int(value or 0) for value in row[1:])) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class BehindRow:
    """One dossier behind a number."""

    code: str
    procedure: str
    applicant: str
    channel: str
    state: TagView
    due: DueView
    submitted: str


_BEHIND: dict[str, str] = {
    "received": "d.state NOT IN ('submitted', 'intake_supplement', 'refused', 'withdrawn')",
    "awaiting": "d.state = 'submitted'",
    "awaiting_late": "d.state = 'submitted' AND d.reception_due_at < %(day)s",
    "open": "d.state = ANY(%(open)s)",
    "late": "d.state = ANY(%(open)s) AND NOT d.state = ANY(%(paused)s) AND d.due_at < %(day)s",
    "due_today": "d.state = ANY(%(open)s) AND NOT d.state = ANY(%(paused)s) AND d.due_at >= %(day)s AND d.due_at < %(night)s",
    "paused": "d.state = ANY(%(paused)s)",
    "finished": "d.state IN ('settled', 'returned')",
    "finished_in_time": "d.state IN ('settled', 'returned') AND (d.due_at IS NULL OR d.settled_at <= d.due_at)",
    "finished_late": "d.state IN ('settled', 'returned') AND d.settled_at > d.due_at",
    "refused": "d.state = 'refused'",
    "ended": "d.state IN ('withdrawn', 'stopped')",
    "online": "d.channel = 'online'",
}

_BEHIND_SQL = """
    SELECT d.code, v.name, d.applicant_name, d.channel, d.state, d.due_at, d.settled_at, d.submitted_at, d.reception_due_at,
        d.agency_ids && %(own)s::bigint[]
    FROM dossiers_dossier d JOIN procedures_procedureversion v ON v.id = d.version_id
    WHERE {where} ORDER BY d.due_at NULLS LAST, d.id LIMIT %(limit)s OFFSET %(offset)s
"""

FIGURE_NAMES = tuple(_BEHIND)


def list_behind_number(
    figure: str,
    day_start: dt.datetime,
    now: dt.datetime,
    *,
    own_agencies: Collection[int],
    agency_id: int | None = None,
    field_id: int | None = None,
    page: int = 1,
) -> ListPage[BehindRow]:
    """The dossiers behind one figure, latest due first page by page; ``day_start`` is the province's midnight.

    Row-level security limits the rows to what the reader may see; applicants of dossiers that are no work of the reader's
    ``own_agencies`` are named by initials.  Raises KeyError for an unknown figure.
    """
    where = [_BEHIND[figure]]
    values: dict[str, Any] = {
        "open": list(_OPEN),
        "paused": list(_PAUSED),
        "day": day_start,
        "night": day_start + dt.timedelta(days=1),
        "own": list(own_agencies),
        "limit": PAGE_SIZE + 1,
        "offset": (page - 1) * PAGE_SIZE,
    }
    if agency_id is not None:
        where.append("d.competent_agency_id = %(agency)s")
        values["agency"] = agency_id
    if field_id is not None:
        where.append("v.field_id = %(field)s")
        values["field"] = field_id
    with connection.cursor() as cursor:
        cursor.execute(_BEHIND_SQL.format(where=" AND ".join(where)), values)
        found = cursor.fetchall()
    rows = [_behind(row, now) for row in found[:PAGE_SIZE]]
    return ListPage(rows, page, PAGE_SIZE, len(found) > PAGE_SIZE)


def _behind(row: tuple[Any, ...], now: dt.datetime) -> BehindRow:
    code, procedure, applicant, channel, state, due_at, settled_at, submitted_at, reception_due, own = row
    due = reception_due if state == DossierState.SUBMITTED else due_at
    return BehindRow(
        code,
        procedure,
        applicant if own else initials(applicant),
        channel_word(channel),
        state_tag(state),
        list_due(state, due, now, settled_at),
        moment_text(submitted_at, now),
    )
