"""Who sees packets: clerks and leaders those of their agency, operators of the axis all of them."""

import uuid

from django.db.models import Exists, OuterRef, Q, QuerySet

from sen.capabilities.edocs.models import Packet, PacketParty
from sen.kernel.actor import Actor, ActorKind, Role
from sen.kernel.errors import NotAllowed, NotFound

READERS = (Role.CLERK, Role.LEADER)


def is_operator(actor: Actor) -> bool:
    """Whether the actor operates the axis for the whole province."""
    return actor.kind is ActorKind.SYSTEM or actor.has(Role.AXIS)


def require_operator(actor: Actor) -> None:
    """Raise NotAllowed unless the actor operates the axis."""
    if not is_operator(actor):
        raise NotAllowed


def visible_packets(actor: Actor) -> QuerySet[Packet]:
    """Packets the actor may see, newest first."""
    rows = Packet.objects.order_by("-created_at", "-pk")
    if is_operator(actor):
        return rows
    agencies = actor.agencies(*READERS)
    if not agencies:
        return rows.none()
    ours = PacketParty.objects.filter(packet=OuterRef("pk"), agency__in=agencies)
    return rows.filter(Q(agency__in=agencies) | Exists(ours))


def access_packet(actor: Actor, public_id: uuid.UUID, *, lock: bool = False) -> Packet:
    """The packet if the actor may see it, on demand locked until the transaction ends; NotFound otherwise."""
    rows = visible_packets(actor).filter(public_id=public_id)
    found = rows.select_for_update(of=("self",)).first() if lock else rows.select_related("agency").first()
    if found is None:
        raise NotFound
    return found


def can_act(actor: Actor, packet: Packet) -> bool:
    """Whether the actor may send the packet again, cancel it or have it read again: operators, and clerks of the agency itself."""
    return is_operator(actor) or (packet.agency_id is not None and actor.has(Role.CLERK, packet.agency_id))
