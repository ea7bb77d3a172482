"""Entering people, correcting them, moving them, registering a death: every change dated, numbered and counted."""

import datetime as dt
from typing import Any

import pytest

from sen.foundation.audit.models import AuditEntry
from sen.foundation.feeds.selectors import changes_after
from sen.foundation.jobs.models import OutboxEvent
from sen.kernel.actor import Actor
from sen.registries.parties.errors import (
    BasisMissing,
    DateContradicts,
    IdentityNumberContradicts,
    IdentityNumberMalformed,
    IdentityNumberTaken,
    NothingChanges,
    PersonHasDied,
    PersonNameMissing,
    RegistryNotAllowed,
    UnknownCode,
    UnknownField,
)
from sen.registries.parties.models import Person, PersonChange, Relation, Residence, ResidenceKind
from sen.registries.parties.selectors import count_people, list_person_changes
from sen.registries.parties.services import (
    correct_person,
    move_person,
    record_death,
    recount_population,
    register_person,
    remember_person,
)
from sen.registries.parties.tests.conftest import TODAY
from sen.registries.units.models import AdministrativeUnit
from tests.factories import MONDAY, make_person, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("codes")]
NUMBER = "087190990777"
BASIS = "Giấy khai sinh số 12/2026"


def enter(actor: Actor, **values: Any) -> Person:
    given = {"identity_number": NUMBER, "name": "Trần Thị Mai", "born_on": dt.date(1990, 5, 17), **values}
    return Person.objects.get(pk=register_person(actor=actor, values=given, basis=BASIS, effective_on=TODAY, now=MONDAY))


def correct(actor: Actor, person: Person, **values: Any) -> int:
    return correct_person(actor=actor, person_id=person.pk, values=values, basis=BASIS, effective_on=TODAY, now=MONDAY)


def move(actor: Actor, person: Person, unit: AdministrativeUnit, on: dt.date = TODAY, kind: ResidenceKind = ResidenceKind.PERMANENT) -> int:
    facts = {"kind": kind, "unit_id": unit.pk, "address": "Số 9", "basis": "Quyết định 4", "effective_on": on}
    return move_person(actor=actor, person_id=person.pk, now=MONDAY, **facts)


def test_a_new_person_is_kept_counted_and_told(keeper: Actor, unit: AdministrativeUnit) -> None:
    person = enter(keeper, unit_id=unit.pk, ethnicity="01")
    assert (person.name_folded, person.gender) == ("tran thi mai", "2")
    change = PersonChange.objects.get()
    assert (change.number, change.kind, change.effective_on, change.actor_name) == (1, "create", TODAY, keeper.name)
    assert [(row.number, row.key) for row in changes_after("dan-cu", 0)] == [(1, NUMBER)]
    assert OutboxEvent.objects.filter(topic="parties.PersonChanged").get().payload == {
        "person_id": person.pk,
        "change_number": 1,
        "count": 1,
    }
    assert count_people() == 1 and recount_population() == 0


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"identity_number": "12"}, IdentityNumberMalformed),
        ({"identity_number": "088190990777"}, IdentityNumberContradicts),
        ({"gender": "1"}, IdentityNumberContradicts),
        ({"born_on": dt.date(1991, 5, 17)}, IdentityNumberContradicts),
        ({"name": " "}, PersonNameMissing),
        ({"ethnicity": "99"}, UnknownCode),
        ({"blood_type": "C"}, UnknownCode),
        ({"shoe_size": "41"}, UnknownField),
        ({"card_issued_on": dt.date(1980, 1, 1)}, DateContradicts),
    ],
)
def test_what_contradicts_itself_or_the_lists_is_not_kept(keeper: Actor, values: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        enter(keeper, **values)
    assert not Person.objects.exists() and not PersonChange.objects.exists() and count_people() == 0


def test_a_number_is_entered_once(keeper: Actor) -> None:
    enter(keeper)
    with pytest.raises(IdentityNumberTaken):
        enter(keeper, name="Người Khác")
    assert Person.objects.count() == 1


def test_only_keepers_change_the_register_and_only_with_a_basis(keeper: Actor, clerk: Actor) -> None:
    with pytest.raises(RegistryNotAllowed):
        enter(clerk)
    with pytest.raises(BasisMissing):
        register_person(actor=keeper, values={"identity_number": NUMBER, "name": "Mai"}, basis=" ", effective_on=TODAY, now=MONDAY)
    assert not Person.objects.exists()


def test_a_correction_keeps_the_old_value_in_the_history(keeper: Actor) -> None:
    person = enter(keeper)
    assert correct(keeper, person, name="Trần Thị Ngọc Mai", ethnicity="05") == 2
    person.refresh_from_db()
    assert person.name_folded == "tran thi ngoc mai"
    (latest, _first) = list_person_changes([person.pk])
    assert ("Họ, chữ đệm và tên", "Trần Thị Mai", "Trần Thị Ngọc Mai") in latest.fields
    assert ("Dân tộc", "", "Khơ-me") in latest.fields


def test_a_correction_that_changes_nothing_is_refused(keeper: Actor) -> None:
    person = enter(keeper)
    with pytest.raises(NothingChanges):
        correct(keeper, person, name="Trần  Thị Mai")
    assert PersonChange.objects.count() == 1


def test_a_correction_may_not_take_anothers_number(keeper: Actor) -> None:
    person = enter(keeper)
    make_person("Khác", identity_number="087190990778")
    with pytest.raises(IdentityNumberTaken):
        correct(keeper, person, identity_number="087190990778")
    person.refresh_from_db()
    assert person.identity_number == NUMBER


def test_a_move_keeps_the_former_home_with_the_unit_of_its_time(keeper: Actor, unit: AdministrativeUnit) -> None:
    person = enter(keeper, unit_id=unit.pk, address="Số 5")
    there = make_unit("Xã Mỹ Thọ")
    move(keeper, person, there)
    person.refresh_from_db()
    former = Residence.objects.get()
    assert (person.unit_id, person.address) == (there.pk, "Số 9")
    assert (former.unit_id, former.address, former.valid_to) == (unit.pk, "Số 5", TODAY)
    assert recount_population() == 0


def test_a_second_move_must_lie_after_the_first(keeper: Actor, unit: AdministrativeUnit) -> None:
    person = enter(keeper, unit_id=unit.pk, address="Số 5")
    move(keeper, person, make_unit("Xã A"), TODAY)
    with pytest.raises(DateContradicts):
        move(keeper, person, make_unit("Xã B"), TODAY - dt.timedelta(days=9))
    assert Residence.objects.count() == 1


def test_a_temporary_home_stands_beside_the_permanent_one(keeper: Actor, unit: AdministrativeUnit) -> None:
    person = enter(keeper, unit_id=unit.pk, address="Số 5")
    move(keeper, person, make_unit("Xã A"), kind=ResidenceKind.TEMPORARY)
    person.refresh_from_db()
    assert person.unit_id == unit.pk
    assert Residence.objects.get().valid_to is None


def test_a_death_leaves_the_count_and_widows_the_spouse(keeper: Actor, unit: AdministrativeUnit) -> None:
    person = enter(keeper, unit_id=unit.pk)
    husband = make_person("Lê Văn Hòa", identity_number="087085990778", gender="1", marital_status="2")
    Relation.objects.create(person=husband, kind="spouse", relative=person)
    record_death(actor=keeper, person_id=person.pk, died_on=TODAY, basis="Trích lục khai tử 9", now=MONDAY)
    husband.refresh_from_db()
    assert husband.marital_status == "4"
    assert Relation.objects.get().valid_to == TODAY
    assert count_people() == 0
    with pytest.raises(PersonHasDied):
        move(keeper, person, make_unit("Xã A"))
    with pytest.raises(PersonHasDied):
        record_death(actor=keeper, person_id=person.pk, died_on=TODAY, basis="x", now=MONDAY)


def test_nobody_dies_before_birth_or_tomorrow(keeper: Actor) -> None:
    person = enter(keeper)
    for date in (dt.date(1989, 1, 1), TODAY + dt.timedelta(days=1)):
        with pytest.raises(DateContradicts):
            record_death(actor=keeper, person_id=person.pk, died_on=date, basis="x", now=MONDAY)
    person.refresh_from_db()
    assert person.died_on is None


def test_what_the_counter_remembers_is_a_numbered_change_too(clerk: Actor) -> None:

    remember_person(actor=clerk, identity_number=NUMBER, name="Trần Thị Mai", born_on=dt.date(1990, 5, 17), now=MONDAY)
    remember_person(actor=clerk, identity_number=NUMBER, name="Trần Thị Mai", phone="0900000001", now=MONDAY)
    assert list(PersonChange.objects.order_by("number").values_list("kind", flat=True)) == ["create", "correct"]
    assert AuditEntry.objects.filter(action="person.update").count() == 1
    assert recount_population() == 0
