"""Unusual sign-ins are told to the owner, who says whether it was them."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.core import mail
from django.test import Client

from sen.foundation.accounts import services
from sen.foundation.accounts.errors import NoticeNotFound, WrongCredentials
from sen.foundation.accounts.models import Account, LiveSession, SecurityNotice
from sen.foundation.accounts.selectors import actor_of
from sen.foundation.accounts.services.letters import mail_notice
from sen.foundation.accounts.services.noticing import network_of, tell
from tests.factories import MONDAY, make_account, signed_in

PASSWORD = "mot bong sen 2025"
HASH = make_password(PASSWORD)
FIREFOX = "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/130.0"
CHROME = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    return make_account("Võ Thị Lan", login="lan@test.example", password=HASH, email="lan@test.example")


def enter(account: Account, *, browser: str = FIREFOX, address: str = "203.0.113.7", now: dt.datetime = MONDAY, key: str = "a") -> None:
    services.start_session(account_id=account.pk, session_key=key, browser=browser, address=address, now=now)


def kinds() -> list[str]:
    return list(SecurityNotice.objects.order_by("pk").values_list("kind", flat=True))


def test_the_first_browser_and_the_same_network_are_no_news(account: Account) -> None:
    enter(account)
    enter(account, address="203.0.113.99", key="b")
    assert kinds() == []


def test_another_browser_or_network_is_told(account: Account) -> None:
    enter(account)
    enter(account, browser=CHROME, key="b")
    enter(account, address="198.51.100.4", key="c")
    assert kinds() == ["new_place", "new_place"]


def test_a_sign_in_at_night_is_told_once(account: Account) -> None:
    enter(account)
    night = MONDAY.replace(hour=18)
    enter(account, now=night, key="b")
    enter(account, now=night + dt.timedelta(days=1), key="c")
    assert kinds() == ["night"]


def test_refusals_before_a_success_are_told(account: Account) -> None:
    for _ in range(3):
        with pytest.raises(WrongCredentials):
            services.sign_in(login=account.login, password="sai", address="203.0.113.7", now=MONDAY)
    services.sign_in(login=account.login, password=PASSWORD, address="203.0.113.7", now=MONDAY)
    assert kinds() == ["refusals"]
    assert SecurityNotice.objects.get().count == 3


def test_not_me_ends_every_session_and_makes_the_old_password_worthless(client: Client, account: Account) -> None:
    notice = tell(account_id=account.pk, kind=SecurityNotice.Kind.NEW_PLACE, now=MONDAY)
    elsewhere = signed_in(Client(), actor_of(account.pk, MONDAY.date()))
    signed_in(client, actor_of(account.pk, MONDAY.date()))
    response = client.post(f"/tai-khoan/bao-ve/thong-bao/{notice.pk}/khong-phai/")
    assert response["Location"] == "/dang-nhap/mat-khau-moi/"
    assert not LiveSession.objects.exists()
    assert elsewhere.get("/tai-khoan/").status_code == 302
    with pytest.raises(WrongCredentials):
        services.sign_in(login=account.login, password=PASSWORD, address=None, now=MONDAY)
    new = "mot mat khau moi 7"
    assert client.post("/dang-nhap/mat-khau-moi/", {"new_password": new, "again": new}).status_code == 302
    assert check_password(new, Account.objects.get(pk=account.pk).password)
    assert client.get("/tai-khoan/").status_code == 200


def test_it_was_me_closes_the_notice_and_nothing_else(client: Client, account: Account) -> None:
    notice = tell(account_id=account.pk, kind=SecurityNotice.Kind.NEW_PLACE, now=MONDAY)
    signed_in(client, actor_of(account.pk, MONDAY.date()))
    client.post(f"/tai-khoan/bao-ve/thong-bao/{notice.pk}/dung/")
    notice.refresh_from_db()
    assert notice.answer == "mine"
    assert LiveSession.objects.count() == 1


def test_nobody_answers_for_another(account: Account) -> None:
    notice = tell(account_id=account.pk, kind=SecurityNotice.Kind.NEW_PLACE, now=MONDAY)
    other = actor_of(make_account().pk, MONDAY.date())
    with pytest.raises(NoticeNotFound):
        services.disown_notice(actor=other, notice_id=notice.pk, now=MONDAY)
    assert Account.objects.get(pk=account.pk).password == HASH


def test_a_letter_leaves_once_and_only_with_a_way_for_letters(account: Account, settings: Any) -> None:
    notice = tell(account_id=account.pk, kind=SecurityNotice.Kind.NEW_PLACE, now=MONDAY)
    settings.LETTERS_ENABLED = False
    assert not mail_notice(notice_id=notice.pk, now=MONDAY)
    settings.LETTERS_ENABLED = True
    assert mail_notice(notice_id=notice.pk, now=MONDAY)
    assert not mail_notice(notice_id=notice.pk, now=MONDAY)
    assert [letter.to for letter in mail.outbox] == [["lan@test.example"]]
    assert "Không phải tôi" in mail.outbox[0].body


def test_the_page_shows_notices_and_factors(client: Client, account: Account) -> None:
    tell(account_id=account.pk, kind=SecurityNotice.Kind.NEW_PLACE, now=MONDAY)
    signed_in(client, actor_of(account.pk, MONDAY.date()))
    page = client.get("/tai-khoan/bao-ve/").content.decode()
    assert "Không phải tôi" in page
    assert "Thêm ứng dụng tạo mã" in page


def test_telephones_change_addresses_within_one_network() -> None:
    assert network_of("203.0.113.7") == network_of("203.0.113.250") == "203.0.113.0"
    assert network_of("2001:db8:1:2::1") == network_of("2001:db8:1:ffff::9") == "2001:db8:1::"
    assert network_of(None) == ""
