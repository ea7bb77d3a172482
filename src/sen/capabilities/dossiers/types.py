"""Values that go into and come out of the use cases."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who applies, as declared on the day."""

    name: str
    number: str = ""
    born_on: dt.date | None = None
    phone: str = ""
    email: str = ""
    address: str = ""
    unit_id: int | None = None
    account_id: int | None = None
    person_id: int | None = None
    agent: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """One component handed in: the listed document, sheets by kind, stored files."""

    name: str
    required_id: int | None = None
    originals: int = 0
    certified: int = 0
    photocopies: int = 0
    file_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Application:
    """Everything needed to open a dossier."""

    version_id: int
    applicant: Applicant
    papers: tuple[Paper, ...]
    channel: str
    case_id: int | None = None
    receipt_way: str = "counter"
    receipt_address: str = ""
    receiving_agency_id: int | None = None
    competent_agency_id: int | None = None
    return_agency_id: int | None = None
    note: str = ""
    form_data: dict[str, Any] = field(default_factory=dict)
    request_id: uuid.UUID = field(default_factory=uuid.uuid4)
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class Lack:
    """One component that lacks or is faulty, and why."""

    name: str
    reason: str
    document_id: int | None = None


@dataclass(frozen=True, slots=True)
class SupplementAnswer:
    """What the applicant hands in for one lacking component."""

    item_id: int
    file_ids: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeDraft:
    """The result as the specialist proposes it."""

    kind: str
    title: str
    content: str


class RuleTime(StrEnum):
    """Where a rule set stands on a day."""

    COMING = "coming"
    NOW = "now"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class RuleValues:
    """What a rule set says; ``forms`` has ``list_number``, ``title``, ``pattern`` and ``basis`` for each kind of form."""

    name: str
    basis: str
    supplement_clock: str
    due_rounding: str
    max_supplements: int
    max_extensions: int
    apology_days_before: int
    reception_hours: int
    return_to_applicant_days: int
    transfer_cutoff: dt.time
    code_template: str
    forms: dict[str, dict[str, str]]


class ShortMessages(Protocol):
    """The way out to mobile phones; the owner of a line registers its adapter by name in the settings."""

    def send(self, *, number: str, text: str, reference: str) -> None:
        """Hand one message over; a repeated ``reference`` is sent once.  Raises OSError when the line does not take it."""
