"""Statuses both ways: what our agencies did with a document from outside, and what others did with ours.

Basis: 28/2018/QĐ-TTg (states exchanged between systems); 30/2020/NĐ-CP, Article 21 (receipt is confirmed on the same day).
"""

import datetime as dt

from django.db import transaction

from sen.capabilities.correspondence.selectors.packets import get_answer, get_incoming, owed_answer
from sen.capabilities.correspondence.selectors.reading import find_delivery
from sen.capabilities.correspondence.services import ask_change_from_outside, note_change_answer, note_delivery_state
from sen.capabilities.correspondence.states import STATUS_CODES, ChangeKind, IncomingState
from sen.capabilities.edocs.errors import NothingKnown, StatusUnknown
from sen.capabilities.edocs.events import PacketDue
from sen.capabilities.edocs.models import Packet, PacketParty
from sen.capabilities.edocs.services.composing import own_code
from sen.capabilities.edocs.services.recording import begin
from sen.capabilities.edocs.states import Direction, PacketAction, PacketState
from sen.capabilities.edocs.types import MessageType, StatusCode, StatusMessage
from sen.foundation.jobs.services import publish
from sen.kernel.actor import SYSTEM

CODE_OF: dict[str, StatusCode] = {
    IncomingState.ARRIVED: StatusCode.ARRIVED,
    IncomingState.REFUSED: StatusCode.REFUSED,
    IncomingState.REGISTERED: StatusCode.ACCEPTED,
    IncomingState.ASSIGNED: StatusCode.ASSIGNED,
    IncomingState.DOING: StatusCode.DOING,
    IncomingState.DONE: StatusCode.DONE,
}
_ARRIVED_WORDS = "Phần mềm đã nhận, văn thư chưa xử lý"


@transaction.atomic
def report_incoming(*, incoming_id: int, state: str, now: dt.datetime) -> Packet | None:
    """Tell the outside sender what became of its document; None when it did not come over the axis.  Safe to run twice."""
    party = _party_of(incoming_id)
    code = CODE_OF.get(state)
    if party is None or code is None:
        return None
    reason = get_incoming(incoming_id).reason if code is StatusCode.REFUSED else ""
    text = _ARRIVED_WORDS if code is StatusCode.ARRIVED else reason
    return _queue(party, code, text, key=f"status:{incoming_id}:{code}", now=now)


@transaction.atomic
def report_answer(*, answer_id: int, incoming_id: int, accepted: bool, now: dt.datetime) -> Packet | None:
    """Tell the outside sender whether its recall, update or replacement was agreed to.  Safe to run twice."""
    party = _party_of(incoming_id) if incoming_id else None
    if party is None:
        return None
    code = StatusCode.CHANGE_ACCEPTED if accepted else StatusCode.CHANGE_REFUSED
    return _queue(party, code, get_answer(answer_id).reason, key=f"answer:{answer_id}:{code}", now=now)


def report_refusal(packet: Packet, *, organ_code: str, sender: str, document_id: str, reason: str, now: dt.datetime) -> Packet | None:
    """Tell the sender that its packet could not be taken in, as far as it can be known whose it is."""
    if not sender or not document_id or packet.kind == MessageType.STATUS:
        return None
    return _made(
        key=f"refusal:{packet.pk}",
        code=StatusCode.REFUSED,
        document_id=document_id,
        text=reason,
        ours=(organ_code, "", None),
        to=(sender, packet.sender_name),
        incoming_id=None,
        now=now,
    )


def take_status(message: StatusMessage, *, axis_id: str, our_codes: dict[str, int], now: dt.datetime) -> str:
    """Apply what another agency says; returns the words for the packet's line.  Raises NothingKnown, StatusUnknown."""
    document_id, organ = message.answered.document_id, message.sender.code
    if message.code == StatusCode.TAKE_BACK:
        return _asked_back(message, axis_id, our_codes, now)
    if message.code in (StatusCode.CHANGE_ACCEPTED, StatusCode.CHANGE_REFUSED):
        answer = owed_answer(document_id, organ)
        if answer is None:
            raise NothingKnown(document=document_id)
        accepted = message.code == StatusCode.CHANGE_ACCEPTED
        note_change_answer(answer_id=answer.pk, accept=accepted, at=message.at, now=now, reason=message.description)
        return "answer"
    state = STATUS_CODES.get(message.code)
    if state is None:
        raise StatusUnknown(code=message.code)
    delivery = find_delivery(document_id, organ)
    if delivery is None:
        raise NothingKnown(document=document_id)
    note_delivery_state(delivery_id=delivery.pk, state=state, at=min(message.at, now), now=now, reason=message.description)
    return "state"


def _asked_back(message: StatusMessage, axis_id: str, our_codes: dict[str, int], now: dt.datetime) -> str:
    """A sender wants its document back before we accepted it."""
    document_id = message.answered.document_id
    parties = PacketParty.objects.filter(packet__direction=Direction.IN, packet__document_id=document_id, incoming__isnull=False)
    wanted = set(our_codes.values())
    held = [each for each in parties.order_by("pk") if not wanted or each.agency_id in wanted]
    if not held:
        raise NothingKnown(document=document_id)
    for agency_id in sorted({each.agency_id for each in held if each.agency_id}):
        ask_change_from_outside(
            kind=ChangeKind.RECALL,
            document_id=document_id,
            agency_id=agency_id,
            source_key=f"{axis_id[:60]}|{agency_id}",
            reason=message.description,
            asked_by=message.sender.name or message.sender.code,
            now=now,
        )
    return "asked back"


def _party_of(incoming_id: int) -> PacketParty | None:
    """How the document came in over the axis."""
    rows = PacketParty.objects.filter(incoming=incoming_id, packet__direction=Direction.IN).exclude(packet__sender_code="")
    return rows.select_related("packet", "agency").order_by("pk").first()


def _queue(party: PacketParty, code: StatusCode, text: str, *, key: str, now: dt.datetime) -> Packet | None:
    agency = party.agency
    if agency is None:
        return None
    return _made(
        key=key,
        code=code,
        document_id=party.packet.document_id,
        text=text,
        ours=(party.organ_code or own_code(agency), agency.name, agency.pk),
        to=(party.packet.sender_code, party.packet.sender_name),
        incoming_id=party.incoming_id,
        now=now,
        title=party.packet.title,
    )


def _made(
    *,
    key: str,
    code: StatusCode,
    document_id: str,
    text: str,
    ours: tuple[str, str, int | None],
    to: tuple[str, str],
    incoming_id: int | None,
    now: dt.datetime,
    title: str = "",
) -> Packet | None:
    if Packet.objects.filter(key=key).exists():
        return None
    packet = Packet.objects.create(
        direction=Direction.OUT,
        kind=MessageType.STATUS,
        state=PacketState.WAITING,
        key=key,
        document_id=document_id[:160],
        status_code=code,
        agency_id=ours[2],
        sender_code=ours[0],
        sender_name=ours[1],
        title=title,
        facts={"at": now.isoformat(), "reason": text[:1000]},
        incoming_id=incoming_id,
        next_attempt_at=now,
        created_at=now,
    )
    PacketParty.objects.create(packet=packet, organ_code=to[0], organ_name=to[1])
    begin(packet, PacketAction.QUEUE, actor=SYSTEM, now=now)
    publish(PacketDue(packet.pk), now=now)
    return packet
