import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc import jws
from joserfc.jwk import OKPKey

from sen.gateway.errors import HomeUnusable, SignatureBroken
from sen.gateway.protocol.messages import digest
from sen.gateway.tests.certificates import Authority
from sen.gateway.trust.signing import check, checking_key, fingerprint, load_signer, make_signer, manifest, read_header

HEAD = b"GET\r\n/r1/VN-DT/GOV/H20/DVC/hoso\r\nx-road-id:1\r\n"


@pytest.fixture
def key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


@pytest.fixture
def signed(key: Ed25519PrivateKey) -> tuple[str, bytes]:
    certificate = Authority().issue("member", key.public_key())
    signer = make_signer("VN-DT/GOV/H20", key, certificate)
    text = manifest(HEAD, digest(b"body"))
    signature = signer.sign(text)
    assert read_header(signature)["x5t#S256"] == base64.urlsafe_b64encode(bytes.fromhex(fingerprint(certificate))).rstrip(b"=").decode()
    return signature, text


def test_a_signature_fits_its_message(signed: tuple[str, bytes], key: Ed25519PrivateKey) -> None:
    check(*signed, checking_key(key.public_key()))


def test_other_software_checks_it_as_rfc_7797_says(signed: tuple[str, bytes], key: Ed25519PrivateKey) -> None:
    signature, text = signed
    public = OKPKey.import_key(key.public_key())
    facts = jws.deserialize_compact(signature, public, ["Ed25519"], payload=text)
    assert facts.payload == text


def test_the_manifest_lists_the_digests_of_both_parts() -> None:
    parts = json.loads(manifest(HEAD, digest(b"body")))["parts"]
    assert [part["uri"] for part in parts] == ["message.xml", "attachment1"]
    assert base64.b64decode(parts[0]["digest"]) == digest(HEAD)
    assert base64.b64decode(parts[1]["digest"]) == digest(b"body")
    assert len(json.loads(manifest(HEAD, None))["parts"]) == 1


@pytest.mark.parametrize("changed", [manifest(HEAD + b"x:1\r\n", digest(b"body")), manifest(HEAD, digest(b"bodi")), manifest(HEAD, None)])
def test_a_changed_message_does_not_fit(signed: tuple[str, bytes], key: Ed25519PrivateKey, changed: bytes) -> None:
    with pytest.raises(SignatureBroken):
        check(signed[0], changed, checking_key(key.public_key()))


def test_another_key_does_not_fit(signed: tuple[str, bytes]) -> None:
    with pytest.raises(SignatureBroken):
        check(*signed, checking_key(Ed25519PrivateKey.generate().public_key()))


@pytest.mark.parametrize(
    "facts", [{"alg": "none", "b64": False, "crit": ["b64"]}, {"alg": "HS256", "b64": False, "crit": ["b64"]}, {"alg": "Ed25519"}, []]
)
def test_other_algorithms_are_refused(signed: tuple[str, bytes], key: Ed25519PrivateKey, facts: object) -> None:
    header = base64.urlsafe_b64encode(json.dumps(facts).encode()).rstrip(b"=").decode()
    with pytest.raises(SignatureBroken):
        check(f"{header}..{signed[0].rpartition('.')[2]}", signed[1], checking_key(key.public_key()))


@pytest.mark.parametrize("text", ["", "a.b.c", "..", "%%..%%"])
def test_nonsense_is_refused(key: Ed25519PrivateKey, text: str) -> None:
    with pytest.raises(SignatureBroken):
        check(text, b"x", checking_key(key.public_key()))


def test_a_key_must_belong_to_its_certificate(tmp_path, key: Ed25519PrivateKey) -> None:
    (tmp_path / "key").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    other = Authority().issue("member", Ed25519PrivateKey.generate().public_key())
    (tmp_path / "pem").write_bytes(other.public_bytes(Encoding.PEM))
    with pytest.raises(HomeUnusable):
        load_signer("VN-DT/GOV/H20", tmp_path / "key", tmp_path / "pem")
