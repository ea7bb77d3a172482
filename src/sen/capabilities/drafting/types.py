"""Values that cross the door of drafting."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sen.capabilities.drafting.models import Draft, DraftVersion

EVENT_KIND = "draft"
LETTER = "cong-van"
"""The official letter, the one kind whose sign names no kind."""


@dataclass(frozen=True, slots=True)
class DraftContent:
    """The written part of a draft as a form gives it; names equal the model's fields."""

    kind_code: str
    subject: str = ""
    body: str = ""
    legal_basis: str = ""
    addressees: str = ""
    places: str = ""
    recipients: Sequence[Mapping[str, Any]] | None = None
    """None leaves the recipients as they are; they have a page of their own."""
    signer_id: int | None = None
    signer_competence: str = ""
    signer_title: str = ""
    book_id: int | None = None
    unit_sign: str = ""
    urgency: int = 0
    answer_due_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class DraftOrigin:
    """Why a draft is written: the incoming document it answers, the task it carries out, by when."""

    incoming_id: int | None = None
    task_id: int | None = None
    due_at: dt.datetime | None = None


class SaveOutcome(StrEnum):
    """What became of a save."""

    SAVED = "saved"
    UNCHANGED = "unchanged"
    MERGED = "merged"
    CLASH = "clash"


@dataclass(frozen=True, slots=True)
class Saved:
    """The draft after a save.  A clash leaves the draft as it was and keeps the text as ``version``, aside."""

    draft: "Draft"
    outcome: SaveOutcome
    version: "DraftVersion | None" = None
    other_name: str = ""
    other_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class OpinionAsked:
    """One person to ask, and the agency they answer for."""

    account_id: int
    agency_id: int | None = None


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """What other apps show of a draft: in a work file, beside a document, in a list."""

    id: int
    subject: str
    kind_code: str
    kind_name: str
    code: str
    state: str
    state_name: str
    author_name: str
    agency_id: int
    created_at: dt.datetime
    changed_at: dt.datetime
    outgoing_id: int | None = None
