"""Shapes of the interface of legal documents."""

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field

from sen.registries.legislation.models import LegalRelation
from sen.ui.api.answers import Answer, AsOf, ListQuery

EffectName = Literal["not_yet", "in_force", "partly", "suspended", "ended", "unknown"]
Text = Annotated[str, Field(max_length=160)]
_FIELDS = ("id", "number", "title", "kind", "issuer", "signer", "issued_on", "effective_on", "ends_on", "ends_reason", "effect", "source")


class DocumentQuery(ListQuery):
    """Which documents, with their effect on a day."""

    kind: Text = Field("", description="Loại văn bản, như Nghị định.")
    issuer: Text = Field("", description="Cơ quan ban hành.")
    effect: EffectName | None = Field(None, description="Tình trạng hiệu lực tại ngày được hỏi.")


class NumberQuery(AsOf):
    """A document by its number."""

    number: Annotated[str, Field(min_length=1, max_length=60, description="Số ký hiệu, như 61/2018/NĐ-CP.")]


class DocumentAnswer(Answer):
    """A legal document with its effect on the day asked for."""

    id: int
    number: str
    title: str
    kind: str
    issuer: str
    signer: str
    issued_on: dt.date | None
    effective_on: dt.date | None
    ends_on: dt.date | None = Field(description="Ngày đầu tiên không còn hiệu lực.")
    ends_reason: str
    effect: EffectName
    source: str


class RelationAnswer(Answer):
    """What another document does to this one, or this one to another."""

    kind: str
    document_id: int
    number: str
    title: str
    is_whole: bool
    provisions: str
    effective_on: dt.date | None
    until_on: dt.date | None
    origin: str


class DocumentWithRelations(DocumentAnswer):
    """A document and everything it is tied to."""

    acted_on_by: list[RelationAnswer]
    acts_on: list[RelationAnswer]


def document_answer(document: Any) -> dict[str, object]:
    """A document with its effect as the interface says it."""
    return {name: getattr(document, name) for name in _FIELDS}


def relation_answer(relation: LegalRelation, *, incoming: bool) -> dict[str, object]:
    """A relation from the side of one document."""
    other = relation.source if incoming else relation.target
    return {
        "kind": relation.kind,
        "document_id": other.pk,
        "number": other.number,
        "title": other.title,
        "is_whole": relation.is_whole,
        "provisions": relation.provisions,
        "effective_on": relation.effective_on,
        "until_on": relation.until_on,
        "origin": relation.origin,
    }
