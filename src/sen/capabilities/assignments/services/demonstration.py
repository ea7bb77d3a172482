"""Tasks of a demonstration: given, taken up, reported and ended in the past, in bulk, with their whole histories."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction

from sen.capabilities.assignments.models import Task, TaskReport, TimeRequest
from sen.capabilities.assignments.services.recording import KIND
from sen.capabilities.assignments.states import OPEN_STATES, TASK_STATES, TaskAction, TaskState
from sen.capabilities.assignments.types import SourceRef, TaskLine
from sen.foundation.accounts.types import Officer
from sen.foundation.history.services import append_past
from sen.foundation.history.types import NewEvent, PastEvent
from sen.kernel.text import fold

_BATCH = 2_000
_DONE_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that was done to a task: by its giver, or by its doer; ``percent`` as the doer says."""

    action: TaskAction
    at: dt.datetime
    text: str = ""
    percent: int = 0
    wanted_due_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class PastTask:
    """A task as it went: what it comes from, who gave it to whom and when, and every deed in order."""

    source: SourceRef
    line: TaskLine
    giver: Officer
    doer: Officer
    at: dt.datetime
    deeds: Sequence[Deed] = ()


_BY_GIVER = frozenset({TaskAction.CONFIRM, TaskAction.RETURN, TaskAction.REMIND, TaskAction.WITHDRAW})


@transaction.atomic
def load_past_tasks(past: Sequence[PastTask], *, now: dt.datetime) -> int:
    """Write the tasks, what was reported about them, and their histories, marked as demonstration; returns how many.

    Raises IllegalTransition when the deeds of a task do not follow its table.
    """
    tasks = Task.objects.bulk_create([_task(one) for one in past], batch_size=_BATCH)
    pairs = list(zip(tasks, past, strict=True))
    TaskReport.objects.bulk_create([row for task, one in pairs for row in _reports(task, one)], batch_size=_BATCH)
    TimeRequest.objects.bulk_create([row for task, one in pairs for row in _requests(task, one)], batch_size=_BATCH)
    append_past([line for task, one in pairs for line in _history(task, one)], now=now)
    return len(tasks)


def _task(one: PastTask) -> Task:
    line, source = one.line, one.source
    task = Task(
        title=source.title,
        instruction=line.instruction,
        source_kind=source.kind,
        source_id=source.id,
        source_title=source.title,
        source_code=source.code,
        role=line.role,
        given_by_id=one.giver.account_id,
        given_by_name=one.giver.name,
        giver_agency_id=one.giver.agency_id,
        agency_id=line.agency_id,
        division_id=line.division_id,
        officer_id=line.officer_id,
        urgency=line.urgency,
        wants_report=line.wants_report,
        due_at=line.due_at,
        opened_at=one.at,
        words=fold(f"{source.title} {source.code} {one.giver.name} {one.doer.name}"),
        is_demo=True,
    )
    for deed in one.deeds:
        _apply(task, deed)
    return task


def _apply(task: Task, deed: Deed) -> None:
    task.state = TASK_STATES.next(task.state, deed.action)
    task.closed_at = None if task.state in OPEN_STATES else deed.at
    task.seen_at = task.seen_at or (None if deed.action in _BY_GIVER else deed.at)
    task.progress = max(task.progress, deed.percent)
    if deed.action in (TaskAction.FINISH, TaskAction.CLOSE):
        task.result, task.reported_at, task.progress = deed.text, deed.at, _DONE_PERCENT
    elif deed.action is TaskAction.ASK_TIME:
        task.asked_due_at = deed.wanted_due_at
    elif deed.action is TaskAction.REMIND:
        task.reminded_at = deed.at


def _reports(task: Task, one: PastTask) -> Iterator[TaskReport]:
    for deed in one.deeds:
        is_final = deed.action in (TaskAction.FINISH, TaskAction.CLOSE)
        if deed.text and (is_final or deed.action is TaskAction.REPORT):
            yield TaskReport(
                task=task,
                reporter_id=one.doer.account_id,
                reporter_name=one.doer.name,
                text=deed.text,
                progress=_DONE_PERCENT if is_final else deed.percent,
                is_final=is_final,
                reported_at=deed.at,
            )


def _requests(task: Task, one: PastTask) -> Iterator[TimeRequest]:
    for deed in one.deeds:
        if deed.wanted_due_at is not None:
            yield TimeRequest(
                task=task,
                asked_by_id=one.doer.account_id,
                asked_by_name=one.doer.name,
                asked_at=deed.at,
                wanted_due_at=deed.wanted_due_at,
                reason=deed.text,
            )


def _history(task: Task, one: PastTask) -> Iterator[PastEvent]:
    due = task.due_at.isoformat() if task.due_at else None
    facts = {"role": task.role, "receiver": one.doer.name, "due_at": due, "parent": None}
    state = TaskState.GIVEN
    given = NewEvent(KIND, task.pk, "give", "", state, task.instruction, facts, task.giver_agency_id)
    yield PastEvent(given, one.giver.account_id, one.giver.name, one.at)
    for deed in one.deeds:
        before, state = state, TASK_STATES.next(state, deed.action)
        who = one.giver if deed.action in _BY_GIVER else one.doer
        told: dict[str, object] = {"progress": deed.percent} if deed.action is TaskAction.REPORT else {}
        if deed.wanted_due_at is not None:
            told = {"wanted": deed.wanted_due_at.isoformat()}
        line = NewEvent(KIND, task.pk, deed.action, before, state, deed.text, told, who.agency_id)
        yield PastEvent(line, who.account_id, who.name, deed.at)
