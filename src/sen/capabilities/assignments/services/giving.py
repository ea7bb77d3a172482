"""Giving tasks, and saying who in a division or an agency does one."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from django.db import transaction

from sen.capabilities.assignments.errors import DuePast, NamedTwice, NobodyNamed, ReceiverUnknown, TwoLeads
from sen.capabilities.assignments.events import TaskGiven
from sen.capabilities.assignments.models import Task
from sen.capabilities.assignments.policies import access_task, check_may_do, check_may_give, check_may_hand
from sen.capabilities.assignments.selectors.targets import Receivers, agencies_below, receivers_of
from sen.capabilities.assignments.services.recording import KIND, move
from sen.capabilities.assignments.states import OPEN_STATES, WITH_DOER, TaskAction, TaskRole, TaskState
from sen.capabilities.assignments.types import SourceRef, TaskLine
from sen.foundation.accounts.selectors import appointments_on
from sen.foundation.history.services import append
from sen.foundation.history.types import NewEvent
from sen.foundation.jobs.services import publish
from sen.kernel import clock
from sen.kernel.actor import SYSTEM, Actor
from sen.kernel.errors import IllegalTransition
from sen.kernel.text import fold


@transaction.atomic
def give_tasks(
    *,
    actor: Actor,
    source: SourceRef | None,
    title: str,
    lines: Sequence[TaskLine],
    now: dt.datetime,
    parent_id: int | None = None,
    is_demo: bool = False,
) -> list[Task]:
    """Give one task to each line's receiver, with its word and term; with ``parent_id`` as parts of a task the actor does.

    The rights of the source are the caller's to check: a document is directed by those who may direct it.
    Raises NobodyNamed, NamedTwice, TwoLeads (one lead per agency and giver), DuePast, ReceiverUnknown, NotAllowed, NotFound.
    Basis: 30/2020/NĐ-CP, Article 23 (who leads, who assists, the term are written down when a document is passed on).
    """
    account = actor.account
    _check_lines(lines, now)
    parent = access_task(actor, parent_id, lock=True) if parent_id else None
    if parent is not None:
        _check_parent(actor, parent)
        source = SourceRef(parent.source_kind, parent.source_id, parent.source_title, parent.source_code) if parent.source_id else None
    on = clock.local(now).date()
    receivers = receivers_of(lines, on)
    check_may_give(actor, lines, below=agencies_below(actor, lines), own_division=receivers.of_division(actor), parent=parent)
    if parent is None:
        _check_leads(account, source, lines)
    tasks = Task.objects.bulk_create([_task(actor, source, title, line, parent, receivers, now, is_demo) for line in lines])
    append([_given(task, receivers) for task in tasks], actor=actor, now=now)
    for task in tasks:
        publish(TaskGiven(task.pk, task.source_kind, task.source_id, task.role), now=now)
    return tasks


@transaction.atomic
def hand_task(*, actor: Actor, task_id: int, officer_id: int, now: dt.datetime, word: str = "", due_at: dt.datetime | None = None) -> Task:
    """Say who does a task that stands in the actor's division or agency; the word is added to the instruction.

    A term set here may not be later than the giver's.  Raises NotFound, NotAllowed, ReceiverUnknown, DuePast, IllegalTransition.
    """
    task = access_task(actor, task_id, lock=True)
    check_may_hand(actor, task)
    receiver = receivers_of([TaskLine(task.role, task.agency_id, officer_id=officer_id)], clock.local(now).date())
    name, division_id = receiver.officer(officer_id, task.agency_id)
    _check_hand(actor, task, receiver, officer_id)
    if due_at is not None:
        if due_at <= now or (task.due_at is not None and due_at > task.due_at):
            raise DuePast("due")
        task.due_at = due_at
    if word:
        task.instruction = f"{task.instruction}\n\n{actor.name}: {word}".strip()
    task.officer_id, task.division_id = officer_id, task.division_id or division_id
    task.opened_at, task.seen_at = now, None
    payload = {"officer": name, "due_at": due_at.isoformat() if due_at else None}
    changed = ("officer", "division", "instruction", "due_at", "opened_at", "seen_at")
    move(task, TaskAction.HAND, actor=actor, now=now, reason=word, payload=payload, changed=changed)
    publish(TaskGiven(task.pk, task.source_kind, task.source_id, task.role), now=now)
    return task


@transaction.atomic
def hand_back_tasks(*, account_id: int, now: dt.datetime) -> int:
    """Take open tasks from an officer whose account is closed or who left the agency; returns how many.

    They wait for the head of their division, or the leader of their agency, to name another.  Harmless when done twice.
    """
    kept = appointments_on(clock.local(now).date()).filter(account=account_id).values_list("agency_id", flat=True)
    rows = Task.objects.select_for_update(of=("self",)).filter(officer=account_id, closed_at__isnull=True, state__in=WITH_DOER)
    lost = list(rows.exclude(agency__in=list(kept)).order_by("pk"))
    for task in lost:
        task.officer_id = None
        move(task, TaskAction.HAND, actor=SYSTEM, now=now, payload={"officer": None, "from": account_id}, changed=("officer",))
    return len(lost)


def _check_lines(lines: Sequence[TaskLine], now: dt.datetime) -> None:
    if not lines:
        raise NobodyNamed
    places = Counter((line.agency_id, line.division_id, line.officer_id) for line in lines)
    if max(places.values()) > 1:
        raise NamedTwice
    leads = Counter(line.agency_id for line in lines if TaskRole(line.role) is TaskRole.LEAD)
    if leads and max(leads.values()) > 1:
        raise TwoLeads
    if any(line.due_at is not None and line.due_at <= now for line in lines):
        raise DuePast("due")


def _check_parent(actor: Actor, parent: Task) -> None:
    check_may_do(actor, parent)
    if parent.state not in OPEN_STATES - {TaskState.REPORTED}:
        raise IllegalTransition


def _check_leads(account: int, source: SourceRef | None, lines: Sequence[TaskLine]) -> None:
    agencies = [line.agency_id for line in lines if line.role == TaskRole.LEAD]
    if source is None or not agencies:
        return
    known = Task.objects.filter(source_kind=source.kind, source_id=source.id, given_by=account, agency__in=agencies, role=TaskRole.LEAD)
    if known.filter(closed_at__isnull=True, parent__isnull=True).exists():
        raise TwoLeads


def _check_hand(actor: Actor, task: Task, receiver: Receivers, officer_id: int) -> None:
    """A head hands to people of the own division; a leader, or a head without a division, to anybody of the agency."""
    line = TaskLine(TaskRole.LEAD, task.agency_id, officer_id=officer_id)
    check_may_give(actor, [line], below=frozenset(), own_division=receiver.of_division(actor), parent=None)


def _task(
    actor: Actor,
    source: SourceRef | None,
    title: str,
    line: TaskLine,
    parent: Task | None,
    receivers: Receivers,
    now: dt.datetime,
    is_demo: bool,
) -> Task:
    if actor.agency_id is None:
        raise ReceiverUnknown
    found = source or SourceRef("", 0)
    return Task(
        title=title[:500],
        instruction=line.instruction,
        source_kind=found.kind,
        source_id=found.id if source else None,
        source_title=found.title[:500],
        source_code=found.code[:80],
        parent=parent,
        role=TaskRole(line.role),
        given_by_id=actor.account,
        given_by_name=actor.name[:120],
        giver_agency_id=actor.agency_id,
        agency_id=line.agency_id,
        division_id=receivers.division_of(line),
        officer_id=line.officer_id,
        urgency=line.urgency,
        wants_report=line.wants_report,
        due_at=line.due_at,
        opened_at=now,
        words=fold(f"{title} {found.title} {found.code} {actor.name} {receivers.name_of(line)}"),
        is_demo=is_demo,
    )


def _given(task: Task, receivers: Receivers) -> NewEvent:
    line = TaskLine(task.role, task.agency_id, task.division_id, task.officer_id)
    payload = {
        "role": task.role,
        "receiver": receivers.name_of(line),
        "due_at": task.due_at.isoformat() if task.due_at else None,
        "parent": task.parent_id,
    }
    return NewEvent(KIND, task.pk, "give", "", task.state, task.instruction, payload, agency_id=task.giver_agency_id)
