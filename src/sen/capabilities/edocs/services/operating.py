"""What people do when a packet is stuck: send again, cancel, have it read again."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db import transaction

from sen.capabilities.edocs import policies
from sen.capabilities.edocs.errors import NothingToReplay, NothingToRetry, ReasonMissing
from sen.capabilities.edocs.events import PacketDue
from sen.capabilities.edocs.models import Packet
from sen.capabilities.edocs.services.composing import packet_bytes
from sen.capabilities.edocs.services.recording import move
from sen.capabilities.edocs.states import PACKET_STATES, Direction, PacketAction, PacketState
from sen.foundation.audit.services import record_change, record_read
from sen.foundation.files.selectors import read_bytes
from sen.foundation.jobs.services import publish
from sen.kernel.actor import Actor
from sen.kernel.errors import NotAllowed, NotFound
from sen.kernel.text import clean

_PURPOSE = "Xem gói văn bản liên thông"


@transaction.atomic
def retry_packets(*, actor: Actor, public_ids: Iterable[uuid.UUID], now: dt.datetime, also_sent: bool = False) -> int:
    """Try the packets again now, from the first attempt on; returns how many.  Raises NotFound, NotAllowed, NothingToRetry.

    With ``also_sent`` a packet already sent is sent once more with the same content, for a receiver that says it never came.
    """
    count = 0
    for public_id in sorted(set(public_ids)):
        packet = _access(actor, public_id)
        if not PACKET_STATES.allows(packet.state, PacketAction.RETRY) or (packet.state == PacketState.SENT and not also_sent):
            continue
        packet.attempts, packet.next_attempt_at, packet.settled_at = 0, now, None
        _move(packet, PacketAction.RETRY, actor, now)
        count += 1
    if not count:
        raise NothingToRetry
    return count


@transaction.atomic
def cancel_packet(*, actor: Actor, public_id: uuid.UUID, reason: str, now: dt.datetime) -> Packet:
    """Give up a packet that was not sent.  Raises NotFound, NotAllowed, ReasonMissing, IllegalTransition."""
    packet = _access(actor, public_id)
    if not clean(reason):
        raise ReasonMissing("reason")
    move(packet, PacketAction.CANCEL, actor=actor, now=now, reason=clean(reason)[:1000])
    record_change(actor=actor, action="edocs.packet.cancel", subject_type="edocs_packet", subject_id=packet.pk, now=now)
    return packet


@transaction.atomic
def replay_packet(*, actor: Actor, public_id: uuid.UUID, now: dt.datetime) -> Packet:
    """Have a packet that was turned away read again from what was kept, after its cause was mended.

    Raises NotFound, NotAllowed, NothingToReplay, IllegalTransition.
    """
    packet = _access(actor, public_id)
    if packet.raw_id is None:
        raise NothingToReplay
    packet.attempts, packet.next_attempt_at, packet.settled_at, packet.confirmed_at = 0, now, None, None
    _move(packet, PacketAction.REPLAY, actor, now)
    return packet


def _access(actor: Actor, public_id: uuid.UUID) -> Packet:
    packet = policies.access_packet(actor, public_id, lock=True)
    if not policies.can_act(actor, packet):
        raise NotAllowed
    return packet


def _move(packet: Packet, action: PacketAction, actor: Actor, now: dt.datetime) -> None:
    move(packet, action, actor=actor, now=now)
    record_change(actor=actor, action=f"edocs.packet.{action}", subject_type="edocs_packet", subject_id=packet.pk, now=now)
    publish(PacketDue(packet.pk), now=now)


@transaction.atomic
def packet_content(*, actor: Actor, public_id: uuid.UUID, now: dt.datetime) -> tuple[str, bytes]:
    """The packet's name and bytes: as it came, or as it goes; the reading is written down.  Raises NotFound, FieldUnfit."""
    packet = policies.access_packet(actor, public_id)
    content = read_bytes(packet.raw) if packet.raw is not None else packet_bytes(packet) if packet.direction == Direction.OUT else b""
    if not content:
        raise NotFound
    record_read(actor=actor, subject_type="edocs_packet", subject_id=packet.pk, purpose=_PURPOSE, now=now)
    return f"{packet.public_id}.edxml", content
