import base64

import pytest
from argon2 import PasswordHasher

from sen.gateway.trust.snapshot import Client
from sen.gateway.trust.tokens import LIFE_SECONDS, TokenRefused, Tokens, read_form

NOW = 1_800_000_000.0
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("s:ec ret")
CLIENT = Client(id="VN-DT/GOV/SO/PHANMEM", client_id="key-1", secret_hash=HASH, scope=("dan-cu",))
CLIENTS = {"key-1": CLIENT}
FORM = {"grant_type": "client_credentials"}
WHOLE = {**FORM, "client_id": "key-1", "client_secret": "s:ec ret"}


@pytest.fixture
def tokens() -> Tokens:
    return Tokens(b"k" * 32)


def _basic(text: str) -> str:
    return "Basic " + base64.b64encode(text.encode()).decode()


def test_credentials_come_in_the_header_or_in_the_form(tokens: Tokens) -> None:
    by_header = tokens.ask(FORM, _basic("key-1:s%3Aec+ret"), CLIENTS, NOW)
    assert by_header == tokens.ask(WHOLE, "", CLIENTS, NOW)
    assert tokens.client_of(by_header.text, CLIENTS, NOW) == CLIENT


def test_while_a_token_is_valid_the_same_one_is_given(tokens: Tokens) -> None:
    start = NOW - NOW % LIFE_SECONDS
    first, later = tokens.ask(WHOLE, "", CLIENTS, start + 1), tokens.ask(WHOLE, "", CLIENTS, start + 1800)
    assert first.text == later.text
    assert (first.expires_in, later.expires_in) == (3599, 1800)
    assert Tokens(b"k" * 32).client_of(first.text, CLIENTS, start + 5) == CLIENT


def test_nobody_is_given_a_token_about_to_end(tokens: Tokens) -> None:
    start = NOW - NOW % LIFE_SECONDS
    old, fresh = tokens.ask(WHOLE, "", CLIENTS, start), tokens.ask(WHOLE, "", CLIENTS, start + 3590)
    assert old.text != fresh.text
    assert fresh.expires_in == 3610
    assert tokens.client_of(fresh.text, CLIENTS, start + 3590) == CLIENT
    assert tokens.client_of(old.text, CLIENTS, start + 3599) == CLIENT
    assert tokens.client_of(old.text, CLIENTS, start + 3600) is None


def test_a_new_secret_or_a_removed_client_ends_tokens(tokens: Tokens) -> None:
    token = tokens.ask(WHOLE, "", CLIENTS, NOW).text
    changed = CLIENT.model_copy(update={"secret_hash": HASH + "x"})
    assert tokens.client_of(token, {"key-1": changed}, NOW) is None
    assert tokens.client_of(token, {}, NOW) is None
    assert Tokens(b"o" * 32).client_of(token, CLIENTS, NOW) is None


@pytest.mark.parametrize("token", ["", "sen_", "sen_!!", "sen_AAAA", "sen_" + "A" * 60, "other"])
def test_nonsense_is_no_token(tokens: Tokens, token: str) -> None:
    assert tokens.client_of(token, CLIENTS, NOW) is None


@pytest.mark.parametrize(
    ("form", "authorization", "code", "status"),
    [
        ({}, "", "invalid_request", 400),
        ({"grant_type": "password"}, "", "unsupported_grant_type", 400),
        ({**WHOLE, "client_secret": "wrong"}, "", "invalid_client", 401),
        ({**WHOLE, "client_id": "other"}, "", "invalid_client", 401),
        (FORM, "Basic ???", "invalid_client", 401),
        (FORM, "", "invalid_client", 401),
        ({**WHOLE, "scope": "van-ban"}, "", "invalid_scope", 400),
    ],
)
def test_refusals_speak_as_rfc_6749(tokens: Tokens, form: dict[str, str], authorization: str, code: str, status: int) -> None:
    with pytest.raises(TokenRefused) as refused:
        tokens.ask(form, authorization, CLIENTS, NOW)
    assert (refused.value.args[0], refused.value.args[2]) == (code, status)


def test_a_wrong_secret_is_refused_after_a_right_one(tokens: Tokens) -> None:
    tokens.ask(WHOLE, "", CLIENTS, NOW)
    with pytest.raises(TokenRefused):
        tokens.ask({**WHOLE, "client_secret": "wrong"}, "", CLIENTS, NOW)


def test_a_form_that_is_none_is_refused() -> None:
    with pytest.raises(TokenRefused):
        read_form(b"\xff\xfe")
