"""The clerk's desk: into the register with the year's number, or back to the sender."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from sen.capabilities.correspondence.errors import DuplicateDocument, ReasonMissing, RecallStillOpen
from sen.capabilities.correspondence.models import ChangeAnswer, IncomingDocument
from sen.capabilities.correspondence.policies import access_incoming, check_is_clerk
from sen.capabilities.correspondence.services.delivering import note_delivery_state
from sen.capabilities.correspondence.services.recording import INCOMING, move_incoming, note
from sen.capabilities.correspondence.states import DELIVERY_OF, AnswerState, ChangeKind, IncomingAction, IncomingState
from sen.foundation.numbering.services import next_number
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.text import clean


@transaction.atomic
def register_incoming(
    *,
    actor: Actor,
    incoming_id: int,
    now: dt.datetime,
    due_at: dt.datetime | None = None,
    note_text: str = "",
    even_if_duplicate: bool = False,
) -> IncomingDocument:
    """Enter an arrived document with the year's next number; the sender is told that it was accepted.

    Raises NotFound, NotAllowed, IllegalTransition, RecallStillOpen, DuplicateDocument unless the clerk says it is another one.
    Basis: 30/2020/NĐ-CP, Article 22: one series a year for paper and electronic documents together.
    """
    incoming = access_incoming(actor, incoming_id, lock=True)
    check_is_clerk(actor, incoming.agency_id)
    check_no_open_recall(incoming)
    double = incoming.duplicate_of
    if double is not None and not even_if_duplicate:
        raise DuplicateDocument(number=double.arrival_number or "–")
    if due_at is not None:
        incoming.due_at = due_at
    if note_text:
        incoming.note = clean(note_text)[:500]
    enter_register(incoming, actor=actor, now=now)
    return incoming


@transaction.atomic
def register_all(*, actor: Actor, incoming_ids: Sequence[int], now: dt.datetime) -> list[IncomingDocument]:
    """Register several documents in the order given, all or none; raises what register_incoming raises."""
    return [register_incoming(actor=actor, incoming_id=each, now=now) for each in incoming_ids]


@transaction.atomic
def refuse_incoming(*, actor: Actor, incoming_id: int, reason: str, now: dt.datetime) -> IncomingDocument:
    """Send an arrived document back: wrongly addressed, or its signature does not hold; the sender is told why.

    Raises NotFound, NotAllowed, ReasonMissing, IllegalTransition once it is in the register.
    Basis: 30/2020/NĐ-CP, Article 21(2).
    """
    incoming = access_incoming(actor, incoming_id, lock=True)
    check_is_clerk(actor, incoming.agency_id)
    incoming.reason, incoming.closed_at = _reason(reason), now
    move_incoming(incoming, IncomingAction.REFUSE, actor=actor, now=now, reason=incoming.reason)
    tell_sender(incoming, actor=actor, now=now, reason=incoming.reason)
    return incoming


@transaction.atomic
def correct_entry(*, actor: Actor, incoming_id: int, now: dt.datetime, due_at: dt.datetime | None, note_text: str) -> IncomingDocument:
    """Change the agency's own particulars of a document, its term and note; what the document says stays.  Raises NotFound, NotAllowed."""
    incoming = access_incoming(actor, incoming_id, lock=True)
    check_is_clerk(actor, incoming.agency_id)
    before = {"due_at": incoming.due_at.isoformat() if incoming.due_at else None, "note": incoming.note}
    incoming.due_at, incoming.note = due_at, clean(note_text)[:500]
    incoming.save(update_fields=["due_at", "note"])
    after = {"due_at": due_at.isoformat() if due_at else None, "note": incoming.note}
    payload = {"before": before, "after": after}
    note(INCOMING, incoming.pk, "correct", actor=actor, now=now, agency_id=incoming.agency_id, state=incoming.state, payload=payload)
    return incoming


def enter_register(incoming: IncomingDocument, *, actor: Actor, now: dt.datetime) -> None:
    """Give the year's next number of the agency and move to registered; the caller holds the lock and has checked the right."""
    if incoming.state == IncomingState.ARRIVED:
        year = clock.local(now).year
        incoming.arrival_year, incoming.arrival_number = year, next_number(f"arrivals:{incoming.agency_id}", str(year))
        incoming.registered_at, incoming.registered_by_id = now, actor.account_id
    payload = {"number": incoming.arrival_number, "year": incoming.arrival_year}
    move_incoming(incoming, IncomingAction.REGISTER, actor=actor, now=now, payload=payload)
    tell_sender(incoming, actor=actor, now=now)


def tell_sender(incoming: IncomingDocument, *, actor: Actor, now: dt.datetime, reason: str = "") -> None:
    """Bring the state to the sender's side when the sender is in the platform; packets to others are sent by their own app."""
    if incoming.delivery_id is None:
        return
    state = DELIVERY_OF[IncomingState(incoming.state)]
    note_delivery_state(delivery_id=incoming.delivery_id, state=state, at=now, now=now, reason=reason, actor=actor)


def check_no_open_recall(incoming: IncomingDocument) -> None:
    """Pass, or raise RecallStillOpen while the sender waits for an answer to its recall."""
    waiting = ChangeAnswer.objects.filter(incoming=incoming, state=AnswerState.WAITING, change__kind=ChangeKind.RECALL)
    if waiting.exists():
        raise RecallStillOpen


def _reason(text: str) -> str:
    reason = clean(text)[:1000]
    if not reason:
        raise ReasonMissing("reason")
    return reason
