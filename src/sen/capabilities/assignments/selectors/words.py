"""Tasks as people read them."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sen.capabilities.assignments.models import Task
from sen.capabilities.assignments.states import ROLE_NAMES, STATE_NAMES, TaskRole, TaskState
from sen.ui.format import due_view
from sen.ui.types import DueView, TagView, Tone

_TONES = {
    TaskState.GIVEN: (Tone.WAIT, "inbox"),
    TaskState.DOING: (Tone.ACT, "play"),
    TaskState.REPORTED: (Tone.SOON, "clock"),
    TaskState.RETURNED: (Tone.SOON, "corner-up-left"),
    TaskState.DONE: (Tone.DONE, "circle-check"),
    TaskState.WITHDRAWN: (Tone.PLAIN, "undo-2"),
}


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task in a list."""

    id: int
    title: str
    role: str
    role_name: str
    receiver: str
    given_by: str
    source: str
    code: str
    due: DueView
    state: TagView
    urgency: TagView | None
    progress: int
    is_late: bool
    is_open: bool
    reminded: bool
    instruction: str


def state_tag(state: str) -> TagView:
    """The state as a tag."""
    known = TaskState(state)
    tone, icon = _TONES[known]
    return TagView(str(STATE_NAMES[known]), tone, icon)


def role_name(role: str) -> str:
    """Chủ trì, phối hợp or để biết."""
    return str(ROLE_NAMES[TaskRole(role)])


def urgency_tag(urgency: int) -> TagView | None:
    """How urgent, as a tag; nothing for the ordinary.  Basis: 30/2020/NĐ-CP, Article 8."""
    words = {1: _("Khẩn"), 2: _("Thượng khẩn"), 3: _("Hỏa tốc")}
    return TagView(words[urgency], Tone.LATE, "zap") if urgency in words else None


def row_of(task: Task, receiver: str, now: dt.datetime) -> TaskRow:
    """The task as a line of a list."""
    ended = task.reported_at or task.closed_at
    is_open = task.closed_at is None
    late = is_open and task.state != TaskState.REPORTED and task.due_at is not None and task.due_at < now
    return TaskRow(
        task.pk,
        task.title,
        task.role,
        role_name(task.role),
        receiver,
        task.given_by_name,
        task.source_title,
        task.source_code,
        due_view(task.due_at, now, finished_at=ended),
        state_tag(task.state),
        urgency_tag(task.urgency),
        task.progress,
        late,
        is_open,
        task.reminded_at is not None and task.closed_at is None,
        task.instruction,
    )
