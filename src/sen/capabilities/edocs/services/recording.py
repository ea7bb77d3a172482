"""One step of a packet: its next state, the line of its history, when it is tried again."""

import datetime as dt
from typing import Any

from sen.capabilities.edocs.models import Packet
from sen.capabilities.edocs.states import PACKET, PACKET_STATES, Direction, PacketAction, PacketState
from sen.foundation.history.services import append
from sen.foundation.history.types import NewEvent
from sen.kernel.actor import Actor
from sen.kernel.errors import DomainError

# The first pauses are those of the published client; afterwards every half hour, for about a day and a half.
_WAITS = (30, 60, 120, 240, 480)
_LONG_WAIT = 1800
MAX_ATTEMPTS = 75
WORRYING = len(_WAITS)
"""After so many attempts without success a person should look."""


def begin(packet: Packet, action: PacketAction, *, actor: Actor, now: dt.datetime) -> None:
    """Write down the first line of a new packet."""
    append([_line(packet, action, "", "", {})], actor=actor, now=now)


def move(
    packet: Packet, action: PacketAction, *, actor: Actor, now: dt.datetime, reason: str = "", payload: dict[str, Any] | None = None
) -> None:
    """Bring a locked packet to its next state and save it.  Raises IllegalTransition."""
    before, packet.state = packet.state, PACKET_STATES.next(packet.state, action)
    if packet.state not in (PacketState.WAITING, PacketState.OFFERED):
        packet.next_attempt_at = None
        packet.settled_at = now
    packet.save()
    append([_line(packet, action, before, reason, payload or {})], actor=actor, now=now)


def stumbled(packet: Packet, error: DomainError, *, actor: Actor, now: dt.datetime) -> None:
    """Note an attempt that failed for a passing cause; after too many the packet waits for a person."""
    packet.trouble_code, packet.trouble = error.code[:60], error.message[:500]
    if packet.attempts >= MAX_ATTEMPTS and packet.direction == Direction.OUT:
        move(packet, PacketAction.GIVE_UP, actor=actor, now=now, reason=packet.trouble)
        return
    packet.next_attempt_at = now + wait_after(packet.attempts)
    move(packet, PacketAction.STUMBLE, actor=actor, now=now, reason=packet.trouble)


def wait_after(attempts: int) -> dt.timedelta:
    """How long to wait after so many attempts."""
    place = max(attempts, 1) - 1
    return dt.timedelta(seconds=_WAITS[place] if place < len(_WAITS) else _LONG_WAIT)


def _line(packet: Packet, action: PacketAction, before: str, reason: str, payload: dict[str, Any]) -> NewEvent:
    return NewEvent(PACKET, packet.pk, action, before, packet.state, reason, payload, packet.agency_id)
