"""Detached signatures on data."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from sen.foundation.signing import selectors, services
from sen.foundation.signing.adapters.demo import DemoAuthority, MemoryStore


def test_the_platforms_own_signature_verifies():
    assert services.verify_data(b"payload", services.sign_data(b"payload"))


@given(st.binary(max_size=200), st.binary(max_size=200))
@settings(max_examples=40, deadline=None)
def test_a_signature_fits_exactly_one_payload(one, other):
    assert services.verify_data(other, services.sign_data(one)) == (one == other)


@pytest.mark.parametrize("token", ["", "..", "a..b", "é..é", "eyJhbGciOiJub25lIn0..", "W10..AAAA"])
def test_what_is_no_signature_is_refused(token):
    assert not services.verify_data(b"payload", token)


def test_another_algorithm_named_in_the_header_is_refused():
    _, _, signature = services.sign_data(b"payload").partition("..")
    header = base64.urlsafe_b64encode(json.dumps({"alg": "HS256"}).encode()).rstrip(b"=").decode()
    assert not services.verify_data(b"payload", f"{header}..{signature}")


def test_another_installations_signature_is_refused():
    token = services.sign_data(b"payload")
    services.use_signer(DemoAuthority(MemoryStore()))
    assert not services.verify_data(b"payload", token)


def test_anyone_can_check_with_the_published_key_and_nothing_of_ours():
    header, _, signature = services.sign_data(b"payload").partition("..")
    [key] = selectors.public_key_set()["keys"]
    public = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(key["x"] + "=="))
    signed_part = header.encode() + b"." + base64.urlsafe_b64encode(b"payload").rstrip(b"=")
    public.verify(base64.urlsafe_b64decode(signature + "=="), signed_part)
    assert json.loads(base64.urlsafe_b64decode(header + "=="))["kid"] == key["kid"]


def test_the_public_keys_are_served_without_sign_in_and_hold_no_secret(client, authority, db):
    answer = client.get("/khoa/cong-khai.json")
    assert answer.status_code == 200
    assert set(answer.json()["keys"][0]) == {"kty", "crv", "use", "alg", "kid", "x"}
    roots = client.get("/khoa/chung-thu-goc.pem")
    assert roots.content.startswith(b"-----BEGIN CERTIFICATE-----")
    assert b"PRIVATE" not in roots.content
