"""Every change of the control plane leaves an entry in the audit trail; a right also keeps its own chain of events."""

import datetime as dt
from typing import Any

from sen.capabilities.exchange.models import Right, RightEvent
from sen.foundation.audit.services import record_change
from sen.kernel.actor import Actor
from sen.kernel.hashing import GENESIS, link_hash


def record(action: str, subject: Any, *, actor: Actor, now: dt.datetime, **detail: Any) -> None:
    """Record in the trail what the actor did to a member, server, service, certificate or agreement."""
    subject_type = f"exchange_{type(subject).__name__.lower()}"
    told = {"of": str(subject), **{name: value for name, value in detail.items() if value not in (None, "")}}
    record_change(actor=actor, action=f"exchange.{action}", subject_type=subject_type, subject_id=subject.pk, now=now, detail=told)


def record_right(action: str, right: Right, *, actor: Actor, before: str, now: dt.datetime, reason: str = "", **detail: Any) -> None:
    """Append the event of a right that now stands in its new state; the caller holds the row's lock."""
    last = RightEvent.objects.filter(right=right).order_by("-sequence").first()
    event = RightEvent(
        right=right,
        sequence=last.sequence + 1 if last else 1,
        action=action,
        from_state=before,
        to_state=str(right.state),
        actor_id=actor.account_id,
        actor_name=actor.name[:120],
        agency_id=actor.agency_id,
        reason=reason[:300],
        occurred_at=now,
        recorded_at=now,
    )
    event.hash = link_hash(last.hash if last else GENESIS, _facts(event))
    event.save()
    record(f"right.{action}", right, actor=actor, now=now, service=str(right.service), reason=reason, **detail)


def _facts(event: RightEvent) -> dict[str, Any]:
    """What the hash of an event covers."""
    return {
        "right": event.right_id,
        "sequence": event.sequence,
        "action": event.action,
        "from": event.from_state,
        "to": event.to_state,
        "actor": event.actor_id,
        "reason": event.reason,
        "at": event.occurred_at.isoformat(),
    }
