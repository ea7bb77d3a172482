"""Reading stored files.  Whether a reader may see a file at all is decided by the app that owns the paper it belongs to."""

import uuid
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from sen.foundation.files.errors import FileBeingChecked, FileInfected
from sen.foundation.files.models import ScanState, StoredFile, Upload
from sen.foundation.files.types import Download, UploadStatus
from sen.kernel.actor import Actor
from sen.kernel.errors import NotFound

_SHOWN = frozenset({"application/pdf", "image/jpeg", "image/png", "image/webp"})


def files_root() -> Path:
    """The folder of all stored files."""
    return Path(settings.DATA_DIR) / "files"


def incoming_path(public_id: str) -> Path:
    """Where the bytes of an upload under way lie."""
    return files_root() / "incoming" / public_id


def stored_path(sha256: str) -> Path:
    """Where the bytes with this hash lie."""
    return files_root() / sha256[:2] / sha256[2:4] / sha256


def get_file(file_id: int) -> StoredFile:
    """The stored file; raises NotFound."""
    file = StoredFile.objects.filter(pk=file_id).first()
    if file is None:
        raise NotFound
    return file


def list_files(file_ids: Iterable[int]) -> list[StoredFile]:
    """The stored files with these ids, oldest first, in one query."""
    return list(StoredFile.objects.filter(pk__in=list(file_ids)).order_by("id"))


def access_file(public_id: str | uuid.UUID, actor: Actor) -> StoredFile:
    """A file the actor sent itself, to attach it to something; raises NotFound for anybody else's."""
    file = StoredFile.objects.filter(public_id=_as_uuid(public_id), uploaded_by_id=actor.account_id).first()
    if file is None or actor.account_id is None:
        raise NotFound
    return file


def upload_status(public_id: str | uuid.UUID, owner_key: str) -> UploadStatus:
    """How far the owner's upload has come; raises NotFound."""
    upload = Upload.objects.select_related("stored").filter(public_id=_as_uuid(public_id), owner_key=owner_key).first()
    if upload is None:
        raise NotFound
    return UploadStatus(str(upload.public_id), received_bytes(upload), upload.size, upload.stored)


def received_bytes(upload: Upload) -> int:
    """Bytes that are certainly there: what the row says, or less when a crash lost the end of the file."""
    if upload.stored_id is not None:
        return upload.size
    path = incoming_path(str(upload.public_id))
    return min(upload.received, path.stat().st_size if path.exists() else 0)


def get_download(file: StoredFile) -> Download:
    """How to send the file, once its owner app has allowed it.

    Raises FileBeingChecked while the scanner has not answered, FileInfected when it found malware, and NotFound when the
    bytes are missing.  A file nobody scanned is only ever sent as an attachment.
    """
    if file.scan_state == ScanState.PENDING:
        raise FileBeingChecked
    if file.scan_state == ScanState.INFECTED:
        raise FileInfected
    path = stored_path(file.sha256)
    if not path.is_file():
        raise NotFound
    return Download(path, file.name, file.media_type, file.scan_state == ScanState.CLEAN and file.media_type in _SHOWN)


def read_bytes(file: StoredFile) -> bytes:
    """The content, for signing, checking or printing by the platform itself; raises NotFound when it is missing."""
    try:
        return stored_path(file.sha256).read_bytes()
    except FileNotFoundError:
        raise NotFound from None


def _as_uuid(value: str | uuid.UUID) -> uuid.UUID:
    try:
        return value if isinstance(value, uuid.UUID) else uuid.UUID(value)
    except ValueError:
        raise NotFound from None
