"""One way to move a task: state, history and event together."""

import datetime as dt
from typing import Any

from sen.capabilities.assignments.events import TaskMoved
from sen.capabilities.assignments.models import Task
from sen.capabilities.assignments.states import OPEN_STATES, TASK_STATES, TaskAction
from sen.foundation.history.services import append
from sen.foundation.history.types import NewEvent
from sen.foundation.jobs.services import publish
from sen.kernel.actor import Actor

KIND = "task"


def move(
    task: Task,
    action: TaskAction,
    *,
    actor: Actor,
    now: dt.datetime,
    reason: str = "",
    payload: dict[str, Any] | None = None,
    changed: tuple[str, ...] = (),
) -> None:
    """Take the task to the state its table gives, save it with ``changed``, append to its history, tell the apps above.

    Raises IllegalTransition when the table has no such row.
    """
    before, task.state = task.state, TASK_STATES.next(task.state, action)
    task.closed_at = None if task.state in OPEN_STATES else now
    task.save(update_fields=[*changed, "state", "closed_at"])
    append(
        [NewEvent(KIND, task.pk, action, before, task.state, reason, payload or {}, agency_id=_agency(actor, task))], actor=actor, now=now
    )
    if task.state != before:
        publish(TaskMoved(task.pk, task.source_kind, task.source_id, task.state), now=now)


def _agency(actor: Actor, task: Task) -> int:
    return task.giver_agency_id if task.given_by_id == actor.account_id else task.agency_id
