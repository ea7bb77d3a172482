"""Resumable uploads: announced, sent in pieces that may be repeated from where the server stands, finished once."""

import datetime as dt
import os
import time
import uuid
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import transaction

from sen.foundation.files import selectors
from sen.foundation.files.errors import BadPiece, EmptyFile, FileTooLarge, TooManyUploads, UploadIncomplete, WrongOffset
from sen.foundation.files.models import StoredFile, Upload
from sen.foundation.files.services.names import clean_name
from sen.foundation.files.services.storing import keep
from sen.foundation.files.types import MAX_PIECE_BYTES, UploadStatus
from sen.kernel.actor import Actor
from sen.kernel.errors import NotFound

_MEGABYTE = 1024 * 1024
_OPEN_UPLOADS = 60
_STALE_AFTER = dt.timedelta(hours=24)


@transaction.atomic
def start_upload(*, owner_key: str, name: str, size: int, now: dt.datetime, max_bytes: int | None = None) -> UploadStatus:
    """Announce a file of ``size`` bytes; the owner is the account or session that may go on with it.

    Raises EmptyFile, FileTooLarge by the announced size, TooManyUploads.
    """
    limit = settings.FILES_MAX_CITIZEN_BYTES if max_bytes is None else max_bytes
    if size <= 0:
        raise EmptyFile("file")
    if size > limit:
        raise FileTooLarge("file", limit=limit // _MEGABYTE)
    recent = Upload.objects.filter(owner_key=owner_key, stored=None, started_at__gt=now - _STALE_AFTER)
    if recent.count() >= _OPEN_UPLOADS:
        raise TooManyUploads("file")
    upload = Upload.objects.create(public_id=uuid.uuid4(), name=clean_name(name), size=size, owner_key=owner_key, started_at=now)
    return UploadStatus(str(upload.public_id), 0, size)


@transaction.atomic
def append_chunk(*, public_id: str | uuid.UUID, owner_key: str, offset: int, data: bytes, now: dt.datetime) -> UploadStatus:
    """Write one piece (at most 8 MB) where the file stands; returns how far it has come.

    Raises WrongOffset carrying the right offset, BadPiece for an empty or oversized piece or one past the announced size,
    NotFound for an unknown or foreign upload or one started more than a day ago.
    """
    upload = _own_upload(public_id, owner_key)
    if now - upload.started_at > _STALE_AFTER and upload.stored_id is None:
        raise NotFound
    received = selectors.received_bytes(upload)
    if offset != received or upload.stored_id is not None:
        raise WrongOffset("offset", received=received)
    if not data or len(data) > MAX_PIECE_BYTES or received + len(data) > upload.size:
        raise BadPiece("data", limit=MAX_PIECE_BYTES // _MEGABYTE)
    _write_at(selectors.incoming_path(str(upload.public_id)), offset, data)
    upload.received = received + len(data)
    upload.save(update_fields=["received"])
    return UploadStatus(str(upload.public_id), upload.received, upload.size)


@transaction.atomic
def finish_upload(*, public_id: str | uuid.UUID, owner_key: str, actor: Actor, now: dt.datetime) -> StoredFile:
    """Check the complete file and keep it; a second call returns the same file.

    Raises UploadIncomplete, NotFound, and what sniffing raises.
    """
    upload = _own_upload(public_id, owner_key)
    if upload.stored is not None:
        return upload.stored
    if selectors.received_bytes(upload) != upload.size:
        raise UploadIncomplete("file")
    upload.stored = keep(selectors.incoming_path(str(upload.public_id)), name=upload.name, actor=actor, now=now)
    upload.received = upload.size
    upload.save(update_fields=["stored", "received"])
    return upload.stored


@transaction.atomic
def discard_stale_uploads(*, now: dt.datetime) -> int:
    """Forget uploads started more than a day ago, with their bytes; returns how many."""
    stale = Upload.objects.filter(started_at__lt=now - _STALE_AFTER)
    paths = [selectors.incoming_path(str(public_id)) for public_id in stale.filter(stored=None).values_list("public_id", flat=True)]
    count, _ = stale.delete()
    for path in [*paths, *_abandoned_pieces()]:
        path.unlink(missing_ok=True)
    return count


def _abandoned_pieces() -> list[Path]:
    """Bytes in the incoming folder that nothing has touched for two days: what a killed process left."""
    # The machine's clock, as for every age of bytes on disk.
    oldest = time.time() - 2 * _STALE_AFTER.total_seconds()
    found = []
    for path in (selectors.files_root() / "incoming").glob("*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < oldest:
                found.append(path)
    return found


def _own_upload(public_id: str | uuid.UUID, owner_key: str) -> Upload:
    try:
        wanted = uuid.UUID(str(public_id))
    except ValueError:
        raise NotFound from None
    upload = Upload.objects.select_for_update(of=("self",)).filter(public_id=wanted, owner_key=owner_key).first()
    if upload is None:
        raise NotFound
    return upload


def _write_at(path: Path, offset: int, data: bytes) -> None:
    """Write the piece over whatever an interrupted attempt may have left behind the offset."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o640)
    try:
        os.ftruncate(descriptor, offset)
        written = 0
        while written < len(data):
            written += os.pwrite(descriptor, data[written:], offset + written)
    finally:
        os.close(descriptor)
