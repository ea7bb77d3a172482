"""What happens to tasks, for the apps whose records they come from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TaskGiven:
    """Somebody received a task; ``source_kind`` is empty when it comes from nothing."""

    task_id: int
    source_kind: str
    source_id: int | None
    role: str


@dataclass(frozen=True, slots=True)
class TaskMoved:
    """A task changed its state."""

    task_id: int
    source_kind: str
    source_id: int | None
    state: str
