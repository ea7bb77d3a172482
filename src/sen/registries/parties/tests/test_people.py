"""People: looked up for a purpose, remembered from the counter, generated for demonstrations."""

import datetime as dt

import pytest
from django.conf import settings

from sen.foundation.accounts.events import CitizenRegistered
from sen.foundation.accounts.models import Account
from sen.foundation.audit.errors import PurposeMissing
from sen.foundation.audit.models import AuditEntry
from sen.kernel.actor import Actor
from sen.kernel.identifiers import is_citizen_number, normal_phone
from sen.registries.parties import selectors, services
from sen.registries.parties.errors import IdentityNumberMalformed, LookUpNotAllowed, PersonNameMissing
from sen.registries.parties.models import Person
from sen.registries.parties.subscriptions import link_account
from tests.factories import MONDAY, make_account, make_person, make_unit

NUMBER = "087190990777"
pytestmark = pytest.mark.django_db


def look_up(actor: Actor, number: str = NUMBER, purpose: str = "Tiếp nhận hồ sơ tại quầy") -> object:
    return services.find_person_by_number(actor=actor, number=number, purpose=purpose, now=MONDAY)


def test_an_officer_finds_a_person_and_leaves_a_trace(clerk: Actor) -> None:
    person = make_person("Trần Thị Mai", identity_number=NUMBER, unit=make_unit())
    facts = look_up(clerk)
    assert facts == selectors.person_facts(person.pk)
    entry = AuditEntry.objects.get(kind="read")
    assert (entry.person_id, entry.actor_id, entry.purpose) == (person.pk, clerk.account_id, "Tiếp nhận hồ sơ tại quầy")


def test_an_unknown_number_gives_nothing_and_the_attempt_is_kept(clerk: Actor) -> None:
    assert look_up(clerk) is None
    assert AuditEntry.objects.get(kind="read").person_id is None


def test_without_a_purpose_nothing_is_shown(clerk: Actor) -> None:
    make_person(identity_number=NUMBER)
    with pytest.raises(PurposeMissing):
        look_up(clerk, purpose=" ")


def test_citizens_and_document_clerks_do_not_look_people_up(citizen: Actor, registrar: Actor) -> None:
    make_person(identity_number=NUMBER)
    for actor in (citizen, registrar):
        with pytest.raises(LookUpNotAllowed):
            look_up(actor)
    assert not AuditEntry.objects.filter(kind="read").exists()


def test_the_counter_remembers_a_new_person(clerk: Actor) -> None:
    unit = make_unit()
    facts = services.remember_person(
        actor=clerk,
        identity_number=NUMBER,
        name=" Trần  Thị Mai ",
        born_on=dt.date(1990, 5, 17),
        phone="+84 907 123 456",
        unit_id=unit.pk,
        now=MONDAY,
    )
    assert (facts.name, facts.phone, facts.unit_name) == ("Trần Thị Mai", "0907123456", "Phường Cao Lãnh")
    assert AuditEntry.objects.get(action="person.create").person_id == facts.id


def test_what_is_left_blank_keeps_its_earlier_value(clerk: Actor) -> None:
    person = make_person("Trần Thị Mai", identity_number=NUMBER, phone="0900000001", address="Số 5")
    services.remember_person(actor=clerk, identity_number=NUMBER, name="Trần Thị Mai", address="Số 7", now=MONDAY)
    person.refresh_from_db()
    assert (person.phone, person.address) == ("0900000001", "Số 7")
    assert AuditEntry.objects.get(action="person.update").detail == {"fields": ["address"]}


def test_saying_the_same_again_writes_nothing(clerk: Actor) -> None:
    make_person("Trần Thị Mai", identity_number=NUMBER)
    services.remember_person(actor=clerk, identity_number=NUMBER, name="Trần Thị Mai", now=MONDAY)
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(("number", "name", "error"), [("123", "Mai", IdentityNumberMalformed), (NUMBER, " ", PersonNameMissing)])
def test_a_person_without_number_or_name_is_not_kept(clerk: Actor, number: str, name: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        services.remember_person(actor=clerk, identity_number=number, name=name, now=MONDAY)
    assert not Person.objects.exists()


def test_a_registered_citizen_is_tied_to_the_person_and_twice_is_once() -> None:
    account = make_account("Trần Thị Mai", kind="citizen", login=NUMBER)
    event = CitizenRegistered(account.pk, NUMBER, "Trần Thị Mai", "1990-05-17", "0907123456")
    link_account(event)
    link_account(event)
    person = Person.objects.get()
    assert Account.objects.get(pk=account.pk).person_id == person.pk
    assert (person.gender, person.born_on) == ("2", dt.date(1990, 5, 17))


def test_registering_does_not_overwrite_what_the_register_knows() -> None:
    make_person("Trần Thị Mai", identity_number=NUMBER, phone="0900000001")
    account = make_account("Tên Khác", kind="citizen", login=NUMBER)
    link_account(CitizenRegistered(account.pk, NUMBER, "Tên Khác", "1990-05-17", "0907123456"))
    assert Person.objects.get().name == "Trần Thị Mai"


def test_demonstration_people_are_marked_with_numbers_nobody_has() -> None:
    province = make_unit("Tỉnh Đồng Tháp", level="province", code="82")
    make_unit("Phường Cao Lãnh", parent=province)
    folder = settings.REFERENCE_DIR / "people"
    first = services.load_people(people_folder=folder, province_code="82", on=dt.date(2025, 7, 1), now=MONDAY, count=40)
    again = services.load_people(people_folder=folder, province_code="82", on=dt.date(2025, 7, 1), now=MONDAY, count=40)
    assert first == {"people": 40, "unchanged": 0, "accounts": 3}
    assert again == {"people": 0, "unchanged": 40, "accounts": 0}
    people = list(Person.objects.all())
    assert all(p.is_demo and is_citizen_number(p.identity_number) and p.identity_number[6:8] == "99" for p in people)
    assert all(normal_phone(p.phone).startswith("09000") for p in people)
    assert all(p.born_on and p.identity_number[4:6] == f"{p.born_on.year % 100:02d}" for p in people)
    assert Account.objects.filter(is_demo=True, person_id__isnull=False).count() == 3
