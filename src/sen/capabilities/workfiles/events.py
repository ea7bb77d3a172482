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


@dataclass(frozen=True, slots=True)
class ExportMoved:
    """An export came to a position and is to go on from there."""

    export_id: int
    position: int
