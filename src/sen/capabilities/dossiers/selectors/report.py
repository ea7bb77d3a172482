"""Report II.06a and the dossiers behind each of its numbers, computed from the dossiers themselves.

Basis: 01/2020/TT-VPCP, form II.06a/VPCP/KSTT: (3)=(4)+(5)+(6); (7)=(8)+(9)+(10); (11)=(12)+(13); (3)=(7)+(11).
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from sen.capabilities.dossiers.selectors.words import agency_names, channel_word, state_tag
from sen.ui.format import due_view, moment_text
from sen.ui.paging import PAGE_SIZE, ListPage
from sen.ui.types import DueView, TagView

_COUNTED = """
WITH wide AS (
    SELECT d.id, v.field_id, d.channel, d.accepted_at, d.due_at, d.settled_at, least(d.settled_at, d.closed_at) AS ended_at
    FROM dossiers_dossier d JOIN procedures_procedureversion v ON v.id = d.version_id
    WHERE d.competent_agency_id = ANY(%(agencies)s) AND d.accepted_at < %(end)s
      AND (d.accepted_at >= %(start)s OR d.settled_at IS NULL AND d.closed_at IS NULL OR least(d.settled_at, d.closed_at) >= %(start)s)
), counted AS (
    SELECT wide.*, (ended_at IS NOT NULL AND ended_at < %(end)s) AS done,
           (ended_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date < (due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day_before,
           due_at < %(moment)s AND NOT EXISTS (
               SELECT 1 FROM dossiers_suspension s
               WHERE s.dossier_id = wide.id AND s.started_at < %(moment)s AND (s.ended_at IS NULL OR s.ended_at >= %(moment)s)
           ) AS overdue
    FROM wide
)
"""

# Each dossier falls into exactly one of 4–6, and into exactly one of 8–10, 12 and 13: that makes the identities hold.
_LEAVES: dict[str, str] = {
    "c4": "accepted_at >= %(start)s AND channel = 'online'",
    "c5": "accepted_at >= %(start)s AND channel <> 'online'",
    "c6": "accepted_at < %(start)s",
    "c8": "done AND settled_at IS NOT NULL AND day_before IS TRUE",
    "c9": "done AND (settled_at IS NULL OR day_before IS NOT TRUE AND (ended_at > due_at) IS NOT TRUE)",
    "c10": "done AND settled_at IS NOT NULL AND day_before IS NOT TRUE AND ended_at > due_at",
    "c12": "NOT done AND overdue IS NOT TRUE",
    "c13": "NOT done AND overdue IS TRUE",
}
CONDITIONS: dict[str, str] = {"c3": "true", "c7": "done", "c11": "NOT done"} | _LEAVES
COLUMNS: dict[str, str] = {
    "c3": "Tiếp nhận: tổng số",
    "c4": "Tiếp nhận trực tuyến",
    "c5": "Tiếp nhận trực tiếp, bưu chính",
    "c6": "Từ kỳ trước chuyển sang",
    "c7": "Đã giải quyết: tổng số",
    "c8": "Đã giải quyết trước hạn",
    "c9": "Đã giải quyết đúng hạn",
    "c10": "Đã giải quyết quá hạn",
    "c11": "Đang giải quyết: tổng số",
    "c12": "Đang giải quyết trong hạn",
    "c13": "Đang giải quyết quá hạn",
}


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One line of II.06a; the names are the column numbers of the form."""

    field_id: int
    c4: int = 0
    c5: int = 0
    c6: int = 0
    c8: int = 0
    c9: int = 0
    c10: int = 0
    c12: int = 0
    c13: int = 0

    @property
    def c3(self) -> int:
        """Received in all."""
        return self.c4 + self.c5 + self.c6

    @property
    def c7(self) -> int:
        """Settled in all."""
        return self.c8 + self.c9 + self.c10

    @property
    def c11(self) -> int:
        """Being settled in all."""
        return self.c12 + self.c13

    @property
    def holds(self) -> bool:
        """Whether the identity (3) = (7) + (11) holds; the other three hold by construction."""
        return self.c3 == self.c7 + self.c11


def add_up(rows: Iterable[ReportRow]) -> ReportRow:
    """The sum of the rows, with field 0."""
    listed = list(rows)
    return ReportRow(0, **{name: sum(getattr(row, name) for row in listed) for name in _LEAVES})


def report_06a(agency_ids: Sequence[int], start: dt.datetime, end: dt.datetime, now: dt.datetime) -> list[ReportRow]:
    """Report II.06a of the agencies from ``start`` until before ``end``, one row per field, in one query.

    Withdrawn and stopped dossiers count as settled in time; a dossier whose clock stood still at the end counts as in time.
    """
    counts = ", ".join(f"count(*) FILTER (WHERE {condition})" for condition in _LEAVES.values())
    sql = f"{_COUNTED} SELECT field_id, {counts} FROM counted GROUP BY field_id ORDER BY field_id"  # noqa: S608 - constants of this module
    with connection.cursor() as cursor:
        cursor.execute(sql, _values(agency_ids, start, end, now))
        return [ReportRow(*row) for row in cursor.fetchall()]


def _values(agency_ids: Sequence[int], start: dt.datetime, end: dt.datetime, now: dt.datetime) -> dict[str, Any]:
    return {"agencies": list(agency_ids), "start": start, "end": end, "moment": min(end, now)}


@dataclass(frozen=True, slots=True)
class BehindReportRow:
    """One dossier behind a number of the report."""

    code: str
    procedure: str
    applicant: str
    agency: str
    channel: str
    state: TagView
    due: DueView
    accepted: str


_BEHIND = """
SELECT d.code, v.name, d.applicant_name, d.competent_agency_id, d.channel, d.state, d.due_at, chosen.ended_at, d.accepted_at
FROM chosen JOIN dossiers_dossier d ON d.id = chosen.id JOIN procedures_procedureversion v ON v.id = d.version_id
"""


def list_behind_report(
    column: str,
    agency_ids: Sequence[int],
    start: dt.datetime,
    end: dt.datetime,
    now: dt.datetime,
    *,
    field_id: int | None = None,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> ListPage[BehindReportRow]:
    """The dossiers behind one number, earliest acceptance first; two queries.  Raises KeyError for an unknown column."""
    values = _values(agency_ids, start, end, now) | {"field": field_id, "limit": size + 1, "offset": (page - 1) * size}
    chosen = f"SELECT id, ended_at FROM counted WHERE ({CONDITIONS[column]}) AND (%(field)s::bigint IS NULL OR field_id = %(field)s)"  # noqa: S608
    sql = f"{_COUNTED}, chosen AS ({chosen}) {_BEHIND} ORDER BY d.accepted_at, d.id LIMIT %(limit)s OFFSET %(offset)s"
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found = cursor.fetchall()
    agencies = agency_names({row[3] for row in found[:size]})
    rows = [
        BehindReportRow(
            code, name, who, agencies.get(agency, ""), channel_word(channel), state_tag(state),
            due_view(due_at, now, finished_at=ended_at), moment_text(accepted_at, now),
        )
        for code, name, who, agency, channel, state, due_at, ended_at, accepted_at in found[:size]
    ]  # fmt: skip
    return ListPage(rows, page, size, len(found) > size)
