"""What others may know of this installation's keys."""

import base64
from typing import Any

from asn1crypto import pem
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sen.foundation.signing.services.keys import current_signer
from sen.foundation.signing.services.payloads import key_id


def public_key_set() -> dict[str, Any]:
    """The public key behind sign_data as a JSON Web Key Set.  Basis: RFC 7517, RFC 8037."""
    public = Ed25519PrivateKey.from_private_bytes(current_signer().platform_key()).public_key().public_bytes_raw()
    encoded = base64.urlsafe_b64encode(public).rstrip(b"=").decode()
    return {"keys": [{"kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "Ed25519", "kid": key_id(public), "x": encoded}]}


def trust_roots_pem() -> str:
    """The root certificates whose signatures this installation trusts, PEM."""
    return "".join(pem.armor("CERTIFICATE", der).decode() for der in current_signer().trust_roots())
