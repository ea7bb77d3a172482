"""What every use case leaves behind: an event in the chained history, a line in the trail, a word for other apps."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sen.capabilities.workfiles.events import WorkFileMoved
from sen.capabilities.workfiles.models import WorkFile
from sen.capabilities.workfiles.states import WORKFILE_STATES, WorkFileAction
from sen.foundation.audit.services import record_change, record_read
from sen.foundation.history.services import append
from sen.foundation.history.types import NewEvent
from sen.foundation.jobs.services import publish
from sen.kernel.actor import Actor

KIND = "workfile"


def record_move(
    workfile: WorkFile,
    action: WorkFileAction,
    *,
    actor: Actor,
    now: dt.datetime,
    reason: str = "",
    payload: Mapping[str, Any] | None = None,
) -> None:
    """Move the file along its state table, save the state, and tell history, trail and other apps.  Raises IllegalTransition."""
    before = workfile.state
    workfile.state = WORKFILE_STATES.next(before, action)
    workfile.save(update_fields=["state"])
    record_deed(workfile, action.value, actor=actor, now=now, reason=reason, payload=payload, before=before)
    publish(WorkFileMoved(workfile.pk, action.value, workfile.state), now=now)


def record_deed(
    workfile: WorkFile,
    action: str,
    *,
    actor: Actor,
    now: dt.datetime,
    reason: str = "",
    payload: Mapping[str, Any] | None = None,
    before: str | None = None,
) -> None:
    """Tell history and trail of something that leaves the state as it is."""
    event = NewEvent(
        KIND,
        workfile.pk,
        action,
        before if before is not None else workfile.state,
        workfile.state,
        reason,
        payload or {},
        workfile.agency_id,
    )
    append([event], actor=actor, now=now)
    detail = {**(payload or {}), **({"reason": reason} if reason else {})}
    record_change(
        actor=actor,
        action=f"workfile.{action}",
        subject_type=KIND,
        subject_id=workfile.pk,
        now=now,
        agency_id=workfile.agency_id,
        detail=detail,
    )


def record_view(*, actor: Actor, workfile: WorkFile, now: dt.datetime, what: str = "") -> None:
    """Log that somebody opened the file, or one document in it (``what``).

    Basis: 30/2020/NĐ-CP, Appendix VI.III.5: the history of access and view is kept.
    """
    purpose = "Xem hồ sơ công việc" if not what else "Xem tài liệu trong hồ sơ công việc"
    record_read(
        actor=actor,
        subject_type=KIND,
        subject_id=workfile.pk,
        purpose=purpose,
        now=now,
        agency_id=workfile.agency_id,
        detail={"what": what} if what else None,
    )
