"""Life of a work file, of a yearly list and of a hand-over to the archive.

Basis: 30/2020/NĐ-CP, Articles 28 to 31.
"""

from enum import StrEnum

from sen.kernel.states import StateTable


class WorkFileState(StrEnum):
    """Where a work file stands."""

    OPEN = "open"
    CLOSED = "closed"
    SUBMITTED = "submitted"
    ARCHIVED = "archived"
    DROPPED = "dropped"


class WorkFileAction(StrEnum):
    """What can be done to a work file."""

    CLOSE = "close"
    REOPEN = "reopen"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    ACCEPT = "accept"
    DROP = "drop"


WORKFILE_STATES: StateTable[WorkFileState, WorkFileAction] = StateTable(
    "work file",
    {
        (WorkFileState.OPEN, WorkFileAction.CLOSE): WorkFileState.CLOSED,
        (WorkFileState.OPEN, WorkFileAction.DROP): WorkFileState.DROPPED,
        (WorkFileState.CLOSED, WorkFileAction.REOPEN): WorkFileState.OPEN,
        (WorkFileState.CLOSED, WorkFileAction.SUBMIT): WorkFileState.SUBMITTED,
        (WorkFileState.SUBMITTED, WorkFileAction.SEND_BACK): WorkFileState.CLOSED,
        (WorkFileState.SUBMITTED, WorkFileAction.ACCEPT): WorkFileState.ARCHIVED,
    },
)


class FileListState(StrEnum):
    """Where the list of files of one year stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"


class FileListAction(StrEnum):
    """What can be done to a yearly list."""

    SUBMIT = "submit"
    SEND_BACK = "send_back"
    APPROVE = "approve"


FILE_LIST_STATES: StateTable[FileListState, FileListAction] = StateTable(
    "yearly file list",
    {
        (FileListState.DRAFT, FileListAction.SUBMIT): FileListState.SUBMITTED,
        (FileListState.SUBMITTED, FileListAction.SEND_BACK): FileListState.DRAFT,
        (FileListState.SUBMITTED, FileListAction.APPROVE): FileListState.APPROVED,
    },
)


class HandOverState(StrEnum):
    """Where a hand-over to the archive stands."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    SENT_BACK = "sent_back"


class HandOverAction(StrEnum):
    """What the archive answers."""

    ACCEPT = "accept"
    SEND_BACK = "send_back"


HAND_OVER_STATES: StateTable[HandOverState, HandOverAction] = StateTable(
    "hand-over to the archive",
    {
        (HandOverState.SUBMITTED, HandOverAction.ACCEPT): HandOverState.ACCEPTED,
        (HandOverState.SUBMITTED, HandOverAction.SEND_BACK): HandOverState.SENT_BACK,
    },
)

# What the archive may open in full: files given to it, and files it keeps.
WITH_THE_ARCHIVE = (WorkFileState.SUBMITTED, WorkFileState.ARCHIVED)


class ExportState(StrEnum):
    """Where an export of a file stands; it only goes on."""

    MAKING = "making"
    DONE = "done"
    FAILED = "failed"
    GONE = "gone"
