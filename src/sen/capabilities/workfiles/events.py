"""What other parts of Sen hear about work files."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WorkFileMoved:
    """A work file changed its state."""

    workfile_id: int
    action: str
    to_state: str


@dataclass(frozen=True, slots=True)
class AccessChanged:
    """Somebody's right to a work file was given or withdrawn; its keeper is told and confirms."""

    workfile_id: int
    grant_id: int
