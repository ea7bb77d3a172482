"""Keeping the record of a person: first entry, correction, move, death."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from sen.kernel.actor import Actor
from sen.kernel.clock import local
from sen.kernel.text import clean
from sen.registries.parties.errors import (
    BasisMissing,
    DateContradicts,
    IdentityNumberTaken,
    NothingChanges,
    PersonHasDied,
    PersonIsMerged,
    PersonNotFound,
)
from sen.registries.parties.models import ChangeKind, Person, Relation, RelationKind, Residence, ResidenceKind
from sen.registries.parties.policies import access_keeping
from sen.registries.parties.services.history import note_person_change, note_population, population_group
from sen.registries.parties.services.writing import apply, brought_into_shape, check_dates, check_identity, differences

MARRIED, WIDOWED = "2", "4"


def lock_person(person_id: int, *, alive: bool = False) -> Person:
    """The row, locked.  Raises PersonNotFound, PersonIsMerged, and PersonHasDied when it must be a living person."""
    person = Person.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        raise PersonNotFound
    if person.merged_into_id:
        raise PersonIsMerged
    if alive and person.died_on:
        raise PersonHasDied
    return person


@transaction.atomic
def register_person(*, actor: Actor, values: Mapping[str, Any], basis: str, effective_on: dt.date, now: dt.datetime) -> int:
    """Enter a person with the fields given; returns the id.

    Raises RegistryNotAllowed, BasisMissing, IdentityNumberMalformed, IdentityNumberContradicts, IdentityNumberTaken,
    PersonNameMissing, UnknownCode, DateContradicts.  Basis: 26/2023/QH15, Article 9.
    """
    access_keeping(actor)
    _need_basis(basis)
    shaped = brought_into_shape({"identity_number": "", "name": "", **values})
    person = Person(**shaped, changed_at=now)
    read = check_identity(person.identity_number, born_on=person.born_on, precision=person.birth_precision, gender=person.gender)
    person.gender = person.gender or read.gender
    check_dates(person, local(now).date())
    if Person.objects.filter(identity_number=person.identity_number).exists():
        raise IdentityNumberTaken("identity_number")
    person.save()
    note_population(moves=[(None, population_group(person))])
    note_person_change(actor=actor, person=person, kind=ChangeKind.CREATE, effective_on=effective_on, now=now, basis=clean(basis))
    return person.pk


@transaction.atomic
def correct_person(*, actor: Actor, person_id: int, values: Mapping[str, Any], basis: str, effective_on: dt.date, now: dt.datetime) -> int:
    """Change the fields given; returns the change number.  A new residence is ``move_person``, a death ``record_death``.

    Raises what register_person raises, and PersonNotFound, PersonIsMerged, NothingChanges.
    """
    access_keeping(actor)
    _need_basis(basis)
    person = lock_person(person_id)
    changed = differences(person, brought_into_shape(values))
    if not changed:
        raise NothingChanges
    before = population_group(person)
    apply(person, changed)
    if changed.keys() & {"identity_number", "born_on", "gender"}:
        check_identity(person.identity_number, born_on=person.born_on, precision=person.birth_precision, gender=person.gender)
    if "identity_number" in changed and Person.objects.filter(identity_number=person.identity_number).exists():
        raise IdentityNumberTaken("identity_number")
    check_dates(person, local(now).date())
    person.changed_at = now
    person.save(update_fields=[*changed, "changed_at"])
    note_population(moves=[(before, population_group(person))])
    told = {name: pair for name, pair in changed.items() if name != "name_folded"}
    return note_person_change(
        actor=actor, person=person, kind=ChangeKind.CORRECT, effective_on=effective_on, now=now, detail=told, basis=clean(basis)
    )


@transaction.atomic
def move_person(
    *,
    actor: Actor,
    person_id: int,
    kind: ResidenceKind,
    unit_id: int | None,
    address: str,
    basis: str,
    effective_on: dt.date,
    now: dt.datetime,
) -> int:
    """Give the person a residence of the kind from a day on; the one before is kept in the history with the unit of its time.

    Raises RegistryNotAllowed, BasisMissing, PersonNotFound, PersonIsMerged, PersonHasDied, NothingChanges, DateContradicts.
    Basis: 68/2020/QH14 (residence), Articles 20 to 27.
    """
    access_keeping(actor)
    _need_basis(basis)
    person = lock_person(person_id, alive=True)
    if effective_on > local(now).date() or (person.born_on and effective_on < person.born_on):
        raise DateContradicts("effective_on")
    address = clean(address)
    if kind == ResidenceKind.TEMPORARY:
        changed: dict[str, tuple[Any, Any]] = {"temporary": ("", address), "temporary_unit_id": (None, unit_id)}
        facts = {"unit_id": unit_id, "address": address, "valid_from": effective_on, "basis": clean(basis)}
        Residence.objects.create(person=person, kind=kind, **facts)
    else:
        names = ("address", "unit_id") if kind == ResidenceKind.PERMANENT else ("current_address", "current_unit_id")
        changed = differences(person, dict(zip(names, (address, unit_id), strict=True)))
        if not changed:
            raise NothingChanges
        _close_residence(person, kind, effective_on, basis)
    before = population_group(person)
    apply(person, {name: pair for name, pair in changed.items() if not name.startswith("temporary")})
    person.changed_at = now
    person.save(update_fields=["address", "unit_id", "current_address", "current_unit_id", "changed_at"])
    note_population(moves=[(before, population_group(person))])
    return note_person_change(
        actor=actor, person=person, kind=ChangeKind.MOVE, effective_on=effective_on, now=now, detail=changed, basis=clean(basis)
    )


def _close_residence(person: Person, kind: ResidenceKind, effective_on: dt.date, basis: str) -> None:
    """Keep the residence that ends, from the day the one before it ended."""
    address, unit_id = (
        (person.address, person.unit_id) if kind == ResidenceKind.PERMANENT else (person.current_address, person.current_unit_id)
    )
    if not address and unit_id is None:
        return
    last = Residence.objects.filter(person=person, kind=kind, valid_to__isnull=False).order_by("-valid_to").first()
    if last and last.valid_to and last.valid_to >= effective_on:
        raise DateContradicts("effective_on")
    Residence.objects.create(
        person=person,
        kind=kind,
        unit_id=unit_id,
        address=address,
        valid_from=last.valid_to if last else None,
        valid_to=effective_on,
        basis=clean(basis),
    )


@transaction.atomic
def record_death(*, actor: Actor, person_id: int, died_on: dt.date, basis: str, now: dt.datetime) -> int:
    """Register a death: the person leaves the count, a marriage ends, the spouse is widowed; returns the change number.

    Raises RegistryNotAllowed, BasisMissing, PersonNotFound, PersonIsMerged, PersonHasDied, DateContradicts.
    Basis: 60/2014/QH13 (civil status), Articles 32 to 34.
    """
    access_keeping(actor)
    _need_basis(basis)
    person = lock_person(person_id, alive=True)
    before = population_group(person)
    person.died_on, person.changed_at = died_on, now
    check_dates(person, local(now).date())
    person.save(update_fields=["died_on", "changed_at"])
    note_population(moves=[(before, None)])
    number = note_person_change(
        actor=actor,
        person=person,
        kind=ChangeKind.DEATH,
        effective_on=died_on,
        now=now,
        detail={"died_on": (None, died_on)},
        basis=clean(basis),
    )
    _widow(actor, person, died_on, clean(basis), now)
    return number


def _widow(actor: Actor, person: Person, died_on: dt.date, basis: str, now: dt.datetime) -> None:
    marriages = Relation.objects.select_for_update().filter(kind=RelationKind.SPOUSE, valid_to__isnull=True)
    for marriage in [*marriages.filter(person=person), *marriages.filter(relative=person)]:
        marriage.valid_to = died_on
        marriage.save(update_fields=["valid_to"])
        other_id = marriage.relative_id if marriage.person_id == person.pk else marriage.person_id
        other = Person.objects.select_for_update().filter(pk=other_id or 0, died_on__isnull=True).first()
        if other:
            detail = {"marital_status": (other.marital_status, WIDOWED)}
            other.marital_status, other.changed_at = WIDOWED, now
            other.save(update_fields=["marital_status", "changed_at"])
            kind = ChangeKind.UNRELATE
            note_person_change(actor=actor, person=other, kind=kind, effective_on=died_on, now=now, detail=detail, basis=basis)


def _need_basis(basis: str) -> None:
    if not clean(basis):
        raise BasisMissing("basis")
