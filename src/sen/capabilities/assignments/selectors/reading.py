"""Tasks for lists, for the page of one task, and for the apps their sources belong to."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from sen.capabilities.assignments.models import Task, TaskReport, TimeRequest
from sen.capabilities.assignments.policies import headed, led, reach, visible_tasks
from sen.capabilities.assignments.selectors.words import TaskRow, row_of
from sen.capabilities.assignments.states import OPEN_STATES, TaskRole, TaskState
from sen.capabilities.assignments.types import OpenCounts, TaskBrief
from sen.foundation.history.selectors import list_events
from sen.foundation.history.types import EventView
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from sen.kernel.text import fold
from sen.ui.paging import ListPage, list_page

_WHO = ("officer", "division", "agency")


def tasks_of_source(kind: str, source_id: int) -> list[TaskBrief]:
    """Every task of a source, parts below their task, in the order given; who may see the source is its app's to decide."""
    return tasks_of_sources(kind, [source_id]).get(source_id, [])


def tasks_of_sources(kind: str, source_ids: Iterable[int]) -> dict[int, list[TaskBrief]]:
    """The tasks of several sources of one kind, in one query."""
    rows = Task.objects.filter(source_kind=kind, source_id__in=list(source_ids)).select_related(*_WHO).order_by("pk")
    found: dict[int, list[TaskBrief]] = {}
    for task in rows:
        found.setdefault(task.source_id or 0, []).append(_brief(task))
    return found


def has_task(actor: Actor, kind: str, source_id: int) -> bool:
    """Whether the actor may see a task of the source that is not withdrawn, and with it the source."""
    return any(own.filter(source_id=source_id).exists() for own in _tasks_to_sources(actor, kind))


def sources_of(actor: Actor, kind: str) -> "list[QuerySet[Task, int | None]]":
    """Ids of the sources of a kind the actor sees through a task, as querysets to be united in SQL: each has an index of its own."""
    return [own.values_list("source_id", flat=True) for own in _tasks_to_sources(actor, kind)]


def open_task_counts(kind: str, source_id: int) -> OpenCounts:
    """How the tasks of a source stand, without those only to be known and those withdrawn."""
    return open_task_counts_of(kind, [source_id]).get(source_id, OpenCounts())


def open_task_counts_of(kind: str, source_ids: Iterable[int]) -> dict[int, OpenCounts]:
    """How the tasks of several sources stand, in one query."""
    rows = Task.objects.filter(source_kind=kind, source_id__in=list(source_ids), parent__isnull=True)
    found: dict[int, list[tuple[str, str, bool]]] = {}
    live = rows.exclude(role=TaskRole.KNOW).exclude(state=TaskState.WITHDRAWN)
    for source_id, role, state, closed_at in live.values_list("source_id", "role", "state", "closed_at"):
        found.setdefault(source_id or 0, []).append((role, state, closed_at is None))
    return {key: _counts(states) for key, states in found.items()}


def _counts(states: Sequence[tuple[str, str, bool]]) -> OpenCounts:
    return OpenCounts(
        all=len(states),
        open=sum(1 for _role, _state, is_open in states if is_open),
        open_lead=sum(1 for role, _state, is_open in states if is_open and role == TaskRole.LEAD),
        taken=sum(1 for _role, state, _open in states if state != TaskState.GIVEN),
    )


def _tasks_to_sources(actor: Actor, kind: str) -> list[QuerySet[Task]]:
    # A giver or an outside leader sees the task, but the document behind it belongs to the agency that received it.
    if actor.account_id is None:
        return []
    live = Task.objects.filter(source_kind=kind).exclude(state=TaskState.WITHDRAWN)
    own = live.filter(officer=actor.account_id)
    return [own, live.filter(headed(actor))] if actor.has(Role.HEAD) else [own]


def _brief(task: Task) -> TaskBrief:
    return TaskBrief(
        task.pk,
        task.role,
        receiver_name(task),
        task.instruction,
        task.state,
        task.due_at,
        task.given_by_name,
        task.opened_at,
        task.closed_at,
        task.result,
        task.parent_id,
        task.officer_id,
        task.division_id,
        task.agency_id,
    )


def receiver_name(task: Task) -> str:
    """Who holds the task: the officer, otherwise the division, otherwise the agency."""
    return task.officer.name if task.officer else task.division.name if task.division else task.agency.name


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """What a list is narrowed to: ``whose`` is ``mine``, ``given`` or ``below``; ``state`` open, late, done or one state."""

    whose: str = "mine"
    state: str = "open"
    text: str = ""
    role: str = ""


def list_tasks(actor: Actor, wanted: TaskFilter, now: dt.datetime, page: int = 1, size: int = 25) -> ListPage[TaskRow]:
    """One page of tasks, open ones by term, ended ones by their end; one statement."""
    rows = _whose(actor, wanted.whose).select_related(*_WHO, "giver_agency")
    rows = _in_state(rows, wanted.state, now)
    if wanted.role:
        rows = rows.filter(role=wanted.role)
    for word in fold(wanted.text).split():
        rows = rows.filter(words__contains=word)
    found = list_page(rows, page, size)
    return ListPage([row_of(task, receiver_name(task), now) for task in found], found.number, found.size, found.more)


def count_tasks(actor: Actor, whose: str, now: dt.datetime) -> dict[str, int]:
    """How many are open, late, waiting for confirmation, in one statement."""
    rows = _whose(actor, whose).filter(closed_at__isnull=True).values_list("state", "due_at")
    counts = Counter({"open": 0, "late": 0, "reported": 0})
    for state, due_at in rows.order_by():
        counts["open"] += 1
        counts["late"] += due_at is not None and due_at < now and state != TaskState.REPORTED
        counts["reported"] += state == TaskState.REPORTED
    return dict(counts)


def _whose(actor: Actor, whose: str) -> QuerySet[Task]:
    me = actor.account_id or 0
    if whose == "given":
        return Task.objects.filter(given_by=me)
    if whose == "below":
        return Task.objects.filter(headed(actor) | led(actor)).exclude(officer=me)
    return visible_tasks(actor).filter(officer=me)


def _in_state(rows: QuerySet[Task], state: str, now: dt.datetime) -> QuerySet[Task]:
    if state == "done":
        return rows.filter(closed_at__isnull=False).order_by("-closed_at", "-pk")
    rows = rows.filter(closed_at__isnull=True).order_by("due_at", "-urgency", "opened_at", "pk")
    if state == "late":
        return rows.filter(due_at__lt=now).exclude(state=TaskState.REPORTED)
    return rows.filter(state=state) if state in OPEN_STATES else rows


@dataclass(frozen=True, slots=True)
class TaskPage:
    """Everything the page of one task shows."""

    task: Task
    row: TaskRow
    receiver: str
    parts: Sequence[TaskRow]
    parent: TaskRow | None
    reports: Sequence[TaskReport]
    requests: Sequence[TimeRequest]
    events: Sequence[EventView]
    fellows: Sequence[TaskRow]


def task_page(actor: Actor, task_id: int, now: dt.datetime) -> TaskPage:
    """The page of a task the caller has access to: its parts, its fellows from the same word, reports, requests, history."""
    task = Task.objects.select_related(*_WHO, "giver_agency", "parent__officer", "parent__division", "parent__agency").get(pk=task_id)
    near = Q(parent=task.pk)
    if task.source_id is not None and task.parent_id is None:
        near |= Q(source_kind=task.source_kind, source_id=task.source_id, parent__isnull=True, agency=task.agency_id)
    others = list(Task.objects.filter(near).exclude(pk=task.pk).select_related(*_WHO).order_by("pk")[:200])
    rows = {other.pk: row_of(other, receiver_name(other), now) for other in others}
    return TaskPage(
        task,
        row_of(task, receiver_name(task), now),
        receiver_name(task),
        [rows[other.pk] for other in others if other.parent_id == task.pk],
        row_of(task.parent, receiver_name(task.parent), now) if task.parent else None,
        list(task.reports.order_by("-reported_at", "-pk")[:100]),
        list(task.time_requests.order_by("-asked_at", "-pk")[:50]),
        list_events("task", task.pk),
        [rows[other.pk] for other in others if other.parent_id != task.pk],
    )


def late_by_holder(actor: Actor, now: dt.datetime) -> list[Mapping[str, object]]:
    """Late tasks below the actor, counted by who holds them, the most first; at most fifty rows."""
    late = Task.objects.filter(headed(actor) | led(actor), closed_at__isnull=True, due_at__lt=now).exclude(state=TaskState.REPORTED)
    counted = Counter(
        (officer or division or agency) for officer, division, agency in late.values_list("officer__name", "division__name", "agency__name")
    )
    return [{"name": name, "count": count} for name, count in counted.most_common(50)]


def visible_task_ids(actor: Actor, task_ids: Sequence[int]) -> list[Task]:
    """The tasks among those named that the actor may see, by term."""
    rows = Task.objects.filter(reach(actor), pk__in=list(task_ids)[:200]).select_related(*_WHO).distinct()
    return sorted(rows, key=lambda task: (task.due_at or _NEVER, task.pk))


_NEVER = clock.at_local(dt.date(9999, 1, 1))
