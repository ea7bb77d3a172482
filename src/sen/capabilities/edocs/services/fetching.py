"""The inbox: what the axis offers is fetched, kept as it came, read, taken in or turned away, and confirmed to the axis."""

import datetime as dt

from django.conf import settings
from django.db import transaction

from sen.capabilities.correspondence.selectors.reading import agencies_by_code
from sen.capabilities.edocs.adapters.edxml.reading import read_packet
from sen.capabilities.edocs.errors import AxisRefused, NobodyHere, PacketUnreadable
from sen.capabilities.edocs.events import PacketDue, PacketTaken
from sen.capabilities.edocs.models import Packet, PacketParty
from sen.capabilities.edocs.services.carriage import document_axis
from sen.capabilities.edocs.services.recording import begin, move, stumbled
from sen.capabilities.edocs.services.sending import PASSING_TROUBLES
from sen.capabilities.edocs.services.statuses import report_refusal, take_status
from sen.capabilities.edocs.services.taking import take_document
from sen.capabilities.edocs.states import Direction, PacketAction, PacketState
from sen.capabilities.edocs.types import DocumentMessage, Message, MessageType, Offered, StatusMessage
from sen.foundation.agencies.errors import AgencyNotFound
from sen.foundation.agencies.selectors import province_agency
from sen.foundation.files.selectors import read_bytes
from sen.foundation.files.services.storing import store_bytes
from sen.foundation.jobs.services import publish
from sen.kernel import clock
from sen.kernel.actor import SYSTEM
from sen.kernel.errors import DomainError
from sen.kernel.hashing import content_hash


@transaction.atomic
def note_offered(*, now: dt.datetime) -> int:
    """Write down the packets the axis has for us that are new here, and have them fetched; returns how many.

    Raises what the axis raises; a packet that was settled here but not confirmed is confirmed again by the worker.
    """
    axis = document_axis(now)
    offered = [each for kind in MessageType for each in axis.offered(kind)]
    known = dict(Packet.objects.filter(direction=Direction.IN, axis_id__in=[each.axis_id for each in offered]).values_list("axis_id", "pk"))
    fresh = [each for each in offered if each.axis_id not in known]
    for each in fresh:
        packet = _new(each, now)
        begin(packet, PacketAction.OFFER, actor=SYSTEM, now=now)
        publish(PacketDue(packet.pk), now=now)
    # The axis still shows it: the confirmation got lost.
    Packet.objects.filter(pk__in=known.values(), confirmed_at__isnull=False).update(confirmed_at=None)
    return len(fresh)


@transaction.atomic
def fetch_packet(*, packet_id: int, now: dt.datetime) -> PacketState | None:
    """Fetch an offered packet and take it in, or turn it away with the reason; None when there is nothing to do.

    Safe to run twice: the axis's id is taken once, and so is the document it carries.
    """
    packet = Packet.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=packet_id, state=PacketState.OFFERED).first()
    if packet is None or (packet.next_attempt_at and packet.next_attempt_at > now):
        return None
    packet.attempts += 1
    packet.attempted_at = now
    try:
        raw = _raw(packet, now)
    except (AxisRefused, *PASSING_TROUBLES) as error:
        stumbled(packet, error, actor=SYSTEM, now=now)
        return PacketState(packet.state)
    try:
        with transaction.atomic():
            taken = _taken(packet, raw, now)
    except DomainError as error:
        _turn_away(packet, error, now)
    else:
        packet.trouble_code = packet.trouble = ""
        move(packet, PacketAction.TAKE, actor=SYSTEM, now=now, payload={"axis_id": packet.axis_id, "sha256": packet.sha256, "what": taken})
        publish(PacketTaken(packet.pk), now=now)
    publish(PacketDue(packet.pk), now=now)
    return PacketState(packet.state)


@transaction.atomic
def confirm_packet(*, packet_id: int, now: dt.datetime) -> bool:
    """Tell the axis what became of a packet, once it is safely written down here.  Raises what the axis raises."""
    packet = Packet.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=packet_id, direction=Direction.IN).first()
    if packet is None or packet.confirmed_at or packet.state not in (PacketState.TAKEN, PacketState.TURNED_AWAY):
        return False
    try:
        document_axis(now).confirm(packet.axis_id, done=packet.state == PacketState.TAKEN)
    except (AxisRefused, *PASSING_TROUBLES):
        # The minute's round asks again; until then the axis shows it as not taken, and it is not taken twice.
        return False
    packet.confirmed_at = now
    packet.save(update_fields=["confirmed_at"])
    return True


def _new(offered: Offered, now: dt.datetime) -> Packet:
    return Packet.objects.create(
        direction=Direction.IN,
        kind=offered.kind,
        state=PacketState.OFFERED,
        axis_id=offered.axis_id,
        sender_code=offered.sender,
        facts={"receiver": offered.receiver},
        axis_at=offered.created_at,
        next_attempt_at=now,
        created_at=now,
    )


def _raw(packet: Packet, now: dt.datetime) -> bytes:
    """The bytes as they came: kept here already, or from the axis."""
    if packet.raw is not None:
        return read_bytes(packet.raw)
    raw = document_axis(now).fetch(packet.axis_id)
    packet.size, packet.sha256 = len(raw), content_hash(raw)
    if raw:
        # Kept unread, as evidence; what is inside is judged by the reader, never by whoever downloads it.
        packet.raw = store_bytes(
            name=f"{packet.public_id}.edxml", content=raw, actor=SYSTEM, now=now, media_type="application/octet-stream", produced=True
        )
    return raw


def _taken(packet: Packet, raw: bytes, now: dt.datetime) -> str:
    message = read_packet(raw)
    _describe(packet, message)
    if isinstance(message, StatusMessage):
        ours = _ours([message.answered.organ_code], now)
        PacketParty.objects.filter(packet=packet).delete()
        return take_status(message, axis_id=packet.axis_id, our_codes=ours, now=now)
    codes = [each.code for each in message.receivers]
    ours = _ours(codes, now)
    if not ours:
        raise NobodyHere(codes=", ".join(codes[:5]))
    return take_document(packet, message, ours=ours, now=now)


def _describe(packet: Packet, message: Message) -> None:
    """What lists and pages show of the packet."""
    packet.sender_code, packet.sender_name = message.sender.code[:35], message.sender.name[:200]
    packet.variants = list(message.variants)
    if isinstance(message, DocumentMessage):
        packet.kind, packet.business, packet.document_id = MessageType.DOCUMENT, message.business.kind, message.document_id[:160]
        code = "/".join(part for part in (message.number, message.notation) if part)
        packet.title = f"{code}: {message.subject}"[:500]
        return
    packet.kind, packet.status_code = MessageType.STATUS, message.code[:2]
    packet.document_id = message.answered.document_id[:160]
    packet.facts = {**packet.facts, "at": message.at.isoformat(), "reason": message.description[:1000]}


def _ours(codes: list[str], now: dt.datetime) -> dict[str, int]:
    """Agencies of the platform by the codes a packet names; the system's own code means the province itself."""
    today = clock.local(now).date()
    found = {code: agency_id for code, (agency_id, _name) in agencies_by_code(codes, today).items()}
    if settings.EDOCS_SYSTEM in codes and settings.EDOCS_SYSTEM not in found:
        try:
            found[settings.EDOCS_SYSTEM] = province_agency(today).pk
        except AgencyNotFound:
            pass
    return found


def _turn_away(packet: Packet, error: DomainError, now: dt.datetime) -> None:
    packet.trouble_code, packet.trouble = error.code[:60], error.message[:500]
    sender = packet.sender_code
    document_id = packet.document_id
    if isinstance(error, PacketUnreadable):
        sender, document_id = error.sender or sender, error.document_id or document_id
    packet.sender_code, packet.document_id = sender[:35], document_id[:160]
    move(
        packet, PacketAction.TURN_AWAY, actor=SYSTEM, now=now, reason=packet.trouble, payload={"code": error.code, "sha256": packet.sha256}
    )
    report_refusal(
        packet,
        organ_code=str(packet.facts.get("receiver") or settings.EDOCS_SYSTEM)[:35],
        sender=packet.sender_code,
        document_id=packet.document_id,
        reason=packet.trouble,
        now=now,
    )
