"""Finding a procedure by plain words, with or without accents, with a slip of the pen, by field, life event or level."""

import datetime as dt
import re
from dataclasses import replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Value, When, Window
from django.db.models.functions import JSONObject, Length

from sen.capabilities.procedures.models import FeeRule, Field, LifeEvent, ProcedureVersion, ServiceLevel
from sen.capabilities.procedures.selectors.limits import fee_text, limit_text
from sen.capabilities.procedures.selectors.query import Query, read_query, spell
from sen.capabilities.procedures.selectors.versions import in_force, level_names
from sen.capabilities.procedures.states import VersionState
from sen.capabilities.procedures.types import Choice, EventChoice, FeeRow, SearchPage, SearchRow

PAGE_SIZE = 10
_CODE = re.compile(r"\d\.?\d{0,6}")
_NEAR_ENOUGH = 0.55
_LEVELS = {"province": "done_at_province", "district": "done_at_district", "commune": "done_at_commune"}


def search_procedures(
    q: str,
    *,
    on: dt.date,
    field_id: int | None = None,
    level: str | None = None,
    life_event: str | None = None,
    service_level: str | None = None,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> SearchPage:
    """Procedures in force on the date that answer the words, best first: whole name, beginning, phrase, all words, field.

    ``level`` is ``province``, ``district`` or ``commune``; ``life_event`` a key; one query, three when nothing matches as typed.
    """
    base = _filtered(in_force(on), field_id, level, life_event, service_level)
    number = max(1, page)
    asked = read_query(q)
    if not asked.typed:
        return _page(q, base.order_by("name_sort"), number, size)
    if _CODE.fullmatch(q.strip()):
        return _page(q, base.filter(procedure__code__startswith=q.strip()).order_by("procedure__code"), number, size)
    found = _page(q, _ranked(base, asked), number, size)
    if found.rows or number > 1:
        return found
    suggestion = spell(asked.typed)
    return _page(q, _near(base, read_query(suggestion or q)), number, size, suggestion=suggestion, is_near=True)


def find_by_code_or_words(q: str, on: dt.date, limit: int = 8) -> list[SearchRow]:
    """The best few procedures for a counter's search box; empty for an empty query."""
    return list(search_procedures(q, on=on, size=limit).rows) if q.strip() else []


def list_fields(on: dt.date | None = None) -> list[Choice]:
    """Fields that have procedures in force (published ones when no date is given), in dictionary order, with their number."""
    versions = in_force(on) if on else ProcedureVersion.objects.filter(state=VersionState.PUBLISHED)
    counts = dict(versions.values_list("field").annotate(count=Count("pk")).values_list("field", "count"))
    return [Choice(field.pk, field.name, counts[field.pk]) for field in Field.objects.filter(pk__in=counts).order_by("name_sort")]


def list_life_events() -> list[EventChoice]:
    """Situations in life in the order of the home page, with their number of published procedures."""
    published = Count("procedures", filter=Q(procedures__versions__state=VersionState.PUBLISHED), distinct=True)
    events = LifeEvent.objects.annotate(count=published).order_by("position")
    return [EventChoice(event.key, event.name, event.hint, event.icon, getattr(event, "count", 0)) for event in events]


def _filtered(
    versions: QuerySet[ProcedureVersion], field_id: int | None, level: str | None, life_event: str | None, service_level: str | None
) -> QuerySet[ProcedureVersion]:
    if field_id:
        versions = versions.filter(field=field_id)
    if level in _LEVELS:
        versions = versions.filter(**{_LEVELS[level]: True})
    if life_event:
        versions = versions.filter(procedure__life_events__key=life_event)
    if service_level:
        versions = versions.filter(service_level=service_level)
    return versions


def _ranked(base: QuerySet[ProcedureVersion], asked: Query) -> Any:
    anywhere = Q(search_text__contains=f" {asked.typed} ")
    for phrase in asked.phrases:
        anywhere |= _all_words("search_text", phrase)
    return _with_rank(base.filter(anywhere), asked).order_by("rank", Length("name_folded"), "name_sort")


def _near(base: QuerySet[ProcedureVersion], asked: Query) -> Any:
    alike = base.annotate(likeness=TrigramWordSimilarity(asked.phrases[0], "name_folded"))
    found = Q(likeness__gte=_NEAR_ENOUGH)
    for phrase in (*asked.phrases, *asked.means):
        found |= _all_words("search_text", phrase)
    return _with_rank(alike.filter(found), replace(asked, phrases=(*asked.phrases, *asked.means))).order_by(
        "rank", "-likeness", Length("name_folded"), "name_sort"
    )


def _with_rank(versions: QuerySet[ProcedureVersion], asked: Query) -> Any:
    phrases = list(dict.fromkeys([asked.typed, *asked.phrases]))
    whens = []
    for rank, lookup in enumerate(("exact", "startswith", "contains")):
        ends = "" if lookup == "startswith" else " "
        whens += [When(**{f"name_folded__{lookup}": f" {phrase}{ends}"}, then=Value(rank)) for phrase in phrases]
    whens += [When(_all_words("name_folded", phrase, whole=True), then=Value(3)) for phrase in phrases]
    whens += [When(_all_words("name_folded", phrase), then=Value(4)) for phrase in phrases]
    return versions.annotate(rank=Case(*whens, default=Value(5), output_field=IntegerField()))


def _all_words(column: str, phrase: str, *, whole: bool = False) -> Q:
    condition = Q()
    for word in phrase.split():
        condition &= Q(**{f"{column}__contains": f" {word} " if whole else f" {word}"})
    return condition


def _page(q: str, versions: Any, number: int, size: int, *, suggestion: str = "", is_near: bool = False) -> SearchPage:
    fees = FeeRule.objects.filter(version=OuterRef("pk")).order_by("pk")
    fee_rows = fees.values(
        row=JSONObject(pk="pk", channel="channel", is_levy="is_levy", amount="amount", note="note", is_doubtful="is_doubtful")
    )
    totals: dict[str, Any] = {
        "total": Window(Count("pk")),
        "full": Window(Count("pk", filter=Q(service_level=ServiceLevel.FULL))),
        "partial": Window(Count("pk", filter=Q(service_level=ServiceLevel.PARTIAL))),
        "at_commune": Window(Count("pk", filter=Q(done_at_commune=True))),
        "at_district": Window(Count("pk", filter=Q(done_at_district=True))),
        "at_province": Window(Count("pk", filter=Q(done_at_province=True))),
    }
    rows = versions.annotate(code=F("procedure__code"), field_name=F("field__name"), fee_rows=ArraySubquery(fee_rows), **totals)
    found: list[Any] = list(rows.defer("steps_text", "conditions", "search_text")[(number - 1) * size : number * size])
    counts = {key: getattr(found[0], key) for key in totals} if found else {}
    total = counts.pop("total", 0)
    return SearchPage(q, tuple(_row(row) for row in found), total, number, size, suggestion, is_near, counts)


def _row(version: Any) -> SearchRow:
    fees = [FeeRow(f["pk"], f["channel"], f["is_levy"], f["amount"], f["note"], f["is_doubtful"]) for f in version.fee_rows]
    return SearchRow(
        version_id=version.pk,
        procedure_id=version.procedure_id,
        code=version.code,
        name=version.name,
        field_name=version.field_name,
        service_level=version.service_level,
        service_level_name=ServiceLevel(version.service_level).label,
        levels=level_names(version),
        limit_text=limit_text(version.limit_amount, version.limit_unit, is_immediate=version.is_immediate, note=version.limit_note),
        fee_text=fee_text(fees),
    )
