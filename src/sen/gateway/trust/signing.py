"""Signatures of messages: a detached JWS (RFC 7515, RFC 7797 ``b64: false``) with Ed25519 over a manifest of SHA-512 digests.

The manifest is ``{"parts":[{"uri":"message.xml","alg":"SHA-512","digest":"<base64>"},{"uri":"attachment1",…}]}`` without
spaces; the second part is absent when the message has no body.  It is never sent: who checks computes it from the parts.

libsodium makes and checks the signatures in two thirds and half of the time OpenSSL takes, and refuses whatever OpenSSL refuses.
"""

import base64
import binascii
import hashlib
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from sen.gateway.errors import HomeUnusable, SignatureBroken

ALGORITHMS = ("Ed25519", "EdDSA")
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Signer:
    """The signing key of one member and its certificate."""

    member: str
    key: SigningKey
    certificate: x509.Certificate
    fingerprint: str
    header: bytes
    pem: str

    def sign(self, manifest: bytes) -> str:
        """The detached JWS ``header..signature``."""
        signed = self.key.sign(self.header + b"." + manifest)
        return (self.header + b".." + _b64(signed.signature)).decode()


def load_signer(member: str, key: Path, certificate: Path) -> Signer:
    """The member's signer from PEM files.  Raises HomeUnusable when they do not hold an Ed25519 key and its certificate."""
    try:
        private = load_pem_private_key(key.read_bytes(), None)
        shown = x509.load_pem_x509_certificate(certificate.read_bytes())
    except (OSError, ValueError) as error:
        raise HomeUnusable(f"signing key of {member}: {error}") from error
    if not isinstance(private, Ed25519PrivateKey) or private.public_key() != shown.public_key():
        raise HomeUnusable(f"signing key of {member}: not the Ed25519 key of its certificate")
    return make_signer(member, private, shown)


def make_signer(member: str, key: Ed25519PrivateKey, certificate: x509.Certificate) -> Signer:
    """A signer whose JWS header names the certificate (``x5t#S256``)."""
    seen = hashlib.sha256(certificate.public_bytes(Encoding.DER)).digest()
    facts = {"alg": ALGORITHMS[0], "b64": False, "crit": ["b64"], "x5t#S256": _b64(seen).decode()}
    header = _b64(json.dumps(facts, separators=(",", ":")).encode())
    fast = SigningKey(key.private_bytes_raw())
    return Signer(member, fast, certificate, seen.hex(), header, certificate.public_bytes(Encoding.PEM).decode())


def checking_key(key: Ed25519PublicKey) -> VerifyKey:
    """The key of a certificate, ready to check signatures with."""
    return VerifyKey(key.public_bytes_raw())


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate's DER, lower-case hexadecimal."""
    return hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest()


def manifest(head: bytes, body_digest: bytes | None) -> bytes:
    """The canonical manifest of a message: its header part and the SHA-512 of its body (None: no body)."""
    of_head = base64.b64encode(hashlib.sha512(head).digest()).decode()
    parts = f'{{"uri":"message.xml","alg":"SHA-512","digest":"{of_head}"}}'
    if body_digest is not None:
        parts += f',{{"uri":"attachment1","alg":"SHA-512","digest":"{base64.b64encode(body_digest).decode()}"}}'
    return f'{{"parts":[{parts}]}}'.encode()


def read_header(signature: str) -> dict[str, Any]:
    """The protected header of a detached JWS.  Raises SignatureBroken."""
    try:
        facts = json.loads(unpadded(signature.partition(".")[0]))
    except (ValueError, binascii.Error) as error:
        raise SignatureBroken("the signature's header cannot be read") from error
    if not isinstance(facts, dict) or facts.get("alg") not in ALGORITHMS or facts.get("b64") is not False or facts.get("crit") != ["b64"]:
        raise SignatureBroken("the signature is not a detached Ed25519 JWS")
    return facts


def check(signature: str, signed: bytes, key: VerifyKey, certificate: str = "") -> None:
    """Check a detached JWS over the manifest; its header must name the certificate (fingerprint), if one is given.

    As strict as any later check of the evidence: what passes here must pass there.  Raises SignatureBroken.
    """
    header, dots, value = signature.partition("..")
    if not dots:
        raise SignatureBroken("the signature is not detached")
    try:
        named = _named(header)
        if certificate and named != certificate:
            raise SignatureBroken("the signature names another certificate")
        key.verify(header.encode() + b"." + signed, unpadded(value))
    except (BadSignatureError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SignatureBroken("the signature does not fit the message") from error


@lru_cache(maxsize=1024)
def _named(header: str) -> str:
    """The fingerprint of the certificate that a JWS header names; the same few headers come again and again."""
    return unpadded(read_header(header).get("x5t#S256", "")).hex()


def unpadded(text: str) -> bytes:
    """The bytes behind base64url without padding, and nothing else among it.  Raises ValueError."""
    if not _BASE64URL.fullmatch(text):
        raise ValueError("not base64url")
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _b64(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")
