"""The strict writer: the prefix on every element of the envelope, the order and the lengths of the standard."""

import datetime as dt
import re
import uuid
from binascii import b2a_base64
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from sen.capabilities.edocs.adapters.edxml.limits import LENGTHS, LIMITS, MEGABYTE, TO_PLACES
from sen.capabilities.edocs.adapters.edxml.moments import day_text, moment_text
from sen.capabilities.edocs.errors import FieldUnfit, PacketTooLarge
from sen.capabilities.edocs.types import (
    Answered,
    Attachment,
    Business,
    BusinessFacts,
    Contact,
    DocumentMessage,
    Organ,
    Signer,
    StatusMessage,
    Trace,
)

NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
_XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink" xlink:type="simple" xlink:role="XLinkRole"'
# Characters XML 1.0 has no place for.
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IDS = uuid.UUID("6e0f3c52-64d5-5b0a-9f0e-0f5a3d2c1b10")
_OPEN = f'<?xml version="1.0" encoding="utf-8"?>\n<edXML xmlns="{NAMESPACE}"><edXML:edXMLEnvelope xmlns:edXML="{NAMESPACE}">'
_CLOSE = "</edXML>"


def write_document(message: DocumentMessage) -> bytes:
    """The packet of a document.  The same message always gives the same bytes.  Raises FieldUnfit or PacketTooLarge."""
    ids = [each.content_id or content_id(message.document_id, place) for place, each in enumerate(message.attachments)]
    pieces = [_OPEN, "<edXML:edXMLHeader>", *_header(message), _element("DigitalSignature", ""), "</edXML:edXMLHeader>"]
    pieces += ["<edXML:edXMLBody>", *_manifest(message.attachments, ids), "</edXML:edXMLBody></edXML:edXMLEnvelope>"]
    parts: list[bytes] = ["".join(pieces).encode(), b"<AttachmentEncoded>"]
    for attachment, identity in zip(message.attachments, ids, strict=True):
        parts += _carried(attachment, identity)
    parts += [b"</AttachmentEncoded>", _CLOSE.encode()]
    if sum(map(len, parts)) > LIMITS.packet_bytes:
        raise PacketTooLarge(limit=LIMITS.packet_bytes // MEGABYTE)
    return b"".join(parts)


def write_status(message: StatusMessage) -> bytes:
    """The packet of a status.  Raises FieldUnfit."""
    pieces = [
        _OPEN,
        "<edXML:edXMLHeader><edXML:Status>",
        *_answered(message.answered, plain=True),
        *_organ("From", message.sender),
        _element("StatusCode", message.code),
        _element("Description", message.description),
        _element("Timestamp", moment_text(message.at)),
        *_contact(message.contact),
        "</edXML:Status></edXML:edXMLHeader></edXML:edXMLEnvelope>",
        _CLOSE,
    ]
    return "".join(pieces).encode()


def content_id(document_id: str, place: int) -> str:
    """The id of a file inside a packet: the same for the same file of the same document."""
    return str(uuid.uuid5(_IDS, f"{document_id}#{place}"))


def _header(message: DocumentMessage) -> Iterable[str]:
    if not message.receivers:
        raise FieldUnfit(name="To", reason="chưa có nơi nhận")
    yield "<edXML:MessageHeader>"
    yield from _organ("From", message.sender)
    for receiver in message.receivers:
        yield from _organ("To", receiver)
    yield from _group("Code", CodeNumber=message.number, CodeNotation=message.notation)
    yield from _group("PromulgationInfo", Place=message.place, PromulgationDate=day_text(message.issued_on))
    detail = {"TypeDetail": message.type_detail} if message.type_detail else {}
    yield from _group("DocumentType", Type=message.type_code, TypeName=message.type_name, **detail)
    yield _element("Subject", message.subject)
    yield _element("Content", message.content)
    yield from _signer(message.signer)
    yield _element("DueDate", day_text(message.due_on))
    yield from _listed("ToPlaces", "Place", message.to_places, longest=TO_PLACES)
    yield from _other(message)
    for answered in message.answers:
        yield from _answered(answered, plain=False)
    yield _element("SteeringType", str(message.steering))
    yield _element("DocumentId", message.document_id)
    yield "</edXML:MessageHeader>"
    yield from _traces(message.traces, message.business)


def _organ(name: str, organ: Organ) -> Iterable[str]:
    if not organ.code:
        raise FieldUnfit(name="OrganId", reason="còn trống")
    return _group(
        name,
        OrganId=organ.code,
        OrganizationInCharge=organ.in_charge,
        OrganName=organ.name,
        OrganAdd=organ.address,
        Email=organ.email,
        Telephone=organ.phone,
        Fax=organ.fax,
        Website=organ.website,
    )


def _signer(signer: Signer) -> Iterable[str]:
    return _group("SignerInfo", Competence=signer.competence, Position=signer.position, FullName=signer.name)


def _contact(contact: Contact) -> Iterable[str]:
    return _group("StaffInfo", Department=contact.department, **{"Staff": contact.name}, Mobile=contact.mobile, Email=contact.email)


def _other(message: DocumentMessage) -> Iterable[str]:
    yield "<edXML:OtherInfo>"
    yield _element("Priority", str(message.priority))
    yield _element("SphereOfPromulgation", message.sphere)
    yield _element("TyperNotation", message.typer)
    yield _element("PromulgationAmount", _number(message.copies))
    yield _element("PageAmount", _number(message.pages))
    if message.direction is not None:
        yield _element("Direction", "true" if message.direction else "false")
    yield from _listed("Appendixes", "Appendix", message.appendixes)
    yield "</edXML:OtherInfo>"


def _answered(answered: Answered, *, plain: bool) -> Iterable[str]:
    """In a status the code is one text; in a document it has its two parts."""
    yield "<edXML:ResponseFor>"
    yield _element("OrganId", answered.organ_code)
    number, _, notation = answered.code.partition("/")
    if plain:
        yield _element("Code", answered.code)
    else:
        yield from _group("Code", CodeNumber=number, CodeNotation=notation)
    yield _element("PromulgationDate", day_text(answered.issued_on))
    yield _element("DocumentId", answered.document_id)
    yield "</edXML:ResponseFor>"


def _traces(traces: Sequence[Trace], business: BusinessFacts) -> Iterable[str]:
    yield "<edXML:TraceHeaderList>"
    for trace in traces:
        yield from _group("TraceHeader", OrganId=trace.organ_code, Timestamp=moment_text(trace.at))
    yield "<edXML:Bussiness>"
    yield _element("BussinessDocType", str(int(business.kind)))
    yield _element("BussinessDocReason", business.reason)
    if business.kind is Business.UPDATE:
        yield from _change(business)
    yield _element("DocumentId", business.document_id)
    yield from _contact(business.contact)
    yield _element("Paper", _flag(business.paper))
    if business.kind is Business.REPLACE:
        yield "<edXML:ReplacementInfoList>"
        for replacement in business.replacements:
            yield "<edXML:ReplacementInfo>" + _element("DocumentId", replacement.document_id)
            yield from _listed("OrganIdList", "OrganId", replacement.organ_codes)
            yield "</edXML:ReplacementInfo>"
        yield "</edXML:ReplacementInfoList>"
    yield "</edXML:Bussiness></edXML:TraceHeaderList>"


def _change(business: BusinessFacts) -> Iterable[str]:
    yield "<edXML:BussinessDocumentInfo>"
    yield _element("DocumentInfo", _flag(business.content_changed))
    yield _element("DocumentReceiver", _flag(business.receivers_changed))
    yield "<edXML:ReceiverList>"
    for receiver in business.receivers:
        yield from _group("Receiver", ReceiverType=str(receiver.kind), OrganId=receiver.organ_code)
    yield "</edXML:ReceiverList></edXML:BussinessDocumentInfo>"


def _manifest(attachments: Sequence[Attachment], ids: Sequence[str]) -> Iterable[str]:
    yield '<edXML:edXMLManifest version="1.0">'
    for attachment, identity in zip(attachments, ids, strict=True):
        yield f'<edXML:Reference {_XLINK} xlink:href="cid:{_text(identity)}">'
        yield _element("Description", attachment.description)
        yield _element("AttachmentName", attachment.name)
        yield _element("ContentType", attachment.media_type)
        yield _element("ContentId", f"cid:{identity}")
        yield "</edXML:Reference>"
    yield "</edXML:edXMLManifest>"


def _carried(attachment: Attachment, identity: str) -> list[bytes]:
    facts = (
        f"<Attachment><ContentType>{_text(attachment.media_type)}</ContentType><ContentId>{_text(identity)}</ContentId>"
        f"<Description>{_text(attachment.description)}</Description><ContentTransferEncoded>"
    )
    closing = f"</ContentTransferEncoded><AttachmentName>{_text(attachment.name)}</AttachmentName></Attachment>"
    return [facts.encode(), b2a_base64(attachment.content, newline=False), closing.encode()]


def _listed(name: str, child: str, texts: Sequence[str], longest: int = 0) -> Iterable[str]:
    if longest and sum(map(len, texts)) > longest:
        raise FieldUnfit(name=name, reason=f"dài hơn {longest} ký tự")
    yield f"<edXML:{name}>"
    for text in texts:
        # Places of receipt share one length; each may be longer than the place of issue of the same element name.
        yield f"<edXML:{child}>{_text(text)}</edXML:{child}>"
    yield f"</edXML:{name}>"


def _group(group: str, **texts: str) -> Iterable[str]:
    yield f"<edXML:{group}>"
    for name, text in texts.items():
        yield _element(name, text)
    yield f"</edXML:{group}>"


def _element(name: str, text: str) -> str:
    longest = LENGTHS.get(name)
    if longest and len(text) > longest:
        raise FieldUnfit(name=name, reason=f"dài hơn {longest} ký tự")
    return f"<edXML:{name}>{_text(text)}</edXML:{name}>"


def _text(text: str) -> str:
    return escape(_UNFIT.sub("", text), {'"': "&quot;", "\r": "&#13;"})


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _flag(value: bool) -> str:
    return "1" if value else "0"


def document_id(organ_code: str, issued_on: dt.date, code: str) -> str:
    """The id of a document between systems: ``G22,2018/09/20,7816/VPCP-TTĐT``."""
    return f"{organ_code},{day_text(issued_on)},{code}"
