"""The rules of competence as their keepers see them."""

import datetime as dt
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Coalesce

from sen.capabilities.procedures.models import CompetenceRule, ProcedureVersion
from sen.capabilities.procedures.types import CompetenceFilter, RuleTime
from sen.kernel.text import fold


def list_competences(wanted: CompetenceFilter, on: dt.date) -> QuerySet[Any]:
    """The rules that fit, by the name of the field or procedure, each with ``name``, ``code`` and the place of its subject."""
    newest = ProcedureVersion.objects.filter(procedure=OuterRef("procedure")).order_by("-number")
    rules: Any = CompetenceRule.objects.select_related("field", "agency").annotate(
        name=Coalesce(F("field__name"), Subquery(newest.values("name")[:1]), output_field=TextField()),
        code=F("procedure__code"),
        sorting=Coalesce(F("field__name_sort"), Subquery(newest.values("name_sort")[:1]), output_field=TextField()),
        words=Subquery(newest.values("search_text")[:1]),
    )
    rules = rules.filter(_in_time(wanted.time, on), _named(wanted.q))
    if wanted.agency_id:
        rules = rules.filter(agency=wanted.agency_id)
    if wanted.kind:
        rules = rules.filter(**{f"{wanted.kind}__isnull": False})
    return rules.order_by("sorting", "field_id", "procedure_id", "-valid_from")  # type: ignore[no-any-return]


def time_of(rule: CompetenceRule, on: dt.date) -> RuleTime:
    """Where the rule stands on the day."""
    if rule.valid_from > on:
        return RuleTime.COMING
    return RuleTime.ENDED if rule.valid_to is not None and rule.valid_to < on else RuleTime.NOW


def subject_name(rule: CompetenceRule) -> str:
    """The field, or the procedure with its code, as people read it."""
    if rule.field is not None:
        return f"{rule.field.name} ({rule.field.ministry})"
    newest = ProcedureVersion.objects.filter(procedure=rule.procedure_id).order_by("-number").values_list("name", flat=True).first()
    return f"{rule.procedure.code if rule.procedure else ''} {newest or ''}".strip()


def _in_time(time: str, on: dt.date) -> Q:
    begun, lasts = Q(valid_from__lte=on), Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    return {RuleTime.NOW.value: begun & lasts, RuleTime.COMING.value: ~begun, RuleTime.ENDED.value: ~lasts}.get(time, Q())


def _named(q: str) -> Q:
    text = q.strip()
    if text and text.replace(".", "").isdigit():
        return Q(procedure__code__startswith=text)
    chosen = Q()
    for word in fold(text).split()[:12]:
        chosen &= Q(field__name_folded__startswith=word) | Q(field__name_folded__contains=f" {word}") | Q(words__contains=f" {word}")
    return chosen
