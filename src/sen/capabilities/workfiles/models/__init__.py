"""Work files, the yearly lists they are opened from, and their way to the archive."""

from sen.capabilities.workfiles.models.archive import HandOver, HandOverCall
from sen.capabilities.workfiles.models.export import FileExport
from sen.capabilities.workfiles.models.listing import FileList, ListEntry, ListHeading
from sen.capabilities.workfiles.models.rules import OnlineTarget, RecordRule, RetentionRule
from sen.capabilities.workfiles.models.workfile import AccessGrant, AccessLevel, ItemKind, UseMode, WorkFile, WorkFileItem

__all__ = [
    "AccessGrant",
    "AccessLevel",
    "FileExport",
    "FileList",
    "HandOver",
    "HandOverCall",
    "ItemKind",
    "ListEntry",
    "ListHeading",
    "OnlineTarget",
    "RecordRule",
    "RetentionRule",
    "UseMode",
    "WorkFile",
    "WorkFileItem",
]
