"""Every read of tasks that leaves the app; visibility is applied here."""

from sen.capabilities.assignments.policies import visible_tasks
from sen.capabilities.assignments.selectors.reading import (
    TaskFilter,
    TaskPage,
    count_tasks,
    has_task,
    late_by_holder,
    list_tasks,
    open_task_counts,
    open_task_counts_of,
    sources_of,
    task_page,
    tasks_of_source,
    tasks_of_sources,
    visible_task_ids,
)
from sen.capabilities.assignments.selectors.targets import list_targets
from sen.capabilities.assignments.selectors.words import TaskRow, role_name, state_tag, urgency_tag

__all__ = [
    "TaskFilter",
    "TaskPage",
    "TaskRow",
    "count_tasks",
    "has_task",
    "late_by_holder",
    "list_targets",
    "list_tasks",
    "open_task_counts",
    "open_task_counts_of",
    "role_name",
    "sources_of",
    "state_tag",
    "task_page",
    "tasks_of_source",
    "tasks_of_sources",
    "urgency_tag",
    "visible_task_ids",
    "visible_tasks",
]
