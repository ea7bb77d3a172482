"""Totals, the table of agencies, fields, one agency, the map."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from sen.capabilities.dossiers.selectors.goals import goal_on
from sen.capabilities.exchange.selectors.indicators import axis_indicators
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.surfaces.scorecard.policies import Scope, access_agency, scope_of
from sen.surfaces.scorecard.selectors.cards import cards_of
from sen.surfaces.scorecard.selectors.figures import (
    FigureRow,
    agency_rows,
    field_rows,
    percent_text,
    sorted_rows,
    total_of,
)
from sen.surfaces.scorecard.selectors.map import map_of
from sen.ui.access import ActorRequest, officer
from sen.ui.format import moment_text
from sen.ui.paging import list_page, page_number
from sen.ui.responses import bytes_response, page
from sen.ui.types import Tab
from sen.ui.workbook import EXCEL_TYPE, list_workbook

_PAGE = 30
_AXIS_WATCHERS = (Role.CONTROL, Role.LEADER)


@officer
def overview(request: ActorRequest) -> HttpResponse:
    """The totals, the map and the agencies the reader sees."""
    now = clock.now()
    scope = scope_of(request.actor, _today(now))
    goal = goal_on(_today(now))
    rows = agency_rows(scope, _today(now), goal)
    view = _table(request, scope, rows, now, goal) | {
        "map": map_of(rows, goal) if scope.agency_ids is None else None,
        "tabs": _tabs("agencies"),
    }
    watches = scope.agency_ids is None and any(request.actor.has(role) for role in _AXIS_WATCHERS)
    return page(request, "scorecard/overview.html", view | {"axis": axis_indicators(request.actor, now) if watches else None})


@officer
def fields(request: ActorRequest) -> HttpResponse:
    """The same figures by field of government."""
    now = clock.now()
    scope = scope_of(request.actor, _today(now))
    goal = goal_on(_today(now))
    rows = field_rows(scope, _today(now), goal)
    view = _table(request, scope, rows, now, goal) | {"map": None, "tabs": _tabs("fields"), "by_field": True}
    return page(request, "scorecard/overview.html", view)


@officer
def agency(request: ActorRequest, agency_id: int) -> HttpResponse:
    """One agency: its totals and its fields."""
    now = clock.now()
    scope = scope_of(request.actor, _today(now))
    found = access_agency(scope, agency_id)
    goal = goal_on(_today(now))
    rows = field_rows(scope, _today(now), goal, agency_id)
    view = _table(request, scope, rows, now, goal, agency_id) | {"agency": found, "by_field": True}
    return page(request, "scorecard/agency.html", view)


def _today(now: dt.datetime) -> dt.date:
    return clock.local(now).date()


def _tabs(current: str) -> list[Tab]:
    places = (("agencies", _("Theo cơ quan"), reverse("scorecard:overview")), ("fields", _("Theo lĩnh vực"), reverse("scorecard:fields")))
    return [Tab(label, url, key == current) for key, label, url in places]


def _table(
    request: ActorRequest, scope: Scope, rows: Sequence[FigureRow], now: dt.datetime, goal: float, agency_id: int | None = None
) -> dict[str, Any]:
    total = total_of(rows)
    ordered = sorted_rows(rows, request.GET.get("xep", ""))
    # A total may be opened when its list can be narrowed to the same dossiers: the province, or one agency.
    asked = {"xep": request.GET.get("xep", "")} | ({"theo": "linh-vuc"} if request.path.endswith("linh-vuc/") else {})
    only = agency_id if agency_id is not None else (scope.agency_ids[0] if scope.agency_ids and len(scope.agency_ids) == 1 else None)
    return {
        "now": now,
        "cards": cards_of(total, opens=scope.opens(only), agency_id=only, goal=goal),
        "goal_text": percent_text(goal),
        "export": f"{reverse('scorecard:export')}?{urlencode(asked)}",
        "rows": list_page(ordered, page_number(request.GET.get("trang")), _PAGE, len(ordered)),
        "opens": scope.opens(only),
        "only": only,
        "whole": scope.agency_ids is None,
        "by_field": False,
        "limited": not scope.opens_all and (scope.agency_ids is None or not scope.own.issuperset(scope.agency_ids)),
        "controls": request.actor.is_control,
    }


@officer
def export(request: ActorRequest) -> HttpResponseBase:
    """The table of agencies, or of fields (``?theo=linh-vuc``), as an Excel file."""
    now = clock.now()
    scope = scope_of(request.actor, _today(now))
    by_field = request.GET.get("theo") == "linh-vuc"
    counted = (field_rows if by_field else agency_rows)(scope, _today(now), 0)
    rows = sorted_rows(counted, request.GET.get("xep", ""))
    columns = (
        (_("Lĩnh vực") if by_field else _("Cơ quan"), 50), (_("Tiếp nhận"), 12), (_("Chờ tiếp nhận"), 12), (_("Chờ từ trước hôm nay"), 14),
        (_("Đang giải quyết"), 12), (_("Trễ hạn"), 10), (_("Đến hạn hôm nay"), 12), (_("Tạm dừng"), 10), (_("Xong đúng hạn"), 12),
        (_("Xong trễ hạn"), 12), (_("Tỷ lệ đúng hạn, %"), 12), (_("Không tiếp nhận"), 12), (_("Rút, dừng"), 10), (_("Trực tuyến"), 12),
    )  # fmt: skip
    lines = [_line(row) for row in rows]
    lines.append(_line(FigureRow(0, _("Tổng cộng"), total_of(rows), opens=False)))
    note = _("Đếm lúc %(moment)s") % {"moment": moment_text(now)}
    content = list_workbook(_("Kết quả"), _("Kết quả phục vụ"), note, columns, lines)
    return bytes_response(content, f"ket-qua-{clock.local(now):%Y%m%d-%H%M}.xlsx", EXCEL_TYPE)


def _line(row: FigureRow) -> list[Any]:
    f = row.figures
    share = None if row.share is None else round(row.share, 1)
    counts = (f.received, f.awaiting, f.awaiting_late, f.open, f.late, f.due_today, f.paused, f.finished_in_time, f.finished_late)
    return [row.name, *counts, share, f.refused, f.ended, f.online]
