"""Who settles what: rules with dates.  An accepted dossier keeps the agency it was promised by."""

import datetime as dt
from typing import Any

from django.db import transaction

from sen.capabilities.procedures.errors import (
    CompetenceAgencyClosed,
    CompetenceDatesWrong,
    CompetenceStarted,
    CompetenceSubjectMissing,
    CompetenceTaken,
    CompetenceTooEarly,
    ProcedureNotFound,
)
from sen.capabilities.procedures.models import CompetenceRule, Field, Procedure
from sen.capabilities.procedures.policies import access_competence, require_control
from sen.foundation.agencies.selectors import get_agency
from sen.foundation.audit.services import record_change
from sen.kernel import clock
from sen.kernel.actor import Actor

_DAY = dt.timedelta(days=1)


@transaction.atomic
def add_competence(
    *,
    actor: Actor,
    field_id: int | None,
    code: str,
    agency_id: int,
    covers_all_levels: bool,
    valid_from: dt.date,
    now: dt.datetime,
) -> CompetenceRule:
    """Give a field, or the procedure with the code, to an agency from a day on; the rule before it ends the day before.

    Raises NotAllowed, CompetenceSubjectMissing, ProcedureNotFound, AgencyNotFound, CompetenceAgencyClosed, CompetenceTooEarly,
    CompetenceTaken.
    """
    require_control(actor)
    subject = _locked_subject(field_id, code.strip())
    if valid_from < clock.local(now).date():
        raise CompetenceTooEarly("valid_from")
    _check_agency(agency_id, valid_from)
    same = list(CompetenceRule.objects.filter(**subject).select_related("agency").order_by("valid_from"))
    taken = next((rule for rule in same if rule.valid_from == valid_from), None)
    if taken:
        raise CompetenceTaken("valid_from", agency=taken.agency.name)
    before = [rule for rule in same if rule.valid_from < valid_from and (rule.valid_to is None or rule.valid_to >= valid_from)]
    after = next((rule for rule in same if rule.valid_from > valid_from), None)
    for rule in before:
        rule.valid_to = valid_from - _DAY
        rule.save(update_fields=["valid_to"])
    fresh = CompetenceRule.objects.create(
        **subject,
        agency_id=agency_id,
        covers_all_levels=covers_all_levels,
        valid_from=valid_from,
        valid_to=after.valid_from - _DAY if after else None,
    )
    _record(actor, "competence.add", fresh, now, _said(fresh) | {"ended": [rule.pk for rule in before]})
    return fresh


@transaction.atomic
def edit_competence(
    *, actor: Actor, rule_id: int, agency_id: int, covers_all_levels: bool, valid_from: dt.date, now: dt.datetime
) -> CompetenceRule:
    """Write a rule that has not begun; moving its first day moves the last day of the rule before it.

    Raises NotAllowed, CompetenceNotFound, CompetenceStarted, AgencyNotFound, CompetenceAgencyClosed, CompetenceTooEarly, CompetenceTaken,
    CompetenceDatesWrong.
    """
    today = clock.local(now).date()
    rule = _not_begun(actor, rule_id, today)
    _check_agency(agency_id, valid_from)
    if valid_from < today:
        raise CompetenceTooEarly("valid_from")
    others = CompetenceRule.objects.filter(**_subject_of(rule)).exclude(pk=rule.pk).select_related("agency")
    before = others.filter(valid_to=rule.valid_from - _DAY).first()
    taken = others.filter(valid_from=valid_from).first()
    if taken:
        raise CompetenceTaken("valid_from", agency=taken.agency.name)
    if (before and valid_from <= before.valid_from) or (rule.valid_to is not None and valid_from > rule.valid_to):
        raise CompetenceDatesWrong("valid_from")
    if before:
        before.valid_to = valid_from - _DAY
        before.save(update_fields=["valid_to"])
    old = _said(rule)
    rule.agency_id, rule.covers_all_levels, rule.valid_from = agency_id, covers_all_levels, valid_from
    rule.save(update_fields=["agency", "covers_all_levels", "valid_from"])
    _record(actor, "competence.edit", rule, now, {"before": old, "after": _said(rule)})
    return rule


@transaction.atomic
def end_competence(*, actor: Actor, rule_id: int, last_day: dt.date, now: dt.datetime) -> CompetenceRule:
    """End a rule with its last day; from then on the field's rule, or the province itself, settles.

    Raises NotAllowed, CompetenceNotFound, CompetenceDatesWrong.
    """
    rule = access_competence(actor, rule_id, lock=True)
    least = max(clock.local(now).date(), rule.valid_from)
    if last_day < least or (rule.valid_to is not None and last_day > rule.valid_to):
        raise CompetenceDatesWrong("last_day")
    before, rule.valid_to = rule.valid_to, last_day
    rule.save(update_fields=["valid_to"])
    _record(actor, "competence.end", rule, now, {"before": before.isoformat() if before else None, "to": last_day.isoformat()})
    return rule


@transaction.atomic
def withdraw_competence(*, actor: Actor, rule_id: int, now: dt.datetime) -> None:
    """Take back a rule that has not begun; the one before it goes on.  Raises NotAllowed, CompetenceNotFound, CompetenceStarted."""
    rule = _not_begun(actor, rule_id, clock.local(now).date())
    before = CompetenceRule.objects.filter(**_subject_of(rule), valid_to=rule.valid_from - _DAY).first()
    if before:
        before.valid_to = rule.valid_to
        before.save(update_fields=["valid_to"])
    _record(actor, "competence.withdraw", rule, now, _said(rule))
    rule.delete()


def _locked_subject(field_id: int | None, code: str) -> dict[str, Any]:
    """What the rule is about, its row locked so that two rules of one subject are written one after the other."""
    if (field_id is None) == (not code):
        raise CompetenceSubjectMissing("code" if field_id else "field_id")
    if code:
        procedure = Procedure.objects.select_for_update().filter(code=code).first()
        if procedure is None:
            raise ProcedureNotFound("code")
        return {"procedure": procedure}
    field = Field.objects.select_for_update().filter(pk=field_id or 0).first()
    if field is None:
        raise CompetenceSubjectMissing("field_id")
    return {"field": field}


def _not_begun(actor: Actor, rule_id: int, today: dt.date) -> CompetenceRule:
    found = access_competence(actor, rule_id)
    _locked_subject(found.field_id, found.procedure.code if found.procedure else "")
    rule = access_competence(actor, rule_id, lock=True)
    if rule.valid_from <= today:
        raise CompetenceStarted(since=f"{rule.valid_from:%d/%m/%Y}")
    return rule


def _subject_of(rule: CompetenceRule) -> dict[str, int | None]:
    return {"field_id": rule.field_id} if rule.field_id else {"procedure_id": rule.procedure_id}


def _check_agency(agency_id: int, on: dt.date) -> None:
    agency = get_agency(agency_id)
    if agency.valid_from > on or (agency.valid_to is not None and agency.valid_to < on):
        raise CompetenceAgencyClosed("agency_id")


def _said(rule: CompetenceRule) -> dict[str, Any]:
    return {
        "field": rule.field_id,
        "procedure": rule.procedure_id,
        "agency": rule.agency_id,
        "covers_all_levels": rule.covers_all_levels,
        "from": rule.valid_from.isoformat(),
    }


def _record(actor: Actor, action: str, rule: CompetenceRule, now: dt.datetime, detail: dict[str, Any]) -> None:
    record_change(actor=actor, action=action, subject_type="competence_rule", subject_id=rule.pk, now=now, detail=detail)
