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

_CONTROL = "control.jwk"


def folder() -> Path:
    """Where the axis's keys of this installation lie."""
    return Path(settings.DATA_DIR) / "keys" / "axis"


def kept(name: str, make: Callable[[], bytes]) -> bytes:
    """The secret of the name, made once; two processes never make it twice."""
    path = folder() / name
    if not path.exists():
        with _locked():
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
    return _control_key(folder())


def control_public_jwk() -> dict[str, str]:
    """The public half, as gateways keep it."""
    return {str(name): str(value) for name, value in control_key().as_dict(private=False).items()}


def seal_text(text: str) -> str:
    """The text encrypted for the database; empty stays empty."""
    return _cipher().encrypt(text.encode()).decode() if text else ""


def open_text(sealed: str) -> str:
    """What was encrypted; empty when the installation's secret key is no longer the one it was sealed with."""
    try:
        return _cipher().decrypt(sealed.encode()).decode() if sealed else ""
    except InvalidToken:
        return ""


@lru_cache(maxsize=4)
def _control_key(place: Path) -> OKPKey:
    return OKPKey.import_key(json.loads(kept(_CONTROL, _make_control_key)))


def _make_control_key() -> bytes:
    return json.dumps(OKPKey.generate_key("Ed25519", private=True).as_dict(private=True)).encode()


def _cipher() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"exchange credentials\n" + settings.SECRET_KEY.encode()).digest()))


@contextmanager
def _locked() -> Iterator[None]:
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder() / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
