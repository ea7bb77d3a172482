"""Reads of people by id.  Reading by number is a service, because it leaves a trace."""

from collections.abc import Iterable

from sen.registries.parties.errors import PersonNotFound
from sen.registries.parties.models import Person
from sen.registries.parties.types import PersonFacts


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
