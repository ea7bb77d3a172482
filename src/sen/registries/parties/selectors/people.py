"""Reads of people by id.  Reading by number for a purpose is a service, because it leaves a trace."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sen.kernel.actor import Actor
from sen.registries.parties.errors import PersonNotFound
from sen.registries.parties.models import Person, Relation, RelationKind
from sen.registries.parties.policies import access_keeping
from sen.registries.parties.types import PersonFacts, PersonRecord, RelativeFacts, ResidenceFacts

_UNITS = ("unit", "birth_unit", "origin_unit", "current_unit")


def person_facts(person_id: int) -> PersonFacts:
    """What is known of a person, for a caller that already holds the right to see it; raises PersonNotFound."""
    person = Person.objects.select_related("unit").filter(pk=person_id).first()
    if person is None:
        raise PersonNotFound
    return facts_of(person)


def list_persons_by_ids(ids: Iterable[int | None]) -> dict[int, PersonFacts]:
    """The people by id, in one query; unknown ids are left out."""
    people = Person.objects.select_related("unit").filter(pk__in={i for i in ids if i})
    return {person.pk: facts_of(person) for person in people}


def facts_of(person: Person) -> PersonFacts:
    """The value of a row."""
    return PersonFacts(
        person.pk,
        person.identity_number,
        person.name,
        person.born_on,
        person.gender,
        person.phone,
        person.email,
        person.address,
        person.unit_id,
        person.unit.path_name if person.unit else "",
        person.is_demo,
    )


def demo_persons(limit: int) -> list[PersonFacts]:
    """Generated people for demonstrations, in the order they were made."""
    return [facts_of(person) for person in Person.objects.select_related("unit").filter(is_demo=True).order_by("pk")[:limit]]


def answering_person(number: str) -> Person | None:
    """The record that answers for the identity number: its own, or the one it was merged into; at most two queries."""
    person = Person.objects.select_related("unit").filter(identity_number=number).first()
    while person is not None and person.merged_into_id is not None:
        person = Person.objects.select_related("unit").filter(pk=person.merged_into_id).first()
    return person


def person_by_number(number: str) -> PersonFacts | None:
    """The facts behind a number, for a caller whose read is recorded elsewhere or needs no record; None when unknown."""
    person = answering_person(number)
    return facts_of(person) if person else None


def access_person(actor: Actor, person_id: int) -> Person:
    """The row with its units, for those who keep the register.  Raises RegistryNotAllowed, PersonNotFound."""
    access_keeping(actor)
    person = Person.objects.select_related(*_UNITS, "household", "merged_into").filter(pk=person_id).first()
    if person is None:
        raise PersonNotFound
    return person


def full_record(person_id: int) -> PersonRecord:
    """Everything of a person, in three queries; the caller holds the right and has recorded the read.  Raises PersonNotFound."""
    person = Person.objects.select_related(*_UNITS).filter(pk=person_id).first()
    if person is None:
        raise PersonNotFound
    return record_of(person, list_relatives(person.pk), list_residences(person.pk))


def record_of(person: Person, relatives: Iterable[RelativeFacts] = (), residences: Iterable[ResidenceFacts] = ()) -> PersonRecord:
    """The value of a row with its units loaded."""
    names = ("identity_number", "old_number", "name", "other_name", "born_on", "birth_precision", "gender", "birth_place", "origin_place")
    codes = ("ethnicity", "religion", "nationality", "marital_status", "blood_type", "address", "current_address", "phone", "email")
    dates = ("card_issued_on", "card_expires_on", "died_on", "missing_on", "changed_at", "is_demo")
    keys = ("unit_id", "household_id", "head_relation", "merged_into_id")
    return PersonRecord(
        id=person.pk,
        **{name: getattr(person, name) for name in (*names, *codes, *dates, *keys)},
        birth_unit=_path(person.birth_unit),
        origin_unit=_path(person.origin_unit),
        unit_code=person.unit.code if person.unit else "",
        unit_name=_path(person.unit),
        current_unit=_path(person.current_unit),
        relatives=tuple(relatives),
        residences=tuple(residences),
    )


def _path(unit: object) -> str:
    return str(getattr(unit, "path_name", "") or "")


def list_relatives(person_id: int) -> list[RelativeFacts]:
    """Parents, spouses, guardians and children, present ones first; one query."""
    ties = Relation.objects.select_related("person", "relative").filter(Q(person_id=person_id) | Q(relative_id=person_id))
    found = [_relative(tie, person_id) for tie in ties]
    order = {"father": 0, "mother": 1, "spouse": 2, "child": 3, "guardian": 4, "ward": 5}
    return sorted(found, key=lambda one: (one.valid_to is not None, order[one.kind], str(one.born_on or ""), one.name))


_WORDS = {
    "father": _("Cha"),
    "mother": _("Mẹ"),
    "child": _("Con"),
    "guardian": _("Người đại diện"),
    "ward": _("Người được đại diện"),
}
_SPOUSES = {"1": _("Chồng"), "2": _("Vợ")}


def _relative(tie: Relation, person_id: int) -> RelativeFacts:
    forward = tie.person_id == person_id
    other = tie.relative if forward else tie.person
    kind = tie.kind
    if not forward and kind in (RelationKind.FATHER, RelationKind.MOTHER):
        kind = "child"
    elif not forward and kind == RelationKind.GUARDIAN:
        kind = "ward"
    word = str(_SPOUSES.get(other.gender if other else "", _("Vợ, chồng"))) if kind == RelationKind.SPOUSE else str(_WORDS[kind])
    if other is None:
        return RelativeFacts(kind, word, tie.relative_name, tie.relative_number, None, None, None, tie.valid_from, tie.valid_to)
    facts = (other.name, other.identity_number, other.pk, other.born_on, other.died_on)
    return RelativeFacts(kind, word, *facts, tie.valid_from, tie.valid_to)


def list_residences(person_id: int) -> list[ResidenceFacts]:
    """Residences that have ended or stand beside the permanent one, the latest first; the unit as it was."""
    person = Person(pk=person_id)
    rows = person.residences.select_related("unit").order_by("-valid_to", "-valid_from", "-pk")
    return [ResidenceFacts(r.kind, r.address, r.unit_id, _path(r.unit), r.valid_from, r.valid_to, r.basis) for r in rows]
