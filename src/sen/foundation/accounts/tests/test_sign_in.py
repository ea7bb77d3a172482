"""Signing in: who gets in, what is counted, what the page does."""

import datetime as dt

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from sen.foundation.accounts import services
from sen.foundation.accounts.errors import TooManyAttempts, WrongCredentials
from sen.foundation.accounts.models import Account, LiveSession, SignInFailure
from sen.foundation.accounts.services.attempts import FAILURES_PER_ADDRESS, FAILURES_PER_LOGIN
from tests.factories import MONDAY, make_account

PASSWORD = "mot bong sen 2025"
HASH = make_password(PASSWORD)
pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    return make_account("Võ Thị Lan", login="lan@test.example", password=HASH)


def attempt(login: str, password: str, *, now: dt.datetime = MONDAY, address: str = "203.0.113.7") -> Account:
    return services.sign_in(login=login, password=password, address=address, now=now)


def test_the_right_password_signs_in_whatever_the_case_of_the_name(account: Account) -> None:
    assert attempt("  LAN@test.example ", PASSWORD).pk == account.pk


def test_a_wrong_password_is_refused_and_counted(account: Account) -> None:
    with pytest.raises(WrongCredentials):
        attempt(account.login, "sai mat khau")
    assert SignInFailure.objects.get().login == account.login


def test_an_unknown_name_is_refused_with_the_same_words_and_counted() -> None:
    with pytest.raises(WrongCredentials):
        attempt("nobody@test.example", PASSWORD)
    assert SignInFailure.objects.count() == 1


def test_a_closed_account_is_refused(account: Account) -> None:
    Account.objects.update(is_active=False)
    with pytest.raises(WrongCredentials):
        attempt(account.login, PASSWORD)


def test_after_five_refusals_even_the_right_password_waits_until_the_named_time(account: Account) -> None:
    for _ in range(FAILURES_PER_LOGIN):
        SignInFailure.objects.create(login=account.login, address="203.0.113.7", failed_at=MONDAY)
    with pytest.raises(TooManyAttempts) as refused:
        attempt(account.login, PASSWORD, now=MONDAY + dt.timedelta(minutes=1))
    assert refused.value.values["at"] == "08:46"
    assert attempt(account.login, PASSWORD, now=MONDAY + dt.timedelta(minutes=16)).pk == account.pk


def test_a_success_forgets_earlier_refusals(account: Account) -> None:
    SignInFailure.objects.create(login=account.login, address=None, failed_at=MONDAY)
    attempt(account.login, PASSWORD)
    assert not SignInFailure.objects.filter(login=account.login).exists()


def test_one_address_that_tries_many_names_is_stopped(account: Account) -> None:
    SignInFailure.objects.bulk_create(
        SignInFailure(login=f"x{n}@test.example", address="203.0.113.7", failed_at=MONDAY) for n in range(FAILURES_PER_ADDRESS)
    )
    with pytest.raises(TooManyAttempts):
        attempt(account.login, PASSWORD)
    assert attempt(account.login, PASSWORD, address="203.0.113.8").pk == account.pk


def test_signing_in_returns_to_the_page_that_was_asked_for(client: Client, account: Account) -> None:
    response = client.post("/dang-nhap/", {"login": account.login, "password": PASSWORD, "tiep": "/tai-khoan/phien/"})
    assert (response.status_code, response["Location"]) == (302, "/tai-khoan/phien/")
    live = LiveSession.objects.get()
    assert live.account_id == account.pk
    assert client.session.session_key == live.session_key


def test_signing_in_never_leads_to_another_site(client: Client, account: Account) -> None:
    response = client.post("/dang-nhap/", {"login": account.login, "password": PASSWORD, "tiep": "https://evil.example/"})
    assert response.status_code == 302
    assert "evil" not in response["Location"]


def test_a_refusal_answers_422_keeps_the_name_and_stays_counted(client: Client, account: Account) -> None:
    response = client.post("/dang-nhap/", {"login": account.login, "password": "sai mat khau"})
    assert response.status_code == 422
    assert account.login in response.content.decode()
    assert "sai mat khau" not in response.content.decode()
    assert SignInFailure.objects.count() == 1


def test_signing_in_gives_the_browser_a_new_session_key(client: Client, account: Account) -> None:
    session = client.session
    session["something"] = 1
    session.save()
    before = session.session_key
    client.post("/dang-nhap/", {"login": account.login, "password": PASSWORD})
    assert client.session.session_key != before


def test_signing_out_ends_the_session(client: Client, account: Account) -> None:
    client.post("/dang-nhap/", {"login": account.login, "password": PASSWORD})
    assert client.post("/dang-xuat/").status_code == 302
    assert not LiveSession.objects.exists()
    assert client.get("/tai-khoan/").status_code == 302
