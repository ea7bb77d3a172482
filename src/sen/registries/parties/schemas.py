"""Shapes of the interfaces of people and businesses.  Identity numbers travel in bodies, never in addresses, which logs keep."""

import datetime as dt
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from sen.registries.parties.models import Business
from sen.registries.parties.services.reading import FIELDS
from sen.registries.parties.services.reading_businesses import PUBLIC_FIELDS
from sen.registries.parties.types import BusinessFacts, PersonQuestion, PersonRecord
from sen.ui.api.answers import Answer, IsoDate, PageQuery

IdentityNumber = Annotated[str, Field(pattern=r"^[0-9]{12}$", description="Số định danh cá nhân, 12 chữ số.")]
BusinessNumber = Annotated[str, Field(pattern=r"^[0-9]{10}(-?[0-9]{3})?$|^[0-9]{12}$", description="Mã số doanh nghiệp.")]
Value = Annotated[str, Field(max_length=40)]
Plain = Annotated[str, Field(max_length=100)]
State = Literal["active", "paused", "away", "revoked", "closing", "bankrupt", "closed"]
RecordId = Annotated[int, Field(ge=1, le=2**53)]


class Asked(Schema):
    """The ground of every question: parts nobody reads are refused."""

    model_config = ConfigDict(extra="forbid")


class PersonAsked(Asked):
    """About whom."""

    number: IdentityNumber


class PersonConfirmed(PersonAsked):
    """Whether number, name and date of birth belong together."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    born_on: IsoDate | None = None


class PersonFieldAsked(PersonAsked):
    """One field of a person."""

    field: Literal[FIELDS]  # type: ignore[valid-type]


class PersonQuestionAsked(PersonAsked):
    """A question with yes or no for an answer; ``value`` is what it compares with."""

    question: PersonQuestion
    value: Value = Field("", description="Số tuổi, mã đơn vị, số định danh hoặc mã số doanh nghiệp, tùy câu hỏi.")


class RecordAsked(Asked):
    """The record of a person, as the feed names it."""

    record: RecordId


class WhoChanged(Asked):
    """Which people a system wants to hear of."""

    numbers: Annotated[list[IdentityNumber], Field(min_length=1, max_length=500)]
    after: Annotated[int, Field(ge=0, le=2**53)]


class ChangedPeople(Answer):
    """Those that changed, and the number to ask from next time."""

    numbers: list[str]
    last: int


class Found(Answer):
    """Whether there is such a record."""

    exists: bool


class Confirmed(Answer):
    """Whether what was said belongs together."""

    matches: bool


class FieldAnswer(Answer):
    """One field as text; empty when it is not recorded."""

    field: str
    value: str


class YesOrNo(Answer):
    """The answer; null when the register lacks what it needs."""

    question: str
    answer: bool | None


class RelativeAnswer(Answer):
    """One relative."""

    kind: str
    name: str
    number: str
    born_on: dt.date | None
    died_on: dt.date | None
    valid_from: dt.date | None
    valid_to: dt.date | None


class ResidenceAnswer(Answer):
    """One residence in its time."""

    kind: str
    address: str
    unit_name: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    basis: str


class PersonAnswer(Answer):
    """The whole record of a person."""

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
    head_relation: str
    changed_at: dt.datetime | None
    is_demo: bool
    relatives: list[RelativeAnswer]
    residences: list[ResidenceAnswer]


class BusinessQuery(PageQuery):
    """Which businesses."""

    q: Plain = Field("", description="Từ trong tên, hoặc mã số.")
    state: State | None = Field(None, description="Tình trạng.")
    kind: Annotated[str, Field(max_length=10)] = Field("", description="Mã loại hình, danh mục loai-hinh-doanh-nghiep.")
    line: Annotated[str, Field(pattern=r"^[A-U0-9][0-9]{0,5}$")] | None = Field(None, description="Mã ngành, hoặc phần đầu của mã.")


class BusinessQuestionAsked(Schema):
    """A question about a business whose answer says nothing of a person."""

    question: Literal["active", "sits-in", "does"]
    value: Value = Field("", description="Mã đơn vị hoặc mã ngành, tùy câu hỏi.")


class BusinessFieldAsked(Schema):
    """One public field."""

    field: Literal[PUBLIC_FIELDS]  # type: ignore[valid-type]


class BusinessAsked(Asked):
    """About which business."""

    number: BusinessNumber


class RepresentedAsked(BusinessAsked):
    """Whether a person represents the business."""

    person: IdentityNumber


class LineAnswer(Answer):
    """One line of business."""

    code: str
    name: str
    is_main: bool


class BusinessLineAnswer(Answer):
    """A business in a list."""

    number: str
    name: str
    kind: str
    state: str
    address: str
    unit_name: str


class BusinessAnswer(BusinessLineAnswer):
    """What everybody may know of a business."""

    foreign_name: str
    short_name: str
    parent_number: str
    unit_code: str
    website: str
    capital: int | None
    registered_on: dt.date | None
    changed_on: dt.date | None
    change_count: int
    closed_on: dt.date | None
    representative_name: str
    representative_title: str
    lines: list[LineAnswer]
    is_demo: bool


class BusinessRecord(BusinessAnswer):
    """Everything, with the representative's number and how to reach the business."""

    representative_number: str
    phone: str
    email: str


def person_answer(record: PersonRecord) -> dict[str, Any]:
    """A whole record as the interface says it."""
    told: dict[str, Any] = {name: getattr(record, name) for name in PersonAnswer.model_fields if name not in ("relatives", "residences")}
    told["relatives"] = [{name: getattr(row, name) for name in RelativeAnswer.model_fields} for row in record.relatives]
    told["residences"] = [{name: getattr(row, name) for name in ResidenceAnswer.model_fields} for row in record.residences]
    return told


def business_line(business: Business) -> dict[str, Any]:
    """A business in a list; its unit has been fetched with it."""
    told = {name: getattr(business, name) for name in ("number", "name", "kind", "state", "address")}
    return {**told, "unit_name": business.unit.path_name if business.unit else ""}


def business_answer(facts: BusinessFacts, shape: type[BusinessAnswer] = BusinessAnswer) -> dict[str, Any]:
    """A business as the interface says it, in the open shape or the whole one."""
    told: dict[str, Any] = {name: getattr(facts, name) for name in shape.model_fields if name != "lines"}
    told["lines"] = [{"code": code, "name": name, "is_main": is_main} for code, name, is_main in facts.lines]
    return told
