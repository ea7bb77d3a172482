"""Households with a head, and relations that make sense."""

import datetime as dt

import pytest

from sen.kernel.actor import Actor
from sen.registries.parties.errors import HeadLeaves, NothingChanges, RegistryNotAllowed, RelationContradicts
from sen.registries.parties.models import Household, Person, PersonChange, Relation, RelationKind
from sen.registries.parties.selectors import get_household, list_relatives
from sen.registries.parties.services import change_head, end_relation, found_household, join_household, relate_persons
from sen.registries.parties.tests.conftest import TODAY
from sen.registries.units.models import AdministrativeUnit
from tests.factories import MONDAY, make_person

pytestmark = pytest.mark.django_db
BASIS = "Sổ hộ khẩu 12"


@pytest.fixture
def man(unit: AdministrativeUnit) -> Person:
    return make_person("Lê Văn Hòa", identity_number="087085990778", gender="1", born_on=dt.date(1985, 2, 1), unit=unit)


@pytest.fixture
def woman(unit: AdministrativeUnit) -> Person:
    return make_person("Trần Thị Mai", identity_number="087190990777", unit=unit)


@pytest.fixture
def child(unit: AdministrativeUnit) -> Person:
    return make_person("Lê Thị Na", identity_number="087315990001", born_on=dt.date(2015, 3, 3), unit=unit)


def found(actor: Actor, person: Person) -> int:
    return found_household(actor=actor, head_id=person.pk, code="H-1", basis=BASIS, effective_on=TODAY, now=MONDAY)


def join(actor: Actor, person: Person, household_id: int | None, relation: str = "Vợ") -> int:
    facts = {"household_id": household_id, "relation": relation, "basis": BASIS, "effective_on": TODAY}
    return join_household(actor=actor, person_id=person.pk, now=MONDAY, **facts)


def relate(actor: Actor, person: Person, kind: RelationKind, relative: Person) -> int:
    return relate_persons(actor=actor, person_id=person.pk, kind=kind, relative_id=relative.pk, basis=BASIS, effective_on=TODAY, now=MONDAY)


def test_a_household_has_its_head_first(keeper: Actor, man: Person, woman: Person) -> None:
    household = found(keeper, man)
    join(keeper, woman, household)
    facts = get_household(household)
    assert [(m.name, m.relation, m.is_head) for m in facts.members] == [("Lê Văn Hòa", "Chủ hộ", True), ("Trần Thị Mai", "Vợ", False)]


def test_a_head_stays_while_others_do(keeper: Actor, man: Person, woman: Person) -> None:
    household = found(keeper, man)
    join(keeper, woman, household)
    with pytest.raises(HeadLeaves):
        join(keeper, man, None)
    assert Household.objects.get().head_id == man.pk


def test_another_member_becomes_the_head(keeper: Actor, man: Person, woman: Person) -> None:
    household = found(keeper, man)
    join(keeper, woman, household)
    change_head(actor=keeper, household_id=household, head_id=woman.pk, basis=BASIS, effective_on=TODAY, now=MONDAY)
    assert get_household(household).members[0].name == "Trần Thị Mai"
    join(keeper, man, None)
    man.refresh_from_db()
    assert man.household_id is None
    assert PersonChange.objects.filter(person=man, kind="household").count() == 2


def test_joining_where_one_is_already_is_refused(keeper: Actor, man: Person, woman: Person) -> None:
    household = found(keeper, man)
    join(keeper, woman, household)
    with pytest.raises(NothingChanges):
        join(keeper, woman, household)
    assert PersonChange.objects.filter(person=woman).count() == 1


def test_only_keepers_found_households(clerk: Actor, man: Person) -> None:
    with pytest.raises(RegistryNotAllowed):
        found(clerk, man)
    assert not Household.objects.exists()


def test_parents_and_children_see_each_other(keeper: Actor, man: Person, woman: Person, child: Person) -> None:
    relate(keeper, child, RelationKind.FATHER, man)
    relate(keeper, child, RelationKind.MOTHER, woman)
    assert [(r.word, r.name) for r in list_relatives(child.pk)] == [("Cha", "Lê Văn Hòa"), ("Mẹ", "Trần Thị Mai")]
    assert [(r.word, r.name) for r in list_relatives(man.pk)] == [("Con", "Lê Thị Na")]


def test_a_marriage_makes_both_married_and_its_end_both_divorced(keeper: Actor, man: Person, woman: Person) -> None:
    relation = relate(keeper, man, RelationKind.SPOUSE, woman)
    assert [(r.word, r.name) for r in list_relatives(man.pk)] == [("Vợ", "Trần Thị Mai")]
    assert [(r.word, r.name) for r in list_relatives(woman.pk)] == [("Chồng", "Lê Văn Hòa")]
    end_relation(actor=keeper, relation_id=relation, basis="Bản án 3", effective_on=TODAY, now=MONDAY)
    assert set(Person.objects.values_list("marital_status", flat=True)) == {"3"}
    assert Relation.objects.get().valid_to == TODAY
    with pytest.raises(NothingChanges):
        end_relation(actor=keeper, relation_id=relation, basis="Bản án 3", effective_on=TODAY, now=MONDAY)


@pytest.mark.parametrize("case", ["itself", "woman as father", "younger parent", "second father", "bigamy", "child marries"])
def test_relations_that_cannot_be_are_refused(keeper: Actor, man: Person, woman: Person, child: Person, case: str) -> None:
    if case == "second father":
        relate(keeper, child, RelationKind.FATHER, man)
    if case == "bigamy":
        relate(keeper, man, RelationKind.SPOUSE, woman)
    other = make_person("Võ Văn Tư", identity_number="087080990009", gender="1", born_on=dt.date(1980, 1, 1))
    asked = {
        "itself": (man, RelationKind.GUARDIAN, man),
        "woman as father": (child, RelationKind.FATHER, woman),
        "younger parent": (man, RelationKind.MOTHER, child),
        "second father": (child, RelationKind.FATHER, other),
        "bigamy": (woman, RelationKind.SPOUSE, other),
        "child marries": (child, RelationKind.SPOUSE, other),
    }[case]
    before = Relation.objects.count()
    with pytest.raises(RelationContradicts):
        relate(keeper, *asked)
    assert Relation.objects.count() == before
