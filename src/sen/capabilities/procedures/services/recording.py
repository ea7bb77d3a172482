"""Every change of the catalogue leaves an event of its own and an entry in the audit trail."""

import datetime as dt
from typing import Any

from sen.capabilities.procedures.models import CatalogueEvent, ProcedureVersion, ProcessingRoute
from sen.foundation.audit.services import record_change
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
    is_version = isinstance(subject, ProcedureVersion)
    last = CatalogueEvent.objects.filter(**{"version" if is_version else "route": subject}).order_by("-sequence").first()
    sequence = last.sequence + 1 if last else 1
    facts = {
        "subject": f"{'version' if is_version else 'route'} {subject.pk}",
        "sequence": sequence,
        "action": action,
        "from": before,
        "to": str(subject.state),
        "actor": actor.account_id,
        "reason": reason,
        "at": now.isoformat(),
    }
    CatalogueEvent.objects.create(
        version=subject if isinstance(subject, ProcedureVersion) else None,
        route=subject if isinstance(subject, ProcessingRoute) else None,
        sequence=sequence,
        action=action,
        from_state=before,
        to_state=subject.state,
        actor_id=actor.account_id,
        actor_name=actor.name,
        agency_id=actor.agency_id,
        reason=reason,
        occurred_at=now,
        recorded_at=now,
        hash=link_hash(last.hash if last else GENESIS, facts),
    )
    kind = "procedure_version" if is_version else "processing_route"
    told = {"from": before, "to": str(subject.state), **({"reason": reason} if reason else {}), **(detail or {})}
    record_change(actor=actor, action=action, subject_type=kind, subject_id=subject.pk, now=now, detail=told)
