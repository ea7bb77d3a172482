"""The interface of the procedure catalogue: what is in force on any day, versions, papers, changes."""

import datetime as dt
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _
from ninja import Path, Query

from sen.capabilities.procedures import selectors
from sen.capabilities.procedures.models import LegalBasis, RequiredDocument
from sen.capabilities.procedures.schemas import (
    Code,
    ComponentAnswer,
    ComponentQuery,
    FieldAnswer,
    ProcedureAnswer,
    ProcedureLine,
    ProcedureQuery,
    VersionAnswer,
    component_answer,
    line_answer,
    procedure_answer,
    version_answer,
)
from sen.capabilities.procedures.selectors.bases import stated_bases
from sen.capabilities.procedures.selectors.control import procedure_by_code
from sen.capabilities.procedures.selectors.versions import IN_FORCE_STATES, in_force
from sen.capabilities.procedures.types import FEED
from sen.foundation.feeds.selectors import feed_page, last_number
from sen.ui.api.answers import AsOf, Feed, FeedQuery, Paged, answers
from sen.ui.api.downloads import add_open_data
from sen.ui.api.frame import ApiRequest, RegistryApi
from sen.ui.api.tables import Column, OpenTable


def _procedures(on: dt.date) -> QuerySet[Any]:
    return in_force(on).annotate(code=F("procedure__code")).order_by("code")


def _components(on: dt.date) -> QuerySet[Any]:
    return RequiredDocument.objects.filter(version__in=in_force(on)).order_by("version__procedure__code", "position", "pk")


def _bases(on: dt.date) -> QuerySet[Any]:
    return LegalBasis.objects.filter(version__in=in_force(on)).order_by("version__procedure__code", "pk")


PROCEDURES = OpenTable(
    "thu-tuc-hanh-chinh",
    _("Thủ tục hành chính đang công bố"),
    _("Mỗi dòng là một thủ tục có hiệu lực tại ngày được hỏi."),
    (
        Column("code", _("Mã thủ tục")),
        Column("name", _("Tên thủ tục")),
        Column("field", _("Lĩnh vực"), source="field__name"),
        Column("ministry", _("Bộ, ngành quản lý"), source="field__ministry"),
        Column("at_province", _("Thực hiện ở cấp tỉnh"), "boolean", "done_at_province"),
        Column("at_district", _("Thực hiện ở cấp huyện"), "boolean", "done_at_district"),
        Column("at_commune", _("Thực hiện ở cấp xã"), "boolean", "done_at_commune"),
        Column("executing_agency", _("Cơ quan thực hiện")),
        Column("limit_amount", _("Thời hạn giải quyết"), "number"),
        Column("limit_unit", _("Đơn vị của thời hạn")),
        Column("service_level", _("Mức độ trực tuyến: information, partial, full")),
        Column("decision_number", _("Số quyết định công bố")),
        Column("valid_from", _("Có hiệu lực từ ngày"), "date"),
        Column("valid_to", _("Có hiệu lực đến hết ngày"), "date"),
    ),
    _procedures,
)
COMPONENTS = OpenTable(
    "thanh-phan-ho-so",
    _("Thành phần hồ sơ"),
    _("Mỗi dòng là một giấy tờ của một thủ tục có hiệu lực tại ngày được hỏi."),
    (
        Column("id", _("Khóa của dòng"), "integer"),
        Column("code", _("Mã thủ tục"), source="version__procedure__code"),
        Column("case", _("Trường hợp; trống là mọi trường hợp"), source="case__name"),
        Column("name", _("Tên giấy tờ")),
        Column("duty", _("submit: nộp; present: xuất trình; note: lưu ý")),
        Column("originals", _("Số bản chính"), "integer"),
        Column("copies", _("Số bản sao"), "integer"),
        Column("form_file", _("Tên mẫu đơn")),
    ),
    _components,
)
BASES = OpenTable(
    "can-cu-phap-ly",
    _("Căn cứ pháp lý của thủ tục"),
    _("Mỗi dòng nối một thủ tục có hiệu lực với một văn bản."),
    (
        Column("id", _("Khóa của dòng"), "integer"),
        Column("code", _("Mã thủ tục"), source="version__procedure__code"),
        Column("number", _("Số ký hiệu văn bản"), source="document__number"),
    ),
    _bases,
)

procedures_api = RegistryApi(
    "thu-tuc",
    title="Thủ tục hành chính",
    about=_("Danh mục thủ tục hành chính của tỉnh: nội dung có hiệu lực tại một ngày, các phiên bản, thành phần hồ sơ."),
    tables=(PROCEDURES, COMPONENTS, BASES),
)
APIS = (procedures_api,)


@procedures_api.get("/procedures", response=answers(Paged[ProcedureLine]), summary="Tìm thủ tục có hiệu lực tại một ngày")
def list_procedures(request: ApiRequest, query: Query[ProcedureQuery]) -> Any:
    """Procedures in force on a day that answer the words, best first; without words by name."""
    found = selectors.search_procedures(
        query.q,
        on=query.day,
        field_id=query.field,
        level=query.level,
        service_level=query.service_level,
        page=query.page,
        size=query.size,
    )
    return {
        "items": [line_answer(row) for row in found.rows],
        "page": query.page,
        "size": query.size,
        "total": found.total,
        "more": query.page * query.size < found.total,
        "as_of": query.day,
        "change_number": last_number(FEED),
    }


@procedures_api.get("/procedures/{code}", response=answers(ProcedureAnswer, 404), summary="Một thủ tục tại một ngày")
def get_procedure(request: ApiRequest, code: Path[Code], query: Query[AsOf]) -> Any:
    """Everything the procedure demands in the version in force on the day."""
    facts = selectors.get_published(code, query.day)
    methods = list(facts.version.methods.order_by("position", "pk"))
    return procedure_answer(selectors.version_page(facts.version_id), methods, stated_bases(facts.version_id, query.day))


@procedures_api.get("/procedures/{code}/versions", response=answers(list[VersionAnswer], 404), summary="Các phiên bản của thủ tục")
def list_versions(request: ApiRequest, code: Path[Code]) -> Any:
    """Versions that are or were in force, newest first."""
    procedure = procedure_by_code(code)
    return [version_answer(version) for version in selectors.list_versions(procedure.pk) if version.state in IN_FORCE_STATES]


@procedures_api.get("/procedures/{code}/components", response=answers(list[ComponentAnswer], 404), summary="Thành phần hồ sơ")
def list_components(request: ApiRequest, code: Path[Code], query: Query[ComponentQuery]) -> Any:
    """Papers of the version in force on the day, those of every case included."""
    facts = selectors.get_published(code, query.day)
    rows = selectors.list_all_components(facts.version_id)
    return [component_answer(row) for row in rows if query.case is None or row.case_id in (None, query.case)]


@procedures_api.get("/fields", response=answers(list[FieldAnswer]), summary="Lĩnh vực")
def list_fields(request: ApiRequest, query: Query[AsOf]) -> Any:
    """Fields with procedures in force on the day."""
    return [{"id": one.id, "name": one.name, "count": one.count} for one in selectors.list_fields(query.day)]


@procedures_api.get("/changes", response=answers(Feed), summary="Tin thay đổi")
def changes(request: ApiRequest, query: Query[FeedQuery]) -> Any:
    """Procedures that changed, in order; the key is the code."""
    return feed_page(FEED, query.after, query.limit, kind=query.kind)


add_open_data(procedures_api, lambda: last_number(FEED))
