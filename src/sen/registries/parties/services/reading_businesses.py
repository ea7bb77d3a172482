"""Answers about businesses.  Their register is open to everybody; the representative's number is not, and its reads are recorded."""

import datetime as dt
from dataclasses import replace

from sen.foundation.audit.services import record_read
from sen.kernel.actor import Actor
from sen.kernel.text import clean, mask
from sen.registries.parties.errors import BusinessNotFound, QuestionIncomplete, UnknownField, UnknownQuestion
from sen.registries.parties.models import BusinessLine, BusinessState
from sen.registries.parties.policies import access_look_up
from sen.registries.parties.selectors import answering_person, business_by_number
from sen.registries.parties.types import BusinessFacts, BusinessQuestion, Reason
from sen.registries.units.selectors import get_unit, list_ancestors, resolve_unit

PUBLIC_FIELDS = (
    *("name", "foreign_name", "short_name", "kind", "state", "parent_number", "address", "unit_code", "unit_name", "website", "capital"),
    *("registered_on", "changed_on", "change_count", "closed_on", "representative_name", "representative_title"),
)


def business_exists(*, number: str) -> bool:
    """Whether the register knows the number."""
    return business_by_number(number) is not None


def read_business(*, number: str) -> BusinessFacts:
    """What everybody may know: the representative's number is masked, phone and mail are left out.  Raises BusinessNotFound.

    Basis: 59/2020/QH14 (enterprises), Article 33.
    """
    facts = _found(number)
    return replace(facts, representative_number=mask(facts.representative_number), representative_id=None, phone="", email="")


def read_business_field(*, number: str, field: str) -> str:
    """One public field as text.  Raises UnknownField, BusinessNotFound."""
    if field not in PUBLIC_FIELDS:
        raise UnknownField("field", name=field)
    value = getattr(_found(number), field)
    return value.isoformat() if isinstance(value, dt.date) else str("" if value is None else value)


def read_business_record(*, actor: Actor, number: str, reason: Reason, now: dt.datetime) -> BusinessFacts:
    """Everything with the representative's number; recorded as a read of the representative's data.

    Raises LookUpNotAllowed, PurposeMissing, BusinessNotFound.
    """
    access_look_up(actor)
    facts = _found(number)
    record_read(
        actor=actor,
        subject_type="business",
        subject_id=facts.id,
        purpose=reason.purpose,
        now=now,
        person_id=facts.representative_id,
        detail=reason.as_detail("record"),
    )
    return facts


def answer_about_business(
    *, actor: Actor, number: str, question: str, value: str = "", reason: Reason | None, today: dt.date, now: dt.datetime
) -> bool | None:
    """Yes, no, or None when the register lacks what the answer needs; only the question for a person needs right and reason.

    Raises UnknownQuestion, QuestionIncomplete, BusinessNotFound, and for ``represented-by`` LookUpNotAllowed, PurposeMissing.
    """
    if question not in list(BusinessQuestion):
        raise UnknownQuestion("question", name=question)
    asked, value = BusinessQuestion(question), clean(value)
    if asked != BusinessQuestion.ACTIVE and not value:
        raise QuestionIncomplete("value")
    facts = _found(number)
    if asked == BusinessQuestion.ACTIVE:
        return facts.state == BusinessState.ACTIVE
    if asked == BusinessQuestion.SITS_IN:
        return _sits_in(facts, value, today)
    if asked == BusinessQuestion.DOES:
        return BusinessLine.objects.filter(business_id=facts.id, code__startswith=value).exists()
    return _is_represented(actor, facts, value, reason, now)


def _is_represented(actor: Actor, facts: BusinessFacts, number: str, reason: Reason | None, now: dt.datetime) -> bool:
    access_look_up(actor)
    person = answering_person(number)
    purpose, detail = (reason.purpose, reason.as_detail("question:represented-by")) if reason else ("", {})
    person_id = person.pk if person else None
    record_read(actor=actor, subject_type="person", subject_id=person_id or 0, purpose=purpose, now=now, person_id=person_id, detail=detail)
    by_person = person is not None and person.pk == facts.representative_id
    return by_person or (facts.representative_id is None and number == facts.representative_number != "")


def _sits_in(facts: BusinessFacts, code: str, today: dt.date) -> bool | None:
    if facts.unit_id is None:
        return None
    unit, now_unit = get_unit(facts.unit_id), resolve_unit(facts.unit_id, today)
    return any(one.code == code for one in (unit, now_unit, *list_ancestors(unit), *list_ancestors(now_unit)))


def _found(number: str) -> BusinessFacts:
    facts = business_by_number(number)
    if facts is None:
        raise BusinessNotFound
    return facts
