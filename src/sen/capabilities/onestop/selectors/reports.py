"""Report II.06a for the screen, for paper and for a table: the same numbers from the same query."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from sen.capabilities.dossiers.selectors import ReportRow, add_up, report_06a
from sen.capabilities.onestop.types import Period
from sen.capabilities.procedures.selectors import list_fields
from sen.foundation.agencies.selectors import agencies_on, list_agencies_by_ids
from sen.kernel import clock

if TYPE_CHECKING:
    from sen.foundation.agencies.models import Agency

FORM_06A = {
    "title": "Tình hình, kết quả giải quyết thủ tục hành chính tại cơ quan, đơn vị trực tiếp giải quyết",
    "list_number": "II.06a/VPCP/KSTT",
    "basis": "Ban hành kèm theo Thông tư số 01/2020/TT-VPCP",
}
LEVEL_NAMES = {"province": "Cấp tỉnh", "department": "Cấp tỉnh", "district": "Cấp huyện", "commune": "Cấp xã"}
_ORDER = ("Cấp tỉnh", "Cấp huyện", "Cấp xã")
_HEADS = ("I", "II", "III")


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One line: a field's name and its numbers."""

    name: str
    counts: ReportRow


@dataclass(frozen=True, slots=True)
class ReportGroup:
    """The lines of one level of government with their sum."""

    head: str
    name: str
    agency_ids: tuple[int, ...]
    total: ReportRow
    lines: tuple[ReportLine, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Report II.06a of a period."""

    period: Period
    reporter: str
    groups: tuple[ReportGroup, ...]
    total: ReportRow

    @property
    def holds(self) -> bool:
        """Whether (3) = (7) + (11) holds in every line, every sum and the total."""
        lines = [line.counts for group in self.groups for line in group.lines]
        return all(row.holds for row in [self.total, *(group.total for group in self.groups), *lines])


def bounds(period: Period) -> tuple[dt.datetime, dt.datetime]:
    """The period as instants: midnight of the first day, midnight after the last."""
    return clock.at_local(period.since), clock.at_local(period.until + dt.timedelta(days=1))


def reporting_agencies(scope: frozenset[int] | None, period: Period) -> "list[Agency]":
    """Agencies of the scope that existed in the period (all when the scope is None), by name; one query."""
    agencies = agencies_on(period.until) | agencies_on(period.since)
    if scope is not None:
        agencies = agencies.filter(pk__in=scope)
    return list(agencies.order_by("name_sort"))


def build_report(agencies: "Iterable[Agency]", period: Period, now: dt.datetime, reporter: str) -> Report:
    """The report of the agencies by level of government and field; one query for each level, and one for names."""
    by_level: dict[str, list[int]] = {}
    for agency in agencies:
        by_level.setdefault(LEVEL_NAMES[agency.level], []).append(agency.pk)
    start, end = bounds(period)
    fields = {choice.id: choice.name for choice in list_fields()}
    groups: list[ReportGroup] = []
    for name in (level for level in _ORDER if level in by_level):
        rows = report_06a(by_level[name], start, end, now)
        if rows:
            lines = sorted((ReportLine(fields.get(row.field_id, _("Lĩnh vực đã bãi bỏ")), row) for row in rows), key=lambda line: line.name)
            groups.append(ReportGroup(_HEADS[len(groups)], name, tuple(by_level[name]), add_up(rows), tuple(lines)))
    return Report(period, reporter, tuple(groups), add_up(group.total for group in groups))


def report_facts(report: Report, *, receiver: str, author: str, demo: bool) -> dict[str, Any]:
    """The facts of the printed report, in the shape of docs/interfaces/forms.md."""
    return {
        "form": FORM_06A,
        "demo": demo,
        "period_label": report.period.label,
        "since": report.period.since.isoformat(),
        "until": report.period.until.isoformat(),
        "reporter": report.reporter,
        "receiver": receiver,
        "issuer": {"unit": report.reporter},
        "groups": [
            {
                "head": group.head,
                "name": group.name,
                "total": _numbers(group.total),
                "rows": [{"name": line.name, **_numbers(line.counts)} for line in group.lines],
            }
            for group in report.groups
        ],
        "total": _numbers(report.total),
        "author": {"name": author},
        "signer": {"role": "Thủ trưởng đơn vị", "name": ""},
    }


def _numbers(row: ReportRow) -> dict[str, int]:
    return {
        "received": row.c3,
        "online": row.c4,
        "direct": row.c5,
        "carried": row.c6,
        "settled": row.c7,
        "early": row.c8,
        "on_time": row.c9,
        "late": row.c10,
        "pending": row.c11,
        "pending_in_time": row.c12,
        "pending_late": row.c13,
    }


def agency_name(agency_id: int) -> str:
    """The name of an agency; empty when it is unknown."""
    found = list_agencies_by_ids([agency_id]).get(agency_id)
    return found.name if found else ""
