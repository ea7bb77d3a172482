"""What a thief, a careless program or an old message must not get."""

import base64
import datetime as dt
import hashlib
import hmac
import json
from typing import Any

import pytest
from django.test import Client as Browser

from sen.foundation.sso import services
from sen.foundation.sso.models import SignOn, Token
from sen.foundation.sso.services.keys import signed
from sen.foundation.sso.tests.conftest import LEFT, RETURN, Party, make_party
from sen.kernel import clock
from sen.kernel.actor import Actor
from tests.factories import signed_in


def refused(answer: Any, word: str, status: int = 400) -> None:
    assert (answer.status_code, answer.json()["error"]) == (status, word), answer.content


@pytest.mark.parametrize(
    "address",
    [
        "https://phanmem.example/ve/",
        "https://phanmem.example/ve?x=1",
        "https://phanmem.example/VE",
        "https://phanmem.example:443/ve",
        "http://phanmem.example/ve",
        "https://ke-trom.example/ve",
        "https://phanmem.example/ve/../thoat",
        "//phanmem.example/ve",
        "",
    ],
)
def test_an_address_that_is_not_registered_letter_by_letter_gets_no_redirect(entered: Party, address: str) -> None:
    answer = entered.ask(redirect_uri=address)
    assert answer.status_code == 400
    assert "Location" not in answer
    assert not SignOn.objects.exists()


def test_an_unknown_system_gets_a_page_and_no_redirect(entered: Party) -> None:
    for name in ("khong-co", "x" * 500, "\x00"):
        answer = entered.ask(client_id=name)
        assert answer.status_code == 400
        assert "Location" not in answer


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code id_token"}, "unsupported_response_type"),
        ({"response_type": None}, "unsupported_response_type"),
        ({"code_challenge": None, "code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge": "ngan"}, "invalid_request"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"scope": "openid identity"}, "invalid_scope"),
        ({"scope": "openid la-lung"}, "invalid_scope"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"prompt": "la"}, "invalid_request"),
        ({"max_age": "-1"}, "invalid_request"),
        ({"max_age": "mot"}, "invalid_request"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"request": "eyJhbGciOiJub25lIn0.e30."}, "request_not_supported"),
        ({"request_uri": "https://ke-trom.example/x"}, "request_uri_not_supported"),
        ({"nonce": "n" * 300}, "invalid_request"),
    ],
)
def test_a_wrong_request_is_told_to_the_system_with_its_state(entered: Party, changes: dict[str, Any], word: str) -> None:
    returned = entered.returned(**changes)
    assert returned["error"] == word
    assert returned["state"] == "trang-thai"
    assert returned["iss"] == "https://sen.example"
    assert "code" not in returned
    assert not SignOn.objects.exists()


def test_a_parameter_sent_twice_is_refused(entered: Party) -> None:
    values = entered.request()
    query = [*values.items(), ("redirect_uri", "https://ke-trom.example/ve")]
    answer = entered.browser.get("/sso/authorize", query_params=query)
    assert answer.status_code == 400


def test_a_code_works_once_and_its_second_use_kills_the_tokens_of_the_first(entered: Party) -> None:
    code = entered.code()
    first = entered.redeem(code).json()
    assert entered.userinfo(first["access_token"]).status_code == 200
    refused(entered.redeem(code), "invalid_grant")
    assert entered.userinfo(first["access_token"]).status_code == 401
    refused(entered.refresh(first["refresh_token"]), "invalid_grant")


def test_a_code_is_dead_after_a_minute(entered: Party) -> None:
    code = entered.code()
    SignOn.objects.update(code_until=clock.now() - dt.timedelta(seconds=1))
    refused(entered.redeem(code), "invalid_grant")
    assert not Token.objects.exists()


def test_a_code_lives_at_most_a_minute(entered: Party) -> None:
    entered.code()
    made = SignOn.objects.get()
    assert made.code_until - made.started_at <= dt.timedelta(seconds=60)


@pytest.mark.parametrize("verifier", ["", "x" * 43, "x" * 200, "ngắn", "a b" * 20])
def test_a_wrong_verifier_gets_nothing_and_uses_the_code_up(entered: Party, verifier: str) -> None:
    code = entered.code()
    answer = entered.redeem(code, code_verifier=verifier)
    assert answer.status_code == 400
    assert not Token.objects.exists()
    if verifier:
        refused(entered.redeem(code), "invalid_grant")


def test_the_challenge_itself_is_no_verifier(entered: Party) -> None:
    request = entered.request()
    code = entered.code()
    refused(entered.redeem(code, code_verifier=request["code_challenge"]), "invalid_grant")


def test_the_address_of_the_request_must_be_repeated(administrator: Actor, specialist: Actor) -> None:
    party = make_party(administrator, redirect_uris=(RETURN, "https://phanmem.example/ve2"))
    signed_in(party.browser, specialist)
    refused(party.redeem(party.code(), redirect_uri="https://phanmem.example/ve2"), "invalid_grant")


def test_another_systems_code_is_refused_and_still_works_for_its_owner(entered: Party, administrator: Actor) -> None:
    thief = make_party(administrator, name="Hệ thống khác")
    code = entered.code()
    refused(thief.redeem(code, code_verifier=entered.verifier), "invalid_grant")
    assert entered.redeem(code).status_code == 200


def test_another_systems_refresh_token_is_refused_and_still_works_for_its_owner(entered: Party, administrator: Actor) -> None:
    thief = make_party(administrator, name="Hệ thống khác")
    token = entered.tokens()["refresh_token"]
    refused(thief.refresh(token), "invalid_grant")
    assert entered.refresh(token).status_code == 200


def test_another_systems_token_is_not_described_and_not_revoked(entered: Party, administrator: Actor) -> None:
    thief = make_party(administrator, name="Hệ thống khác")
    token = entered.tokens()["access_token"]
    assert thief.post("introspect", token=token).json() == {"active": False}
    assert thief.post("revoke", token=token).status_code == 200
    assert entered.is_active(token)


def test_a_resource_server_may_ask_about_tokens_of_others(entered: Party, administrator: Actor) -> None:
    keeper = make_party(administrator, name="Máy chủ dữ liệu", introspects=True)
    facts = keeper.post("introspect", token=entered.tokens()["access_token"]).json()
    assert facts["active"] is True
    assert facts["client_id"] == entered.client.client_id


def test_a_refresh_token_is_exchanged_once_and_its_second_use_kills_the_family(entered: Party) -> None:
    first = entered.tokens()
    second = entered.refresh(first["refresh_token"]).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert entered.is_active(second["access_token"])
    refused(entered.refresh(first["refresh_token"]), "invalid_grant")
    assert not entered.is_active(second["access_token"])
    assert not entered.is_active(first["access_token"])
    refused(entered.refresh(second["refresh_token"]), "invalid_grant")


def test_a_refresh_token_that_ran_out_is_refused(entered: Party) -> None:
    token = entered.tokens()["refresh_token"]
    Token.objects.filter(kind="refresh").update(expires_at=clock.now() - dt.timedelta(seconds=1))
    refused(entered.refresh(token), "invalid_grant")


def test_a_refresh_may_narrow_the_scope_but_not_widen_it(administrator: Actor, specialist: Actor) -> None:
    party = make_party(administrator, scopes=("openid", "profile", "email"))
    signed_in(party.browser, specialist)
    token = party.tokens(scope="openid profile")["refresh_token"]
    narrowed = party.refresh(token, scope="openid").json()
    assert narrowed["scope"] == "openid"
    refused(party.refresh(narrowed["refresh_token"], scope="openid email"), "invalid_scope")


def test_an_access_token_that_ran_out_tells_nothing(entered: Party) -> None:
    token = entered.tokens()["access_token"]
    Token.objects.update(expires_at=clock.now() - dt.timedelta(seconds=1))
    answer = entered.userinfo(token)
    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer["WWW-Authenticate"]
    assert not entered.is_active(token)


def test_a_refresh_token_and_an_id_token_are_no_access_tokens(entered: Party) -> None:
    answer = entered.tokens()
    assert entered.userinfo(answer["refresh_token"]).status_code == 401
    assert entered.userinfo(answer["id_token"]).status_code == 401


def test_a_forged_jwt_is_no_access_token(administrator: Actor, specialist: Actor) -> None:
    """The token is known by its digest; a signature alone opens nothing."""
    party = make_party(administrator, token_form="jwt")
    signed_in(party.browser, specialist)
    token = party.tokens()["access_token"]
    head, body, _sign = token.split(".")
    none = base64.urlsafe_b64encode(b'{"alg":"none","typ":"at+jwt"}').rstrip(b"=").decode()
    for forged in (f"{none}.{body}.", f"{head}.{body}.", signed({"sub": "x", "scope": "openid"}, kind="at+jwt")):
        assert party.userinfo(forged).status_code == 401
        assert not party.is_active(forged)


def forged_hints(token: str) -> dict[str, str]:
    """The same claims under alg none, and signed with the public key taken for a shared secret."""
    _head, body, _sign = token.split(".")

    def encoded(value: bytes) -> str:
        return base64.urlsafe_b64encode(value).rstrip(b"=").decode()

    public = json.dumps(services.public_keys()[0]).encode()
    hs256 = encoded(json.dumps({"alg": "HS256", "typ": "JWT", "kid": services.public_keys()[0]["kid"]}).encode()) + "." + body
    return {
        "none": encoded(b'{"alg":"none","typ":"JWT"}') + f".{body}.",
        "hs256": f"{hs256}.{encoded(hmac.new(public, hs256.encode(), hashlib.sha256).digest())}",
        "cut": token[:-10],
    }


@pytest.mark.parametrize("kind", ["none", "hs256", "cut"])
def test_an_id_token_with_no_or_a_confused_signature_is_not_ours(entered: Party, kind: str) -> None:
    token = entered.tokens()["id_token"]
    forged = forged_hints(token)[kind]
    assert services.verified(forged, kind="JWT") is None
    answer = entered.browser.get("/sso/logout", {"id_token_hint": forged, "post_logout_redirect_uri": LEFT})
    assert answer.status_code == 400
    assert entered.returned().get("code"), "the session still stands"


def test_a_logout_token_is_no_id_token(entered: Party) -> None:
    token = signed({"iss": "https://sen.example", "aud": entered.client.client_id, "sid": "x"}, kind="logout+jwt")
    assert services.verified(token, kind="JWT") is None


@pytest.mark.parametrize("secret", ["", "sai", "x" * 43])
def test_a_wrong_secret_is_refused_at_every_endpoint(entered: Party, secret: str) -> None:
    code = entered.code()
    entered.secret, kept = secret, entered.secret
    for answer in (entered.redeem(code), entered.post("introspect", token="x"), entered.post("revoke", token="x")):
        refused(answer, "invalid_client", 401)
        assert answer["WWW-Authenticate"].startswith("Basic")
    entered.secret = kept
    assert entered.redeem(code).status_code == 200


def test_two_ways_of_authentication_at_once_are_refused(entered: Party) -> None:
    refused(entered.redeem(entered.code(), client_secret=entered.secret), "invalid_request")


def test_a_malformed_authorization_header_is_refused() -> None:
    answer = Browser().post("/sso/token", {"grant_type": "authorization_code"}, HTTP_AUTHORIZATION="Basic %%%")
    refused(answer, "invalid_client", 401)


@pytest.mark.parametrize("kind", ["password", "implicit", "urn:ietf:params:oauth:grant-type:device_code"])
def test_other_grants_are_refused(party: Party, kind: str) -> None:
    refused(party.post("token", grant_type=kind), "unsupported_grant_type")


def test_no_page_is_shown_when_none_may_be_shown(party: Party, specialist: Actor, administrator: Actor) -> None:
    assert party.returned(prompt="none")["error"] == "login_required"
    asking = make_party(administrator, name="Hệ thống hỏi ý", asks_consent=True)
    signed_in(asking.browser, specialist)
    assert asking.returned(prompt="none")["error"] == "consent_required"
    signed_in(party.browser, specialist)
    assert party.returned(prompt="none")["code"]


def test_userinfo_wants_a_token() -> None:
    answer = Browser().get("/sso/userinfo")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
