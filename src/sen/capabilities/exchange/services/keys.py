"""Secrets of the control plane: files of mode 600 under ``DATA_DIR/keys/axis``, and what is encrypted in the database."""

import base64
import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from joserfc.jwk import OKPKey

# The key that seals, and during a change of keys the one to come and the one before.
ACTIVE, COMING, PAST = "control.jwk", "control-next.jwk", "control-past.jwk"


def folder() -> Path:
    """Where the axis's keys of this installation lie."""
    return Path(settings.DATA_DIR) / "keys" / "axis"


def kept(name: str, make: Callable[[], bytes]) -> bytes:
    """The secret of the name, made once; two processes never make it twice."""
    path = folder() / name
    if not path.exists():
        with locked():
            if not path.exists():
                write_secret(path, make())
    return path.read_bytes()


def write_secret(path: Path, content: bytes) -> None:
    """Write a file only its owner can read: aside, flushed to disk, renamed."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    aside.replace(path)


def control_key() -> OKPKey:
    """The Ed25519 key that seals snapshots."""
    kept(ACTIVE, make_sealing_key)
    return _key(ACTIVE)


def control_public_jwk() -> dict[str, str]:
    """The public half, as gateways keep it."""
    return _public(control_key())


def control_public_keys() -> list[dict[str, str]]:
    """Every key a gateway is to accept a seal of: the one that seals, during a change also the one to come or the one before."""
    return [control_public_jwk(), *(_public(_key(name)) for name in (COMING, PAST) if known(name))]


def known(name: str) -> str:
    """The mark of a sealing key, by which people compare two; empty when there is no such key."""
    return _key(name).thumbprint() if (folder() / name).exists() else ""


def make_sealing_key() -> bytes:
    """A new Ed25519 key as JWK."""
    return json.dumps(OKPKey.generate_key("Ed25519", private=True).as_dict(private=True)).encode()


def seal_text(text: str) -> str:
    """The text encrypted for the database; empty stays empty."""
    return _cipher().encrypt(text.encode()).decode() if text else ""


def open_text(sealed: str) -> str:
    """What was encrypted; empty when the installation's secret key is no longer the one it was sealed with."""
    try:
        return _cipher().decrypt(sealed.encode()).decode() if sealed else ""
    except InvalidToken:
        return ""


def _key(name: str) -> OKPKey:
    """The key in the file, as it is now: another process may have changed it."""
    return _imported((folder() / name).read_bytes())


@lru_cache(maxsize=4)
def _imported(content: bytes) -> OKPKey:
    return OKPKey.import_key(json.loads(content))


def _public(key: OKPKey) -> dict[str, str]:
    return {str(name): str(value) for name, value in key.as_dict(private=False).items()}


def _cipher() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"exchange credentials\n" + settings.SECRET_KEY.encode()).digest()))


@contextmanager
def locked() -> Iterator[None]:
    """Nobody else makes or changes a secret of the folder meanwhile."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder() / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
