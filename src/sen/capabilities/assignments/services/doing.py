"""The doer's side: taking up, reporting, finishing, asking for more time."""

import datetime as dt

from django.db import transaction

from sen.capabilities.assignments.errors import DuePast, NotLater, OpenSubTasks, TimeAlreadyAsked
from sen.capabilities.assignments.models import Task, TaskReport, TimeRequest
from sen.capabilities.assignments.policies import access_task, check_may_do
from sen.capabilities.assignments.services.recording import move
from sen.capabilities.assignments.states import TaskAction, TaskRole
from sen.kernel.actor import Actor


def _own(actor: Actor, task_id: int) -> Task:
    task = access_task(actor, task_id, lock=True)
    check_may_do(actor, task)
    return task


def _claim(actor: Actor, task: Task) -> tuple[str, ...]:
    """Whoever works on a task nobody held becomes its doer."""
    if task.officer_id is None:
        task.officer_id = actor.account
    return ("officer",)


@transaction.atomic
def note_seen(*, actor: Actor, task_id: int, now: dt.datetime) -> bool:
    """Note that the task's own officer opened it for the first time; returns whether it was the first time.  Raises NotFound."""
    task = access_task(actor, task_id, lock=True)
    if task.officer_id != actor.account_id or task.seen_at is not None:
        return False
    task.seen_at = now
    task.save(update_fields=["seen_at"])
    return True


@transaction.atomic
def take_task(*, actor: Actor, task_id: int, now: dt.datetime) -> Task:
    """Take the task up; one that is only to be known ends with it.  Raises NotFound, NotAllowed, IllegalTransition."""
    task = _own(actor, task_id)
    task.seen_at = task.seen_at or now
    action = TaskAction.CLOSE if task.role == TaskRole.KNOW else TaskAction.TAKE
    move(task, action, actor=actor, now=now, changed=(*_claim(actor, task), "seen_at"))
    return task


@transaction.atomic
def report_progress(*, actor: Actor, task_id: int, text: str, progress: int, now: dt.datetime) -> TaskReport:
    """Say how far the task has come, in words and percent.  Raises NotFound, NotAllowed, IllegalTransition."""
    task = _own(actor, task_id)
    task.progress = min(max(progress, 0), 100)
    report = _report(actor, task, text, now, is_final=False)
    changed = (*_claim(actor, task), "progress")
    move(task, TaskAction.REPORT, actor=actor, now=now, reason=text, payload={"progress": task.progress}, changed=changed)
    return report


@transaction.atomic
def finish_task(*, actor: Actor, task_id: int, result: str, now: dt.datetime) -> Task:
    """Report the task as done: it waits for the giver's confirmation when the giver wanted a report, otherwise it ends.

    Raises NotFound, NotAllowed, IllegalTransition, and OpenSubTasks while parts others lead or assist in are open.
    """
    task = _own(actor, task_id)
    open_parts = task.children.filter(closed_at__isnull=True).exclude(role=TaskRole.KNOW).count()
    if open_parts:
        raise OpenSubTasks(count=open_parts)
    task.result, task.reported_at, task.progress, task.asked_due_at = result, now, 100, None
    task.time_requests.filter(answer=TimeRequest.Answer.WAITING).update(answer=TimeRequest.Answer.REFUSED, answered_at=now)
    if result:
        _report(actor, task, result, now, is_final=True)
    action = TaskAction.FINISH if task.wants_report and task.given_by_id != actor.account_id else TaskAction.CLOSE
    changed = (*_claim(actor, task), "result", "reported_at", "progress", "asked_due_at")
    move(task, action, actor=actor, now=now, reason=result, changed=changed)
    return task


@transaction.atomic
def ask_more_time(*, actor: Actor, task_id: int, due_at: dt.datetime, reason: str, now: dt.datetime) -> TimeRequest:
    """Ask the giver for a later term, with a reason.

    Raises NotFound, NotAllowed, IllegalTransition, DuePast, NotLater, and TimeAlreadyAsked while one request waits.
    """
    task = _own(actor, task_id)
    if due_at <= now:
        raise DuePast("due")
    if task.due_at is not None and due_at <= task.due_at:
        raise NotLater("due")
    if task.asked_due_at is not None:
        raise TimeAlreadyAsked
    request = TimeRequest.objects.create(
        task=task, asked_by_id=actor.account, asked_by_name=actor.name[:120], asked_at=now, wanted_due_at=due_at, reason=reason
    )
    task.asked_due_at = due_at
    payload = {"wanted": due_at.isoformat()}
    changed = (*_claim(actor, task), "asked_due_at")
    move(task, TaskAction.ASK_TIME, actor=actor, now=now, reason=reason, payload=payload, changed=changed)
    return request


def _report(actor: Actor, task: Task, text: str, now: dt.datetime, *, is_final: bool) -> TaskReport:
    return TaskReport.objects.create(
        task=task,
        reporter_id=actor.account,
        reporter_name=actor.name[:120],
        text=text,
        progress=task.progress,
        is_final=is_final,
        reported_at=now,
    )
