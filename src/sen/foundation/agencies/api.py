"""The interface of the province's agencies: as of any day, what they came from, what continues them, what changed."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from ninja import Path, Query

from sen.foundation.agencies import selectors
from sen.foundation.agencies.schemas import AgencyAnswer, AgencyHistory, AgencyKey, AgencyQuery, agency_answer
from sen.foundation.agencies.types import FEED
from sen.foundation.feeds.selectors import feed_page, last_number
from sen.ui.api.answers import Feed, FeedQuery, Paged, answers, paged
from sen.ui.api.downloads import add_open_data
from sen.ui.api.frame import ApiRequest, RegistryApi
from sen.ui.api.tables import Column, OpenTable


def _rows(on: dt.date) -> QuerySet[Any]:
    return selectors.agencies_on(on).order_by("key")


AGENCIES = OpenTable(
    "co-quan",
    _("Cơ quan nhà nước của tỉnh"),
    _("Cơ quan, đơn vị của tỉnh tại một ngày, với mã định danh theo Quyết định 20/2020/QĐ-TTg; mã chưa biết để trống."),
    (
        Column("key", _("Khóa ổn định của cơ quan")),
        Column("name", _("Tên cơ quan")),
        Column("level", _("Cấp: province, department, district, commune")),
        Column("identification_code", _("Mã định danh")),
        Column("identification_code_old", _("Mã định danh theo mẫu năm 2016")),
        Column("parent_key", _("Khóa cơ quan cấp trên"), source="parent__key"),
        Column("area_code", _("Mã đơn vị hành chính mà cơ quan phục vụ")),
        Column("successor_key", _("Khóa cơ quan tiếp nối"), source="successor__key"),
        Column("valid_from", _("Hoạt động từ ngày"), "date"),
        Column("valid_to", _("Hoạt động đến hết ngày; trống là đang hoạt động"), "date"),
    ),
    _rows,
)

agencies_api = RegistryApi(
    "co-quan",
    title="Cơ quan, đơn vị",
    about=_("Cơ quan của tỉnh qua các thời kỳ: mã định danh, cơ quan trước và sau khi sắp xếp, tin thay đổi."),
    tables=(AGENCIES,),
)
APIS = (agencies_api,)


@agencies_api.get("/agencies", response=answers(Paged[AgencyAnswer]), summary="Danh sách cơ quan tại một ngày")
def list_agencies(request: ApiRequest, query: Query[AgencyQuery]) -> Any:
    """Agencies of a day by level and name; ``q`` finds by name or identification code."""
    rows = selectors.matching_agencies(query.q, query.day, level=query.level).select_related("parent")
    if query.area:
        rows = rows.filter(area_code=query.area)
    return paged(rows, query, agency_answer, total=rows.count(), as_of=query.day, change_number=last_number(FEED))


@agencies_api.get("/agencies/{key}", response=answers(AgencyHistory, 404), summary="Một cơ quan theo khóa")
def get_agency(request: ApiRequest, key: Path[AgencyKey]) -> Any:
    """The agency, whether or not it still works, with its predecessors, successor and divisions."""
    agency = selectors.agency_by_key(key)
    return {
        **agency_answer(agency),
        "successor_key": agency.successor.key if agency.successor else None,
        "predecessor_keys": selectors.predecessor_keys(agency.pk),
        "divisions": [division.name for division in selectors.list_divisions(agency.pk)],
    }


@agencies_api.get("/changes", response=answers(Feed), summary="Tin thay đổi")
def changes(request: ApiRequest, query: Query[FeedQuery]) -> Any:
    """Agencies that changed, in order; the key is that of ``/agencies/{key}``."""
    return feed_page(FEED, query.after, query.limit, kind=query.kind)


add_open_data(agencies_api, lambda: last_number(FEED))
