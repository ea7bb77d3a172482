"""Households and relations."""

import datetime as dt

from django.db import transaction

from sen.kernel.actor import Actor
from sen.kernel.clock import local
from sen.kernel.text import clean
from sen.registries.parties.errors import BasisMissing, DateContradicts, HeadLeaves, HouseholdNotFound, NothingChanges, RelationContradicts
from sen.registries.parties.models import ChangeKind, Household, Person, Relation, RelationKind
from sen.registries.parties.policies import access_keeping
from sen.registries.parties.services.corrections import MARRIED, lock_person
from sen.registries.parties.services.history import note_person_change
from sen.registries.parties.types import HEAD

_YOUNGEST_PARENT = 12
_WEDDING_AGE = 18


@transaction.atomic
def found_household(*, actor: Actor, head_id: int, code: str, basis: str, effective_on: dt.date, now: dt.datetime) -> int:
    """Found a household with the person as its head, where the person lives; returns its id.

    Raises RegistryNotAllowed, BasisMissing, PersonNotFound, PersonIsMerged, PersonHasDied, HeadLeaves, NothingChanges.
    """
    access_keeping(actor)
    person = lock_person(head_id, alive=True)
    if person.unit_id is None or not clean(code) or Household.objects.filter(code=clean(code)).exists():
        raise NothingChanges("code")
    _may_leave(person)
    household = Household.objects.create(code=clean(code), unit_id=person.unit_id, address=person.address, head=person)
    _place(actor, person, household, HEAD, basis, effective_on, now)
    return household.pk


@transaction.atomic
def join_household(
    *, actor: Actor, person_id: int, household_id: int | None, relation: str, basis: str, effective_on: dt.date, now: dt.datetime
) -> int:
    """Bring the person into a household as ``relation`` of its head, or out of every household; returns the change number.

    The household left keeps its head: raises HeadLeaves while it has other members.  Also raises RegistryNotAllowed,
    BasisMissing, PersonNotFound, PersonIsMerged, PersonHasDied, HouseholdNotFound, NothingChanges.
    """
    access_keeping(actor)
    person = lock_person(person_id, alive=True)
    household = Household.objects.select_for_update().filter(pk=household_id).first() if household_id else None
    if household_id and household is None:
        raise HouseholdNotFound
    if person.household_id == household_id and person.head_relation == clean(relation):
        raise NothingChanges
    _may_leave(person)
    return _place(actor, person, household, clean(relation), basis, effective_on, now)


@transaction.atomic
def change_head(*, actor: Actor, household_id: int, head_id: int, basis: str, effective_on: dt.date, now: dt.datetime) -> int:
    """Make another living member the head; the relations to the head of the others are to be stated anew.

    Raises RegistryNotAllowed, BasisMissing, HouseholdNotFound, PersonHasDied, NothingChanges.
    """
    access_keeping(actor)
    household = Household.objects.select_for_update().filter(pk=household_id).first()
    if household is None:
        raise HouseholdNotFound
    person = lock_person(head_id, alive=True)
    if person.household_id != household.pk or household.head_id == person.pk:
        raise NothingChanges
    Person.objects.filter(pk=household.head_id or 0, household=household).update(head_relation="", changed_at=now)
    household.head = person
    household.save(update_fields=["head"])
    return _place(actor, person, household, HEAD, basis, effective_on, now)


def _may_leave(person: Person) -> None:
    led = Household.objects.select_for_update().filter(head=person).first()
    if led is None:
        return
    if led.members.filter(died_on__isnull=True).exclude(pk=person.pk).exists():
        raise HeadLeaves
    led.head = None
    led.save(update_fields=["head"])


def _place(
    actor: Actor, person: Person, household: Household | None, relation: str, basis: str, effective_on: dt.date, now: dt.datetime
) -> int:
    if not clean(basis):
        raise BasisMissing("basis")
    old = person.household.code if person.household else ""
    detail = {"household": (old, household.code if household else ""), "head_relation": (person.head_relation, relation)}
    person.household, person.head_relation, person.changed_at = household, relation if household else "", now
    person.save(update_fields=["household", "head_relation", "changed_at"])
    kind = ChangeKind.HOUSEHOLD
    return note_person_change(actor=actor, person=person, kind=kind, effective_on=effective_on, now=now, detail=detail, basis=clean(basis))


@transaction.atomic
def relate_persons(
    *, actor: Actor, person_id: int, kind: RelationKind, relative_id: int, basis: str, effective_on: dt.date, now: dt.datetime
) -> int:
    """Tie two people of the register; a marriage makes both married.  Returns the relation's id.

    Raises RegistryNotAllowed, BasisMissing, PersonNotFound, PersonIsMerged, PersonHasDied, DateContradicts, RelationContradicts.
    Basis: 52/2014/QH13 (marriage and family), Articles 8 and 88.
    """
    access_keeping(actor)
    if not clean(basis):
        raise BasisMissing("basis")
    first, second = sorted((person_id, relative_id))
    if first == second:
        raise RelationContradicts("relative", why="một người không thể là người thân của chính mình")
    locked = {pk: lock_person(pk) for pk in (first, second)}
    person, relative = locked[person_id], locked[relative_id]
    if effective_on > local(now).date():
        raise DateContradicts("effective_on")
    _check_relation(person, kind, relative, effective_on)
    relation = Relation.objects.create(person=person, kind=kind, relative=relative, valid_from=effective_on, basis=clean(basis))
    _tell_both(actor, person, relative, ChangeKind.RELATE, kind, clean(basis), effective_on, now)
    return relation.pk


@transaction.atomic
def end_relation(*, actor: Actor, relation_id: int, basis: str, effective_on: dt.date, now: dt.datetime, divorced: str = "3") -> None:
    """End a relation from a day on; a marriage leaves both divorced.  It stays in the history.

    Raises RegistryNotAllowed, BasisMissing, NothingChanges, DateContradicts.
    """
    access_keeping(actor)
    if not clean(basis):
        raise BasisMissing("basis")
    relation = Relation.objects.select_for_update().filter(pk=relation_id, valid_to__isnull=True).first()
    if relation is None:
        raise NothingChanges
    if effective_on > local(now).date() or (relation.valid_from and effective_on < relation.valid_from):
        raise DateContradicts("effective_on")
    relation.valid_to = effective_on
    relation.save(update_fields=["valid_to"])
    person = lock_person(relation.person_id)
    relative = lock_person(relation.relative_id) if relation.relative_id else None
    kind = RelationKind(relation.kind)
    _tell_both(actor, person, relative, ChangeKind.UNRELATE, kind, clean(basis), effective_on, now, status=divorced)


def _tell_both(
    actor: Actor,
    person: Person,
    relative: Person | None,
    change: ChangeKind,
    kind: RelationKind,
    basis: str,
    effective_on: dt.date,
    now: dt.datetime,
    *,
    status: str = MARRIED,
) -> None:
    for one, other in ((person, relative), (relative, person)):
        if one is None:
            continue
        name = other.name if other else ""
        detail: dict[str, tuple[object, object]] = {str(kind): ("", name) if change == ChangeKind.RELATE else (name, "")}
        one.changed_at = now
        if kind == RelationKind.SPOUSE and one.died_on is None and one.marital_status != status:
            detail["marital_status"] = (one.marital_status, status)
            one.marital_status = status
        one.save(update_fields=["marital_status", "changed_at"])
        note_person_change(actor=actor, person=one, kind=change, effective_on=effective_on, now=now, detail=detail, basis=basis)


def _check_relation(person: Person, kind: RelationKind, relative: Person, on: dt.date) -> None:
    open_ties = Relation.objects.filter(kind=kind, valid_to__isnull=True)
    if kind in (RelationKind.FATHER, RelationKind.MOTHER):
        if open_ties.filter(person=person).exists():
            raise RelationContradicts("kind", why="người này đã có cha hoặc mẹ trong cơ sở dữ liệu")
        if relative.gender and relative.gender != ("1" if kind == RelationKind.FATHER else "2"):
            raise RelationContradicts("relative", why="giới tính không phù hợp")
        if person.born_on and relative.born_on and relative.born_on.year + _YOUNGEST_PARENT > person.born_on.year:
            raise RelationContradicts("relative", why="cha mẹ phải lớn tuổi hơn con")
    if kind == RelationKind.SPOUSE:
        _check_marriage(person, relative, on)


def _check_marriage(person: Person, relative: Person, on: dt.date) -> None:
    marriages = Relation.objects.filter(kind=RelationKind.SPOUSE, valid_to__isnull=True)
    for one in (person, relative):
        if marriages.filter(person=one).exists() or marriages.filter(relative=one).exists():
            raise RelationContradicts("relative", why="một trong hai người đang có vợ hoặc chồng")
        if one.born_on and on.year - one.born_on.year < _WEDDING_AGE:
            raise RelationContradicts("relative", why="chưa đủ tuổi kết hôn")
        if one.died_on:
            raise RelationContradicts("relative", why="một trong hai người đã mất")
