"""Header parts, addresses and signatures under arbitrary bytes: one reading or none, and never a laxer one than the later check's."""

import hashlib
import string

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from sen.gateway.errors import SignatureBroken
from sen.gateway.protocol.identifiers import BadIdentifier, encode_identifier, member_of, parse_identifier, parse_target
from sen.gateway.protocol.messages import CLIENT_NAMES, SINGLE, HeadBroken, answer_headers, read_head, request_headers, write_head
from sen.gateway.tests.chest import script
from sen.gateway.tests.pair import Authority
from sen.gateway.trust.rights import PathRefused, plain_path
from sen.gateway.trust.signing import check, checking_key, make_signer, manifest

CLIENT = b"VN-DT/GOV/SO/PHANMEM"
NUMBER = "2c51b181-47cd-4ff2-b5df-6463f968fd0c"
TOKEN = "!#$%&'*+-.^_`|~" + string.digits + string.ascii_letters
# A machine at work on other things must not fail a test for slowness.
patient = settings(deadline=None, max_examples=60)
KNOWN = [*CLIENT_NAMES, *SINGLE, b"x-road-request-id", b"x-road-request-hash", b"connection", b"content-type", b"x-sen-sent-at"]

names = st.one_of(
    st.sampled_from(KNOWN).flatmap(lambda name: st.sampled_from([name, name.upper(), name.title()])),
    st.text(TOKEN, min_size=1, max_size=12).map(str.encode),
)
# What an HTTP server lets through: anything but control characters.
values = st.lists(st.integers(0x20, 0xFF).filter(lambda octet: octet != 0x7F), max_size=20).map(bytes)
headers = st.lists(st.tuples(names, values), max_size=12)
anything = st.one_of(
    st.binary(max_size=200),
    st.lists(st.sampled_from([b"GET", b"\r\n", b"\n", b"\r", b"\0", b":", b" ", b"x-road-client", CLIENT, b"/r1/a"])).map(b"".join),
)


@patient
@given(headers)
@example([(b"X-Road-Client", b"a"), (b"x-road-client", b"b"), (b"X-Govstack-Client", b"c"), (b"x-govstack-client", b"d")])
@example([(b"X-Road-UserId", b"VN1"), (b"x-road-userid", b"VN2"), (b"Connection", b"x-road-userid")])
def test_whatever_a_system_sends_becomes_a_head_with_one_reading(given_headers: list[tuple[bytes, bytes]]) -> None:
    out = request_headers(given_headers, client=CLIENT, request_id=NUMBER, message_id="VN-DT-1", sent_at="5")
    head = read_head(write_head("GET", "/r1/a", out))
    assert head.headers == out
    low = [name.lower() for name, _ in out]
    assert low.count(b"x-road-client") == 1 and all(low.count(name) <= 1 for name in (*CLIENT_NAMES, *SINGLE))
    assert {value for name, value in out if name.lower() in CLIENT_NAMES} == {CLIENT}
    assert head.get(b"x-road-request-id") == NUMBER


@patient
@given(st.lists(st.tuples(names, st.binary(max_size=20)), max_size=12))
def test_whatever_a_provider_answers_becomes_a_head_with_one_reading(given_headers: list[tuple[bytes, bytes]]) -> None:
    own = [(b"x-road-client", CLIENT), (b"x-road-request-id", NUMBER.encode())]
    few = [pair for place, pair in enumerate(given_headers) if pair[0].lower() not in {name.lower() for name, _ in given_headers[:place]}]
    head = read_head(write_head("200", "OK", answer_headers(few, own)))
    assert head.get(b"x-road-client") == CLIENT.decode()


@patient
@given(anything)
@example(b"GET\r\n/r1/a\r\nA:1\nX-Road-Client:x\r\n")
@example(b"GET\r\n/r1/a\r\nX-Road-Client:a\r\nx-road-client:b\r\n")
@example(b"GET\r\n/r1/a\r\nA :1\r\n")
@example(b"GET\r\n/r1/a\r\n A:1\r\n")
def test_arbitrary_bytes_have_one_reading_or_none(raw: bytes) -> None:
    try:
        head = read_head(raw)
    except HeadBroken:
        return
    assert write_head(head.first, head.second, head.headers) == raw
    assert all(octet not in value for _, value in head.headers for octet in b"\r\n\0")
    low = [name.lower() for name, _ in head.headers]
    assert all(low.count(name) <= 1 for name in (*CLIENT_NAMES, *SINGLE))
    is_answer, told = script().read_head(raw)
    assert is_answer == head.first[:1].isdigit()
    assert told == {name.lower(): head.get(name.lower().encode("latin-1")) for name in {name.decode("latin-1") for name, _ in head.headers}}


code = st.text("AZaz09'()+,-.=?", min_size=1, max_size=6).filter(lambda text: text not in (".", ".."))


@patient
@given(st.lists(code, min_size=4, max_size=4), headers)
def test_gateway_and_check_agree_on_the_sender(codes: list[str], others: list[tuple[bytes, bytes]]) -> None:
    client = "/".join(codes)
    out = request_headers(others, client=encode_identifier(client).encode(), request_id=NUMBER, message_id="1", sent_at="5")
    raw = write_head("GET", "/r1/a", out)
    assert script().sender_of(raw) == member_of(parse_identifier(read_head(raw).get(b"x-road-client"), 4))


@patient
@given(st.one_of(st.text(max_size=80), st.text("/r1.%2Fe?;#\\ aA0", max_size=60).map(lambda text: f"/r1/VN-DT/GOV/H20/CSDL/x{text}")))
@example("/r1/VN-DT/GOV/H20/CSDL/dan-cu/mat#/cong-khai")
@example("/r1/VN-DT/GOV/H20/CSDL/dan-cu/a b")
@example("/r1/VN-DT/GOV/H20/CSDL/dan-cu/a\r\nX: y")
@example("/r1/VN-DT/GOV/H20/CSDL/dan-cu/%2e%2e/x")
def test_an_address_is_kept_as_it_came_or_refused(target: str) -> None:
    try:
        found = parse_target(target)
    except BadIdentifier:
        return
    assert target.isascii() and not set("# \r\n\t\0") & set(target)
    assert target.endswith(found.path + (f"?{found.query}" if found.query else "")) or target.endswith("?")
    assert len(found.service.split("/")) == 5
    try:
        plain = plain_path(found.path)
    except PathRefused:
        return
    assert ".." not in plain.split("/") and not any(ord(letter) < 32 for letter in plain)


@pytest.fixture(scope="module")
def signed() -> tuple[str, bytes, Ed25519PrivateKey, str, object]:
    key = Ed25519PrivateKey.generate()
    certificate = Authority().issue("VN-DT/GOV/SO", key.public_key())
    signer = make_signer("VN-DT/GOV/SO", key, certificate)
    told = manifest(b"GET\r\n/r1/a\r\n", hashlib.sha512(b"x").digest())
    return signer.sign(told), told, key, signer.fingerprint, certificate


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(st.data())
def test_what_the_gateway_takes_the_later_check_takes_too(
    signed: tuple[str, bytes, Ed25519PrivateKey, str, object], data: st.DataObject
) -> None:
    """Otherwise a sender could sign so that its message is accepted today and its evidence is worthless tomorrow."""
    signature, told, key, fingerprint, certificate = signed
    place = data.draw(st.integers(0, len(signature)))
    piece = data.draw(st.sampled_from(["", "=", "==", " ", "\n", "+", "/", ".", "..", "A", "é", "\0"]))
    touched = signature[:place] + piece + signature[place + data.draw(st.integers(0, 1)) :]
    assume(touched != signature)
    try:
        check(touched, told, checking_key(key.public_key()), fingerprint)
    except SignatureBroken:
        return
    script().check_signature(touched, told, certificate)


def test_a_signature_that_names_another_certificate_is_refused_at_once(signed: tuple[str, bytes, Ed25519PrivateKey, str, object]) -> None:
    signature, told, key, fingerprint, _ = signed
    check(signature, told, checking_key(key.public_key()), fingerprint)
    with pytest.raises(SignatureBroken, match="another certificate"):
        check(signature, told, checking_key(key.public_key()), "00" * 32)
