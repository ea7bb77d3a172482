"""Reads of packets: the lists, one packet, and how the packets of a document stand."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from sen.capabilities.edocs.models import Packet, PacketParty
from sen.capabilities.edocs.policies import visible_packets
from sen.capabilities.edocs.states import BUSINESS_NAMES, NEEDS_SOMEBODY, OPEN, STATE_NAMES, STATE_TONES, STATUS_NAMES, PacketState
from sen.capabilities.edocs.types import MessageType
from sen.kernel.actor import Actor
from sen.ui.types import TagView

WORRYING = 5


@dataclass(frozen=True, slots=True)
class PacketFilter:
    """What to show; empty values do not limit.  ``group``: waiting, trouble, out, in."""

    group: str = ""
    kind: str = ""
    words: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


_GROUPS: dict[str, Q] = {
    "waiting": Q(state__in=OPEN),
    "trouble": Q(state__in=NEEDS_SOMEBODY) | Q(state__in=OPEN, attempts__gte=WORRYING),
    "out": Q(direction="out"),
    "in": Q(direction="in"),
}


def list_packets(actor: Actor, wanted: PacketFilter) -> QuerySet[Packet]:
    """Packets the actor may see, newest first; words find the document's id, the title, the other side or the axis's id."""
    rows = visible_packets(actor).select_related("agency").prefetch_related("parties").defer("facts", "variants")
    if wanted.group in _GROUPS:
        rows = rows.filter(_GROUPS[wanted.group])
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.words.strip():
        words = wanted.words.strip()
        rows = rows.filter(
            Q(document_id__icontains=words) | Q(title__icontains=words) | Q(sender_code__iexact=words) | Q(sender_name__icontains=words)
            | Q(axis_id=words) | Q(pk__in=PacketParty.objects.filter(organ_code__iexact=words).values("packet"))
        )  # fmt: skip
    if wanted.since:
        rows = rows.filter(created_at__date__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(created_at__date__lte=wanted.until)
    return rows


def count_packets(actor: Actor, group: str) -> int:
    """How many packets of the group the actor may see."""
    return visible_packets(actor).filter(_GROUPS[group]).order_by().count()


def count_trouble(actor: Actor) -> int:
    """Packets that wait for a person, for the menu."""
    return count_packets(actor, "trouble")


def packets_of_document(actor: Actor, document_id: str) -> list[Packet]:
    """Every packet about a document that the actor may see, oldest first."""
    if not document_id:
        return []
    rows = visible_packets(actor).filter(document_id=document_id).order_by("created_at", "pk")
    return list(rows.prefetch_related("parties").defer("facts")[:200])


def parties_of_deliveries(delivery_ids: Iterable[int]) -> dict[int, list[PacketParty]]:
    """The packets in which deliveries travelled, in one query; for apps that already hold a right to the document."""
    found: dict[int, list[PacketParty]] = {}
    for party in PacketParty.objects.filter(delivery__in=list(delivery_ids)).select_related("packet").order_by("pk"):
        found.setdefault(party.delivery_id or 0, []).append(party)
    return found


def state_tag(packet: Packet) -> TagView:
    """The packet's state as a tag."""
    state = PacketState(packet.state)
    return TagView(str(STATE_NAMES[state]), STATE_TONES[state])


def what_it_is(packet: Packet) -> str:
    """What the packet carries, in a few words."""
    if packet.kind == MessageType.STATUS:
        name = STATUS_NAMES.get(packet.status_code, "")
        return f"{packet.status_code} {name}".strip()
    return str(BUSINESS_NAMES.get(packet.business, ""))
