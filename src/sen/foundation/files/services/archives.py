"""Office files are zip archives: looked into without unpacking, within limits."""

import zipfile
from pathlib import Path, PurePosixPath

from sen.foundation.files.errors import ArchiveRefused, DamagedFile, MacroRefused, SuspiciousArchive
from sen.foundation.files.types import FileKind

DOCX = FileKind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",), "Word")
XLSX = FileKind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",), "Excel")
ODT = FileKind("application/vnd.oasis.opendocument.text", (".odt",), "OpenDocument văn bản")
ODS = FileKind("application/vnd.oasis.opendocument.spreadsheet", (".ods",), "OpenDocument bảng tính")

MAX_ENTRIES = 2000
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_RATIO = 100
_RATIO_MATTERS_FROM = 1024 * 1024
_MIMETYPE_LIMIT = 200
_NESTED = frozenset({".zip", ".rar", ".7z", ".gz", ".jar", ".exe", ".dll", ".js", ".vbs", ".bat", ".cmd", ".ps1", ".scr", ".html", ".hta"})
_BY_PART = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
_BY_MIMETYPE = {kind.media_type: kind for kind in (ODT, ODS)}


def office_kind_of(path: Path) -> FileKind:
    """The office format of a zip archive.

    Raises SuspiciousArchive past the limits (entries, unpacked size, ratio, overlapping parts), ArchiveRefused for any
    other archive or one with archives or programs inside, MacroRefused for macros, DamagedFile when it cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _check_limits(parts, path.stat().st_size)
            names = [part.filename for part in parts]
            _check_names(names)
            kind = _declared(archive, names)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, UnicodeDecodeError):
        raise DamagedFile("file") from None
    if kind is None:
        raise ArchiveRefused("file")
    return kind


def _check_limits(parts: list[zipfile.ZipInfo], archive_bytes: int) -> None:
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    offsets = {part.header_offset for part in parts}
    too_dense = unpacked > _RATIO_MATTERS_FROM and unpacked > MAX_RATIO * max(1, min(packed, archive_bytes))
    overlapping = packed > archive_bytes or len(offsets) != len(parts)
    if len(parts) > MAX_ENTRIES or unpacked > MAX_UNPACKED_BYTES or too_dense or overlapping:
        raise SuspiciousArchive("file")


def _check_names(names: list[str]) -> None:
    for name in names:
        pure = PurePosixPath(name.replace("\\", "/"))
        if pure.is_absolute() or ".." in pure.parts or pure.suffix.lower() in _NESTED:
            raise ArchiveRefused("file")
        if pure.name.lower() == "vbaproject.bin":
            raise MacroRefused("file")
    if len(set(names)) != len(names):
        raise SuspiciousArchive("file")


def _declared(archive: zipfile.ZipFile, names: list[str]) -> FileKind | None:
    if "mimetype" in names:
        with archive.open("mimetype") as stream:
            return _BY_MIMETYPE.get(stream.read(_MIMETYPE_LIMIT).decode("ascii").strip())
    if "[Content_Types].xml" not in names:
        return None
    return next((kind for part, kind in _BY_PART.items() if part in names), None)
