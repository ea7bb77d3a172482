"""From the sender to the recipients: arrivals inside the platform in batches, and word back to the sender."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from sen.capabilities.correspondence.errors import PacketBroken
from sen.capabilities.correspondence.events import DeliveryBatchDue, DeliveryMoved, DocumentsArrived
from sen.capabilities.correspondence.models import Content, Delivery, IncomingDocument, OutgoingDocument
from sen.capabilities.correspondence.services.contents import current_hash
from sen.capabilities.correspondence.services.recording import INCOMING, OUTGOING
from sen.capabilities.correspondence.states import (
    LIVE_INCOMING,
    PROGRESS,
    DeliveryState,
    IncomingAction,
    IncomingState,
    OutgoingState,
)
from sen.capabilities.correspondence.types import Channel, DeliveryWay
from sen.foundation.history.services import append
from sen.foundation.history.types import NewEvent
from sen.foundation.jobs.services import publish
from sen.kernel import clock
from sen.kernel.actor import SYSTEM, Actor
from sen.kernel.errors import NotFound

BATCH = 250
_LATE = dt.timedelta(seconds=2)
_SWEEP = 20
_DAY_ENDS = dt.time(17)
_RANK = {state: rank for rank, state in enumerate(PROGRESS)}


@transaction.atomic
def receive_inside(*, outgoing_id: int, now: dt.datetime, limit: int = BATCH) -> int:
    """Have one batch of waiting deliveries arrive at agencies of the platform; returns how many.

    Everything of a batch happens in one transaction under the document's lock: run twice, run by several workers, or
    killed at any instant, each recipient gets the document exactly once.  The document and its files are
    shared, never copied.  Raises PacketBroken when the content is no longer what was sent.
    Basis: 30/2020/NĐ-CP, Article 21: receipt is confirmed to the sender.
    """
    # The document's lock keeps a recall out until the batch is whole.
    documents = OutgoingDocument.objects.select_for_update(of=("self",), no_key=True).select_related("content")
    outgoing = documents.filter(pk=outgoing_id, state=OutgoingState.SENT).first()
    if outgoing is None:
        return 0
    waiting = Delivery.objects.filter(outgoing=outgoing_id, way=DeliveryWay.INSIDE, state=DeliveryState.WAITING)
    rows = list(waiting.order_by("pk").select_for_update()[:limit])
    if not rows:
        return 0
    packet = current_hash(outgoing.content)
    if any(row.packet_hash != packet for row in rows):
        raise PacketBroken
    incoming = _arrive(outgoing, rows, packet, now)
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(state=DeliveryState.ARRIVED, arrived_at=now, trouble="")
    _write_history(outgoing, incoming, now)
    ids = tuple(each.pk for each in incoming)
    if ids:
        publish(DocumentsArrived(outgoing.pk, outgoing.content_id, ids), now=now)
    if len(rows) == limit:
        publish(DeliveryBatchDue(outgoing.pk), now=now)
    return len(rows)


@transaction.atomic
def receive_waiting(*, now: dt.datetime) -> int:
    """Publish again the documents whose deliveries waited too long, because a worker died with their job; returns how many.

    Documents a worker holds at this moment are left to it.
    """
    late = Delivery.objects.filter(way=DeliveryWay.INSIDE, state=DeliveryState.WAITING, waiting_at__lt=now - _LATE)
    found = set(late.order_by("waiting_at", "pk").values_list("outgoing_id", flat=True)[: _SWEEP * BATCH])
    free = OutgoingDocument.objects.select_for_update(skip_locked=True, no_key=True).filter(pk__in=found, state=OutgoingState.SENT)
    ids = list(free.order_by("pk").values_list("pk", flat=True)[:_SWEEP])
    for outgoing_id in ids:
        publish(DeliveryBatchDue(outgoing_id), now=now)
    return len(ids)


@transaction.atomic
def note_delivery_state(
    *, delivery_id: int, state: str, at: dt.datetime, now: dt.datetime, reason: str = "", actor: Actor = SYSTEM
) -> bool:
    """Write down how far a recipient has come, ``at`` by its own word; returns whether the delivery moved.

    Safe to run twice and in any order: a delivery never goes back, an earlier state only gets its instant.  Recalls and
    their answers go through ``services.changes``.  Raises NotFound, ValueError for a state that is no progress.
    """
    delivery = Delivery.objects.select_for_update(of=("self",)).select_related("outgoing").filter(pk=delivery_id).first()
    if delivery is None:
        raise NotFound
    target = DeliveryState(state)
    if target not in _RANK:
        raise ValueError(f"{state} is no step of a delivery")
    before, field, reached = delivery.state, f"{target}_at", _rank_of(delivery)
    if getattr(delivery, field) is None:
        setattr(delivery, field, at)
    moves = reached < _RANK[target] and not _has_ended(delivery, target)
    if moves and delivery.state != DeliveryState.RECALL_ASKED:
        delivery.state = target
    if moves and reason:
        delivery.reason = reason[:1000]
    delivery.trouble = ""
    delivery.save()
    if moves:
        _tell(delivery, before, actor, now, reason)
    return moves


@transaction.atomic
def note_delivery_trouble(*, delivery_id: int, trouble: str) -> None:
    """Write down why a delivery has not gone out yet; the next success clears it."""
    Delivery.objects.filter(pk=delivery_id, state=DeliveryState.WAITING).update(trouble=trouble[:500])


def end_of(day: dt.date | None) -> dt.datetime | None:
    """The instant a term given as a day ends: close of business in Viet Nam."""
    return clock.at_local(day, _DAY_ENDS) if day else None


def _arrive(outgoing: OutgoingDocument, rows: Sequence[Delivery], packet: str, now: dt.datetime) -> list[IncomingDocument]:
    content = outgoing.content
    agencies = [row.agency_id for row in rows if row.agency_id]
    have = set(
        IncomingDocument.objects.filter(agency__in=agencies, content=content, state__in=LIVE_INCOMING).values_list("agency_id", flat=True)
    )
    doubles = _doubles(content, agencies)
    due_at = end_of(content.due_on)
    incoming = [
        IncomingDocument(
            agency_id=row.agency_id or 0,
            content=content,
            delivery=row,
            channel=Channel.INTERNAL,
            state=IncomingState.ARRIVED,
            arrived_at=now,
            due_at=due_at,
            duplicate_of_id=doubles.get(row.agency_id or 0),
            packet_hash=packet,
            is_demo=outgoing.is_demo,
        )
        for row in rows
        if row.agency_id not in have
    ]
    return IncomingDocument.objects.bulk_create(incoming)


def _doubles(content: Content, agencies: Sequence[int]) -> dict[int, int]:
    """Live documents of the same number, sign and issuer at these agencies, by agency, in one query."""
    if not content.code_folded or not content.issuer_folded:
        return {}
    same = Content.objects.filter(code_folded=content.code_folded, issuer_folded=content.issuer_folded).exclude(pk=content.pk)
    rows = IncomingDocument.objects.filter(agency__in=agencies, content__in=same.values("pk"), state__in=LIVE_INCOMING)
    return dict(rows.order_by("-pk").values_list("agency_id", "pk"))


def _write_history(outgoing: OutgoingDocument, incoming: Sequence[IncomingDocument], now: dt.datetime) -> None:
    facts = {"from": outgoing.content.issuer_name, "packet": outgoing.content.content_hash}
    lines = [
        NewEvent(INCOMING, each.pk, IncomingAction.ARRIVE, "", each.state, payload=facts, agency_id=each.agency_id) for each in incoming
    ]
    state = outgoing.state
    payload = {"state": DeliveryState.ARRIVED.value, "count": len(incoming)}
    lines.append(NewEvent(OUTGOING, outgoing.pk, "delivery", state, state, payload=payload, agency_id=outgoing.agency_id))
    append(lines, actor=SYSTEM, now=now)


def _rank_of(delivery: Delivery) -> int:
    """How far the delivery has come; after a recall that did not end it, as far as its instants say."""
    known = DeliveryState(delivery.state)
    if known in _RANK:
        return _RANK[known]
    return max((_RANK[step] for step in PROGRESS if getattr(delivery, f"{step}_at") is not None), default=0)


def _has_ended(delivery: Delivery, target: DeliveryState) -> bool:
    if delivery.state in (DeliveryState.REFUSED, DeliveryState.RECALLED):
        return True
    return target is DeliveryState.REFUSED and delivery.accepted_at is not None


def _tell(delivery: Delivery, before: str, actor: Actor, now: dt.datetime, reason: str) -> None:
    outgoing = delivery.outgoing
    payload = {"delivery": delivery.pk, "to": delivery.organ_name, "state": delivery.state, "before": before}
    line = NewEvent(OUTGOING, outgoing.pk, "delivery", outgoing.state, outgoing.state, reason, payload, outgoing.agency_id)
    append([line], actor=actor, now=now)
    publish(DeliveryMoved(delivery.pk, outgoing.pk, delivery.state), now=now)
