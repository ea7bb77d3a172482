"""Looking people up for a purpose, and remembering what they said at the counter."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from sen.foundation.accounts.services import link_person
from sen.foundation.audit.services import record_read
from sen.kernel.actor import SYSTEM, Actor
from sen.kernel.clock import local
from sen.kernel.identifiers import is_citizen_number, normal_phone
from sen.kernel.text import clean, fold
from sen.registries.parties.errors import IdentityNumberMalformed, PersonNameMissing
from sen.registries.parties.models import ChangeKind, Person
from sen.registries.parties.policies import access_look_up
from sen.registries.parties.selectors import answering_person, facts_of
from sen.registries.parties.services.history import note_person_change, note_population, population_group
from sen.registries.parties.types import PersonFacts


@transaction.atomic
def find_person_by_number(*, actor: Actor, number: str, purpose: str, now: dt.datetime) -> PersonFacts | None:
    """What is known of the person with the identity number, or None; a hit is recorded with its purpose for the person to see.

    A number of a merged record finds the record that answers for it.  Raises LookUpNotAllowed, PurposeMissing.
    Basis: 91/2025/QH15 (protection of personal data).
    """
    access_look_up(actor)
    person = answering_person(clean(number))
    record_read(
        actor=actor,
        subject_type="person",
        subject_id=person.pk if person else 0,
        purpose=purpose,
        now=now,
        person_id=person.pk if person else None,
    )
    return facts_of(person) if person else None


@transaction.atomic
def remember_person(
    *,
    actor: Actor,
    identity_number: str,
    name: str,
    now: dt.datetime,
    born_on: dt.date | None = None,
    gender: str = "",
    phone: str = "",
    email: str = "",
    address: str = "",
    unit_id: int | None = None,
) -> PersonFacts:
    """Write down what a person said at the counter; what was left blank keeps its earlier value.

    Raises LookUpNotAllowed, IdentityNumberMalformed, PersonNameMissing.
    """
    access_look_up(actor)
    number, name = _number_and_name(identity_number, name)
    given = {
        "name": name,
        "name_folded": fold(name),
        "born_on": born_on,
        "gender": gender,
        "phone": normal_phone(phone),
        "email": clean(email),
        "address": clean(address),
        "unit_id": unit_id,
    }
    person, fresh = Person.objects.select_for_update().get_or_create(
        identity_number=number, defaults={**{key: value for key, value in given.items() if value}, "changed_at": now}
    )
    before = None if fresh else population_group(person)
    changed = _update(person, given, now)
    if fresh or changed:
        note_population(moves=[(before, population_group(person))])
        kind = ChangeKind.CREATE if fresh else ChangeKind.CORRECT
        note_person_change(actor=actor, person=person, kind=kind, effective_on=local(now).date(), now=now, detail=changed)
    return facts_of(Person.objects.select_related("unit").get(pk=person.pk))


def _number_and_name(identity_number: str, name: str) -> tuple[str, str]:
    number, name = clean(identity_number), clean(name)
    if not is_citizen_number(number):
        raise IdentityNumberMalformed("identity_number")
    if not name:
        raise PersonNameMissing("name")
    return number, name


def _update(person: Person, given: Mapping[str, Any], now: dt.datetime) -> dict[str, tuple[Any, Any]]:
    """Write what was given and differs; the fields that changed with their old and new values."""
    changed = {key: (getattr(person, key), value) for key, value in given.items() if value and getattr(person, key) != value}
    if changed:
        for key, (_old, new) in changed.items():
            setattr(person, key, new)
        person.changed_at = now
        person.save(update_fields=[*changed, "changed_at"])
    return {key: pair for key, pair in changed.items() if key != "name_folded"}


@transaction.atomic
def link_registered_citizen(*, account_id: int, identity_number: str, name: str, born_on: dt.date, phone: str, now: dt.datetime) -> None:
    """Tie a new citizen account to its person, making the person when the number is new; harmless when done twice.

    What the register already knows is not overwritten: the account stated it without proof.
    """
    facts = {"name": name, "name_folded": fold(name), "born_on": born_on, "phone": phone, "gender": gender_of(identity_number)}
    person, fresh = Person.objects.get_or_create(identity_number=identity_number, defaults={**facts, "changed_at": now})
    if fresh:
        note_population(moves=[(None, population_group(person))])
        note_person_change(actor=SYSTEM, person=person, kind=ChangeKind.CREATE, effective_on=local(now).date(), now=now)
    link_person(account_id=account_id, person_id=person.merged_into_id or person.pk)


def gender_of(identity_number: str) -> str:
    """1 male or 2 female, by the century digit of the identity number.

    Basis: 59/2021/TT-BCA, Article 4.
    """
    return "2" if int(identity_number[3]) % 2 else "1"
