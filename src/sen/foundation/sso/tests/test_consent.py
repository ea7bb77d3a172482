"""Consent: asked in plain words, remembered, taken back."""

import re
from html import unescape

import pytest
from django.test import Client as Browser

from sen.foundation.audit.models import AuditEntry
from sen.foundation.sso.models import Consent, SignOn
from sen.foundation.sso.tests.conftest import RETURN, Party, make_party
from sen.kernel.actor import Actor
from tests.factories import signed_in


@pytest.fixture
def asking(administrator: Actor, citizen: Actor) -> Party:
    """A system that asks, in the browser of a citizen."""
    party = make_party(administrator, asks_consent=True, scopes=("openid", "profile", "identity", "phone"))
    signed_in(party.browser, citizen)
    return party


def answer(party: Party, choice: str, **changes: str | None) -> str:
    """Press a button of the consent page; returns the page that goes on."""
    shown = party.ask(**{"scope": "openid profile identity", **changes})
    assert shown.status_code == 200
    asked = unescape(re.search(r'name="yeu_cau" value="([^"]*)"', shown.content.decode())[1])
    return party.browser.post("/sso/dong-y", {"yeu_cau": asked, "lam": choice}).content.decode()


def test_the_page_names_the_system_and_everything_it_will_learn(asking: Party) -> None:
    words = asking.ask(scope="openid profile identity").content.decode()
    assert asking.client.name in words
    assert asking.client.about in words
    assert "Số định danh cá nhân" in words
    assert "Số điện thoại" not in words
    assert not SignOn.objects.exists()


def test_yes_leads_on_and_is_remembered(asking: Party) -> None:
    assert f"{RETURN}?code=" in answer(asking, "dong-y")
    again = asking.tokens(scope="openid profile identity")
    assert asking.userinfo(again["access_token"]).json()["identity_number"]
    assert AuditEntry.objects.filter(action="sso.consent").count() == 1


def test_no_is_told_to_the_system_and_nothing_is_remembered(asking: Party) -> None:
    words = answer(asking, "tu-choi")
    assert "error=access_denied" in words
    assert not Consent.objects.exists()
    assert not SignOn.objects.exists()


def test_more_than_was_allowed_is_asked_again(asking: Party) -> None:
    answer(asking, "dong-y")
    assert asking.ask(scope="openid profile identity phone").status_code == 200
    answer(asking, "dong-y", scope="openid phone")
    assert asking.returned(scope="openid profile identity phone")["code"]


def test_prompt_consent_asks_although_it_was_allowed(asking: Party) -> None:
    answer(asking, "dong-y")
    assert asking.ask(scope="openid profile identity", prompt="consent").status_code == 200
    assert f"{RETURN}?code=" in answer(asking, "dong-y", prompt="consent")


def test_the_identity_number_is_asked_for_even_by_a_system_that_need_not_ask(administrator: Actor, citizen: Actor) -> None:
    party = make_party(administrator, asks_consent=False, scopes=("openid", "profile", "identity"))
    signed_in(party.browser, citizen)
    assert party.returned(scope="openid profile")["code"]
    assert party.ask(scope="openid profile identity").status_code == 200


def test_taking_it_back_kills_the_tokens_and_makes_the_system_ask_again(asking: Party) -> None:
    answer(asking, "dong-y")
    token = asking.tokens(scope="openid profile identity")["access_token"]
    asking.browser.post(f"/tai-khoan/he-thong/{asking.client.pk}/thu-hoi/")
    assert asking.userinfo(token).status_code == 401
    assert not asking.is_active(token)
    assert asking.ask(scope="openid profile").status_code == 200, "the page is shown again"


def test_one_cannot_take_back_what_one_never_gave(asking: Party, other_citizen: Actor) -> None:
    answer(asking, "dong-y")
    stranger = signed_in(Browser(), other_citizen)
    assert stranger.post(f"/tai-khoan/he-thong/{asking.client.pk}/thu-hoi/").status_code == 404
    assert Consent.objects.filter(revoked_at__isnull=True).count() == 1


def test_an_answer_with_a_changed_address_leads_nowhere(asking: Party) -> None:
    sent = asking.browser.post(
        "/sso/dong-y",
        {"yeu_cau": f"client_id={asking.client.client_id}&redirect_uri=https://ke-trom.example/ve&response_type=code", "lam": "dong-y"},
    )
    assert sent.status_code == 400
    assert not Consent.objects.exists()


def test_the_answer_is_protected_against_forgery(asking: Party, citizen: Actor) -> None:
    browser = signed_in(Browser(enforce_csrf_checks=True), citizen)
    assert browser.post("/sso/dong-y", {"yeu_cau": "", "lam": "dong-y"}).status_code == 403


def test_the_own_page_lists_systems_and_what_they_learn(asking: Party) -> None:
    answer(asking, "dong-y")
    asking.tokens(scope="openid profile identity")
    words = asking.browser.get("/tai-khoan/he-thong/").content.decode()
    assert asking.client.name in words
    assert "Số định danh cá nhân" in words
    assert "Đang đăng nhập" in words
