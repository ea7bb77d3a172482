"""The whole way: from the request to claims, with what the provider promises on it."""

import base64
import datetime as dt
import hashlib
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from joserfc import jwt
from joserfc.jwk import KeySet

from sen.foundation.accounts.models import Account, Delegation, LiveSession
from sen.foundation.agencies.models import Agency
from sen.foundation.sso.models import SignOn, Subject, Token
from sen.foundation.sso.tests.conftest import RETURN, Party, back, make_party
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from tests.factories import LONG_AGO, make_officer, signed_in


def decoded(token: str) -> Any:
    return jwt.decode(token, KeySet.import_key_set(Browser().get("/sso/jwks").json()), algorithms=["RS256"])


def test_a_signed_in_officer_enters_without_a_page(entered: Party) -> None:
    returned = entered.returned()
    assert set(returned) == {"code", "state", "iss"}
    assert returned["state"] == "trang-thai"
    assert returned["iss"] == "https://sen.example"
    assert entered.redeem(returned["code"]).json()["token_type"] == "Bearer"


def test_the_id_token_names_issuer_audience_nonce_session_and_how_the_person_proved_it(entered: Party, specialist: Actor) -> None:
    answer = entered.tokens()
    token = decoded(answer["id_token"])
    live = LiveSession.objects.get(account_id=specialist.account)
    claims = token.claims
    assert token.header["typ"] == "JWT"
    assert (claims["iss"], claims["aud"], claims["nonce"]) == ("https://sen.example", entered.client.client_id, "mot-lan")
    assert claims["sid"] == str(live.sid)
    assert claims["sub"] == str(Subject.objects.get(account_id=specialist.account).key)
    assert claims["exp"] - claims["iat"] == 300
    assert claims["acr"] == "loa1"
    assert {"auth_time", "amr"} <= set(claims)
    half = hashlib.sha256(answer["access_token"].encode()).digest()[:16]
    assert claims["at_hash"] == base64.urlsafe_b64encode(half).rstrip(b"=").decode()


def test_userinfo_tells_position_agency_and_roles_of_this_moment(entered: Party, home: Agency) -> None:
    claims = entered.userinfo(entered.tokens()["access_token"]).json()
    assert claims["name"] == "Nguyễn Văn Bình"
    assert claims["agency_code"] == "H20.29.869"
    assert claims["agency_name"] == home.name
    assert claims["position"] == "Chuyên viên"
    assert claims["roles"] == ["specialist"]
    assert claims["grants"] == [{"role": "specialist", "agency_code": "H20.29.869"}]


def test_a_scope_that_was_not_asked_tells_nothing(entered: Party) -> None:
    claims = entered.userinfo(entered.tokens(scope="openid")["access_token"]).json()
    assert set(claims) == {"sub"}


def test_a_delegation_counts_at_once_and_ends_at_once(entered: Party, specialist: Actor, agency: Agency) -> None:
    token = entered.tokens()["access_token"]
    giver = make_officer(Role.HEAD, agency)
    today = clock.today()
    lent = Delegation.objects.create(
        giver_id=giver.account,
        receiver_id=specialist.account,
        agency=agency,
        role="head",
        valid_from=LONG_AGO,
        valid_to=today,
        reason="nghỉ",
    )
    assert entered.userinfo(token).json()["roles"] == ["head", "specialist"]
    lent.revoked_at = clock.now()
    lent.save()
    assert entered.userinfo(token).json()["roles"] == ["specialist"]


def test_an_appointment_that_ended_is_gone_from_the_claims(entered: Party, specialist: Actor) -> None:
    token = entered.tokens()["access_token"]
    Account.objects.get(pk=specialist.account).appointments.update(valid_to=clock.today() - dt.timedelta(days=1))
    claims = entered.userinfo(token).json()
    assert claims["roles"] == []
    assert claims["agency_code"] == ""


def test_two_people_have_two_names_and_one_person_keeps_one(entered: Party, clerk: Actor) -> None:
    first = entered.userinfo(entered.tokens()["access_token"]).json()["sub"]
    assert entered.userinfo(entered.tokens()["access_token"]).json()["sub"] == first
    signed_in(entered.browser, clerk)
    assert entered.userinfo(entered.tokens()["access_token"]).json()["sub"] != first


def test_whoever_is_not_signed_in_is_sent_to_sign_in_and_comes_back_to_the_same_request(party: Party, specialist: Actor) -> None:
    answer = party.ask()
    assert answer.status_code == 302
    address = urlsplit(answer["Location"])
    assert address.path == "/dang-nhap/"
    wanted = parse_qs(address.query)["tiep"][0]
    signed_in(party.browser, specialist)
    onward = party.browser.get(wanted)
    assert onward.status_code == 200
    assert f'content="0; url={RETURN}?code=' in onward.content.decode()


def test_a_jwt_access_token_carries_its_type_audience_and_scope(administrator: Actor, specialist: Actor) -> None:
    party = make_party(administrator, token_form="jwt")
    signed_in(party.browser, specialist)
    answer = party.tokens()
    token = decoded(answer["access_token"])
    assert token.header["typ"] == "at+jwt"
    assert {"iss", "sub", "aud", "client_id", "exp", "iat", "jti", "scope"} <= set(token.claims)
    assert token.claims["exp"] - token.claims["iat"] <= 900
    assert party.userinfo(answer["access_token"]).status_code == 200
    assert party.is_active(answer["access_token"])


def test_a_public_system_needs_no_secret_but_its_verifier(administrator: Actor, specialist: Actor) -> None:
    party = make_party(administrator, keeps_secret=False)
    assert party.secret == ""
    signed_in(party.browser, specialist)
    values = {"grant_type": "authorization_code", "code": party.code(), "redirect_uri": RETURN, "client_id": party.client.client_id}
    assert Browser().post("/sso/token", {**values, "code_verifier": party.verifier}).status_code == 200


def test_a_system_may_ask_for_a_token_in_its_own_name_only_when_allowed(administrator: Actor, party: Party) -> None:
    alone = make_party(administrator, name="Máy chủ báo cáo", acts_alone=True)
    answer = alone.post("token", grant_type="client_credentials")
    assert answer.status_code == 200
    assert alone.is_active(answer.json()["access_token"])
    assert alone.userinfo(answer.json()["access_token"]).status_code == 401
    refused = party.post("token", grant_type="client_credentials")
    assert (refused.status_code, refused.json()["error"]) == (400, "unauthorized_client")


def test_citizens_are_not_let_into_a_system_for_officials(administrator: Actor, citizen: Actor) -> None:
    party = make_party(administrator, audience="officers")
    signed_in(party.browser, citizen)
    assert party.returned()["error"] == "access_denied"
    assert not SignOn.objects.exists()


def test_secrets_codes_and_tokens_are_kept_as_digests_only(entered: Party) -> None:
    answer = entered.tokens()
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, ' ') FROM sso_token t")
        kept = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(t::text, ' ') FROM sso_client t")
        kept += cursor.fetchone()[0]
    assert answer["access_token"] not in kept
    assert answer["refresh_token"] not in kept
    assert entered.secret not in kept


def test_the_answers_of_the_endpoints_are_kept_by_nobody(entered: Party) -> None:
    code = entered.code()
    assert entered.redeem(code)["Cache-Control"] == "no-store"
    assert entered.redeem(code)["Cache-Control"] == "no-store"


def test_a_request_sent_as_a_form_is_answered_like_a_link(entered: Party) -> None:
    answer = entered.browser.post("/sso/authorize", entered.request())
    assert answer.status_code == 303
    assert "code" in back(entered.browser.get(answer["Location"]))


def test_one_sign_on_costs_few_statements(entered: Party) -> None:
    entered.userinfo(entered.tokens()["access_token"])
    control = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "SELECT set_config")
    with CaptureQueriesContext(connection) as seen:
        token = entered.tokens()["access_token"]
        entered.userinfo(token)
    statements = [query["sql"] for query in seen.captured_queries if not (query["sql"] or "").startswith(control)]
    assert len(statements) <= 12, statements


@pytest.mark.parametrize("form", ["opaque", "jwt"])
def test_access_tokens_live_at_most_fifteen_minutes(administrator: Actor, specialist: Actor, form: str) -> None:
    party = make_party(administrator, token_form=form)
    signed_in(party.browser, specialist)
    assert party.tokens()["expires_in"] <= 900
    kept = Token.objects.get(kind="access")
    assert kept.expires_at - kept.issued_at <= dt.timedelta(minutes=15)
