"""Sessions end, tokens die, systems are told."""

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.test import Client as Browser
from joserfc import jwt
from joserfc.jwk import KeySet

from sen.foundation.accounts import services as accounts
from sen.foundation.accounts.events import SessionEnded
from sen.foundation.accounts.models import Account, LiveSession
from sen.foundation.jobs.models import OutboxEvent
from sen.foundation.jobs.services import subscriptions_of
from sen.foundation.sso import services
from sen.foundation.sso.errors import LogoutNotTaken
from sen.foundation.sso.models import SignOn
from sen.foundation.sso.services import telling
from sen.foundation.sso.subscriptions import follow_ended_session
from sen.foundation.sso.tests.conftest import LEFT, RETURN, TOLD, Party, make_party
from sen.kernel import clock
from sen.kernel.actor import Actor
from tests.factories import signed_in


def notices() -> list[dict[str, Any]]:
    """Messages that wait for systems."""
    return [event.payload for event in OutboxEvent.objects.filter(topic="sso.SystemLeft")]


def ended_sessions() -> list[SessionEnded]:
    return [SessionEnded(**event.payload) for event in OutboxEvent.objects.filter(topic="accounts.SessionEnded")]


def test_signing_out_here_kills_tokens_there_at_once(entered: Party) -> None:
    answer = entered.tokens()
    entered.browser.post("/dang-xuat/")
    assert entered.userinfo(answer["access_token"]).status_code == 401
    assert not entered.is_active(answer["access_token"])
    assert entered.refresh(answer["refresh_token"]).json()["error"] == "invalid_grant"


def test_every_way_a_session_ends_tells_the_systems_it_had_entered(entered: Party, specialist: Actor) -> None:
    entered.tokens()
    live = LiveSession.objects.get(account_id=specialist.account)
    entered.browser.post("/dang-xuat/")
    (event,) = ended_sessions()
    follow_ended_session(event)
    follow_ended_session(event)
    assert notices() == [{"client_id": entered.client.pk, "account_id": specialist.account, "sid": str(live.sid)}]
    assert SignOn.objects.get().ended_at is not None


def test_the_subscribers_are_registered() -> None:
    assert any("follow_ended_session" in each.name for each in subscriptions_of("accounts.SessionEnded"))
    assert any("tell_left_system" in each.name for each in subscriptions_of("sso.SystemLeft"))


def test_a_closed_account_is_out_everywhere(entered: Party, specialist: Actor) -> None:
    answer = entered.tokens()
    Account.objects.filter(pk=specialist.account).update(is_active=False)
    assert entered.userinfo(answer["access_token"]).status_code == 401
    assert not entered.is_active(answer["access_token"])
    assert entered.refresh(answer["refresh_token"]).json()["error"] == "invalid_grant"


def test_closing_an_account_tells_its_systems(entered: Party, specialist: Actor, administrator: Actor) -> None:
    answer = entered.tokens()
    accounts.close_account(actor=administrator, account_id=specialist.account, reason="Nghỉ việc", now=clock.now())
    for event in ended_sessions():
        follow_ended_session(event)
    assert len(notices()) == 1
    assert not entered.is_active(answer["access_token"])


def test_a_code_of_a_session_that_ended_meanwhile_is_worth_nothing(entered: Party) -> None:
    code = entered.code()
    entered.browser.post("/dang-xuat/")
    assert entered.redeem(code).json()["error"] == "invalid_grant"


def test_two_entries_from_one_session_are_one_message(entered: Party) -> None:
    entered.tokens()
    entered.tokens()
    services.end_sign_ons(sids=[SignOn.objects.values_list("sid", flat=True)[0]], now=clock.now())
    assert len(notices()) == 1


def test_everywhere_means_every_browser_and_every_system(administrator: Actor, entered: Party, specialist: Actor) -> None:
    other = make_party(administrator, name="Hệ thống khác")
    signed_in(other.browser, specialist)
    tokens = [entered.tokens()["access_token"], other.tokens()["access_token"]]
    answer = entered.browser.post("/tai-khoan/dang-xuat-moi-noi/")
    assert answer.status_code == 302
    assert not LiveSession.objects.filter(account_id=specialist.account).exists()
    assert [entered.is_active(token) for token in tokens] == [False, False]
    assert {notice["client_id"] for notice in notices()} == {entered.client.pk, other.client.pk}


def test_a_session_that_ran_out_by_itself_is_told_by_the_minutely_round(entered: Party) -> None:
    entered.tokens()
    SignOn.objects.update(started_at=clock.now() - dt.timedelta(minutes=5))
    assert services.end_orphans(now=clock.now()) == 0
    Session.objects.update(expire_date=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    assert services.end_orphans(now=clock.now()) == 1
    assert len(notices()) == 1
    assert services.end_orphans(now=clock.now()) == 0


def test_the_message_is_a_logout_token_without_a_nonce(entered: Party, specialist: Actor) -> None:
    sub = entered.userinfo(entered.tokens()["access_token"]).json()["sub"]
    text = services.logout_token(client=entered.client, account_id=specialist.account, sid="phien-1", now=clock.now())
    token = jwt.decode(text, KeySet.import_key_set(Browser().get("/sso/jwks").json()), algorithms=["RS256"])
    assert token.header["typ"] == "logout+jwt"
    assert token.claims["events"] == {"http://schemas.openid.net/event/backchannel-logout": {}}
    assert (token.claims["sid"], token.claims["sub"], token.claims["aud"]) == ("phien-1", sub, entered.client.client_id)
    assert token.claims["exp"] - token.claims["iat"] <= 120
    assert "nonce" not in token.claims
    assert token.claims["jti"]


def test_a_message_that_is_not_taken_is_tried_again_with_a_fresh_token(
    entered: Party, specialist: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []

    def fail(url: str, fields: dict[str, str], *_rest: Any, **_options: Any) -> None:
        assert url == TOLD
        sent.append(fields["logout_token"])
        if len(sent) == 1:
            raise LogoutNotTaken

    monkeypatch.setattr(telling, "deliver_form", fail)
    facts = {"client_id": entered.client.pk, "account_id": specialist.account, "sid": "phien-1", "now": clock.now()}
    with pytest.raises(LogoutNotTaken):
        services.tell_client(**facts)
    assert services.tell_client(**facts) is True
    assert sent[0] != sent[1]


def test_a_system_that_does_not_listen_gets_no_message(administrator: Actor, specialist: Actor) -> None:
    party = make_party(administrator, backchannel_uri="")
    signed_in(party.browser, specialist)
    party.tokens()
    services.end_everywhere(actor=specialist, account_id=specialist.account, now=clock.now())
    assert notices() == []
    assert services.tell_client(client_id=party.client.pk, account_id=specialist.account, sid="x", now=clock.now()) is False


def test_a_system_signs_its_person_out_with_the_id_token_of_the_session(entered: Party, specialist: Actor) -> None:
    hint = entered.tokens()["id_token"]
    answer = entered.browser.get("/sso/logout", {"id_token_hint": hint, "post_logout_redirect_uri": LEFT, "state": "s"})
    assert answer.status_code == 302
    assert answer["Location"] == f"{LEFT}?state=s"
    assert not LiveSession.objects.filter(account_id=specialist.account).exists()
    assert len(notices()) == 1


def test_without_an_id_token_the_person_is_asked_first(entered: Party, specialist: Actor) -> None:
    values = {"client_id": entered.client.client_id, "post_logout_redirect_uri": LEFT}
    shown = entered.browser.get("/sso/logout", values)
    assert shown.status_code == 200
    assert LiveSession.objects.filter(account_id=specialist.account).exists()
    left = entered.browser.post("/sso/dang-xuat", {"yeu_cau": f"client_id={entered.client.client_id}&post_logout_redirect_uri={LEFT}"})
    assert f"url={LEFT}" in left.content.decode()
    assert not LiveSession.objects.filter(account_id=specialist.account).exists()


def test_the_id_token_of_another_session_signs_nobody_out_unasked(entered: Party, clerk: Actor) -> None:
    hint = entered.tokens()["id_token"]
    victim = signed_in(Browser(), clerk)
    assert victim.get("/sso/logout", {"id_token_hint": hint}).status_code == 200
    assert LiveSession.objects.filter(account_id=clerk.account).exists()


@pytest.mark.parametrize("address", [RETURN, "https://ke-trom.example/", f"{LEFT}/"])
def test_the_way_back_after_signing_out_must_be_registered(entered: Party, specialist: Actor, address: str) -> None:
    hint = entered.tokens()["id_token"]
    answer = entered.browser.get("/sso/logout", {"id_token_hint": hint, "post_logout_redirect_uri": address})
    assert answer.status_code == 400
    assert LiveSession.objects.filter(account_id=specialist.account).exists()


def test_after_signing_out_the_person_stands_on_a_page_that_says_so(entered: Party) -> None:
    hint = entered.tokens()["id_token"]
    shown = entered.browser.get("/sso/logout", {"id_token_hint": hint})
    assert shown.status_code == 200
    assert "Bạn đã đăng xuất" in shown.content.decode()
    assert urlsplit(entered.ask()["Location"]).path == "/dang-nhap/"
