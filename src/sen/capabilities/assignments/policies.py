"""Who sees a task, who does it, who decides about it, and to whom an actor may give one.

Lists and objects follow one rule, said once in ``reach``: givers, receivers, leaders of both agencies, heads for their own division,
clerks for what their agency was given as a whole or from a document.
"""

from collections.abc import Iterable

from django.db.models import Q, QuerySet, Subquery

from sen.capabilities.assignments.models import Task
from sen.capabilities.assignments.states import WITH_DOER, TaskRole, TaskState
from sen.capabilities.assignments.types import TaskLine
from sen.foundation.agencies.selectors import divisions_named
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import NotAllowed, NotFound

_NOBODY = Q(pk__in=())


def headed(actor: Actor) -> Q:
    """Tasks of the division the actor heads in its own agency; a head without a division heads the whole agency."""
    if actor.agency_id is None or not actor.has(Role.HEAD, actor.agency_id):
        return _NOBODY
    mine = Q(agency=actor.agency_id)
    if not actor.division:
        return mine & Q(division__isnull=False)
    # A scalar, not a join: the planner then reads the index of agency and division for this branch of an OR.
    return mine & Q(division=Subquery(divisions_named(actor.agency_id, actor.division).values("pk")[:1]))


def led(actor: Actor) -> Q:
    """Tasks to be done in the agencies the actor leads."""
    agencies = actor.agencies(Role.LEADER)
    return Q(agency__in=agencies) if agencies else _NOBODY


def unclaimed(actor: Actor) -> Q:
    """Tasks nobody holds yet that the actor would hand on: of the headed division, or of a led agency as a whole."""
    whole = led(actor)
    if actor.agency_id is not None and actor.has(Role.HEAD, actor.agency_id) and not actor.division:
        whole |= Q(agency=actor.agency_id)
    return Q(officer__isnull=True) & (headed(actor) | (whole & Q(division__isnull=True)))


def reach(actor: Actor) -> Q:
    """Every task the actor may see."""
    if actor.account_id is None or not actor.is_officer:
        return _NOBODY
    me = actor.account_id
    seen = Q(given_by=me) | Q(officer=me) | Q(parent__officer=me) | Q(parent__given_by=me) | headed(actor) | led(actor)
    if leading := actor.agencies(Role.LEADER):
        seen |= Q(giver_agency__in=leading)
    if registering := actor.agencies(Role.CLERK):
        seen |= Q(agency__in=registering) & (Q(source_id__isnull=False) | Q(officer__isnull=True, division__isnull=True))
    return seen


def visible_tasks(actor: Actor) -> QuerySet[Task]:
    """The tasks the actor may see."""
    return Task.objects.filter(reach(actor))


def access_task(actor: Actor, task_id: int, *, lock: bool = False) -> Task:
    """The task, if the actor may see it; raises NotFound otherwise."""
    rows = Task.objects.select_for_update(of=("self",)) if lock else Task.objects
    task = rows.filter(pk=task_id).filter(pk__in=visible_tasks(actor).filter(pk=task_id).values("pk")).first()
    if task is None:
        raise NotFound
    return task


def may_do(actor: Actor, task: Task) -> bool:
    """Whether the task is the actor's to do: given to the person, or to nobody yet where the actor would hand it on."""
    if task.officer_id is not None:
        return task.officer_id == actor.account_id
    return bool(Task.objects.filter(pk=task.pk).filter(unclaimed(actor)).exists())


def may_decide(actor: Actor, task: Task) -> bool:
    """Whether the actor gave the task, or leads the agency that gave it."""
    return task.given_by_id == actor.account_id or actor.has(Role.LEADER, task.giver_agency_id)


def may_hand(actor: Actor, task: Task) -> bool:
    """Whether the actor says who does the task: its doer's head or leader, for what stands in the division or the agency."""
    if task.state not in WITH_DOER:
        return False
    return bool(Task.objects.filter(pk=task.pk).filter(headed(actor) | led(actor) | unclaimed(actor)).exists())


def check_may_do(actor: Actor, task: Task) -> None:
    """Pass, or raise NotAllowed."""
    if not may_do(actor, task):
        raise NotAllowed


def check_may_decide(actor: Actor, task: Task) -> None:
    """Pass, or raise NotAllowed."""
    if not may_decide(actor, task):
        raise NotAllowed


def check_may_hand(actor: Actor, task: Task) -> None:
    """Pass, or raise NotAllowed."""
    if not may_hand(actor, task):
        raise NotAllowed


def directs(actor: Actor) -> bool:
    """Whether the actor may give tasks that come from nothing: heads and leaders."""
    return actor.has(Role.LEADER) or actor.has(Role.HEAD)


def check_may_give(
    actor: Actor, lines: Iterable[TaskLine], *, below: frozenset[int], own_division: frozenset[int], parent: Task | None
) -> None:
    """Pass, or raise NotAllowed.

    ``below``: agencies the actor's own agency directs; ``own_division``: officers and nothing else whom a head may make the lead.
    Leaders give to anybody in their agency and to agencies below as a whole; heads make people of their division the lead and ask
    others of the agency to assist; whoever does a task asks colleagues of the agency to assist with it.
    """
    for line in lines:
        if not _may_give(actor, line, below, own_division, parent):
            raise NotAllowed


def _may_give(actor: Actor, line: TaskLine, below: frozenset[int], own_division: frozenset[int], parent: Task | None) -> bool:
    whole = line.officer_id is None and line.division_id is None
    if actor.has(Role.LEADER, line.agency_id) or (whole and line.agency_id in below):
        return True
    if line.agency_id != actor.agency_id:
        return False
    if actor.has(Role.HEAD, line.agency_id):
        return line.role != TaskRole.LEAD or not actor.division or (line.officer_id or 0) in own_division
    return parent is not None and parent.state != TaskState.WITHDRAWN and line.role != TaskRole.LEAD
