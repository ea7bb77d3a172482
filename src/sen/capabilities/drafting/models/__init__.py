"""Tables of drafting."""

from sen.capabilities.drafting.models.copies import CertifiedCopy, CopyForm, CopyKind
from sen.capabilities.drafting.models.draft import (
    CONTENT_FIELDS,
    Draft,
    DraftFile,
    DraftMember,
    DraftTemplate,
    content_of,
)
from sen.capabilities.drafting.models.work import (
    DraftComment,
    DraftOpinion,
    DraftReader,
    DraftVersion,
    Verdict,
    VersionKind,
)

__all__ = [
    "CONTENT_FIELDS",
    "CertifiedCopy",
    "CopyForm",
    "CopyKind",
    "Draft",
    "DraftComment",
    "DraftFile",
    "DraftMember",
    "DraftOpinion",
    "DraftReader",
    "DraftTemplate",
    "DraftVersion",
    "Verdict",
    "VersionKind",
    "content_of",
]
