"""Values of the registers of people and businesses."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

PEOPLE_FEED = "dan-cu"
BUSINESS_FEED = "doanh-nghiep"
ETHNICITIES = "dan-toc"
RELIGIONS = "ton-giao"
COUNTRIES = "quoc-gia"
MARITAL_STATES = "tinh-trang-hon-nhan"
BUSINESS_KINDS = "loai-hinh-doanh-nghiep"
BUSINESS_LINES = "nganh-kinh-te"
GENDERS = {"1": "Nam", "2": "Nữ"}
HEAD = "Chủ hộ"


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What the register knows of a person.  ``unit_id`` is the administrative unit as it was when the address was recorded."""

    id: int
    identity_number: str
    name: str
    born_on: dt.date | None
    gender: str
    phone: str
    email: str
    address: str
    unit_id: int | None
    unit_name: str
    is_demo: bool


@dataclass(frozen=True, slots=True)
class Reason:
    """Why personal data are read: words the person will see, the dossier if there is one, the service the read came through."""

    purpose: str
    dossier: str = ""
    service: str = ""

    def as_detail(self, asked: str) -> dict[str, str]:
        """What the trail keeps beside the purpose: what was asked, and through what."""
        facts = {"asked": asked, "dossier": self.dossier, "service": self.service}
        return {name: value for name, value in facts.items() if value}


class PersonQuestion(StrEnum):
    """Questions about a person that have yes or no for an answer; the comment is the value each needs."""

    OLDER_THAN = "older-than"  # years
    LIVES_IN = "lives-in"  # unit code, of any level
    ALIVE = "alive"
    HEADS_HOUSEHOLD = "heads-household"
    SAME_HOUSEHOLD = "same-household"  # identity number
    PARENT_OF = "parent-of"  # identity number
    SPOUSE_OF = "spouse-of"  # identity number
    REPRESENTS = "represents"  # business number


class BusinessQuestion(StrEnum):
    """Questions about a business that have yes or no for an answer."""

    ACTIVE = "active"
    SITS_IN = "sits-in"  # unit code
    DOES = "does"  # line code, of any level
    REPRESENTED_BY = "represented-by"  # identity number


@dataclass(frozen=True, slots=True)
class RelativeFacts:
    """One relative: what it is to the person, and who; ``person_id`` when the register has it."""

    kind: str
    word: str
    name: str
    number: str
    person_id: int | None = None
    born_on: dt.date | None = None
    died_on: dt.date | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ResidenceFacts:
    """A residence in its time."""

    kind: str
    address: str
    unit_id: int | None
    unit_name: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    basis: str


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """One member of a household."""

    person_id: int
    number: str
    name: str
    born_on: dt.date | None
    gender: str
    relation: str
    is_head: bool
    died_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class HouseholdFacts:
    """A household with its members, the head first."""

    id: int
    code: str
    address: str
    unit_name: str
    members: tuple[MemberFacts, ...]


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """All the register holds of a person.  Codes are codes of the shared lists; units are those of the time of recording."""

    id: int
    identity_number: str
    old_number: str
    name: str
    other_name: str
    born_on: dt.date | None
    birth_precision: str
    gender: str
    birth_place: str
    birth_unit: str
    origin_place: str
    origin_unit: str
    ethnicity: str
    religion: str
    nationality: str
    marital_status: str
    blood_type: str
    address: str
    unit_id: int | None
    unit_code: str
    unit_name: str
    current_address: str
    current_unit: str
    phone: str
    email: str
    card_issued_on: dt.date | None
    card_expires_on: dt.date | None
    died_on: dt.date | None
    missing_on: dt.date | None
    household_id: int | None
    head_relation: str
    merged_into_id: int | None
    changed_at: dt.datetime | None
    is_demo: bool
    relatives: tuple[RelativeFacts, ...] = ()
    residences: tuple[ResidenceFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonHit:
    """One line of a search: enough to tell people apart."""

    id: int
    identity_number: str
    name: str
    born_on: dt.date | None
    birth_precision: str
    gender: str
    unit_name: str
    died_on: dt.date | None


@dataclass(frozen=True, slots=True)
class PersonSearch:
    """What is looked for.  ``words`` is a name without regard to accents, an identity number or a phone number."""

    words: str = ""
    born_year: int | None = None
    unit_ids: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class PersonInput:
    """A person to be written; only what is given counts when a record is corrected."""

    identity_number: str
    name: str
    born_on: dt.date | None = None
    birth_precision: str = "d"
    gender: str = ""
    rest: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """One change of a record as people read it; ``fields`` are triples of a label, the old and the new value."""

    number: int
    kind: str
    word: str
    effective_on: dt.date
    recorded_at: dt.datetime
    actor_name: str
    basis: str
    fields: tuple[tuple[str, str, str], ...]
    subject_id: int = 0
    subject_name: str = ""


@dataclass(frozen=True, slots=True)
class Twins:
    """Two records that may be one person, and why it looks so."""

    first: PersonHit
    second: PersonHit
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgeBand:
    """People of one span of ages."""

    label: str
    men: int
    women: int


@dataclass(frozen=True, slots=True)
class UnitCount:
    """People of one unit as it is on the day of counting."""

    unit_id: int | None
    code: str
    name: str
    people: int
    men: int
    women: int
    young: int
    old: int


@dataclass(frozen=True, slots=True)
class BusinessFacts:
    """A business as its register shows it to everybody who may see it."""

    id: int
    number: str
    name: str
    foreign_name: str
    short_name: str
    kind: str
    state: str
    parent_number: str
    address: str
    unit_id: int | None
    unit_code: str
    unit_name: str
    phone: str
    email: str
    website: str
    capital: int | None
    registered_on: dt.date | None
    changed_on: dt.date | None
    change_count: int
    closed_on: dt.date | None
    representative_id: int | None
    representative_name: str
    representative_number: str
    representative_title: str
    lines: tuple[tuple[str, str, bool], ...]
    is_demo: bool
