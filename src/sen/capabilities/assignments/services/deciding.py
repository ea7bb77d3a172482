"""The giver's side: confirming, returning, answering, reminding, withdrawing."""

import datetime as dt

from django.db import transaction

from sen.capabilities.assignments.errors import NoTimeAsked
from sen.capabilities.assignments.models import Task, TimeRequest
from sen.capabilities.assignments.policies import access_task, check_may_decide, may_decide, may_hand
from sen.capabilities.assignments.services.recording import move
from sen.capabilities.assignments.states import TaskAction
from sen.capabilities.assignments.types import SourceRef
from sen.kernel.actor import Actor
from sen.kernel.errors import NotAllowed


def _given(actor: Actor, task_id: int) -> Task:
    task = access_task(actor, task_id, lock=True)
    check_may_decide(actor, task)
    return task


@transaction.atomic
def confirm_task(*, actor: Actor, task_id: int, now: dt.datetime, word: str = "") -> Task:
    """Confirm the reported end.  Raises NotFound, NotAllowed, IllegalTransition."""
    task = _given(actor, task_id)
    move(task, TaskAction.CONFIRM, actor=actor, now=now, reason=word)
    return task


@transaction.atomic
def return_task(*, actor: Actor, task_id: int, reason: str, now: dt.datetime, due_at: dt.datetime | None = None) -> Task:
    """Give a reported task back to be done again, with a reason and if wanted a new term.

    Raises NotFound, NotAllowed, IllegalTransition.
    """
    task = _given(actor, task_id)
    task.reported_at = None
    if due_at is not None:
        task.due_at = due_at
    payload = {"due_at": due_at.isoformat() if due_at else None}
    move(task, TaskAction.RETURN, actor=actor, now=now, reason=reason, payload=payload, changed=("reported_at", "due_at"))
    return task


@transaction.atomic
def answer_more_time(
    *, actor: Actor, task_id: int, granted: bool, now: dt.datetime, note: str = "", due_at: dt.datetime | None = None
) -> Task:
    """Grant the term asked for, or another one, or refuse it.  Raises NotFound, NotAllowed, NoTimeAsked."""
    task = _given(actor, task_id)
    request = task.time_requests.select_for_update().filter(answer=TimeRequest.Answer.WAITING).first()
    if request is None:
        raise NoTimeAsked
    request.answer = TimeRequest.Answer.GRANTED if granted else TimeRequest.Answer.REFUSED
    request.answered_by_id, request.answered_at, request.note = actor.account, now, note
    request.save(update_fields=["answer", "answered_by", "answered_at", "note"])
    before = task.due_at
    task.asked_due_at = None
    if granted:
        task.due_at = due_at or request.wanted_due_at
    payload = {
        "granted": granted,
        "before": before.isoformat() if before else None,
        "due_at": task.due_at.isoformat() if task.due_at else None,
    }
    move(task, TaskAction.ANSWER_TIME, actor=actor, now=now, reason=note, payload=payload, changed=("asked_due_at", "due_at"))
    return task


@transaction.atomic
def remind_task(*, actor: Actor, task_id: int, now: dt.datetime, word: str = "") -> Task:
    """Urge the doer; the doer sees it on the task and in the inbox.  Raises NotFound, NotAllowed, IllegalTransition.

    Basis: 30/2020/NĐ-CP, Article 24 (following and urging the handling of documents).
    """
    task = access_task(actor, task_id, lock=True)
    if not may_decide(actor, task) and not may_hand(actor, task):
        raise NotAllowed
    task.reminded_at = now
    move(task, TaskAction.REMIND, actor=actor, now=now, reason=word, changed=("reminded_at",))
    return task


@transaction.atomic
def withdraw_task(*, actor: Actor, task_id: int, reason: str, now: dt.datetime) -> Task:
    """Take the task back, with every open part of it.  Raises NotFound, NotAllowed, IllegalTransition."""
    task = _given(actor, task_id)
    _withdraw(task, actor, reason, now)
    return task


@transaction.atomic
def withdraw_of(*, actor: Actor, source: SourceRef, reason: str, now: dt.datetime) -> int:
    """Take back every open task that comes from the source, as when its document is recalled; returns how many.

    The rights are the caller's to check.
    """
    tasks = Task.objects.select_for_update(of=("self",)).filter(source_kind=source.kind, source_id=source.id, closed_at__isnull=True)
    rows = list(tasks.order_by("pk"))
    for task in rows:
        move(task, TaskAction.WITHDRAW, actor=actor, now=now, reason=reason)
    return len(rows)


def _withdraw(task: Task, actor: Actor, reason: str, now: dt.datetime) -> None:
    move(task, TaskAction.WITHDRAW, actor=actor, now=now, reason=reason)
    for part in task.children.select_for_update().filter(closed_at__isnull=True).order_by("pk"):
        _withdraw(part, actor, reason, now)
