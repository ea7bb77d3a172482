"""Every read of legal documents."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.utils.module_loading import import_string

from sen.kernel.text import fold
from sen.registries.legislation.errors import DocumentNotFound
from sen.registries.legislation.models import LegalDocument, LegalRelation
from sen.registries.legislation.selectors.drawing import Drawing, draw
from sen.registries.legislation.selectors.effect import effects_of, ended_among, with_effect
from sen.registries.legislation.types import Citation, citation_readers

__all__ = [
    "Drawing",
    "all_relations",
    "documents_by_number",
    "documents_on",
    "draw",
    "effects_of",
    "ended_among",
    "find_documents",
    "get_document",
    "list_citations",
    "list_kinds",
    "relations_of",
    "search_documents",
    "with_effect",
]


def documents_by_number(numbers: Iterable[str]) -> dict[str, LegalDocument]:
    """The documents by number, in one query; unknown numbers are left out."""
    return {document.number: document for document in LegalDocument.objects.filter(number__in=set(numbers))}


def find_documents(q: str, *, limit: int = 20) -> list[LegalDocument]:
    """Documents whose number begins with the text, or whose title has it; newest first."""
    text = q.strip()
    by_number = LegalDocument.objects.filter(number__istartswith=text)
    return list((by_number | LegalDocument.objects.filter(title__icontains=text)).order_by("-issued_on", "number")[:limit]) if text else []


def documents_on(on: dt.date) -> QuerySet[Any]:
    """Every document with its effect on the day, by number."""
    return with_effect(LegalDocument.objects.all(), on).order_by("number")


def search_documents(on: dt.date, *, q: str = "", kind: str = "", issuer: str = "", effect: str = "") -> QuerySet[Any]:
    """Documents with their effect on the day that hold every word and fit every part given.

    Those that hold the words as one phrase come first, then the newest; undated ones last.
    """
    chosen = Q()
    for word in fold(q).split()[:12]:
        chosen &= Q(words__contains=word)
    if kind:
        chosen &= Q(kind=kind)
    if issuer:
        chosen &= Q(issuer__icontains=issuer)
    rows = with_effect(LegalDocument.objects.filter(chosen), on)
    if effect:
        rows = rows.filter(effect=effect)
    whole = Case(When(words__contains=fold(q), then=Value(0)), default=Value(1), output_field=IntegerField())
    ranked: QuerySet[Any] = rows.annotate(rank=whole).order_by("rank", F("issued_on").desc(nulls_last=True), "number")
    return ranked


def get_document(document_id: int, on: dt.date) -> Any:
    """The document with its effect on the day; raises DocumentNotFound."""
    document = with_effect(LegalDocument.objects.filter(pk=document_id), on).first()
    if document is None:
        raise DocumentNotFound
    return document


def relations_of(document_id: int) -> tuple[list[LegalRelation], list[LegalRelation]]:
    """Relations that act on the document, and those by which it acts on others; one query each."""
    rows = LegalRelation.objects.select_related("source", "target").order_by("kind", "pk")
    return list(rows.filter(target=document_id)), list(rows.filter(source=document_id))


def all_relations() -> QuerySet[LegalRelation]:
    """Every relation with its documents."""
    return LegalRelation.objects.select_related("source", "target").order_by("pk")


def list_kinds() -> list[str]:
    """Kinds of documents that occur, in order."""
    return list(LegalDocument.objects.exclude(kind="").order_by("kind").values_list("kind", flat=True).distinct())


def list_citations(document_id: int, limit: int = 50) -> list[Citation]:
    """Who rests on the document, as the apps above know it."""
    return [citation for name in citation_readers for citation in import_string(name)(document_id, limit)]
