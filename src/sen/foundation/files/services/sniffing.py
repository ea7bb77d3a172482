"""What a file really is, told from its content; the name only has to agree.

Only kinds on the list come in.  Everything else is refused, so that no program, script, page or drawing with scripts
is ever kept and handed on.
"""

from pathlib import Path

from sen.foundation.files.errors import ArchiveRefused, DamagedFile, KindNotAccepted, MacroRefused, UnknownKind, WrongExtension
from sen.foundation.files.services.archives import office_kind_of
from sen.foundation.files.services.markup import is_signed_xml, looks_like_markup, looks_like_script
from sen.foundation.files.services.names import extension_of
from sen.foundation.files.types import FileKind

PDF = FileKind("application/pdf", (".pdf",), "PDF")
JPEG = FileKind("image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif"), "ảnh JPG")
PNG = FileKind("image/png", (".png",), "ảnh PNG")
WEBP = FileKind("image/webp", (".webp",), "ảnh WebP")
TIFF = FileKind("image/tiff", (".tif", ".tiff"), "ảnh TIFF")
DOC = FileKind("application/msword", (".doc",), "Word 97-2003")
XLS = FileKind("application/vnd.ms-excel", (".xls",), "Excel 97-2003")
XML = FileKind("application/xml", (".xml",), "XML đã ký số")
TEXT = FileKind("text/plain", (".txt", ".csv"), "văn bản thuần")

_STARTS: tuple[tuple[bytes, FileKind], ...] = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
)
_MACH = (b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xfe\xed\xfa")
_SHORTCUT = b"L\x00\x00\x00\x01\x14\x02"
_PROGRAMS = (b"MZ", b"\x7fELF", b"dex\n", b"\x00asm", _SHORTCUT, *_MACH)
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"MSCF", b"PK\x05\x06", b"\x28\xb5\x2f\xfd")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD_BYTES = 64 * 1024
_TAIL_BYTES = 8 * 1024


def sniff(path: Path, name: str) -> FileKind:
    """The kind of the file, when it is one that is accepted and its name agrees.

    A name without extension agrees with everything.  Raises UnknownKind, KindNotAccepted, ArchiveRefused, MacroRefused,
    SuspiciousArchive, DamagedFile or WrongExtension.
    """
    head, tail = _ends(path)
    kind = _kind_of(path, head, tail)
    extension = extension_of(name)
    if extension and extension.lower() not in kind.extensions:
        raise WrongExtension("file", extension=extension, kind=kind.label)
    return kind


def _kind_of(path: Path, head: bytes, tail: bytes) -> FileKind:
    if head.startswith(_PROGRAMS):
        raise KindNotAccepted("file", kind="chương trình")
    if head.startswith(_ARCHIVES):
        raise ArchiveRefused("file")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n\x00").startswith(b"%PDF-"):
        return _pdf(tail)
    picture = _picture(head)
    if picture is not None:
        return picture
    if head.startswith(b"PK\x03\x04"):
        return office_kind_of(path)
    if head.startswith(_COMPOUND):
        return _compound(path)
    return _written(path, head)


def _picture(head: bytes) -> FileKind | None:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    return next((kind for start, kind in _STARTS if head.startswith(start)), None)


def _pdf(tail: bytes) -> FileKind:
    if b"%%EOF" not in tail and b"startxref" not in tail:
        raise DamagedFile("file")
    return PDF


def _compound(path: Path) -> FileKind:
    """Word and Excel of the old binary format, told by the names of their streams (UTF-16)."""
    content = path.read_bytes()
    if _wide("_VBA_PROJECT") in content or _wide("Macros") in content:
        raise MacroRefused("file")
    if _wide("WordDocument") in content:
        return DOC
    if _wide("Workbook") in content or _wide("Book") in content:
        return XLS
    raise UnknownKind("file")


def _written(path: Path, head: bytes) -> FileKind:
    """Text of some sort: plain, signed XML, or something with commands in it."""
    if b"\x00" in head:
        raise UnknownKind("file")
    if looks_like_script(head):
        raise KindNotAccepted("file", kind="lệnh")
    if looks_like_markup(head):
        if is_signed_xml(path):
            return XML
        raise KindNotAccepted("file", kind="trang web hoặc XML chưa ký")
    try:
        path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnknownKind("file") from None
    return TEXT


def _ends(path: Path) -> tuple[bytes, bytes]:
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
        stream.seek(0, 2)
        stream.seek(max(0, stream.tell() - _TAIL_BYTES))
        return head, stream.read(_TAIL_BYTES)


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")
