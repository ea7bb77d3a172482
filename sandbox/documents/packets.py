"""Packets as the programs of other provinces write them, and what this server reads of ours; written apart from the platform's own code."""

import base64
import datetime as dt
import io
import os
import uuid
import zipfile
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

NS = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
LEGACY = "http://www.e-doc.vn/Schema/"
# A page that any reader of PDF shows: "Van ban thu nghiem".
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
    b"4 0 obj<</Length 58>>stream\nBT /F1 20 Tf 70 760 Td (Van ban thu nghiem) Tj ET\nendstream endobj\n"
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


@dataclass(frozen=True)
class Read:
    """What this server must know of a packet."""

    sender: str
    receivers: list[str]
    document_id: str
    subject: str
    business: int
    status: str
    about: str
    """The document a status or a recall is about."""


def read(packet: bytes) -> Read:
    """The facts of a packet of the platform; raises ValueError when it is none.  The prefix must be there: strict receivers want it."""
    try:
        root = ElementTree.fromstring(packet)  # noqa: S314 - only the platform on this machine sends here
    except ElementTree.ParseError as error:
        raise ValueError(str(error)) from error
    if b"<edXML:edXMLEnvelope" not in packet[:400]:
        raise ValueError("the envelope has no prefix")
    status = root.find(f".//{{{NS}}}Status")
    if status is not None:
        return Read(
            _text(status, "From/OrganId"), [_text(status, "ResponseFor/OrganId")], "", "", 0, _text(status, "StatusCode"),
            _text(status, "ResponseFor/DocumentId"),
        )  # fmt: skip
    header = root.find(f".//{{{NS}}}MessageHeader")
    if header is None:
        raise ValueError("no MessageHeader")
    business = root.find(f".//{{{NS}}}Bussiness")
    kind = _text(business, "BussinessDocType") if business is not None else "0"
    return Read(
        _text(header, "From/OrganId"),
        [each.text or "" for each in header.findall(f"{{{NS}}}To/{{{NS}}}OrganId")],
        _text(header, "DocumentId"),
        _text(header, "Subject"),
        int(kind) if kind.isdigit() else 0,
        "",
        _text(business, "DocumentId") if business is not None else "",
    )


def _attachments(p: str, attached: list[tuple[str, bytes]]) -> tuple[str, str]:
    """The list of the attachments for the manifest, and the attachments themselves."""
    manifest, carried = "", ""
    for name, content in attached:
        part = str(uuid.uuid4())
        manifest += (
            f"<{p}Reference><{p}AttachmentName>{escape(name)}</{p}AttachmentName><{p}ContentId>cid:{part}</{p}ContentId></{p}Reference>"
        )
        carried += (
            f"<Attachment><ContentType>application/pdf</ContentType><ContentId>{part}</ContentId><AttachmentName>{escape(name)}</AttachmentName>"
            f"<ContentTransferEncoded>{base64.b64encode(content).decode()}</ContentTransferEncoded></Attachment>"
        )
    return manifest, carried


def document(
    *, sender: str, sender_name: str, receivers: list[str], number: str, notation: str, subject: str, on: dt.date, variant: str = "",
    business: int = 0, about: str = "", files: list[tuple[str, bytes]] | None = None,
) -> bytes:  # fmt: skip
    """A document packet in the manner of ``legacy``, ``plain`` (no prefix), ``zip`` or ``envelope``, otherwise as the standard has it."""
    p = "" if variant in {"plain", "envelope"} else "edXML:"
    space = LEGACY if variant == "legacy" else NS
    attached = files if files is not None else [(f"{number}-{notation}.pdf", PDF)]
    identity = f"{sender},{on:%Y/%m/%d},{number}/{notation}"
    organs = _organ(p, "From", sender, sender_name) + "".join(_organ(p, "To", code, "") for code in receivers)
    word = "Business" if variant == "plain" else "Bussiness"
    header = (
        f"<{p}MessageHeader>{organs}<{p}Code>"
        f"<{p}CodeNumber>{number}</{p}CodeNumber><{p}CodeNotation>{escape(notation)}</{p}CodeNotation></{p}Code>"
        f"<{p}PromulgationInfo><{p}Place>Hà Nội</{p}Place><{p}PromulgationDate>{on:%Y/%m/%d}</{p}PromulgationDate></{p}PromulgationInfo>"
        f"<{p}DocumentType><{p}Type>18</{p}Type><{p}TypeName>Công văn</{p}TypeName></{p}DocumentType>"
        f"<{p}Subject>{escape(subject)}</{p}Subject>"
        f"<{p}SignerInfo><{p}Competence>KT. CHỦ TỊCH</{p}Competence><{p}Position>PHÓ CHỦ TỊCH</{p}Position>"
        f"<{p}FullName>Nguyễn Văn Mẫu</{p}FullName>"
        f"</{p}SignerInfo><{p}OtherInfo><{p}Priority>0</{p}Priority><{p}PageAmount>1</{p}PageAmount></{p}OtherInfo>"
        f"<{p}SteeringType>0</{p}SteeringType><{p}DocumentId>{escape(identity)}</{p}DocumentId></{p}MessageHeader>"
        f"<{p}TraceHeaderList><{p}{word}><{p}{word}DocType>{business}</{p}{word}DocType><{p}{word}DocReason>Thử nghiệm</{p}{word}DocReason>"
        f"<{p}DocumentId>{escape(about)}</{p}DocumentId><{p}Paper>0</{p}Paper></{p}{word}></{p}TraceHeaderList>"
    )
    manifest, carried = _attachments(p, [(name, _packed(name, held) if variant == "zip" else held) for name, held in attached])
    body = f"<{p}edXMLHeader>{header}</{p}edXMLHeader><{p}edXMLBody><{p}edXMLManifest>{manifest}</{p}edXMLManifest></{p}edXMLBody>"
    carried = f"<AttachmentEncoded>{carried}</AttachmentEncoded>"
    opening = '<?xml version="1.0" encoding="utf-8"?>'
    if variant == "envelope":
        return f'{opening}<edXMLEnvelope xmlns="{space}">{body}{carried}</edXMLEnvelope>'.encode()
    envelope = f"<{p}edXMLEnvelope{f' xmlns:edXML={chr(34)}{space}{chr(34)}' if p else ''}>{body}</{p}edXMLEnvelope>"
    return f'{opening}<edXML xmlns="{space}">{envelope}{carried}</edXML>'.encode()


def status(
    *, sender: str, sender_name: str, organ: str, about: str, code: str, text: str, at: dt.datetime, day_first: bool = False
) -> bytes:
    """A status packet; some programs write the day first."""
    moment = at.strftime("%d/%m/%Y %H:%M:%S" if day_first else "%Y/%m/%d %H:%M:%S")
    name = "MessageStatus" if day_first else "Status"
    return (
        f'<?xml version="1.0" encoding="utf-8"?><edXML xmlns="{NS}"><edXML:edXMLEnvelope xmlns:edXML="{NS}">'
        f"<edXML:edXMLHeader><edXML:{name}>"
        f"<edXML:ResponseFor><edXML:OrganId>{organ}</edXML:OrganId><edXML:Code>{escape(about.rpartition(',')[2])}</edXML:Code>"
        f"<edXML:DocumentId>{escape(about)}</edXML:DocumentId></edXML:ResponseFor>{_organ('edXML:', 'From', sender, sender_name)}"
        f"<edXML:StatusCode>{code}</edXML:StatusCode><edXML:Description>{escape(text)}</edXML:Description>"
        f"<edXML:Timestamp>{moment}</edXML:Timestamp></edXML:{name}></edXML:edXMLHeader></edXML:edXMLEnvelope></edXML>"
    ).encode()


def pdf_of(megabytes: int) -> bytes:
    """The same page in a file of about so many megabytes that does not compress."""
    return PDF.replace(b"\n", b"\n%" + os.urandom(megabytes * 2**20).replace(b"\n", b" ").replace(b"\r", b" ") + b"\n", 1)


def hostile(kind: str, packet: bytes) -> bytes:
    """The packet made dangerous or broken: ``bomb external encoding cut many archive binary``."""
    if kind == "bomb":
        lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
        return packet.replace(b"?>", f'?><!DOCTYPE edXML [<!ENTITY a0 "lol">{lines}]>'.encode(), 1).replace(
            b"</edXML:Subject>", b"&a9;</edXML:Subject>"
        )
    if kind == "external":
        declared = b'?><!DOCTYPE edXML [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        return packet.replace(b"?>", declared, 1).replace(b"</edXML:Subject>", b"&x;</edXML:Subject>")
    if kind == "encoding":
        return packet.decode().encode("utf-16-le")
    if kind == "cut":
        return packet[: len(packet) // 2]
    one = packet[packet.index(b"<Attachment>") : packet.rindex(b"</AttachmentEncoded>")]
    if kind == "many":
        return packet.replace(one, one * 500)
    if kind == "archive":
        start, end = one.index(b"Encoded>") + 8, one.rindex(b"</ContentTransferEncoded>")
        return packet.replace(one, one[:start] + base64.b64encode(_packed("0.bin", bytes(60 * 2**20))) + one[end:])
    return b"\x00\x01\x02" * 1000


HOSTILE = ("bomb", "external", "encoding", "cut", "many", "archive", "binary")


def listed(entry: dict[str, Any], *keys: str) -> dict[str, Any]:
    """The entry with only these keys."""
    return {key: entry[key] for key in keys}


def _organ(p: str, name: str, code: str, words: str) -> str:
    return f"<{p}{name}><{p}OrganId>{escape(code)}</{p}OrganId><{p}OrganName>{escape(words)}</{p}OrganName></{p}{name}>"


def _packed(name: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return made.getvalue()


def _text(element: ElementTree.Element, path: str) -> str:
    found = element.find("/".join(f"{{{NS}}}{part}" for part in path.split("/")))
    return (found.text or "").strip() if found is not None else ""
