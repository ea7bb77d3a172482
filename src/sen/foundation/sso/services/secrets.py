"""Random texts given out once and kept as digests only."""

import hashlib
import secrets


def new_secret() -> str:
    """A secret of 256 random bits.  Nobody can guess it, so a plain digest keeps it as safely as a slow one, and checks in microseconds."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> bytes:
    """The SHA-256 under which a secret, code or token is kept."""
    return hashlib.sha256(secret.encode("utf-8")).digest()
