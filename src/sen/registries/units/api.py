"""The interface of administrative units: as of any day, what came before and after, what changed."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from ninja import Path, Query

from sen.foundation.feeds.selectors import feed_page, last_number
from sen.kernel import clock
from sen.registries.units import selectors
from sen.registries.units.models import AdministrativeUnit
from sen.registries.units.schemas import (
    ResolvedUnit,
    UnitAnswer,
    UnitAsOf,
    UnitCode,
    UnitHistory,
    UnitQuery,
    step_answer,
    unit_answer,
)
from sen.registries.units.types import FEED
from sen.ui.api.answers import Feed, FeedQuery, IsoDate, Paged, answers, paged
from sen.ui.api.downloads import add_open_data
from sen.ui.api.errors import NoSuchRecord
from sen.ui.api.frame import ApiRequest, RegistryApi
from sen.ui.api.tables import Column, OpenTable


def _rows(on: dt.date) -> QuerySet[Any]:
    return selectors.units_on(on).order_by("level", "code")


UNITS = OpenTable(
    "don-vi-hanh-chinh",
    _("Đơn vị hành chính"),
    _("Tỉnh, huyện, xã của cả nước tại một ngày, với mã của Cục Thống kê."),
    (
        Column("id", _("Khóa của bản ghi trong một thời kỳ"), "integer"),
        Column("code", _("Mã đơn vị")),
        Column("level", _("Cấp: province, district, commune")),
        Column("name", _("Tên đầy đủ")),
        Column("kind", _("Loại: Tỉnh, Thành phố, Xã, Phường, …")),
        Column("parent_code", _("Mã đơn vị cấp trên"), source="parent__code"),
        Column("province_code", _("Mã tỉnh")),
        Column("path_name", _("Tên kèm các đơn vị cấp trên")),
        Column("valid_from", _("Có trong danh mục từ ngày"), "date"),
        Column("valid_to", _("Có trong danh mục đến hết ngày; trống là đang còn"), "date"),
    ),
    _rows,
)
SUCCESSIONS = OpenTable(
    "ke-thua-don-vi",
    _("Kế thừa giữa các đơn vị hành chính"),
    _("Mỗi dòng là một đơn vị cũ được một đơn vị mới tiếp nối: dùng để chuyển mã cũ sang mã mới."),
    (
        Column("id", _("Khóa của dòng"), "integer"),
        Column("old_code", _("Mã đơn vị cũ"), source="old__code"),
        Column("old_level", _("Cấp đơn vị cũ"), source="old__level"),
        Column("old_name", _("Tên đơn vị cũ"), source="old__path_name"),
        Column("new_code", _("Mã đơn vị mới"), source="new__code"),
        Column("new_level", _("Cấp đơn vị mới"), source="new__level"),
        Column("new_name", _("Tên đơn vị mới"), source="new__path_name"),
        Column("kind", _("whole: toàn bộ; split: một phần")),
        Column("is_main", _("Là đơn vị tiếp nối chính"), "boolean"),
        Column("effective_on", _("Có hiệu lực từ ngày"), "date"),
        Column("basis", _("Căn cứ")),
    ),
    selectors.successions_until,
)

units_api = RegistryApi(
    "don-vi",
    title="Đơn vị hành chính",
    about=_("Đơn vị hành chính của cả nước qua các thời kỳ: tra cứu theo ngày, đơn vị trước và sau, tin thay đổi."),
    tables=(UNITS, SUCCESSIONS),
    page="units:browse",
)
APIS = (units_api,)


@units_api.get("/units", response=answers(Paged[UnitAnswer]), summary="Danh sách đơn vị tại một ngày")
def list_units(request: ApiRequest, query: Query[UnitQuery]) -> Any:
    """Units of a day in the order of level and code; ``q`` finds by name."""
    rows = selectors.filter_units(query.day, q=query.q, level=query.level, province=query.province, parent=query.parent)
    return paged(rows, query, unit_answer, total=rows.count(), as_of=query.day, change_number=last_number(FEED))


@units_api.get("/units/{code}", response=answers(UnitHistory, 404), summary="Một đơn vị tại một ngày")
def get_unit(request: ApiRequest, code: Path[UnitCode], query: Query[UnitAsOf]) -> Any:
    """The unit that bears the code on the day, with its predecessors and successors."""
    return _history(_unit(code, query.level, query.day))


@units_api.get("/records/{record}", response=answers(UnitHistory, 404), summary="Một bản ghi đơn vị theo khóa")
def get_record(request: ApiRequest, record: int) -> Any:
    """The unit by the key of its period, as the feed names it."""
    unit = selectors.unit_with_parent(record)
    if unit is None:
        raise NoSuchRecord
    return _history(unit)


@units_api.get("/units/{code}/resolve", response=answers(ResolvedUnit, 404), summary="Mã cũ nay là mã nào")
def resolve(request: ApiRequest, code: Path[UnitCode], query: Query[UnitAsOf], to: Query[IsoDate | None] = None) -> Any:
    """Follow the unit of ``as_of`` to the day ``to`` (today): its main successor, and every other that took a part of it."""
    unit = _unit(code, query.level, query.day)
    day = to or clock.today()
    resolved = selectors.unit_with_parent(selectors.resolve_unit(unit.pk, day).pk) or unit
    return {
        "asked": unit_answer(unit),
        "resolved": unit_answer(resolved),
        "is_same": resolved.pk == unit.pk,
        "successors": [step_answer(step) for step in selectors.trace_unit(unit.pk).successors if step.effective_on <= day],
    }


@units_api.get("/changes", response=answers(Feed), summary="Tin thay đổi")
def changes(request: ApiRequest, query: Query[FeedQuery]) -> Any:
    """Units and successions that changed, in order; the key is that of ``/records/{record}``."""
    return feed_page(FEED, query.after, query.limit, kind=query.kind)


add_open_data(units_api, lambda: last_number(FEED))


def _unit(code: str, level: str | None, on: dt.date) -> AdministrativeUnit:
    unit = selectors.unit_of_code(code, on, level=level)
    if unit is None:
        raise NoSuchRecord
    return unit


def _history(unit: AdministrativeUnit) -> dict[str, Any]:
    trace = selectors.trace_unit(unit.pk)
    return {
        **unit_answer(unit),
        "predecessors": [step_answer(step) for step in trace.origins],
        "successors": [step_answer(step) for step in trace.successors],
    }
