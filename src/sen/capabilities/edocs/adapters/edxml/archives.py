"""Files that came inside a ZIP of one entry, as some senders do: unpacked within limits, anything else refused."""

import io
import struct
import zipfile
import zlib
from pathlib import PurePosixPath

from sen.capabilities.edocs.adapters.edxml.limits import MEGABYTE, Limits
from sen.capabilities.edocs.errors import AttachmentBroken

_START, _END, _WIDE = b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x07"
_END_SIZE, _COMMENT = 22, 65_535
_ENCRYPTED = 0x1
# Formats that are themselves a ZIP: these stay as they are.
_ZIP_FORMATS = frozenset({".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".docm", ".xlsm", ".pptm", ".epub", ".zip", ".asice"})


def unpacked(content: bytes, name: str, limits: Limits) -> tuple[bytes, str] | None:
    """The file inside and its name when the content is a ZIP of one entry wrapped around a file; None when it is no such wrapping.

    Raises AttachmentBroken for archives of several files, encrypted ones, bombs, and nested ones.
    """
    if not content.startswith(_START):
        return None
    count = _entries(content, name, limits)
    own_format = PurePosixPath(name).suffix.lower() in _ZIP_FORMATS
    if count != 1:
        if own_format:
            return None
        raise AttachmentBroken(name=name, reason=f"gói nén có {count} tệp, chỉ nhận gói nén chứa đúng một tệp")
    inside, inner_name = _only_entry(content, name, limits)
    if own_format and PurePosixPath(inner_name).suffix.lower() != PurePosixPath(name).suffix.lower():
        return None
    return inside, inner_name


def _entries(content: bytes, name: str, limits: Limits) -> int:
    """How many entries the archive has, read from its end before anything is built of it."""
    place = content.rfind(_END, max(0, len(content) - _END_SIZE - _COMMENT))
    if place < 0 or place + _END_SIZE > len(content) or _WIDE in content[max(0, place - 20) : place]:
        raise AttachmentBroken(name=name, reason="gói nén bị hỏng")
    count, size = struct.unpack_from("<HI", content, place + 10)
    if size > limits.directory_bytes:
        raise AttachmentBroken(name=name, reason="gói nén có quá nhiều tệp")
    return int(count)


def _only_entry(content: bytes, name: str, limits: Limits) -> tuple[bytes, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) != 1:
                raise AttachmentBroken(name=name, reason="gói nén bị hỏng")
            entry = entries[0]
            _check(entry, len(content), name, limits)
            with archive.open(entry) as stream:
                # The declared size is a claim: reading stops where the claim ends.
                inside = stream.read(entry.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, struct.error) as error:
        raise AttachmentBroken(name=name, reason="gói nén bị hỏng") from error
    if len(inside) != entry.file_size:
        raise AttachmentBroken(name=name, reason="gói nén bị hỏng")
    inner = PurePosixPath(entry.filename.replace("\\", "/")).name
    if inside.startswith(_START) and PurePosixPath(inner).suffix.lower() not in _ZIP_FORMATS - {".zip"}:
        raise AttachmentBroken(name=name, reason="gói nén lồng trong gói nén")
    return inside, inner


def _check(entry: zipfile.ZipInfo, packed: int, name: str, limits: Limits) -> None:
    if entry.flag_bits & _ENCRYPTED:
        raise AttachmentBroken(name=name, reason="gói nén có mật khẩu")
    if entry.is_dir() or not entry.filename.strip():
        raise AttachmentBroken(name=name, reason="gói nén không có tệp")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise AttachmentBroken(name=name, reason="cách nén không được dùng")
    bomb = entry.file_size > MEGABYTE and entry.file_size > packed * limits.ratio
    if entry.file_size > limits.file_bytes or bomb:
        raise AttachmentBroken(name=name, reason="gói nén bung ra quá lớn")
