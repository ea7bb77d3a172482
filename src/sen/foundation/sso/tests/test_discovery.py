"""What the provider says about itself is what it does."""

import datetime as dt
from typing import Any

from django.test import Client as Browser
from django.urls import resolve
from joserfc.jwk import KeySet

from sen.foundation.sso import services
from sen.foundation.sso.tests.conftest import Party
from sen.kernel import clock
from sen.kernel.actor import Actor


def described() -> dict[str, Any]:
    return Browser().get("/.well-known/openid-configuration").json()


def test_the_description_stands_at_the_root_of_the_issuer_and_names_only_what_exists() -> None:
    facts = described()
    assert facts["issuer"] == "https://sen.example"
    addresses = {name: value for name, value in facts.items() if name.endswith("_endpoint") or name == "jwks_uri"}
    assert set(addresses) == {
        "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri", "revocation_endpoint", "introspection_endpoint",
        "end_session_endpoint",
    }  # fmt: skip
    for address in addresses.values():
        assert resolve(address.removeprefix("https://sen.example")).namespace == "sso"


def test_weak_ways_are_not_offered() -> None:
    facts = described()
    assert facts["response_types_supported"] == ["code"]
    assert facts["code_challenge_methods_supported"] == ["S256"]
    assert facts["id_token_signing_alg_values_supported"] == ["RS256"]
    assert set(facts["grant_types_supported"]) == {"authorization_code", "refresh_token", "client_credentials"}
    assert facts["authorization_response_iss_parameter_supported"] is True
    assert facts["backchannel_logout_supported"] is facts["backchannel_logout_session_supported"] is True


def test_every_claim_a_person_is_described_by_is_announced(entered: Party) -> None:
    answer = entered.userinfo(entered.tokens()["access_token"]).json()
    assert set(answer) <= set(described()["claims_supported"])


def test_the_published_keys_hold_no_secret_part() -> None:
    (key, *_rest) = Browser().get("/sso/jwks").json()["keys"]
    assert {"kid", "use", "alg", "n", "e"} <= set(key)
    assert not set(key) & {"d", "p", "q", "dp", "dq", "qi"}


def test_after_a_change_of_keys_old_tokens_can_still_be_checked_and_new_ones_are_signed_with_the_new_key(
    entered: Party, administrator: Actor
) -> None:
    before = entered.tokens()["id_token"]
    kid = services.rotate_keys(actor=administrator, now=clock.now())
    after = entered.tokens()["id_token"]
    published = Browser().get("/sso/jwks").json()
    assert published["keys"][0]["kid"] == kid
    assert len(KeySet.import_key_set(published).keys) >= 2
    assert services.verified(before, kind="JWT") is not None
    assert services.verified(after, kind="JWT") is not None


def test_a_key_that_served_its_time_is_changed_by_itself_and_a_young_one_is_not(administrator: Actor) -> None:
    services.rotate_keys(actor=administrator, now=clock.now())
    assert services.rotate_old_keys(actor=administrator, now=clock.now()) is False
    assert services.rotate_old_keys(actor=administrator, now=clock.now() + dt.timedelta(days=91)) is True
