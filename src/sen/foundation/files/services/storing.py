"""Keeping bytes once per content hash, flushed to disk before anything refers to them."""

import datetime as dt
import hashlib
import os
import tempfile
import time
import uuid
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from sen.foundation.audit.services import record_change
from sen.foundation.files import policies, selectors
from sen.foundation.files.errors import EmptyFile, FileTooLarge
from sen.foundation.files.events import FileStored
from sen.foundation.files.models import ScanState, StoredFile
from sen.foundation.files.services.names import MAX_NAME, clean_name, extension_of
from sen.foundation.files.services.scanning import first_state
from sen.foundation.files.services.sniffing import sniff
from sen.foundation.jobs.services import publish
from sen.kernel.actor import Actor, ActorKind

_PIECE = 1024 * 1024
_MEGABYTE = 1024 * 1024
_ORPHAN_SECONDS = 2 * 86400
_OWN = "Do hệ thống lập"


def store_bytes(
    *, name: str, content: bytes, actor: Actor, now: dt.datetime, media_type: str | None = None, produced: bool = False
) -> StoredFile:
    """Keep the content as a file.

    What the platform itself made (``produced``, or actor SYSTEM) is neither doubted nor scanned; say ``produced`` only for
    bytes that no person sent.

    Raises EmptyFile, FileTooLarge, and what sniffing raises.
    """
    return store_stream(name=name, pieces=[content], actor=actor, now=now, media_type=media_type, produced=produced)


def store_stream(
    *, name: str, pieces: Iterable[bytes], actor: Actor, now: dt.datetime, media_type: str | None = None, produced: bool = False
) -> StoredFile:
    """Keep the pieces as one file without ever holding all of it in memory.

    Raises EmptyFile, FileTooLarge as soon as the limit is passed, and what sniffing raises.
    """
    folder = selectors.files_root() / "incoming"
    folder.mkdir(parents=True, exist_ok=True, mode=0o750)
    is_own = produced or actor.kind is ActorKind.SYSTEM
    limit = None if is_own else policies.max_bytes(actor)
    descriptor, aside = tempfile.mkstemp(dir=folder, prefix="stream-")
    path = Path(aside)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            _write_counted(stream.write, pieces, limit)
        return keep(path, name=name, actor=actor, now=now, media_type=media_type, produced=is_own)
    finally:
        path.unlink(missing_ok=True)


def keep(path: Path, *, name: str, actor: Actor, now: dt.datetime, media_type: str | None = None, produced: bool = False) -> StoredFile:
    """Check the finished file, move it to its place and record it.  The path is gone afterwards."""
    size = path.stat().st_size
    if size == 0:
        raise EmptyFile("file")
    title = clean_name(name)
    if not produced or media_type is None:
        kind = sniff(path, title)
        media_type = kind.media_type
        title = title if extension_of(title) else title[: MAX_NAME - len(kind.extensions[0])] + kind.extensions[0]
    sha256 = _hash(path)
    _place(path, sha256)
    state = ScanState.CLEAN if produced else first_state()
    file = StoredFile.objects.create(
        public_id=uuid.uuid4(),
        name=title,
        media_type=media_type,
        size=size,
        sha256=sha256,
        scan_state=state,
        scan_note=_OWN if produced else "",
        uploaded_by_id=actor.account_id,
        uploaded_at=now,
    )
    record_change(actor=actor, action="store", subject_type="file", subject_id=file.pk, now=now, detail={"sha256": sha256, "size": size})
    if state == ScanState.PENDING:
        publish(FileStored(file.pk), now=now)
    return file


def discard_orphans() -> int:
    """Remove stored bytes that no record refers to and that nothing has touched for two days; returns how many."""
    # The age of bytes on disk is the machine's affair, so it is measured by the machine's clock, never by a shifted one.
    oldest = time.time() - _ORPHAN_SECONDS
    removed = 0
    for path in selectors.files_root().glob("??/??/" + "?" * 64):
        if path.stat().st_mtime < oldest and not StoredFile.objects.filter(sha256=path.name).exists():
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _write_counted(write: Callable[[bytes], object], pieces: Iterable[bytes], limit: int | None) -> None:
    total = 0
    for piece in pieces:
        total += len(piece)
        if limit is not None and total > limit:
            raise FileTooLarge("file", limit=limit // _MEGABYTE)
        write(piece)


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _place(path: Path, sha256: str) -> None:
    """Move the bytes to the address of their hash: flushed first, renamed at once, readable by owner and group only."""
    target = selectors.stored_path(sha256)
    if target.exists():
        with suppress(FileNotFoundError):
            os.utime(target)
            path.unlink(missing_ok=True)
            return
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    path.chmod(0o640)
    with path.open("rb") as stream:
        os.fsync(stream.fileno())
    path.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
