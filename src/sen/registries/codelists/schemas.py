"""Shapes of the interface of code lists."""

import datetime as dt
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from sen.registries.codelists.models import CodeItem, CodeListVersion, CodeMapping
from sen.ui.api.answers import Answer, ListQuery, PageQuery

ListKey = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,50}$", description="Khóa của danh mục.")]
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,30}$", description="Mã trong danh mục.")]


class ItemQuery(ListQuery):
    """Which codes of a day."""

    parent: Annotated[str, Field(max_length=30)] | None = Field(None, description="Chỉ các mã thuộc mã cha này.")


class MappingQuery(PageQuery):
    """Between which lists."""

    source: ListKey | None = Field(None, description="Khóa danh mục nguồn.")
    target: ListKey | None = Field(None, description="Khóa danh mục đích.")


class TranslateQuery(Schema):
    """Into which list."""

    target: ListKey


class ListAnswer(Answer):
    """A code list."""

    key: str
    name: str
    source: str
    size: int
    version: int | None


class VersionAnswer(Answer):
    """One published version."""

    number: int
    valid_from: dt.date | None
    basis: str
    note: str
    added: int
    changed: int
    removed: int


class ItemAnswer(Answer):
    """One code as stated in a period."""

    code: str
    name: str
    parent_code: str
    position: int
    extra: dict[str, Any]
    valid_from: dt.date | None
    valid_to: dt.date | None


class MappingAnswer(Answer):
    """One code of a list said in the codes of another."""

    source: str
    source_code: str
    target: str
    target_code: str
    relation: str
    is_main: bool
    basis: str


class TranslatedCode(Answer):
    """What a code is called in another list."""

    code: str
    name: str
    relation: str
    is_main: bool
    basis: str


class Translation(Answer):
    """Every code of the target list a code corresponds to, the main one first; empty when nobody has mapped it."""

    source: str
    code: str
    target: str
    results: list[TranslatedCode]


def list_answer(row: Any) -> dict[str, object]:
    """A list with its size and last version."""
    return {"key": row.key, "name": row.name, "source": row.source, "size": row.size, "version": row.latest}


def item_answer(item: CodeItem) -> dict[str, object]:
    """A code as the interface says it."""
    names = ("code", "name", "parent_code", "position", "extra", "valid_from", "valid_to")
    return {name: getattr(item, name) for name in names}


def version_answer(version: CodeListVersion) -> dict[str, object]:
    """A version as the interface says it."""
    return {name: getattr(version, name) for name in ("number", "valid_from", "basis", "note", "added", "changed", "removed")}


def mapping_answer(row: CodeMapping) -> dict[str, object]:
    """A mapping as the interface says it."""
    return {
        "source": row.source.key,
        "source_code": row.source_code,
        "target": row.target.key,
        "target_code": row.target_code,
        "relation": row.relation,
        "is_main": row.is_main,
        "basis": row.basis,
    }
