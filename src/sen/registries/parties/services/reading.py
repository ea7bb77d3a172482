"""Answers about people that say the least: is there such a person, one field, yes or no; the whole record only to those with the right.

Every read is recorded with its purpose and dossier, and the person can see it.  Those that may end in "not found" have no
savepoint of their own: the question must stay recorded when they do.
Basis: 91/2025/QH15 (protection of personal data); 26/2023/QH15, Article 10.
"""

import datetime as dt

from django.db.models import Q

from sen.foundation.audit.services import record_read
from sen.kernel.actor import Actor
from sen.kernel.clock import local
from sen.kernel.identifiers import normal_business_number
from sen.kernel.text import clean, fold
from sen.registries.parties.errors import PersonNotFound, QuestionIncomplete, UnknownField, UnknownQuestion
from sen.registries.parties.models import Business, Household, Person, Relation, RelationKind
from sen.registries.parties.policies import access_keeping, access_look_up
from sen.registries.parties.selectors import answering_person, full_record
from sen.registries.parties.types import PersonQuestion, PersonRecord, Reason
from sen.registries.units.selectors import list_ancestors, resolve_unit

FIELDS = (
    *("name", "other_name", "born_on", "gender", "old_number", "birth_place", "origin_place", "ethnicity", "religion", "nationality"),
    *("marital_status", "blood_type", "address", "unit", "unit_code", "current_address", "phone", "email", "died_on", "card_expires_on"),
    "household",
)


def confirm_person(*, actor: Actor, number: str, name: str, born_on: dt.date | None, reason: Reason, now: dt.datetime) -> bool:
    """Whether number, name and date of birth (when given) belong together; says nothing else.

    Raises LookUpNotAllowed, PurposeMissing.
    """
    person = _asked(actor, number, reason, "confirm", now)
    if person is None or fold(name) != person.name_folded:
        return False
    return born_on is None or born_on == person.born_on


def person_exists(*, actor: Actor, number: str, reason: Reason, now: dt.datetime) -> bool:
    """Whether the register knows the number.  Raises LookUpNotAllowed, PurposeMissing."""
    return _asked(actor, number, reason, "exists", now) is not None


def read_person_field(*, actor: Actor, number: str, field: str, reason: Reason, now: dt.datetime) -> str:
    """One field as text: dates as yyyy-mm-dd, codes of the shared lists; empty when not recorded.

    Raises LookUpNotAllowed, PurposeMissing, UnknownField, PersonNotFound.
    """
    if field not in FIELDS:
        raise UnknownField("field", name=field)
    person = _asked(actor, number, reason, f"field:{field}", now)
    if person is None:
        raise PersonNotFound
    if field == "unit":
        return person.unit.path_name if person.unit else ""
    if field == "unit_code":
        return person.unit.code if person.unit else ""
    if field == "household":
        return person.household.code if person.household else ""
    value = getattr(person, field)
    return value.isoformat() if isinstance(value, dt.date) else str(value or "")


def answer_about_person(*, actor: Actor, number: str, question: str, value: str = "", reason: Reason, now: dt.datetime) -> bool | None:
    """Yes, no, or None when the register lacks what the answer needs; ``value`` as PersonQuestion says.

    Raises LookUpNotAllowed, PurposeMissing, UnknownQuestion, QuestionIncomplete, PersonNotFound.
    """
    if question not in list(PersonQuestion):
        raise UnknownQuestion("question", name=question)
    asked = PersonQuestion(question)
    value = clean(value)
    _check_value(asked, value)
    person = _asked(actor, number, reason, f"question:{question}", now)
    if person is None:
        raise PersonNotFound
    return _answer(person, asked, value, local(now).date())


def read_person_record(*, actor: Actor, number: str, reason: Reason, now: dt.datetime) -> PersonRecord:
    """The whole record with relatives and residences, for keepers of the register and services with the right.

    Raises RegistryNotAllowed, PurposeMissing, PersonNotFound.
    """
    access_keeping(actor)
    person = _asked(actor, number, reason, "record", now)
    if person is None:
        raise PersonNotFound
    return full_record(person.pk)


def open_person_record(*, actor: Actor, person_id: int, reason: Reason, now: dt.datetime) -> PersonRecord:
    """The same by id, for the pages of the keepers.  Raises RegistryNotAllowed, PurposeMissing, PersonNotFound."""
    access_keeping(actor)
    record = full_record(person_id)
    _record(actor, person_id, reason, "record", now)
    return record


def _asked(actor: Actor, number: str, reason: Reason, asked: str, now: dt.datetime) -> Person | None:
    """The person behind the number; the question is recorded whether or not there is one."""
    access_look_up(actor)
    person = answering_person(clean(number))
    _record(actor, person.pk if person else None, reason, asked, now)
    return person


def _record(actor: Actor, person_id: int | None, reason: Reason, asked: str, now: dt.datetime) -> None:
    record_read(
        actor=actor,
        subject_type="person",
        subject_id=person_id or 0,
        purpose=reason.purpose,
        now=now,
        person_id=person_id,
        detail=reason.as_detail(asked),
    )


_WITH_NUMBER = (PersonQuestion.SAME_HOUSEHOLD, PersonQuestion.PARENT_OF, PersonQuestion.SPOUSE_OF, PersonQuestion.REPRESENTS)
_LONGEST_AGE = 3


def _check_value(asked: PersonQuestion, value: str) -> None:
    if asked == PersonQuestion.OLDER_THAN:
        if not (value.isascii() and value.isdigit() and len(value) <= _LONGEST_AGE):
            raise QuestionIncomplete("value")
    elif asked in (*_WITH_NUMBER, PersonQuestion.LIVES_IN) and not value:
        raise QuestionIncomplete("value")


def _answer(person: Person, asked: PersonQuestion, value: str, today: dt.date) -> bool | None:
    if asked == PersonQuestion.OLDER_THAN:
        return _is_older(person, int(value), today)
    if asked == PersonQuestion.LIVES_IN:
        return _lives_in(person, value, today)
    if asked == PersonQuestion.ALIVE:
        return person.died_on is None
    if asked == PersonQuestion.HEADS_HOUSEHOLD:
        return Household.objects.filter(head=person).exists()
    if asked == PersonQuestion.REPRESENTS:
        return Business.objects.filter(number=normal_business_number(value) or "-", representative=person).exists()
    return _is_related(person, asked, answering_person(value))


def _is_older(person: Person, years: int, today: dt.date) -> bool | None:
    """Whether the person has completed so many years; None while a date known only in part leaves it open."""
    born = person.born_on
    if born is None:
        return None
    birthday = (born.year + years, born.month, born.day)
    if person.birth_precision == "y" and today.year == birthday[0]:
        return None
    if person.birth_precision == "m" and (today.year, today.month) == birthday[:2]:
        return None
    return (today.year, today.month, today.day) >= birthday


def _lives_in(person: Person, code: str, today: dt.date) -> bool | None:
    """Whether the unit of the permanent residence, as it was or as it is today, is the unit or lies in it."""
    if person.unit is None:
        return None
    now_unit = resolve_unit(person.unit.pk, today)
    around = [person.unit, now_unit, *list_ancestors(person.unit), *list_ancestors(now_unit)]
    return any(unit.code == code for unit in around)


def _is_related(person: Person, asked: PersonQuestion, other: Person | None) -> bool:
    if other is None:
        return False
    if asked == PersonQuestion.SAME_HOUSEHOLD:
        return person.household_id is not None and person.household_id == other.household_id
    open_ties = Relation.objects.filter(valid_to__isnull=True)
    if asked == PersonQuestion.PARENT_OF:
        return open_ties.filter(person=other, relative=person, kind__in=[RelationKind.FATHER, RelationKind.MOTHER]).exists()
    married = Q(person=person, relative=other) | Q(person=other, relative=person)
    return open_ties.filter(married, kind=RelationKind.SPOUSE).exists()
