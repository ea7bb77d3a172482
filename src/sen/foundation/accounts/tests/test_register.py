"""Opening a citizen's account."""

import datetime as dt

import pytest
from django.test import Client

from sen.foundation.accounts import services
from sen.foundation.accounts.errors import (
    AlreadyRegistered,
    BirthdayInFuture,
    BirthdayMismatch,
    IdentityNumberMalformed,
    PasswordTooWeak,
    PhoneMalformed,
)
from sen.foundation.accounts.models import Account
from sen.foundation.jobs.models import OutboxEvent
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db
GOOD = {
    "identity_number": "087190990777",
    "name": "Trần Thị Mai",
    "born_on": dt.date(1990, 5, 17),
    "phone": "0907 123 456",
    "password": "hoa sen thang 5",
}


def register(**changes: object) -> Account:
    return services.register_citizen(**{**GOOD, **changes}, address=None, now=MONDAY)  # type: ignore[arg-type]


def test_a_citizen_gets_an_account_at_level_one_and_the_register_is_told() -> None:
    account = register()
    assert (account.login, account.phone, account.assurance, account.kind) == ("087190990777", "0907123456", 1, "citizen")
    assert account.password.startswith("argon2")
    event = OutboxEvent.objects.get()
    assert event.topic == "accounts.CitizenRegistered"
    assert event.payload["identity_number"] == "087190990777"


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"identity_number": "08719099077"}, IdentityNumberMalformed, "identity_number"),
        ({"identity_number": "0871909907７7"}, IdentityNumberMalformed, "identity_number"),
        ({"born_on": dt.date(2030, 1, 1)}, BirthdayInFuture, "born_on"),
        ({"born_on": dt.date(1991, 5, 17)}, BirthdayMismatch, "born_on"),
        ({"phone": "0907 12x 456"}, PhoneMalformed, "phone"),
        ({"password": "ngan"}, PasswordTooWeak, "password"),
        ({"password": "123456789012"}, PasswordTooWeak, "password"),
        ({"password": "ab 087190990777"}, PasswordTooWeak, "password"),
    ],
)
def test_what_is_wrong_is_said_on_its_field_and_nothing_is_kept(changes: dict[str, object], error: type[Exception], field: str) -> None:
    with pytest.raises(error) as refused:
        register(**changes)
    assert refused.value.field == field  # type: ignore[attr-defined]
    assert not Account.objects.exists()


def test_one_number_has_one_account() -> None:
    first = register()
    with pytest.raises(AlreadyRegistered):
        register(name="Người Khác", password="mot mat khau khac 1")
    assert Account.objects.get().name == first.name


def test_a_person_born_after_2000_has_the_next_century_digit() -> None:
    assert register(identity_number="087301990778", born_on=dt.date(2001, 3, 8)).pk


def test_the_page_registers_and_signs_in(client: Client) -> None:
    typed = {
        "identity_number": "087 190 990 777",
        "name": "Trần Thị Mai",
        "born_on_day": "17",
        "born_on_month": "5",
        "born_on_year": "1990",
        "phone": "0907 123 456",
        "password": "hoa sen thang 5",
        "tiep": "/tai-khoan/",
    }
    response = client.post("/dang-ky/", typed)
    assert (response.status_code, response["Location"]) == (302, "/tai-khoan/")
    assert "Trần Thị Mai" in client.get("/tai-khoan/").content.decode()


def test_the_page_keeps_what_was_typed_except_the_password(client: Client) -> None:
    response = client.post("/dang-ky/", {"name": "Trần Thị Mai", "identity_number": "12", "password": "hoa sen thang 5"})
    text = response.content.decode()
    assert response.status_code == 422
    assert "Trần Thị Mai" in text
    assert "hoa sen thang 5" not in text
