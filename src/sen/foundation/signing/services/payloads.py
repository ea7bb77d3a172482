"""Signatures on data: JSON Web Signatures with the payload detached, Ed25519."""

import base64
import binascii
import hashlib
import json

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sen.foundation.signing.services.keys import current_signer


def sign_data(payload: bytes) -> str:
    """The platform's detached signature of the payload: ``header..signature``.

    Basis: RFC 7515, Appendix F; RFC 8037; RFC 9864.
    """
    key = Ed25519PrivateKey.from_private_bytes(current_signer().platform_key())
    header = _encode(json.dumps({"alg": "Ed25519", "kid": key_id(key.public_key().public_bytes_raw())}, separators=(",", ":")).encode())
    return f"{header}..{_encode(key.sign(_signed_part(header, payload)))}"


def sign_message(message: bytes) -> bytes:
    """The platform's bare signature of the message, for protocols that say themselves how it travels.

    Basis: RFC 8032 (Ed25519).
    """
    return Ed25519PrivateKey.from_private_bytes(current_signer().platform_key()).sign(message)


def verify_data(payload: bytes, token: str) -> bool:
    """Whether the token is this platform's signature of exactly this payload."""
    public = Ed25519PrivateKey.from_private_bytes(current_signer().platform_key()).public_key()
    header, _, signature = token.partition("..")
    try:
        facts = json.loads(_decode(header))
        if not isinstance(facts, dict) or facts.get("alg") != "Ed25519" or "crit" in facts:
            return False
        public.verify(_decode(signature), _signed_part(header, payload))
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


def key_id(public_key: bytes) -> str:
    """The thumbprint that names a public key.  Basis: RFC 7638."""
    members = json.dumps({"crv": "Ed25519", "kty": "OKP", "x": _encode(public_key)}, separators=(",", ":"))
    return _encode(hashlib.sha256(members.encode()).digest())


def _signed_part(header: str, payload: bytes) -> bytes:
    return f"{header}.{_encode(payload)}".encode()


def _encode(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _decode(value: str) -> bytes:
    return base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True)
