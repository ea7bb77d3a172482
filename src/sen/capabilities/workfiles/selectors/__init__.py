"""Every read of work files that leaves the app."""

from sen.capabilities.workfiles.selectors.archive import calls_for, due_files, waiting_for
from sen.capabilities.workfiles.selectors.files import (
    Holding,
    codes_of_records,
    files_of_record,
    list_workfiles,
    open_files_of,
)
from sen.capabilities.workfiles.selectors.rules import online_targets, retention_rules

__all__ = [
    "Holding",
    "calls_for",
    "codes_of_records",
    "due_files",
    "files_of_record",
    "list_workfiles",
    "online_targets",
    "open_files_of",
    "retention_rules",
    "waiting_for",
]
