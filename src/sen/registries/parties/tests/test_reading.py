"""The register answers the least, to those who may ask, and the person sees every question."""

import datetime as dt

import pytest

from sen.foundation.audit.errors import PurposeMissing
from sen.foundation.audit.models import AuditEntry
from sen.foundation.audit.selectors import list_reads_of_person
from sen.kernel.actor import SYSTEM, Actor
from sen.registries.parties.errors import (
    LookUpNotAllowed,
    PersonNotFound,
    QuestionIncomplete,
    RegistryNotAllowed,
    UnknownField,
    UnknownQuestion,
)
from sen.registries.parties.models import Business, Household, Person, Relation
from sen.registries.parties.services import (
    answer_about_person,
    confirm_person,
    person_exists,
    read_person_field,
    read_person_record,
)
from sen.registries.parties.types import Reason
from sen.registries.units.models import AdministrativeUnit
from tests.factories import MONDAY, make_person

pytestmark = pytest.mark.django_db
NUMBER = "087190990777"
WHY = Reason("Tiếp nhận hồ sơ", "H20-261116-0001", "dan-cu")


@pytest.fixture
def mai(unit: AdministrativeUnit) -> Person:
    return make_person("Trần Thị Mai", identity_number=NUMBER, unit=unit, address="Số 5")


def ask(actor: Actor, question: str, value: str = "", number: str = NUMBER) -> bool | None:
    return answer_about_person(actor=actor, number=number, question=question, value=value, reason=WHY, now=MONDAY)


def test_whether_a_number_is_known_and_the_read_is_kept_with_the_dossier(clerk: Actor, mai: Person) -> None:
    assert person_exists(actor=clerk, number=NUMBER, reason=WHY, now=MONDAY)
    assert not person_exists(actor=clerk, number="087190990999", reason=WHY, now=MONDAY)
    (entry,) = list_reads_of_person(mai.pk)
    assert (entry.purpose, entry.detail) == ("Tiếp nhận hồ sơ", {"asked": "exists", "dossier": WHY.dossier, "service": "dan-cu"})


@pytest.mark.parametrize(
    ("name", "born_on", "answer"),
    [
        ("Trần Thị Mai", dt.date(1990, 5, 17), True),
        ("tran thi mai", None, True),
        ("Trần Thị Na", None, False),
        ("Trần Thị Mai", dt.date(1991, 5, 17), False),
    ],
)
def test_three_facts_are_confirmed_or_not_and_nothing_else_is_said(
    clerk: Actor, mai: Person, name: str, born_on: dt.date | None, answer: bool
) -> None:
    assert confirm_person(actor=clerk, number=NUMBER, name=name, born_on=born_on, reason=WHY, now=MONDAY) is answer


def test_one_field_comes_alone(clerk: Actor, mai: Person) -> None:
    def read(field: str) -> str:
        return read_person_field(actor=clerk, number=NUMBER, field=field, reason=WHY, now=MONDAY)

    assert (read("born_on"), read("unit_code"), read("address"), read("household")) == ("1990-05-17", "29869", "Số 5", "")
    assert AuditEntry.objects.filter(detail__asked="field:born_on").count() == 1
    with pytest.raises(UnknownField):
        read("id")


def test_questions_have_yes_or_no(clerk: Actor, mai: Person, unit: AdministrativeUnit) -> None:
    child = make_person("Lê Na", identity_number="087315990001", born_on=dt.date(2015, 3, 3))
    Relation.objects.create(person=child, kind="mother", relative=mai)
    household = Household.objects.create(code="H-1", unit=unit, head=mai)
    Person.objects.update(household=household)
    Business.objects.create(number="1499000027", name="Mai", name_folded="mai", kind="HKD", representative=mai)
    yes = [
        ("older-than", "36"), ("lives-in", "29869"), ("lives-in", "82"), ("alive", ""), ("heads-household", ""),
        ("same-household", child.identity_number), ("parent-of", child.identity_number), ("represents", "1499000027"),
    ]  # fmt: skip
    no = [
        ("older-than", "37"),
        ("lives-in", "00001"),
        ("spouse-of", child.identity_number),
        ("parent-of", NUMBER),
        ("represents", "1499000034"),
    ]
    assert [ask(clerk, *pair) for pair in yes] == [True] * len(yes)
    assert [ask(clerk, *pair) for pair in no] == [False] * len(no)


def test_a_birthday_counts_from_its_day_and_a_bare_year_leaves_it_open(clerk: Actor, mai: Person) -> None:
    Person.objects.filter(pk=mai.pk).update(born_on=dt.date(2008, 11, 17))
    assert ask(clerk, "older-than", "18") is False
    Person.objects.filter(pk=mai.pk).update(born_on=dt.date(2008, 11, 16))
    assert ask(clerk, "older-than", "18") is True
    Person.objects.filter(pk=mai.pk).update(born_on=dt.date(2008, 1, 1), birth_precision="y")
    assert ask(clerk, "older-than", "18") is None
    assert ask(clerk, "older-than", "17") is True


def test_a_person_lives_in_the_unit_of_then_and_of_now(clerk: Actor, mai: Person, unit: AdministrativeUnit) -> None:
    Person.objects.filter(pk=mai.pk).update(unit=None)
    assert ask(clerk, "lives-in", "29869") is None


@pytest.mark.parametrize(
    ("question", "value", "error"),
    [
        ("shoe-size", "", UnknownQuestion),
        ("older-than", "", QuestionIncomplete),
        ("older-than", "-1", QuestionIncomplete),
        ("lives-in", " ", QuestionIncomplete),
    ],
)
def test_a_question_nobody_can_answer_is_refused_before_anything_is_read(
    clerk: Actor, mai: Person, question: str, value: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        ask(clerk, question, value)
    assert not AuditEntry.objects.filter(kind="read").exists()


def test_an_unknown_person_is_not_found(clerk: Actor) -> None:
    with pytest.raises(PersonNotFound):
        ask(clerk, "alive", number="087190990999")
    assert AuditEntry.objects.get(kind="read").detail["asked"] == "question:alive"


def test_the_whole_record_is_for_keepers_and_services_with_the_right(keeper: Actor, clerk: Actor, mai: Person) -> None:
    Relation.objects.create(person=mai, kind="father", relative_name="Trần Văn Ba")
    for actor in (keeper, SYSTEM):
        record = read_person_record(actor=actor, number=NUMBER, reason=WHY, now=MONDAY)
        assert (record.name, record.unit_code, record.relatives[0].name) == ("Trần Thị Mai", "29869", "Trần Văn Ba")
    with pytest.raises(RegistryNotAllowed):
        read_person_record(actor=clerk, number=NUMBER, reason=WHY, now=MONDAY)
    assert AuditEntry.objects.filter(detail__asked="record").count() == 2


def test_without_right_or_purpose_nothing_is_answered(citizen: Actor, clerk: Actor, mai: Person) -> None:
    with pytest.raises(LookUpNotAllowed):
        ask(citizen, "alive")
    with pytest.raises(PurposeMissing):
        person_exists(actor=clerk, number=NUMBER, reason=Reason(" "), now=MONDAY)
    assert not AuditEntry.objects.filter(kind="read").exists()


def test_a_point_read_takes_three_statements(clerk: Actor, mai: Person, django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(5):
        read_person_field(actor=clerk, number=NUMBER, field="name", reason=WHY, now=MONDAY)
