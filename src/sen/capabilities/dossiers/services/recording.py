"""The one way a dossier changes: event, state, tally, audit and outbox together."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sen.capabilities.dossiers.events import ApplicantConcerned, DossierMoved
from sen.capabilities.dossiers.models import Dossier, DossierEvent
from sen.capabilities.dossiers.services.inserting import insert_rows
from sen.capabilities.dossiers.services.tally import TallyPoint, move_tally, tally_point
from sen.capabilities.dossiers.states import CONCERNS_APPLICANT, DOSSIER_STATES, DossierAction, DossierState
from sen.foundation.audit.services import record_change
from sen.foundation.jobs.services import publish
from sen.kernel.actor import Actor
from sen.kernel.hashing import GENESIS, link_hash


def record(
    dossier: Dossier,
    action: DossierAction,
    *,
    actor: Actor,
    now: dt.datetime,
    before: TallyPoint | None,
    reason: str = "",
    payload: Mapping[str, Any] | None = None,
    agency_id: int | None = None,
) -> DossierEvent:
    """Append the event, move the state by the table, save the dossier; raises IllegalTransition.

    ``before`` is the tally point taken before the caller changed any field (None for a new dossier).
    """
    source = dossier.state
    target = DOSSIER_STATES.next(source, action) if source else DossierState.SUBMITTED
    dossier.state = target
    event = _chained(dossier, action, source, actor=actor, now=now, reason=reason, payload=payload, agency_id=agency_id)
    if dossier._state.adding:
        insert_rows([dossier])
    else:
        dossier.save()
    insert_rows([event], keys=False)
    move_tally(before, tally_point(dossier))
    record_change(
        actor=actor,
        action=f"dossier.{action}",
        subject_type="dossier",
        subject_id=dossier.pk,
        now=now,
        agency_id=event.agency_id,
        person_id=dossier.applicant_person_id,
    )
    publish(DossierMoved(dossier.pk, event.sequence, action, target), now=now)
    if action in CONCERNS_APPLICANT:
        publish(ApplicantConcerned(dossier.pk, event.sequence), now=now)
    return event


def _chained(
    dossier: Dossier,
    action: DossierAction,
    source: str,
    *,
    actor: Actor,
    now: dt.datetime,
    reason: str,
    payload: Mapping[str, Any] | None,
    agency_id: int | None,
) -> DossierEvent:
    event = DossierEvent(
        dossier_id=dossier.pk,
        sequence=dossier.event_count + 1,
        action=action,
        from_state=source,
        to_state=dossier.state,
        actor_id=actor.account_id,
        actor_name=actor.name,
        agency_id=agency_id if agency_id is not None else actor.agency_id,
        reason=reason,
        payload=dict(payload or {}),
        occurred_at=now,
        recorded_at=now,
        previous_hash=dossier.head_hash or GENESIS,
    )
    event.hash = link_hash(event.previous_hash, hashed_fields(event))
    dossier.event_count, dossier.head_hash = event.sequence, event.hash
    return event


def hashed_fields(event: DossierEvent) -> dict[str, Any]:
    """The fields the hash covers, in the form docs/interfaces/hash-chain.md fixes."""
    return {
        "dossier": event.dossier_id,
        "sequence": event.sequence,
        "action": str(event.action),
        "from": str(event.from_state),
        "to": str(event.to_state),
        "actor": event.actor_id,
        "actor_name": event.actor_name,
        "agency": event.agency_id,
        "reason": event.reason,
        "payload": event.payload,
        "occurred_at": event.occurred_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
    }
