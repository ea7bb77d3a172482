"""The keys that sign id-tokens, JWT access tokens and logout tokens: one active, the retired ones still published."""

import datetime as dt
import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, RSAKey

from sen.foundation.audit.services import record_change
from sen.kernel import clock
from sen.kernel.actor import Actor

ALGORITHM = "RS256"
KEY_AGE = dt.timedelta(days=90)
# Longer than any token lives: an id-token is shown again at sign-out, long after it ran out.
RETIRED_AGE = dt.timedelta(days=90)


@dataclass(frozen=True)
class _Ring:
    """The keys as read from the folder."""

    active: RSAKey
    since: dt.datetime
    public: tuple[RSAKey, ...]


def signed(claims: Mapping[str, Any], *, kind: str) -> str:
    """The claims as a JWT of the type (``JWT``, ``at+jwt``, ``logout+jwt``), signed with the active key."""
    key = _ring().active
    return jwt.encode({"alg": ALGORITHM, "kid": key.kid, "typ": kind}, dict(claims), key)


def verified(token: str, *, kind: str) -> dict[str, Any] | None:
    """The claims of a JWT of ours whose type and signature are right, however old; None for everything else."""
    try:
        found = jwt.decode(token, KeySet(list(_ring().public)), algorithms=[ALGORITHM])
    except (JoseError, ValueError):
        return None
    return dict(found.claims) if found.header.get("typ") == kind else None


def public_keys() -> list[dict[str, Any]]:
    """The JWK of every key a token of ours may be signed with, the active one first."""
    return [{**key.as_dict(private=False), "use": "sig", "alg": ALGORITHM} for key in _ring().public]


def active_since() -> dt.datetime:
    """When the active key came into use."""
    return _ring().since


def rotate_keys(*, actor: Actor, now: dt.datetime) -> str:
    """Sign with a new key from now on, publish the old one until its tokens are forgotten; returns the new key's name."""
    with _locked():
        keys = _stored()
        for known in keys:
            known["retired_at"] = known["retired_at"] or now.isoformat()
        fresh = _new_key(now)
        kept = [known for known in keys if dt.datetime.fromisoformat(known["retired_at"]) > now - RETIRED_AGE]
        _write([fresh, *kept])
    record_change(actor=actor, action="sso.rotate_key", subject_type="sign_on_key", subject_id=0, now=now, detail={"key": fresh["kid"]})
    return str(fresh["kid"])


def rotate_old_keys(*, actor: Actor, now: dt.datetime) -> bool:
    """Rotate when the active key has served its time; returns whether it did."""
    if now - active_since() < KEY_AGE:
        return False
    rotate_keys(actor=actor, now=now)
    return True


def _ring() -> _Ring:
    """The keys, read again when another process changed the file; made on first use."""
    path = _path()
    try:
        stamp = path.stat()
    except FileNotFoundError:
        with _locked():
            if not path.exists():
                _write([_new_key(None)])
        stamp = path.stat()
    return _read(path, stamp.st_mtime_ns, stamp.st_ino)


@lru_cache(maxsize=4)
def _read(path: Path, changed: int, _inode: int) -> _Ring:
    keys = [(RSAKey.import_key(row["pem"], {"kid": row["kid"]}), row) for row in _stored()]
    active, facts = keys[0]
    # The first key is made where no clock is read: its file tells when.
    made = dt.datetime.fromtimestamp(changed / 1e9, dt.UTC) + clock.clock_shift()
    since = dt.datetime.fromisoformat(facts["since"]) if facts["since"] else made
    return _Ring(active, since, tuple(key for key, _row in keys))


def _new_key(since: dt.datetime | None) -> dict[str, Any]:
    key = RSAKey.generate_key(2048)
    pem = key.as_pem(private=True).decode("ascii")
    return {"kid": key.thumbprint(), "pem": pem, "since": since.isoformat() if since else "", "retired_at": ""}


def _path() -> Path:
    return Path(settings.DATA_DIR) / "keys" / "sign-on.json"


def _stored() -> list[dict[str, Any]]:
    try:
        rows: list[dict[str, Any]] = json.loads(_path().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    return rows


def _write(rows: list[dict[str, Any]]) -> None:
    """Keep the keys: written aside for the owner only, flushed to disk, renamed."""
    aside = _path().with_suffix(f".{os.getpid()}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump(rows, stream)
        stream.flush()
        os.fsync(stream.fileno())
    aside.rename(_path())


@contextmanager
def _locked() -> Iterator[None]:
    """Hold the folder's lock, so that two processes never make the key twice."""
    _path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(_path().with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
