"""A document packet becomes an incoming document at each of our agencies it names, or a wish to change one already here."""

import datetime as dt
from collections.abc import Mapping

from sen.capabilities.correspondence.selectors.reading import kind_by_name
from sen.capabilities.correspondence.services import ask_change_from_outside, receive_from_outside
from sen.capabilities.correspondence.states import ChangeKind
from sen.capabilities.correspondence.types import Channel, Competence, FileRole, NewContent, NewFile
from sen.capabilities.edocs.errors import FieldMissing, NothingKnown
from sen.capabilities.edocs.models import Packet, PacketParty
from sen.capabilities.edocs.types import Attachment, Business, DocumentMessage
from sen.foundation.files.services.storing import store_bytes
from sen.kernel.actor import Actor, ActorKind
from sen.kernel.hashing import content_hash

# Files from outside are doubted and scanned like anybody's: the platform did not make them.
_OUTSIDE = Actor(ActorKind.OFFICER, name="Trục liên thông văn bản quốc gia")
_KINDS = {Business.RECALL: ChangeKind.RECALL, Business.UPDATE: ChangeKind.UPDATE, Business.REPLACE: ChangeKind.REPLACE}
_MOST_URGENT = 3
_UNNAMED_KIND = "Văn bản"


def take_document(packet: Packet, message: DocumentMessage, *, ours: Mapping[str, int], now: dt.datetime) -> str:
    """Take a document in at each of our agencies; returns the words for the packet's line.

    Raises FieldMissing for a new document without files, NothingKnown when what is to be changed is nowhere here, and what
    storing the files raises.
    """
    PacketParty.objects.filter(packet=packet).delete()
    names = {each.code: each.name for each in message.receivers}
    files = _stored(message, now)
    if message.business.kind in (Business.RECALL, Business.UPDATE):
        return _change(packet, message, files, ours, names, now)
    if not files:
        raise FieldMissing(name="tệp văn bản đính kèm")
    content = _content(message, files, now)
    for code, agency_id in ours.items():
        received = receive_from_outside(
            content=content, agency_id=agency_id, channel=Channel.AXIS, source_key=packet.axis_id, now=now, packet_hash=packet.sha256
        )
        PacketParty.objects.create(
            packet=packet,
            organ_code=code,
            organ_name=names.get(code, ""),
            agency_id=agency_id,
            incoming_id=received.incoming_id,
            repeated=not received.is_new,
        )
        packet.agency_id = packet.agency_id or agency_id
    if message.business.kind is Business.REPLACE:
        _replace(packet, message, ours, now)
    return "document"


def _change(
    packet: Packet, message: DocumentMessage, files: list[NewFile], ours: Mapping[str, int], names: Mapping[str, str], now: dt.datetime
) -> str:
    """A recall or an update of a document already here."""
    kind = _KINDS[message.business.kind]
    about = message.business.document_id or message.document_id
    corrected = _content(message, files, now) if kind == ChangeKind.UPDATE and files else None
    asked = False
    for code, agency_id in ours.items():
        answer = _ask(kind, about, agency_id, packet, message, corrected, now)
        asked = asked or answer is not None
        PacketParty.objects.create(
            packet=packet,
            organ_code=code,
            organ_name=names.get(code, ""),
            agency_id=agency_id,
            incoming_id=answer,
        )
        packet.agency_id = packet.agency_id or agency_id
    if not asked:
        raise NothingKnown(document=about)
    return str(kind)


def _replace(packet: Packet, message: DocumentMessage, ours: Mapping[str, int], now: dt.datetime) -> None:
    """Ask our agencies to cancel what the new document replaces; where the old one never came there is nothing to ask."""
    for replacement in message.business.replacements:
        for agency_id in ours.values():
            _ask(ChangeKind.REPLACE, replacement.document_id, agency_id, packet, message, None, now)


def _ask(
    kind: ChangeKind,
    document_id: str,
    agency_id: int,
    packet: Packet,
    message: DocumentMessage,
    content: NewContent | None,
    now: dt.datetime,
) -> int | None:
    """The incoming document the wish is about; None when the agency does not hold it."""
    # One packet may ask several agencies, and a replacement for several documents: each wish has a key of its own.
    told = content_hash(f"{packet.axis_id}|{agency_id}|{document_id}".encode())[:24]
    answer = ask_change_from_outside(
        kind=kind,
        document_id=document_id,
        agency_id=agency_id,
        source_key=f"{packet.axis_id[:70]}|{told}",
        reason=message.business.reason,
        asked_by=message.sender.name or message.sender.code,
        now=now,
        content=content,
    )
    return answer.incoming_id if answer is not None else None


def _stored(message: DocumentMessage, now: dt.datetime) -> list[NewFile]:
    """The files, each judged by its content; the first is the document itself."""
    stored = [store_bytes(name=each.name, content=each.content, actor=_OUTSIDE, now=now) for each in message.attachments]
    roles = [FileRole.MAIN if place == _main_place(message.attachments) else FileRole.ANNEX for place in range(len(stored))]
    return [NewFile(file.pk, role, file.name) for file, role in zip(stored, roles, strict=True)]


def _main_place(attachments: tuple[Attachment, ...]) -> int:
    """The first PDF is the signed document; without one, the first file."""
    return next((place for place, each in enumerate(attachments) if each.name.lower().endswith(".pdf")), 0)


def _content(message: DocumentMessage, files: list[NewFile], now: dt.datetime) -> NewContent:
    kind = kind_by_name(message.type_name, message.issued_on) if message.type_name else None
    digits = message.number.strip()
    competence = message.signer.competence.partition(".")[0].strip().upper()
    return NewContent(
        kind_code=kind.code if kind else "",
        kind_name=message.type_name or _UNNAMED_KIND,
        number=int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 9 else None,
        notation=message.notation,
        code="/".join(part for part in (message.number, message.notation) if part),
        issued_on=message.issued_on,
        issuer_code=message.sender.code,
        issuer_name=message.sender.name or message.sender.code,
        subject=message.subject or message.document_id,
        signer_name=message.signer.name,
        signer_title=message.signer.position,
        signer_competence=competence if competence in Competence.values else "",
        urgency=min(message.priority, _MOST_URGENT),
        due_on=message.due_on,
        pages=message.pages or 0,
        to_places="\n".join(message.to_places),
        replies_to=[each.document_id for each in message.answers if each.document_id],
        files=files,
        document_id=message.document_id,
        source=Channel.AXIS,
    )
