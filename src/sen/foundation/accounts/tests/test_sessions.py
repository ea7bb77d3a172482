"""Sessions listed and ended by their owner; the password."""

import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.sessions.models import Session
from django.test import Client

from sen.foundation.accounts import services
from sen.foundation.accounts.errors import PasswordTooWeak, PasswordWrong, SessionNotFound
from sen.foundation.accounts.models import Account, LiveSession, SignInFailure
from sen.foundation.accounts.selectors import list_sessions
from sen.foundation.accounts.services.signing_in import browser_name
from sen.kernel.actor import Actor
from tests.factories import MONDAY, signed_in

OLD, NEW = "mat khau cu 1", "mat khau moi 2"
HASH = make_password(OLD)
pytestmark = pytest.mark.django_db


def test_a_person_ends_a_session_that_is_open_elsewhere(client: Client, specialist: Actor) -> None:
    elsewhere = signed_in(Client(), specialist)
    signed_in(client, specialist)
    there = LiveSession.objects.get(session_key=elsewhere.cookies["phien"].value)
    response = client.post(f"/tai-khoan/phien/{there.pk}/dang-xuat/")
    assert response.status_code == 302
    assert elsewhere.get("/tai-khoan/").status_code == 302
    assert client.get("/tai-khoan/").status_code == 200


def test_nobody_ends_the_session_of_another(client: Client, specialist: Actor, head: Actor) -> None:
    signed_in(client, specialist)
    theirs = LiveSession.objects.get()
    with pytest.raises(SessionNotFound):
        services.revoke_session(actor=head, session_id=theirs.pk, now=MONDAY)
    assert LiveSession.objects.filter(pk=theirs.pk).exists()
    assert Session.objects.count() == 1


def test_the_page_of_sessions_marks_this_browser(client: Client, specialist: Actor) -> None:
    signed_in(Client(), specialist)
    page = signed_in(client, specialist).get("/tai-khoan/phien/").content.decode()
    assert page.count("Thiết bị này") == 1
    assert page.count("/dang-xuat/") >= 2


def test_sessions_that_ran_out_are_neither_listed_nor_kept(client: Client, specialist: Actor) -> None:
    gone = signed_in(Client(), specialist).cookies["phien"].value
    signed_in(client, specialist)
    Session.objects.filter(session_key=gone).update(expire_date=MONDAY.replace(year=2000))
    assert len(list_sessions(specialist, client.cookies["phien"].value)) == 1
    assert services.forget_ended_sessions(now=MONDAY) == 1
    assert LiveSession.objects.get().session_key == client.cookies["phien"].value
    assert client.get("/tai-khoan/").status_code == 200


def test_a_new_password_ends_every_other_session(client: Client, specialist: Actor) -> None:
    Account.objects.update(password=HASH)
    elsewhere = signed_in(Client(), specialist)
    signed_in(client, specialist)
    response = client.post("/tai-khoan/mat-khau/", {"old_password": OLD, "new_password": NEW})
    assert response.status_code == 302
    assert check_password(NEW, Account.objects.get(pk=specialist.account_id).password)
    assert elsewhere.get("/tai-khoan/").status_code == 302
    assert client.get("/tai-khoan/").status_code == 200


def test_a_wrong_old_password_changes_nothing_and_is_counted(specialist: Actor) -> None:
    Account.objects.update(password=HASH)
    with pytest.raises(PasswordWrong):
        services.change_password(actor=specialist, old="khong phai", new=NEW, session_key=None, now=MONDAY)
    assert Account.objects.get(pk=specialist.account_id).password == HASH
    assert SignInFailure.objects.count() == 1


def test_a_weak_new_password_changes_nothing(specialist: Actor) -> None:
    Account.objects.update(password=HASH)
    with pytest.raises(PasswordTooWeak):
        services.change_password(actor=specialist, old=OLD, new="ngan", session_key=None, now=MONDAY)
    assert Account.objects.get(pk=specialist.account_id).password == HASH


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox, Windows"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36", "Chrome, Android"),
        ("curl/8.4.0", "curl/8.4.0"),
    ],
)
def test_a_browser_is_named_as_people_know_it(agent: str, name: str) -> None:
    assert browser_name(agent) == name
