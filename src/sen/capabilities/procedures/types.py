"""Values the catalogue hands in and out."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from sen.kernel.worktime import TermUnit

FEED = "thu-tuc"


@dataclass(frozen=True, slots=True)
class ComponentRecord:
    """A paper as the source lists it; ``case`` is a name among the record's cases, or empty for every case."""

    name: str
    duty: str
    originals: int
    copies: int
    case: str = ""
    heading: str = ""
    form_file: str = ""
    is_conditional: bool = False


@dataclass(frozen=True, slots=True)
class MethodRecord:
    """A way of filing with its limit."""

    channel: str
    amount: Decimal | None
    unit: str
    is_assumed: bool
    note: str


@dataclass(frozen=True, slots=True)
class FeeRecord:
    """A fee or levy of one channel; ``amount`` in VND."""

    channel: str
    is_levy: bool
    amount: int | None
    note: str
    is_doubtful: bool


@dataclass(frozen=True, slots=True)
class ResultRecord:
    """What the citizen receives."""

    name: str
    national_code: str


@dataclass(frozen=True)
class ProcedureRecord:
    """One procedure read from a source, ready to become a version."""

    code: str
    name: str
    field: str
    ministry: str
    kind: str
    at_province: bool
    at_district: bool
    at_commune: bool
    steps: str
    conditions: str
    subjects: tuple[str, ...]
    executing_agency: str
    decision_number: str
    limit_amount: Decimal | None
    limit_unit: str
    limit_note: str
    service_level: str
    old_level: int
    partial_reason: str
    is_immediate: bool
    keywords: str
    cases: tuple[str, ...]
    components: tuple[ComponentRecord, ...]
    methods: tuple[MethodRecord, ...]
    fees: tuple[FeeRecord, ...]
    results: tuple[ResultRecord, ...]
    bases: tuple[str, ...]
    life_events: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class CompetenceRecord:
    """Which agency settles a field; an empty field stands for every field of the ministry that has no line."""

    field: str
    ministry: str
    agency_key: str
    covers_all_levels: bool


@dataclass(frozen=True)
class LifeEventRecord:
    """A situation in life with its place on the home page."""

    key: str
    name: str
    hint: str
    icon: str
    position: int


@dataclass(frozen=True)
class CatalogueSource:
    """Everything one import reads."""

    province: str
    valid_from: dt.date
    valid_to: dt.date | None
    procedures: tuple[ProcedureRecord, ...]
    competences: tuple[CompetenceRecord, ...]
    life_events: tuple[LifeEventRecord, ...]
    central_only: int


@dataclass(frozen=True, slots=True)
class StepDraft:
    """One step of a route as an officer writes it; steps with the same order run in parallel.

    ``hours`` are working hours: 8 is one working day.
    """

    order: int
    name: str
    role: str
    hours: Decimal
    agency_id: int | None = None
    output: str = ""
    signs: bool = False


@dataclass(frozen=True)
class FactsDraft:
    """The single-valued parts of a version as an officer writes them; names are those of the model."""

    name: str
    field_id: int
    kind: str
    done_at_province: bool
    done_at_district: bool
    done_at_commune: bool
    steps_text: str
    conditions: str
    subjects: list[str]
    executing_agency: str
    limit_amount: Decimal | None
    limit_unit: str
    limit_note: str
    service_level: str
    partial_reason: str
    territorial_scope: str
    has_financial_duty: bool
    is_immediate: bool
    keywords: str
    change_note: str
    required_assurance: int = 1


@dataclass(frozen=True)
class PaperDraft:
    """A paper as an officer writes it; ``case`` is the place of its case, or None for every case."""

    name: str
    duty: str
    originals: int
    copies: int
    case: int | None = None
    form_file: str = ""
    is_conditional: bool = False
    heading: str = ""


@dataclass(frozen=True)
class MethodDraft:
    """A way of filing as an officer writes it."""

    channel: str
    amount: Decimal | None
    unit: str
    note: str = ""


@dataclass(frozen=True)
class FeeDraft:
    """A fee or levy as an officer writes it; ``amount`` in VND."""

    channel: str
    is_levy: bool
    amount: int | None
    note: str = ""
    is_doubtful: bool = False
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


@dataclass(frozen=True, slots=True)
class StepRow:
    """One approved step, as the dossier's flow reads it."""

    id: int
    order: int
    name: str
    role: str
    agency_id: int | None
    hours: Decimal
    output: str
    signs: bool


@dataclass(frozen=True)
class RoutePlan:
    """The route in force for a procedure in an agency."""

    id: int
    number: int
    is_template: bool
    steps: tuple[StepRow, ...]


@dataclass(frozen=True)
class ComponentRow:
    """A paper of one case, as the citizen and the counter see it."""

    id: int
    duty: str
    name: str
    originals: int
    copies: int
    form_file: str
    is_conditional: bool
    heading: str
    case_id: int | None

    @property
    def is_required(self) -> bool:
        """Whether every applicant of the case must hand it in."""
        return self.duty == "submit" and not self.is_conditional


@dataclass(frozen=True)
class CaseRow:
    """A case the applicant chooses among."""

    id: int
    name: str
    position: int


@dataclass(frozen=True)
class FeeRow:
    """A fee or levy; ``amount`` is empty while unknown, and a doubtful fee is shown but never charged."""

    id: int
    channel: str
    is_levy: bool
    amount: int | None
    note: str
    is_doubtful: bool

    @property
    def chargeable(self) -> int:
        """VND to ask for at the counter; 0 while unknown or doubtful."""
        return 0 if self.is_doubtful or self.amount is None else self.amount


@dataclass(frozen=True)
class Choice:
    """A field or another filter value with how many procedures it holds."""

    id: int
    name: str
    count: int


@dataclass(frozen=True)
class EventChoice:
    """A situation in life with how many procedures it holds."""

    key: str
    name: str
    hint: str
    icon: str
    count: int


@dataclass(frozen=True)
class SearchRow:
    """One procedure in a list of results."""

    version_id: int
    procedure_id: int
    code: str
    name: str
    field_name: str
    service_level: str
    service_level_name: str
    levels: tuple[str, ...]
    limit_text: str
    fee_text: str


@dataclass(frozen=True)
class SearchPage:
    """One page of results; ``suggestion`` is what to try when nothing was found as typed."""

    query: str
    rows: tuple[SearchRow, ...]
    total: int
    number: int
    size: int
    suggestion: str = ""
    is_approximate: bool = False
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        """How many pages the results fill, at least one."""
        return max(1, -(-self.total // self.size))


LIMIT_UNITS = frozenset(unit.value for unit in TermUnit)


class RuleTime(StrEnum):
    """Where a rule of competence stands on a day."""

    NOW = "now"
    COMING = "coming"
    ENDED = "ended"


@dataclass(frozen=True)
class CompetenceFilter:
    """What a controller looks for among the rules of competence; empty parts match everything."""

    q: str = ""
    agency_id: int | None = None
    kind: str = ""
    time: str = RuleTime.NOW
