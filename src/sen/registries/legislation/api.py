"""The interface of legal documents: search, effect on a day, relations, changes."""

import datetime as dt
from typing import Annotated, Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from ninja import Path, Query
from pydantic import Field

from sen.foundation.feeds.selectors import feed_page, last_number
from sen.registries.legislation import selectors
from sen.registries.legislation.schemas import (
    DocumentAnswer,
    DocumentQuery,
    DocumentWithRelations,
    NumberQuery,
    document_answer,
    relation_answer,
)
from sen.registries.legislation.types import FEED
from sen.ui.api.answers import AsOf, Feed, FeedQuery, Paged, answers, paged
from sen.ui.api.downloads import add_open_data
from sen.ui.api.errors import NoSuchRecord
from sen.ui.api.frame import ApiRequest, RegistryApi
from sen.ui.api.tables import Column, OpenTable

DocumentId = Annotated[int, Field(ge=1, le=2**53)]


def _relations(on: dt.date) -> QuerySet[Any]:
    return selectors.all_relations()


DOCUMENTS = OpenTable(
    "van-ban",
    _("Văn bản quy phạm pháp luật"),
    _("Văn bản mà thủ tục hành chính của tỉnh viện dẫn và văn bản trong Bộ pháp điển, với tình trạng hiệu lực tại ngày được hỏi."),
    (
        Column("id", _("Khóa của văn bản"), "integer"),
        Column("number", _("Số ký hiệu")),
        Column("title", _("Trích yếu")),
        Column("kind", _("Loại văn bản")),
        Column("issuer", _("Cơ quan ban hành")),
        Column("issued_on", _("Ngày ban hành"), "date"),
        Column("effective_on", _("Ngày có hiệu lực"), "date"),
        Column("ends_on", _("Ngày đầu tiên không còn hiệu lực"), "date"),
        Column("effect", _("not_yet, in_force, partly, suspended, ended, unknown")),
        Column("source", _("Nguồn")),
    ),
    selectors.documents_on,
)
RELATIONS = OpenTable(
    "quan-he-van-ban",
    _("Quan hệ giữa các văn bản"),
    _("Mỗi dòng là một văn bản tác động lên một văn bản khác."),
    (
        Column("id", _("Khóa của dòng"), "integer"),
        Column("source", _("Số ký hiệu văn bản tác động"), source="source__number"),
        Column("kind", _("amends, replaces, repeals, suspends, guides, details, corrects, consolidates, based_on")),
        Column("target", _("Số ký hiệu văn bản chịu tác động"), source="target__number"),
        Column("is_whole", _("Toàn bộ văn bản"), "boolean"),
        Column("provisions", _("Điều khoản, khi chỉ một phần")),
        Column("effective_on", _("Từ ngày"), "date"),
        Column("origin", _("stated, title, shipped")),
    ),
    _relations,
)

legislation_api = RegistryApi(
    "van-ban",
    title="Văn bản pháp luật",
    about=_("Văn bản pháp luật theo số ký hiệu: tình trạng hiệu lực tại một ngày, văn bản sửa đổi, thay thế, hướng dẫn."),
    tables=(DOCUMENTS, RELATIONS),
    page="legislation:documents",
)
APIS = (legislation_api,)


@legislation_api.get("/documents", response=answers(Paged[DocumentAnswer]), summary="Tìm văn bản")
def list_documents(request: ApiRequest, query: Query[DocumentQuery]) -> Any:
    """Documents that hold every word, newest first, each with its effect on the day."""
    rows = selectors.search_documents(query.day, q=query.q, kind=query.kind, issuer=query.issuer, effect=query.effect or "")
    return paged(rows, query, document_answer, total=rows.count(), as_of=query.day, change_number=last_number(FEED))


@legislation_api.get("/documents/by-number", response=answers(DocumentWithRelations, 404), summary="Một văn bản theo số ký hiệu")
def by_number(request: ApiRequest, query: Query[NumberQuery]) -> Any:
    """The document of the number with its effect on the day and its relations."""
    found = selectors.documents_by_number([query.number]).get(query.number)
    if found is None:
        raise NoSuchRecord
    return _whole(found.pk, query.day)


@legislation_api.get("/documents/{document}", response=answers(DocumentWithRelations, 404), summary="Một văn bản theo khóa")
def get_document(request: ApiRequest, document: Path[DocumentId], query: Query[AsOf]) -> Any:
    """The document with its effect on the day and its relations."""
    return _whole(document, query.day)


@legislation_api.get("/changes", response=answers(Feed), summary="Tin thay đổi")
def changes(request: ApiRequest, query: Query[FeedQuery]) -> Any:
    """Documents that changed, in order; the key is that of ``/documents/{document}``.  An effect that changes by date alone is not told."""
    return feed_page(FEED, query.after, query.limit, kind=query.kind)


add_open_data(legislation_api, lambda: last_number(FEED))


def _whole(document_id: int, on: dt.date) -> dict[str, Any]:
    incoming, outgoing = selectors.relations_of(document_id)
    return {
        **document_answer(selectors.get_document(document_id, on)),
        "acted_on_by": [relation_answer(row, incoming=True) for row in incoming],
        "acts_on": [relation_answer(row, incoming=False) for row in outgoing],
    }
