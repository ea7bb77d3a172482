"""The interface of code lists: lists, codes of any day, versions, mappings, changes."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from ninja import Path, Query

from sen.foundation.feeds.selectors import feed_page, last_number
from sen.registries.codelists import selectors
from sen.registries.codelists.schemas import (
    Code,
    ItemAnswer,
    ItemQuery,
    ListAnswer,
    ListKey,
    MappingAnswer,
    MappingQuery,
    TranslateQuery,
    Translation,
    VersionAnswer,
    item_answer,
    list_answer,
    mapping_answer,
    version_answer,
)
from sen.registries.codelists.types import FEED
from sen.ui.api.answers import AsOf, Feed, FeedQuery, ListQuery, Paged, answers, paged
from sen.ui.api.downloads import add_open_data
from sen.ui.api.errors import NoSuchRecord
from sen.ui.api.frame import ApiRequest, RegistryApi
from sen.ui.api.tables import Column, OpenTable


def _lists(on: dt.date) -> QuerySet[Any]:
    return selectors.lists_with_counts().order_by("key")


def _items(on: dt.date) -> QuerySet[Any]:
    return selectors.all_items(on).order_by("code_list__key", "position", "pk")


def _mappings(on: dt.date) -> QuerySet[Any]:
    return selectors.all_mappings()


LISTS = OpenTable(
    "danh-muc",
    _("Các danh mục dùng chung"),
    _("Mỗi dòng là một danh mục: khóa, tên, nguồn, số mã đang dùng và phiên bản mới nhất."),
    (
        Column("key", _("Khóa của danh mục")),
        Column("name", _("Tên danh mục")),
        Column("source", _("Nguồn, căn cứ")),
        Column("size", _("Số mã đang dùng"), "integer"),
        Column("version", _("Phiên bản mới nhất"), "integer", "latest"),
    ),
    _lists,
)
ITEMS = OpenTable(
    "ma-danh-muc",
    _("Mã của mọi danh mục"),
    _("Mỗi dòng là một mã có hiệu lực tại ngày được hỏi."),
    (
        Column("id", _("Khóa của dòng"), "integer"),
        Column("list", _("Khóa của danh mục"), source="code_list__key"),
        Column("code", _("Mã")),
        Column("name", _("Tên")),
        Column("parent_code", _("Mã cha")),
        Column("extra", _("Các cột khác của danh mục"), "object"),
        Column("valid_from", _("Có hiệu lực từ ngày"), "date"),
        Column("valid_to", _("Có hiệu lực đến hết ngày"), "date"),
    ),
    _items,
)
MAPPINGS = OpenTable(
    "chuyen-ma",
    _("Bảng chuyển mã giữa các danh mục"),
    _("Mỗi dòng nối một mã của danh mục nguồn với một mã của danh mục đích."),
    (
        Column("id", _("Khóa của dòng"), "integer"),
        Column("source", _("Khóa danh mục nguồn"), source="source__key"),
        Column("source_code", _("Mã nguồn")),
        Column("target", _("Khóa danh mục đích"), source="target__key"),
        Column("target_code", _("Mã đích")),
        Column("relation", _("exact: tương đương; broader: đích rộng hơn; narrower: đích hẹp hơn; partial: một phần")),
        Column("is_main", _("Là mã đích chính"), "boolean"),
        Column("basis", _("Căn cứ")),
    ),
    _mappings,
)

codelists_api = RegistryApi(
    "danh-muc",
    title="Danh mục dùng chung",
    about=_("Danh mục mã dùng chung, theo phiên bản và ngày hiệu lực, kèm bảng chuyển mã giữa các danh mục."),
    tables=(LISTS, ITEMS, MAPPINGS),
    page="codelists:lists",
)


@codelists_api.get("/lists", response=answers(Paged[ListAnswer]), summary="Các danh mục")
def list_lists(request: ApiRequest, query: Query[ListQuery]) -> Any:
    """Code lists by name, with the number of their codes and of their last version."""
    rows = selectors.lists_with_counts(query.q)
    return paged(rows, query, list_answer, total=rows.count(), as_of=query.day, change_number=last_number(FEED))


@codelists_api.get("/lists/{key}", response=answers(ListAnswer, 404), summary="Một danh mục")
def get_list(request: ApiRequest, key: Path[ListKey]) -> Any:
    """A list by its key."""
    found = selectors.lists_with_counts().filter(key=key).first()
    if found is None:
        raise NoSuchRecord
    return list_answer(found)


@codelists_api.get("/lists/{key}/versions", response=answers(list[VersionAnswer], 404), summary="Các phiên bản của danh mục")
def list_versions(request: ApiRequest, key: Path[ListKey]) -> Any:
    """Versions, newest first: since when, on what basis, how much changed."""
    selectors.get_list(key)
    return [version_answer(version) for version in selectors.list_versions(key)]


@codelists_api.get("/lists/{key}/items", response=answers(Paged[ItemAnswer], 404), summary="Mã của danh mục tại một ngày")
def list_items(request: ApiRequest, key: Path[ListKey], query: Query[ItemQuery]) -> Any:
    """Codes valid on a day in the order of the list; ``q`` looks into names and codes."""
    selectors.get_list(key)
    rows = selectors.matching_items(key, query.day, q=query.q, parent=query.parent)
    return paged(rows, query, item_answer, total=rows.count(), as_of=query.day, change_number=last_number(FEED))


@codelists_api.get("/lists/{key}/items/{code}", response=answers(ItemAnswer, 404), summary="Một mã tại một ngày")
def get_item(request: ApiRequest, key: Path[ListKey], code: Path[Code], query: Query[AsOf]) -> Any:
    """The code as stated on a day."""
    item = selectors.items_on(key, query.day).filter(code=code).first()
    if item is None:
        raise NoSuchRecord
    return item_answer(item)


@codelists_api.get("/lists/{key}/items/{code}/translate", response=answers(Translation, 404), summary="Chuyển một mã sang danh mục khác")
def translate(request: ApiRequest, key: Path[ListKey], code: Path[Code], query: Query[TranslateQuery]) -> Any:
    """What the code is called in the target list, the main target first."""
    selectors.get_list(key)
    selectors.get_list(query.target)
    found = selectors.mapped_codes(key, code, query.target)
    results = [{"code": one.code, "name": one.name, "relation": one.relation, "is_main": one.is_main, "basis": one.basis} for one in found]
    return {"source": key, "code": code, "target": query.target, "results": results}


@codelists_api.get("/mappings", response=answers(Paged[MappingAnswer]), summary="Bảng chuyển mã")
def list_mappings(request: ApiRequest, query: Query[MappingQuery]) -> Any:
    """Mappings between lists, all or of the lists named."""
    wanted = {"source__key": query.source, "target__key": query.target}
    rows = selectors.all_mappings().filter(**{name: value for name, value in wanted.items() if value})
    return paged(rows, query, mapping_answer, total=rows.count(), change_number=last_number(FEED))


@codelists_api.get("/changes", response=answers(Feed), summary="Tin thay đổi")
def changes(request: ApiRequest, query: Query[FeedQuery]) -> Any:
    """Lists (``list``), codes (``item``, key ``list/code``) and mappings (``mapping``) that changed, in order."""
    return feed_page(FEED, query.after, query.limit, kind=query.kind)


add_open_data(codelists_api, lambda: last_number(FEED))
