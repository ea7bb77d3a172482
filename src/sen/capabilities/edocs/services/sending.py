"""The outbox: packets are queued in the transaction of what caused them and sent by the worker until the axis has them."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from sen.capabilities.correspondence.selectors.packets import get_change, outside_answers
from sen.capabilities.correspondence.selectors.reading import outside_deliveries
from sen.capabilities.correspondence.services import note_delivery_state, note_delivery_trouble
from sen.capabilities.correspondence.states import DeliveryState
from sen.capabilities.edocs.adapters.axis.client import PASSING, UNKNOWN_RECEIVER
from sen.capabilities.edocs.errors import AxisAnswerUnclear, AxisRefused, FieldUnfit, PacketTooLarge
from sen.capabilities.edocs.events import PacketDue
from sen.capabilities.edocs.models import Packet, PacketParty
from sen.capabilities.edocs.selectors.directory import names_of_outside_agencies
from sen.capabilities.edocs.services.carriage import document_axis
from sen.capabilities.edocs.services.composing import own_code, packet_bytes
from sen.capabilities.edocs.services.ledger import note_in_ledger
from sen.capabilities.edocs.services.recording import begin, move, stumbled
from sen.capabilities.edocs.states import OPEN, Direction, PacketAction, PacketState
from sen.capabilities.edocs.types import Business, MessageType
from sen.capabilities.exchange.errors import AxisUnreachable, ServiceFailed, ServiceRefused, UnknownService
from sen.foundation.jobs.services import publish
from sen.kernel.actor import SYSTEM
from sen.kernel.errors import DomainError, NotFound
from sen.kernel.hashing import content_hash

if TYPE_CHECKING:
    from sen.capabilities.correspondence.models import ChangeAnswer, ChangeRequest, Content, Delivery, OutgoingDocument

PASSING_TROUBLES = (AxisUnreachable, ServiceFailed, ServiceRefused, UnknownService, AxisAnswerUnclear)
"""What may go away by itself: the axis, or our right to use it."""
_AT_ONCE = 200
_KINDS = {"recall": Business.RECALL, "update": Business.UPDATE, "replace": Business.REPLACE}
_TAKE_BACK = "13"
_RECALLED = "Văn bản đã được thu hồi trước khi gửi."


@transaction.atomic
def queue_document(*, outgoing_id: int, now: dt.datetime) -> Packet | None:
    """Queue one packet for the recipients outside who have none yet; None when there is nobody.  Safe to run twice.

    Basis: 28/2018/QĐ-TTg: documents are sent on the day they are issued.
    """
    rows = outside_deliveries(outgoing_id).filter(state=DeliveryState.WAITING).exclude(organ_code="")
    deliveries = list(rows.select_for_update(of=("self",)))
    packed = set(PacketParty.objects.filter(delivery__in=deliveries).values_list("delivery_id", flat=True))
    fresh = [each for each in deliveries if each.pk not in packed]
    if not fresh:
        return None
    outgoing = fresh[0].outgoing
    return _queue(outgoing, outgoing.content, Business.NEW, fresh, key=f"doc:{fresh[0].pk}", facts={}, now=now)


@transaction.atomic
def queue_change(*, change_id: int, now: dt.datetime) -> list[Packet]:
    """Queue the packets that ask outside recipients for a recall, an update or a replacement.  Safe to run twice.

    A recall asks a document back (status 13) where it was not accepted yet, and recalls it by a packet where it was.
    """
    change = get_change(change_id)
    answers = outside_answers(change_id)
    if change.outgoing is None or not answers:
        return []
    if change.kind != "recall":
        found = _queue_change(change, answers, now)
        return [found] if found else []
    early = [each for each in answers if each.delivery and each.delivery.accepted_at is None]
    late = [each for each in answers if each not in early]
    made = [_take_back(change, each, now) for each in early]
    if late:
        made.append(_queue_change(change, late, now))
    return [each for each in made if each]


@transaction.atomic
def send_packet(*, packet_id: int, now: dt.datetime) -> PacketState | None:
    """Send a waiting packet that is due; None when there is nothing to do.  Safe to run twice.

    Passing troubles are tried again with growing pauses; what the axis refuses waits for a person; a packet of several
    receivers of which one is unknown there is split, so that the others have theirs.
    """
    packet = Packet.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=packet_id, state=PacketState.WAITING).first()
    if packet is None or (packet.next_attempt_at and packet.next_attempt_at > now):
        return None
    parties = list(packet.parties.select_related("delivery").order_by("pk"))
    if _is_recalled(packet, parties):
        move(packet, PacketAction.CANCEL, actor=SYSTEM, now=now, reason=_RECALLED)
        return PacketState.CANCELLED
    packet.attempts += 1
    packet.attempted_at = now
    try:
        sealed = packet_bytes(packet)
        receivers = [each.organ_code for each in parties]
        axis_id = document_axis(now).send(MessageType(packet.kind), packet.sender_code, receivers, sealed)
    except AxisRefused as error:
        _refused(packet, parties, error, now)
    except PASSING_TROUBLES as error:
        stumbled(packet, error, actor=SYSTEM, now=now)
        _tell_trouble(packet, parties, error)
    except (FieldUnfit, PacketTooLarge, NotFound) as error:
        _end(packet, parties, error, now)
    else:
        packet.axis_id, packet.size, packet.sha256 = axis_id, len(sealed), content_hash(sealed)
        packet.trouble_code = packet.trouble = ""
        packet.axis_at = now
        _sent(packet, parties, now)
    return PacketState(packet.state)


@transaction.atomic
def publish_due_packets(*, now: dt.datetime) -> int:
    """Hand packets whose next attempt has come to the worker; returns how many."""
    due = Packet.objects.filter(state__in=OPEN, next_attempt_at__lte=now).order_by("next_attempt_at")
    unconfirmed = Packet.objects.filter(direction=Direction.IN, confirmed_at=None, settled_at__lte=now - dt.timedelta(minutes=1))
    ids = [*due.values_list("pk", flat=True)[:_AT_ONCE], *unconfirmed.order_by("settled_at").values_list("pk", flat=True)[:_AT_ONCE]]
    for packet_id in ids:
        publish(PacketDue(packet_id), now=now)
    return len(ids)


def _queue(
    outgoing: "OutgoingDocument",
    content: "Content",
    business: Business,
    deliveries: Sequence["Delivery"],
    *,
    key: str,
    facts: dict[str, str],
    now: dt.datetime,
) -> Packet | None:
    if Packet.objects.filter(key=key).exists():
        return None
    packet = Packet.objects.create(
        direction=Direction.OUT,
        kind=MessageType.DOCUMENT,
        state=PacketState.WAITING,
        key=key,
        document_id=content.document_id,
        business=business,
        agency=outgoing.agency,
        sender_code=content.issuer_code or own_code(outgoing.agency),
        sender_name=outgoing.agency.name,
        title=f"{content.code}: {content.subject}"[:500],
        facts={"content_id": content.pk, **facts},
        outgoing=outgoing,
        next_attempt_at=now,
        created_at=now,
    )
    names = names_of_outside_agencies(each.organ_code for each in deliveries)
    PacketParty.objects.bulk_create(
        PacketParty(packet=packet, organ_code=each.organ_code, organ_name=names.get(each.organ_code, each.organ_name), delivery=each)
        for each in deliveries
    )
    begin(packet, PacketAction.QUEUE, actor=SYSTEM, now=now)
    publish(PacketDue(packet.pk), now=now)
    return packet


def _queue_change(change: "ChangeRequest", answers: Sequence["ChangeAnswer"], now: dt.datetime) -> Packet | None:
    outgoing = change.outgoing
    if outgoing is None:
        return None
    facts = {"reason": change.reason}
    content = change.content or outgoing.content
    if change.kind == "replace":
        facts["replaces"] = outgoing.content.document_id
    deliveries = [each.delivery for each in answers if each.delivery]
    return _queue(outgoing, content, _KINDS[change.kind], deliveries, key=f"change:{change.pk}:{deliveries[0].pk}", facts=facts, now=now)


def _take_back(change: "ChangeRequest", answer: "ChangeAnswer", now: dt.datetime) -> Packet | None:
    """Ask for a document back that its receiver has not accepted yet."""
    key, outgoing, delivery = f"take-back:{answer.pk}", change.outgoing, answer.delivery
    if outgoing is None or delivery is None or Packet.objects.filter(key=key).exists():
        return None
    packet = Packet.objects.create(
        direction=Direction.OUT,
        kind=MessageType.STATUS,
        state=PacketState.WAITING,
        key=key,
        document_id=outgoing.content.document_id,
        status_code=_TAKE_BACK,
        agency=outgoing.agency,
        sender_code=outgoing.content.issuer_code or own_code(outgoing.agency),
        sender_name=outgoing.agency.name,
        title=f"{outgoing.content.code}: {outgoing.content.subject}"[:500],
        facts={"at": change.asked_at.isoformat(), "reason": change.reason},
        outgoing=outgoing,
        next_attempt_at=now,
        created_at=now,
    )
    PacketParty.objects.create(packet=packet, organ_code=delivery.organ_code, organ_name=delivery.organ_name, delivery=delivery)
    begin(packet, PacketAction.QUEUE, actor=SYSTEM, now=now)
    publish(PacketDue(packet.pk), now=now)
    return packet


def _sent(packet: Packet, parties: Sequence[PacketParty], now: dt.datetime) -> None:
    payload = {"axis_id": packet.axis_id, "sha256": packet.sha256, "bytes": packet.size, "to": [each.organ_code for each in parties]}
    move(packet, PacketAction.SEND, actor=SYSTEM, now=now, payload=payload)
    note_in_ledger(packet, now=now)
    if packet.kind == MessageType.DOCUMENT and packet.business == Business.NEW:
        for each in parties:
            if each.delivery_id:
                note_delivery_state(delivery_id=each.delivery_id, state=DeliveryState.SENT, at=now, now=now)


def _refused(packet: Packet, parties: Sequence[PacketParty], error: AxisRefused, now: dt.datetime) -> None:
    number = str(error.values.get("number", ""))
    if number in PASSING:
        stumbled(packet, error, actor=SYSTEM, now=now)
        _tell_trouble(packet, parties, error)
    elif number in UNKNOWN_RECEIVER and len(parties) > 1:
        _split(packet, parties, error, now)
    else:
        _end(packet, parties, error, now)


def _end(packet: Packet, parties: Sequence[PacketParty], error: DomainError, now: dt.datetime) -> None:
    packet.trouble_code, packet.trouble = error.code[:60], error.message[:500]
    move(packet, PacketAction.REFUSE, actor=SYSTEM, now=now, reason=packet.trouble)
    note_in_ledger(packet, now=now)
    _tell_trouble(packet, parties, error)


def _split(packet: Packet, parties: Sequence[PacketParty], error: AxisRefused, now: dt.datetime) -> None:
    """One packet for each receiver, so that one wrong code does not keep the document from the others."""
    packet.trouble_code, packet.trouble = error.code[:60], error.message[:500]
    move(packet, PacketAction.SPLIT, actor=SYSTEM, now=now, reason=packet.trouble)
    for each in parties:
        single = Packet.objects.get(pk=packet.pk)
        single.pk, single.public_id = None, Packet._meta.get_field("public_id").get_default()
        single._state.adding = True
        single.state, single.attempts, single.trouble_code, single.trouble = PacketState.WAITING, 0, "", ""
        single.key, single.next_attempt_at, single.settled_at, single.created_at = f"{packet.key}/{each.pk}"[:120], now, None, now
        single.save()
        PacketParty.objects.create(packet=single, organ_code=each.organ_code, organ_name=each.organ_name, delivery=each.delivery)
        begin(single, PacketAction.QUEUE, actor=SYSTEM, now=now)
        publish(PacketDue(single.pk), now=now)


def _is_recalled(packet: Packet, parties: Sequence[PacketParty]) -> bool:
    """A document recalled before it was really sent never leaves; the recall was settled here."""
    new = packet.kind == MessageType.DOCUMENT and packet.business == Business.NEW
    return new and bool(parties) and all(each.delivery and each.delivery.state == DeliveryState.RECALLED for each in parties)


def _tell_trouble(packet: Packet, parties: Sequence[PacketParty], error: DomainError) -> None:
    """Let the document's page say why it has not gone out."""
    if packet.kind == MessageType.DOCUMENT and packet.business == Business.NEW:
        for each in parties:
            if each.delivery_id:
                note_delivery_trouble(delivery_id=each.delivery_id, trouble=error.message)
