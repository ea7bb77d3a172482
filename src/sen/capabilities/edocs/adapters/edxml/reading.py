"""The tolerant reader: every documented variant of edXML becomes the same message.

Tolerated: legacy or no namespaces and prefixes, the roots in use, ``Business`` for ``Bussiness``, any order of elements,
``cid:`` or not, files wrapped in a ZIP of one entry, ``Status`` or ``MessageStatus``, three forms of dates.
"""

import datetime as dt

from sen.capabilities.edocs.adapters.edxml.archives import unpacked
from sen.capabilities.edocs.adapters.edxml.elements import Element, read_elements
from sen.capabilities.edocs.adapters.edxml.limits import LIMITS, MEGABYTE, Limits
from sen.capabilities.edocs.adapters.edxml.moments import as_count, as_day, as_flag, as_moment, is_standard_day
from sen.capabilities.edocs.errors import AttachmentBroken, FieldMissing, PacketTooLarge, PacketUnreadable, TooManyAttachments
from sen.capabilities.edocs.types import (
    Answered,
    Attachment,
    Business,
    BusinessFacts,
    Contact,
    DocumentMessage,
    Message,
    Organ,
    Receiver,
    Replacement,
    Signer,
    StatusMessage,
    Trace,
)

_ROOTS = ("edxml", "edxmlenvelope")
_MOST_TO = 5000
_ID_PARTS = 3


def read_packet(packet: bytes, limits: Limits = LIMITS) -> Message:
    """The message in the packet.

    Raises PacketUnreadable and its kinds; the error names the document and its sender when they could be read.
    """
    root = read_elements(packet, limits)
    if root.name not in _ROOTS:
        raise PacketUnreadable(reason=f"phần tử gốc là {root.name[:40]}")
    header = _header(root)
    try:
        status = header.find("status") or header.find("messagestatus")
        if status is not None:
            return _status(status)
        return _document(root, header, limits)
    except PacketUnreadable as error:
        error.sender = error.sender or header.value("messageheader", "from", "organid")
        error.document_id = error.document_id or header.value("messageheader", "documentid")
        raise


def _header(root: Element) -> Element:
    """The header, wherever the envelope stands."""
    envelope = root if root.name == "edxmlenvelope" else root.find("edxmlenvelope")
    found = (envelope.find("edxmlheader") if envelope else None) or root.find("edxmlheader")
    if found is None:
        raise FieldMissing(name="phần đầu (edXMLHeader)")
    return found


def _document(root: Element, header: Element, limits: Limits) -> DocumentMessage:
    message = header.find("messageheader")
    if message is None:
        raise FieldMissing(name="phần thông tin văn bản (MessageHeader)")
    sender = _organ(_needed(message, "from", "thông tin nơi gửi (From)"))
    identity = _identity(message)
    other = message.find("otherinfo") or Element("otherinfo")
    number, notation = _code(message.find("code"), identity)
    issued_on = _issued_on(message, identity)
    return DocumentMessage(
        sender=sender,
        receivers=_receivers(message),
        number=number,
        notation=notation,
        issued_on=issued_on,
        document_id=identity or f"{sender.code},{issued_on:%Y/%m/%d},{_whole(number, notation)}",
        subject=message.value("subject"),
        type_code=message.value("documenttype", "type"),
        type_name=message.value("documenttype", "typename"),
        type_detail=message.value("documenttype", "typedetail"),
        place=message.value("promulgationinfo", "place"),
        content=message.value("content"),
        signer=_signer(message.find("signerinfo")),
        due_on=as_day(message.value("duedate")),
        to_places=tuple(each.text for each in _children(message, "toplaces", "place") if each.text),
        priority=as_count(other.value("priority")) or 0,
        sphere=other.value("sphereofpromulgation"),
        typer=other.value("typernotation"),
        copies=as_count(other.value("promulgationamount")),
        pages=as_count(other.value("pageamount")),
        direction=as_flag(other.value("direction")),
        appendixes=tuple(each.text for each in _children(other, "appendixes", "appendix") if each.text),
        answers=tuple(_answered(each) for each in message.all("responsefor") if each.children),
        steering=as_count(message.value("steeringtype")) or 0,
        traces=_traces(header),
        business=_business(header),
        attachments=_attachments(root, limits),
        signed=_is_signed(header),
        variants=_variants(root, header, message),
    )


def _status(status: Element) -> StatusMessage:
    code = status.value("statuscode")
    if not code.isdigit():
        raise FieldMissing(name="mã trạng thái (StatusCode)")
    at = as_moment(status.value("timestamp"))
    if at is None:
        raise FieldMissing(name="thời điểm (Timestamp)")
    answered = _answered(_needed(status, "responsefor", "văn bản được báo trạng thái (ResponseFor)"))
    if not answered.document_id and not answered.code:
        raise FieldMissing(name="mã văn bản (DocumentId)")
    return StatusMessage(
        sender=_organ(_needed(status, "from", "thông tin nơi gửi (From)")),
        answered=answered,
        code=code.zfill(2),
        at=at,
        description=status.value("description"),
        contact=_contact(status.find("staffinfo")),
        variants=("MessageStatus",) if status.name == "messagestatus" else (),
    )


def _needed(element: Element, name: str, words: str) -> Element:
    found = element.find(name)
    if found is None:
        raise FieldMissing(name=words)
    return found


def _receivers(message: Element) -> tuple[Organ, ...]:
    found = message.all("to")
    if not found:
        raise FieldMissing(name="nơi nhận (To)")
    if len(found) > _MOST_TO:
        raise PacketUnreadable(reason=f"nhiều hơn {_MOST_TO} nơi nhận")
    return tuple(_organ(each) for each in found)


def _issued_on(message: Element, identity: str) -> dt.date:
    """The day from its own element, otherwise from the document's id."""
    told = as_day(message.value("promulgationinfo", "promulgationdate"))
    found = told or as_day(identity.split(",")[1] if identity else "")
    if found is None:
        raise FieldMissing(name="ngày ban hành (PromulgationDate)")
    return found


def _children(element: Element, name: str, child: str) -> list[Element]:
    found = element.find(name)
    return found.all(child) if found else []


def _organ(element: Element) -> Organ:
    code = element.value("organid")
    if not code:
        raise FieldMissing(name="mã định danh cơ quan (OrganId)")
    return Organ(
        code=code,
        name=element.value("organname"),
        in_charge=element.value("organizationincharge"),
        address=element.value("organadd"),
        email=element.value("email"),
        phone=element.value("telephone"),
        fax=element.value("fax"),
        website=element.value("website"),
    )


def _identity(message: Element) -> str:
    """The document's id when its structure is right; empty, to be built from its parts, when it is not."""
    identity = message.value("documentid")
    parts = identity.split(",", _ID_PARTS - 1)
    right = len(parts) == _ID_PARTS and parts[0].strip() and as_day(parts[1].strip()) and parts[2].strip()
    return ",".join(part.strip() for part in parts) if right else ""


def _code(element: Element | None, identity: str) -> tuple[str, str]:
    """Number and sign: from their own elements, from one text, or from the third part of the document's id."""
    number, notation = (element.value("codenumber"), element.value("codenotation")) if element else ("", "")
    if not number and not notation:
        whole = (element.text if element else "") or identity.rpartition(",")[2]
        number, _, notation = whole.partition("/")
    if not number and not notation:
        raise FieldMissing(name="số, ký hiệu (Code)")
    return number.strip(), notation.strip()


def _whole(number: str, notation: str) -> str:
    return f"{number}/{notation}" if number and notation else number or notation


def _signer(element: Element | None) -> Signer:
    if element is None:
        return Signer()
    return Signer(element.value("competence"), element.value("position"), element.value("fullname"))


def _contact(element: Element | None) -> Contact:
    if element is None:
        return Contact()
    return Contact(element.value("department"), element.value("staff"), element.value("mobile"), element.value("email"))


def _answered(element: Element) -> Answered:
    code = element.find("code")
    number, notation = (code.value("codenumber"), code.value("codenotation")) if code else ("", "")
    return Answered(
        organ_code=element.value("organid"),
        code=_whole(number, notation) or (code.text if code else ""),
        issued_on=as_day(element.value("promulgationdate")),
        document_id=element.value("documentid"),
    )


def _traces(header: Element) -> tuple[Trace, ...]:
    found = _children(header, "traceheaderlist", "traceheader")
    pairs = [(each.value("organid"), as_moment(each.value("timestamp"))) for each in found]
    return tuple(Trace(code, at) for code, at in pairs if code and at)


def _business(header: Element) -> BusinessFacts:
    """What the packet is for; it stands in the list of traces, in some packets beside it."""
    element = header.find("traceheaderlist", "business") or header.find("business") or header.find("messageheader", "business")
    if element is None:
        return BusinessFacts()
    kind = as_count(element.value("businessdoctype")) or 0
    if kind not in set(Business):
        raise PacketUnreadable(reason=f"loại nghiệp vụ {kind} không có trong quy chuẩn")
    changed = element.find("businessdocumentinfo") or Element("businessdocumentinfo")
    return BusinessFacts(
        kind=Business(kind),
        reason=element.value("businessdocreason"),
        document_id=element.value("documentid"),
        content_changed=as_flag(changed.value("documentinfo")) or False,
        receivers_changed=as_flag(changed.value("documentreceiver")) or False,
        receivers=tuple(
            Receiver(as_count(each.value("receivertype")) or 0, each.value("organid"))
            for each in _children(changed, "receiverlist", "receiver")
        ),
        contact=_contact(element.find("staffinfo")),
        paper=as_flag(element.value("paper")) or False,
        replacements=tuple(
            Replacement(each.value("documentid"), tuple(one.text for one in _children(each, "organidlist", "organid") if one.text))
            for each in _children(element, "replacementinfolist", "replacementinfo")
        ),
    )


def _attachments(root: Element, limits: Limits) -> tuple[Attachment, ...]:
    """The files, in the order of the manifest; what the manifest does not name follows."""
    references = [each for manifest in root.descendants("edxmlmanifest") for each in manifest.all("reference")]
    carried = [each for each in root.descendants("attachment") if each.find("contenttransferencoded") is not None]
    if max(len(references), len(carried)) > limits.attachments:
        raise TooManyAttachments(limit=limits.attachments)
    left = list(carried)
    ordered: list[tuple[Element, Element | None]] = []
    for reference in references:
        wanted = _content_id(reference.value("contentid") or reference.href)
        found = next((each for each in left if _content_id(each.value("contentid")) == wanted), None)
        if found is None:
            raise AttachmentBroken(name=reference.value("attachmentname") or wanted, reason="có trong bảng kê nhưng không được gửi kèm")
        left.remove(found)
        ordered.append((found, reference))
    ordered += [(each, None) for each in left]
    made = tuple(_attachment(element, reference, limits) for element, reference in ordered)
    if sum(len(each.content) for each in made) > limits.file_bytes:
        raise PacketTooLarge(limit=limits.file_bytes // MEGABYTE)
    return made


def _attachment(element: Element, reference: Element | None, limits: Limits) -> Attachment:
    name = element.value("attachmentname") or (reference.value("attachmentname") if reference else "")
    payload = element.find("contenttransferencoded")
    content = payload.payload.release() if payload and payload.payload else b""
    if not content:
        raise AttachmentBroken(name=name, reason="tệp trống")
    inside = unpacked(content, name, limits)
    content_type = element.value("contenttype") or (reference.value("contenttype") if reference else "")
    return Attachment(
        name=_plain_name(name or (inside[1] if inside else "")),
        content=inside[0] if inside else content,
        media_type=content_type or "application/octet-stream",
        description=element.value("description") or (reference.value("description") if reference else ""),
        content_id=_content_id(element.value("contentid")),
        unpacked=inside is not None,
    )


def _plain_name(name: str) -> str:
    """The last part of a name: a sender's folders are none of ours."""
    return name.replace("\\", "/").rstrip("/").rpartition("/")[2] or "tep-dinh-kem"


def _content_id(text: str) -> str:
    return text[4:] if text[:4].lower() == "cid:" else text


def _is_signed(header: Element) -> bool:
    return any(header.find(name) is not None and header.find(name, "signedinfo") is not None for name in ("signature", "digitalsignature"))


def _variants(root: Element, header: Element, message: Element) -> tuple[str, ...]:
    """What was tolerated, for people who look after the other side's software."""
    seen = {
        "edXMLEnvelope": root.name == "edxmlenvelope",
        "DocumentId": not message.value("documentid") or message.value("documentid").count(",") < _ID_PARTS - 1,
        "PromulgationDate": not is_standard_day(message.value("promulgationinfo", "promulgationdate")),
        "Business": header.find("traceheaderlist", "business") is None and header.find("business") is not None,
    }
    return tuple(name for name, found in seen.items() if found)
