"""Tasks as work files need them: whole rows by number with their reports, and a short search for choosing one.

Whether the reader may see a task is asked of the policies; who asks by number here already holds that right.
"""

from collections.abc import Iterable

from sen.capabilities.assignments.models import Task
from sen.capabilities.assignments.policies import visible_tasks
from sen.kernel.actor import Actor
from sen.kernel.text import fold


def tasks_by_ids(ids: Iterable[int]) -> list[Task]:
    """Tasks with their reports, in two queries."""
    rows = Task.objects.filter(pk__in=list(ids)).select_related("agency", "giver_agency", "officer")
    return list(rows.prefetch_related("reports"))


def visible_task_ids(actor: Actor, ids: Iterable[int]) -> frozenset[int]:
    """Those of the tasks the actor may see."""
    return frozenset(visible_tasks(actor).filter(pk__in=list(ids)).values_list("pk", flat=True))


def find_task_ids(actor: Actor, words: str, limit: int) -> list[int]:
    """The newest tasks the actor may see that have every word."""
    rows = visible_tasks(actor)
    for word in fold(words).split()[:8]:
        rows = rows.filter(words__contains=word)
    return list(rows.order_by("-opened_at", "-pk").values_list("pk", flat=True)[:limit])
