"""Two records of one person become one answer, and can be parted again exactly."""

import datetime as dt
from typing import Any

import pytest

from sen.kernel.actor import Actor
from sen.registries.parties.errors import MergeContradicts, MergeNotFound, MergeTooOld, PersonIsMerged, RegistryNotAllowed
from sen.registries.parties.models import Business, Household, LikelyTwin, Person, PersonChange, PersonMerge, Relation
from sen.registries.parties.selectors import (
    answering_person,
    count_people,
    describe_twins,
    find_twins_of,
    likely_twins,
    list_person_changes,
)
from sen.registries.parties.services import (
    correct_person,
    dismiss_twins,
    find_likely_twins,
    find_person_by_number,
    merge_persons,
    recount_population,
    undo_merge,
)
from sen.registries.parties.tests.conftest import TODAY
from sen.registries.units.models import AdministrativeUnit
from tests.factories import MONDAY, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(unit: AdministrativeUnit) -> Person:
    person = make_person("Trần Thị Mai", identity_number="087190990777", phone="", unit=unit)
    recount_population()
    return person


@pytest.fixture
def twin(unit: AdministrativeUnit) -> Person:
    person = make_person(
        "Trần Thị Mai", identity_number="087190990771", phone="0900000009", email="mai@example.org", address="Số 5", unit=unit
    )
    recount_population()
    return person


def merge(actor: Actor, kept: Person, twin: Person, **values: Any) -> int:
    return merge_persons(actor=actor, kept_id=kept.pk, absorbed_id=twin.pk, reason="Biên bản xác minh 3", now=MONDAY, **values)


def undo(actor: Actor, merge_id: int) -> None:
    undo_merge(actor=actor, merge_id=merge_id, reason="Xác minh lại: hai người", now=MONDAY)


def snapshot() -> tuple[Any, ...]:
    people = list(Person.objects.order_by("pk").values(*[f.attname for f in Person._meta.concrete_fields if f.name != "changed_at"]))
    ties = list(Relation.objects.order_by("pk").values_list("person_id", "relative_id", "kind"))
    owned = list(Business.objects.values_list("number", "representative_id"))
    return people, ties, owned, list(Household.objects.values_list("code", "head_id"))


def test_the_kept_record_answers_for_both_numbers_and_fills_its_gaps(clerk: Actor, keeper: Actor, kept: Person, twin: Person) -> None:
    merge(keeper, kept, twin)
    kept.refresh_from_db()
    assert (kept.phone, kept.email, kept.address) == ("0900000009", "mai@example.org", "Số 5")
    found = find_person_by_number(actor=clerk, number=twin.identity_number, purpose="Tiếp nhận", now=MONDAY)
    assert found is not None and found.id == kept.pk
    assert count_people() == 1 and recount_population() == 0


def test_both_histories_stay_and_are_shown_together(keeper: Actor, kept: Person, twin: Person) -> None:
    correct_person(actor=keeper, person_id=twin.pk, values={"other_name": "Bé Mai"}, basis="x", effective_on=TODAY, now=MONDAY)
    merge(keeper, kept, twin)
    assert PersonChange.objects.filter(person=twin).count() == 2
    words = [change.word for change in list_person_changes([kept.pk, twin.pk])]
    assert words.count("Gộp bản ghi trùng") == 2 and "Điều chỉnh thông tin" in words


def test_parting_brings_everything_back(keeper: Actor, kept: Person, twin: Person, unit: AdministrativeUnit) -> None:
    child = make_person("Lê Na", identity_number="087315990001", born_on=dt.date(2015, 3, 3))
    Relation.objects.create(person=child, kind="mother", relative=twin)
    Relation.objects.create(person=twin, kind="guardian", relative_name="Võ Văn Tư")
    Business.objects.create(number="1499000027", name="Hộ Mai", name_folded="ho mai", kind="HKD", representative=twin)
    household = Household.objects.create(code="H-1", unit=unit, head=twin)
    Person.objects.filter(pk=twin.pk).update(household=household, head_relation="Chủ hộ")
    recount_population()
    before = snapshot()
    merge_id = merge(keeper, kept, twin)
    assert Relation.objects.get(person=child).relative_id == kept.pk
    assert Business.objects.get().representative_id == kept.pk
    assert snapshot() != before
    undo(keeper, merge_id)
    assert snapshot() == before
    assert recount_population() == 0
    with pytest.raises(MergeNotFound):
        undo(keeper, merge_id)


def test_named_fields_are_taken_over_even_when_there_is_a_value(keeper: Actor, kept: Person, twin: Person) -> None:
    Person.objects.filter(pk=kept.pk).update(phone="0900000001", address="Số 7")
    merge(keeper, kept, twin, take=["phone"])
    kept.refresh_from_db()
    assert (kept.phone, kept.address) == ("0900000009", "Số 7")


def test_a_field_changed_since_cannot_be_given_back(keeper: Actor, kept: Person, twin: Person) -> None:
    merge_id = merge(keeper, kept, twin)
    correct_person(actor=keeper, person_id=kept.pk, values={"email": "new@example.org"}, basis="x", effective_on=TODAY, now=MONDAY)
    with pytest.raises(MergeTooOld):
        undo(keeper, merge_id)
    assert PersonMerge.objects.get().undone_at is None
    assert answering_person(twin.identity_number).pk == kept.pk


def test_a_merged_record_is_not_worked_on(keeper: Actor, kept: Person, twin: Person) -> None:
    merge(keeper, kept, twin)
    with pytest.raises(PersonIsMerged):
        correct_person(actor=keeper, person_id=twin.pk, values={"name": "Khác"}, basis="x", effective_on=TODAY, now=MONDAY)
    with pytest.raises(PersonIsMerged):
        merge(keeper, twin, kept)


def test_a_man_and_a_woman_are_two_people(keeper: Actor, clerk: Actor, kept: Person) -> None:
    man = make_person("Trần Thị Mai", identity_number="087090990777", gender="1")
    for actor, other, error in ((keeper, man, MergeContradicts), (keeper, kept, MergeContradicts), (clerk, man, RegistryNotAllowed)):
        with pytest.raises(error):
            merge(actor, kept, other)
    assert not PersonMerge.objects.exists()


def test_likely_twins_are_found_by_name_day_and_unit_and_dismissed_for_good(keeper: Actor, kept: Person, twin: Person) -> None:
    make_person("Trần Thị Mai", identity_number="087191990777", born_on=dt.date(1991, 1, 1), unit=kept.unit)
    assert find_likely_twins(now=MONDAY) == 1
    (pair,) = describe_twins(likely_twins())
    assert "Trùng họ tên" in pair.signs and "Số định danh gần giống" in pair.signs
    dismiss_twins(actor=keeper, first_id=twin.pk, second_id=kept.pk, now=MONDAY)
    assert find_likely_twins(now=MONDAY) == 0
    assert not likely_twins().exists()
    assert LikelyTwin.objects.get().dismissed_by_id == keeper.account_id


def test_a_record_names_those_it_may_repeat(kept: Person, twin: Person) -> None:
    slip = make_person("Trần Thị Mai", identity_number="087190990787", born_on=dt.date(1990, 5, 18))
    assert {pair.second.id for pair in find_twins_of(kept.pk)} == {twin.pk, slip.pk}
