"""Secrets this instance must be able to read again, encrypted for storage."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from sen.foundation.accounts.errors import SealBroken


def seal(secret: str) -> str:
    """The secret encrypted with a key drawn from the instance's own secret."""
    return _boxes().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """The stored secret in clear; raises SealBroken when the instance's secret was changed without keeping the old one."""
    try:
        return _boxes().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise SealBroken from None


def _boxes() -> MultiFernet:
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.blake2b(key.encode(), digest_size=32, person=b"sen.sealed").digest())) for key in keys]
    )
