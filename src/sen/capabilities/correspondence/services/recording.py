"""One way to write down what happened to documents: history, audit trail and outbox in the transaction of the change."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sen.capabilities.correspondence.events import IncomingMoved
from sen.capabilities.correspondence.models import IncomingDocument, OutgoingDocument
from sen.capabilities.correspondence.states import INCOMING_STATES, OUTGOING_STATES, IncomingAction, OutgoingAction
from sen.foundation.audit.services import record_change
from sen.foundation.history.services import append
from sen.foundation.history.types import NewEvent
from sen.foundation.jobs.services import publish
from sen.kernel.actor import Actor

INCOMING, OUTGOING = "incoming", "outgoing"


def move_outgoing(
    outgoing: OutgoingDocument,
    action: OutgoingAction,
    *,
    actor: Actor,
    now: dt.datetime,
    reason: str = "",
    payload: Mapping[str, Any] | None = None,
) -> None:
    """Move the document by the table and save it with its history; the caller holds its lock.  Raises IllegalTransition."""
    before = outgoing.state
    outgoing.state = OUTGOING_STATES.next(before, action)
    outgoing.save()
    line = NewEvent(OUTGOING, outgoing.pk, action, before, outgoing.state, reason, payload or {}, outgoing.agency_id)
    append([line], actor=actor, now=now)
    _audit(OUTGOING, outgoing.pk, action, actor, now, outgoing.agency_id)


def move_incoming(
    incoming: IncomingDocument,
    action: IncomingAction,
    *,
    actor: Actor,
    now: dt.datetime,
    reason: str = "",
    payload: Mapping[str, Any] | None = None,
) -> None:
    """Move the document by the table and save it with its history and event; the caller holds its lock.  Raises IllegalTransition."""
    before = incoming.state
    incoming.state = INCOMING_STATES.next(before, action)
    incoming.save()
    line = NewEvent(INCOMING, incoming.pk, action, before, incoming.state, reason, payload or {}, incoming.agency_id)
    append([line], actor=actor, now=now)
    _audit(INCOMING, incoming.pk, action, actor, now, incoming.agency_id)
    if incoming.state != before:
        publish(IncomingMoved(incoming.pk, incoming.state), now=now)


def note(
    kind: str,
    record_id: int,
    action: str,
    *,
    actor: Actor,
    now: dt.datetime,
    agency_id: int | None,
    state: str = "",
    reason: str = "",
    payload: Mapping[str, Any] | None = None,
) -> None:
    """Add a line to a document's history that moves no state, and the same to the audit trail."""
    append([NewEvent(kind, record_id, action, state, state, reason, payload or {}, agency_id)], actor=actor, now=now)
    _audit(kind, record_id, action, actor, now, agency_id)


def _audit(kind: str, record_id: int, action: str, actor: Actor, now: dt.datetime, agency_id: int | None) -> None:
    name = f"correspondence.{kind}.{action}"
    record_change(actor=actor, action=name, subject_type=kind, subject_id=record_id, now=now, agency_id=agency_id)
