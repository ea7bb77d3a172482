"""XML into a small tree: no declarations, no entities, bounded in bytes, elements, depth and text, files decoded as they pass."""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from sen.capabilities.edocs.adapters.edxml.limits import MEGABYTE, Limits
from sen.capabilities.edocs.adapters.edxml.payloads import Payload
from sen.capabilities.edocs.errors import (
    AttachmentBroken,
    DeclarationForbidden,
    PacketTooLarge,
    PacketUnreadable,
    TooManyAttachments,
    WrongEncoding,
)

_BUFFER = 256 * 1024
_READ_AS = frozenset({"utf-8", "utf8", "utf-16", "us-ascii", "ascii"})
_PAYLOAD = "contenttransferencoded"
_LONGEST_NAME = 64
_PAYLOAD_OPENS = re.compile(rb"<(?:\w{1,40}:)?ContentTransferEncoded>")
# Text of these is never used: a signature is checked on the packet as it came, not on the tree.
_SKIPPED = frozenset({"signature", "digitalsignature"})


@dataclass(slots=True, eq=False)
class Element:
    """An element by its plain name in lower case; ``payload`` holds the decoded bytes of a file."""

    name: str
    text: str = ""
    href: str = ""
    payload: Payload | None = None
    children: list["Element"] = field(default_factory=list)

    def find(self, *names: str) -> "Element | None":
        """The first descendant along the names, each a direct child of the one before."""
        found: Element | None = self
        for name in names:
            found = next((child for child in found.children if child.name == name), None) if found is not None else None
        return found

    def all(self, name: str) -> list["Element"]:
        """The direct children of the name."""
        return [child for child in self.children if child.name == name]

    def value(self, *names: str) -> str:
        """The text of the element along the names; empty when there is none."""
        found = self.find(*names)
        return found.text if found else ""

    def descendants(self, name: str) -> list["Element"]:
        """Every element of the name below this one, in document order."""
        found: list[Element] = []
        waiting = list(reversed(self.children))
        while waiting:
            element = waiting.pop()
            if element.name == name:
                found.append(element)
            else:
                waiting.extend(reversed(element.children))
        return found


def read_elements(packet: bytes, limits: Limits) -> Element:
    """The tree of a packet.  Raises PacketUnreadable and its kinds, with ``document_id`` and ``sender`` when they were already read."""
    if len(packet) > limits.packet_bytes:
        raise PacketTooLarge(limit=limits.packet_bytes // MEGABYTE)
    builder = _Builder(limits)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = _BUFFER
    parser.XmlDeclHandler = builder.declared
    parser.StartDoctypeDeclHandler = _forbidden
    parser.EntityDeclHandler = _forbidden
    parser.StartElementHandler = builder.started
    parser.EndElementHandler = builder.ended
    parser.CharacterDataHandler = builder.said
    try:
        _feed(parser, packet, builder)
    except expat.ExpatError as error:
        raise builder.marked(_trouble(error, packet)) from error
    except PacketUnreadable as error:
        builder.marked(error)
        raise
    if builder.root is None:
        raise PacketUnreadable(reason="không có nội dung")
    return builder.root


class _Builder:
    """Takes what the parser meets and keeps the tree within its limits."""

    def __init__(self, limits: Limits) -> None:
        self.root: Element | None = None
        self._limits = limits
        self._open: list[Element] = []
        self._texts: list[str] = []
        self._size = 0
        self._texts_size = 0
        self._elements = 0
        self._payloads = 0
        self._files_size = 0
        self._skip = 0

    def declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in _READ_AS:
            raise WrongEncoding(reason=f"khai báo {encoding[:40]}")

    def started(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > self._limits.elements or len(self._open) >= self._limits.depth:
            raise PacketUnreadable(reason="quá nhiều phần tử hoặc lồng quá sâu")
        plain = name[-_LONGEST_NAME:].rpartition(":")[2].lower().replace("bussiness", "business")
        element = Element(plain)
        if plain == "reference" and attributes:
            element.href = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "href"), "")[:300]
        if self._skip or plain in _SKIPPED:
            self._skip += 1
        if plain == _PAYLOAD and not self._skip:
            self._open_payload(element)
        if self._open:
            self._close_text()
            self._open[-1].children.append(element)
        elif self.root is None:
            self.root = element
        self._open.append(element)

    def ended(self, _name: str) -> None:
        element = self._open.pop()
        if element.payload is not None:
            element.payload.close()
        elif self._texts and not self._skip:
            element.text = "".join(self._texts).strip()
        self._close_text()
        if self._skip:
            self._skip -= 1

    def said(self, text: str) -> None:
        if self._skip:
            return
        element = self._open[-1]
        if element.payload is not None:
            if not text.isascii():
                raise AttachmentBroken(name="", reason="không phải base64")
            self.decode(element.payload, text.encode("ascii"))
            return
        self._size += len(text)
        self._texts_size += len(text)
        if self._size > self._limits.text or self._texts_size > self._limits.texts:
            raise PacketUnreadable(reason=f"nội dung của {element.name} quá dài")
        self._texts.append(text)

    def marked(self, error: PacketUnreadable) -> PacketUnreadable:
        """The error with what is known of the document."""
        if self.root is not None:
            wanted = {"from": "organid", "messageheader": "documentid"}
            found = {name: next(iter(self.root.descendants(name)), None) for name in wanted}
            error.sender = found["from"].value("organid") if found["from"] else ""
            error.document_id = found["messageheader"].value("documentid") if found["messageheader"] else ""
        return error

    def _close_text(self) -> None:
        self._texts.clear()
        self._size = 0

    @property
    def fresh_payload(self) -> Payload | None:
        """The file that was opened last, while nothing of it was met."""
        found = self._open[-1].payload if self._open else None
        return found if found is not None and found.is_fresh else None

    def decode(self, payload: Payload, text: bytes) -> None:
        """Take some of a file."""
        before = payload.size
        payload.take(text)
        self._files_size += payload.size - before
        if self._files_size > self._limits.file_bytes:
            raise PacketTooLarge(limit=self._limits.file_bytes // MEGABYTE)

    def _open_payload(self, element: Element) -> None:
        self._payloads += 1
        if self._payloads > self._limits.attachments:
            raise TooManyAttachments(limit=self._limits.attachments)
        element.payload = Payload()


def _feed(parser: expat.XMLParserType, packet: bytes, builder: _Builder) -> None:
    """Parse the packet, but decode long files from the packet itself.

    Text without markup or references means itself in XML, so what stands between the opening tag of a file, as the parser
    saw it, and the next ``<`` need not pass through the parser.
    """
    place = 0
    for found in _PAYLOAD_OPENS.finditer(packet):
        parser.Parse(packet[place : found.end()], False)
        place = found.end()
        payload = builder.fresh_payload
        if payload is None:
            # Inside a comment or the like: such a packet is not worth the shortcut, which would have the parser look again and again.
            break
        end = packet.find(b"<", place)
        if end > place and packet.find(b"&", place, end) < 0:
            builder.decode(payload, packet[place:end])
            place = end
    parser.Parse(packet[place:], True)


def _forbidden(*_declaration: object) -> None:
    raise DeclarationForbidden


def _trouble(error: expat.ExpatError, packet: bytes) -> PacketUnreadable:
    words = _WORDS.get(error.code) or expat.ErrorString(error.code) or "không rõ"
    if error.code in _ENCODING_CODES or (error.code == _INVALID_TOKEN and not _is_utf8(packet)):
        return WrongEncoding(reason=words)
    return PacketUnreadable(reason=f"dòng {error.lineno}, {words}")


def _is_utf8(packet: bytes) -> bool:
    try:
        packet.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


_WORDS = {
    expat.errors.codes[text]: words
    for text, words in (
        (expat.errors.XML_ERROR_INVALID_TOKEN, "có ký tự không hợp lệ"),
        (expat.errors.XML_ERROR_UNCLOSED_TOKEN, "gói bị cắt cụt"),
        (expat.errors.XML_ERROR_NO_ELEMENTS, "gói trống hoặc bị cắt cụt"),
        (expat.errors.XML_ERROR_TAG_MISMATCH, "thẻ mở và thẻ đóng không khớp"),
        (expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT, "có nội dung thừa sau phần tử gốc"),
        (expat.errors.XML_ERROR_UNDEFINED_ENTITY, "có thực thể chưa khai báo"),
        (expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE, "có thuộc tính lặp"),
        (expat.errors.XML_ERROR_UNKNOWN_ENCODING, "bảng mã không được hỗ trợ"),
        (expat.errors.XML_ERROR_INCORRECT_ENCODING, "nội dung không theo bảng mã đã khai báo"),
        (expat.errors.XML_ERROR_PARTIAL_CHAR, "ký tự cuối bị cắt"),
    )
}
_INVALID_TOKEN = expat.errors.codes[expat.errors.XML_ERROR_INVALID_TOKEN]
_ENCODING_CODES = frozenset(
    expat.errors.codes[words]
    for words in (
        expat.errors.XML_ERROR_UNKNOWN_ENCODING,
        expat.errors.XML_ERROR_INCORRECT_ENCODING,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
    )
)
