"""Outgoing packets made from what they are about; the same packet always gives the same bytes."""

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from sen.capabilities.correspondence.selectors.reading import get_content, kind_on, list_content_files
from sen.capabilities.edocs.adapters.edxml.limits import LENGTHS, TO_PLACES
from sen.capabilities.edocs.adapters.edxml.moments import as_day
from sen.capabilities.edocs.adapters.edxml.writing import write_document, write_status
from sen.capabilities.edocs.models import Packet
from sen.capabilities.edocs.types import (
    Answered,
    Attachment,
    Business,
    BusinessFacts,
    DocumentMessage,
    MessageType,
    Organ,
    Receiver,
    Replacement,
    Signer,
    StatusMessage,
    Trace,
)
from sen.foundation.agencies.selectors import get_agency
from sen.foundation.files.selectors import read_bytes

if TYPE_CHECKING:
    from sen.capabilities.correspondence.models import Content
    from sen.foundation.agencies.models import Agency

_PROVINCE = "Đồng Tháp"
_ID_PARTS = 3


def packet_bytes(packet: Packet) -> bytes:
    """The packet as it goes to the axis.  Raises FieldUnfit, PacketTooLarge, NotFound when a file's bytes are gone."""
    if packet.kind == MessageType.STATUS:
        return write_status(status_message(packet))
    return write_document(document_message(packet))


def own_code(agency: "Agency") -> str:
    """The agency's code between systems: the official one, or the provisional one while that is unknown."""
    return agency.identification_code or agency.dossier_prefix


def status_message(packet: Packet) -> StatusMessage:
    """The status a packet carries."""
    facts = packet.facts
    return StatusMessage(
        sender=Organ(packet.sender_code, _cut(packet.sender_name, "OrganName")),
        answered=answered_of(packet.document_id),
        code=packet.status_code,
        at=dt.datetime.fromisoformat(facts["at"]),
        description=str(facts.get("reason", ""))[:1000],
    )


def document_message(packet: Packet) -> DocumentMessage:
    """The document a packet carries, with its files; a recall carries none."""
    content = get_content(int(packet.facts["content_id"]))
    agency = get_agency(packet.agency_id or 0)
    kind = kind_on(content.kind_code, content.issued_on) if content.kind_code else None
    number, _, notation = content.code.partition("/")
    return DocumentMessage(
        sender=Organ(packet.sender_code, _cut(packet.sender_name, "OrganName"), phone=_cut(agency.phone, "Telephone")),
        receivers=tuple(Organ(each.organ_code, _cut(each.organ_name, "OrganName")) for each in packet.parties.order_by("pk")),
        number=number,
        notation=notation,
        issued_on=content.issued_on,
        document_id=content.document_id,
        subject=_cut(content.subject, "Subject"),
        type_code=kind.national_code if kind else "",
        type_name=_cut(content.kind_name, "TypeName"),
        place=_place(agency),
        signer=Signer(
            f"{content.signer_competence}." if content.signer_competence else "",
            _cut(content.signer_title, "Position"),
            _cut(content.signer_name, "FullName"),
        ),
        due_on=content.due_on,
        to_places=_places(content.to_places),
        priority=content.urgency,
        pages=min(content.pages, 999) or None,
        answers=tuple(answered_of(each.document_id) for each in content.replies.order_by("pk")),
        traces=(Trace(packet.sender_code, packet.created_at),),
        business=_business(packet),
        attachments=() if packet.business == Business.RECALL else _attachments(content),
    )


def answered_of(document_id: str) -> Answered:
    """The document of an id, in its parts."""
    parts = document_id.split(",", _ID_PARTS - 1)
    if len(parts) < _ID_PARTS:
        return Answered("", document_id, None, document_id)
    return Answered(parts[0], parts[2], as_day(parts[1]), document_id)


def _business(packet: Packet) -> BusinessFacts:
    facts: dict[str, Any] = packet.facts
    kind, reason = Business(packet.business), str(facts.get("reason", ""))[:1000]
    if kind is Business.UPDATE:
        receivers = tuple(Receiver(1, each.organ_code) for each in packet.parties.order_by("pk"))
        return BusinessFacts(kind, reason, packet.document_id, True, False, receivers)
    if kind is Business.REPLACE:
        codes = tuple(each.organ_code for each in packet.parties.order_by("pk"))
        return BusinessFacts(kind, reason, replacements=(Replacement(str(facts["replaces"]), codes),))
    return BusinessFacts(kind, reason, packet.document_id if kind is Business.RECALL else "")


def _attachments(content: "Content") -> tuple[Attachment, ...]:
    rows = list_content_files([content.pk]).get(content.pk, [])
    return tuple(Attachment(row.name, read_bytes(row.file), row.file.media_type, row.get_role_display()) for row in rows)


def _places(text: str) -> tuple[str, ...]:
    """Lines of the list of recipients, as far as the standard has room."""
    lines, left = [], TO_PLACES
    for line in (each.strip(" -.") for each in re.split(r"[;\n]", text)):
        if line and left > 0:
            lines.append(line[:left])
            left -= len(line)
    return tuple(lines)


def _place(agency: "Agency") -> str:
    """Where the agency issues: a commune names itself, everybody else the province."""
    name = agency.name.replace("Ủy ban nhân dân ", "")
    for word in ("xã ", "phường "):
        if name.startswith(word):
            return name.removeprefix(word)[: LENGTHS["Place"]]
    return _PROVINCE


def _cut(text: str, name: str) -> str:
    """The text within the length of the standard; what is longer stands whole in the document itself."""
    longest = LENGTHS[name]
    return text if len(text) <= longest else text[: longest - 1] + "…"
