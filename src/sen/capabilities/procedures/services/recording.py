"""Every change of the catalogue leaves an event of its own and an entry in the audit trail."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sen.capabilities.procedures.models import CatalogueEvent, ProcedureVersion, ProcessingRoute
from sen.capabilities.procedures.types import FEED
from sen.foundation.audit.services import record_change
from sen.foundation.feeds.services import append_changes
from sen.foundation.feeds.types import Action, Change
from sen.kernel.actor import Actor
from sen.kernel.hashing import GENESIS, link_hash


def record_event(
    subject: ProcedureVersion | ProcessingRoute,
    action: str,
    *,
    before: str,
    actor: Actor,
    now: dt.datetime,
    reason: str = "",
    detail: dict[str, Any] | None = None,
) -> None:
    """Append the event of a version or route that now stands in its new state; the caller holds the row's lock."""
    kind = "version" if isinstance(subject, ProcedureVersion) else "route"
    last = CatalogueEvent.objects.filter(**{kind: subject}).order_by("-sequence").first()
    event = CatalogueEvent(
        **{kind: subject},
        sequence=last.sequence + 1 if last else 1,
        action=action,
        from_state=before,
        to_state=str(subject.state),
        actor_id=actor.account_id,
        actor_name=actor.name,
        agency_id=actor.agency_id,
        reason=reason,
        occurred_at=now,
        recorded_at=now,
    )
    event.hash = link_hash(last.hash if last else GENESIS, _facts(event, f"{kind} {subject.pk}"))
    event.save()
    told = {"from": before, "to": event.to_state, **({"reason": reason} if reason else {}), **(detail or {})}
    subject_type = "procedure_version" if kind == "version" else "processing_route"
    record_change(actor=actor, action=action, subject_type=subject_type, subject_id=subject.pk, now=now, detail=told)


def _facts(event: CatalogueEvent, subject: str) -> dict[str, Any]:
    """What the hash of an event covers."""
    return {
        "subject": subject,
        "sequence": event.sequence,
        "action": event.action,
        "from": event.from_state,
        "to": event.to_state,
        "actor": event.actor_id,
        "reason": event.reason,
        "at": event.occurred_at.isoformat(),
    }


def tell_feed(codes: Sequence[str], now: dt.datetime, action: Action = Action.CHANGED) -> None:
    """Tell the readers of the catalogue that procedures changed, by their codes."""
    append_changes(registry=FEED, changes=[Change("procedure", code, action) for code in codes], now=now)
