"""Shapes of the interface of the procedure catalogue."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from sen.capabilities.procedures.models import FilingMethod, ProcedureVersion
from sen.capabilities.procedures.selectors import ComponentRow, FeeRow, SearchRow, VersionPage
from sen.capabilities.procedures.selectors.bases import StatedBasis
from sen.ui.api.answers import Answer, AsOf, ListQuery

Code = Annotated[str, Field(pattern=r"^[0-9]\.[0-9]{6}$", description="Mã thủ tục, như 1.001193.")]
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]


class ProcedureQuery(ListQuery):
    """Which procedures in force on a day."""

    field: Number | None = Field(None, description="Khóa lĩnh vực, xem /fields.")
    level: Literal["province", "district", "commune"] | None = Field(None, description="Cấp thực hiện.")
    service_level: Literal["information", "partial", "full"] | None = Field(None, description="Mức độ trực tuyến.")


class ComponentQuery(AsOf):
    """Papers of one case."""

    case: Number | None = Field(None, description="Khóa trường hợp; để trống là mọi trường hợp.")


class ProcedureLine(Answer):
    """A procedure in a list."""

    code: str
    name: str
    field: str
    service_level: str
    levels: list[str]
    limit: str
    fee: str


class CaseAnswer(Answer):
    """A case with its own papers."""

    id: int
    name: str


class ComponentAnswer(Answer):
    """A paper of the dossier; ``case`` is empty when it belongs to every case."""

    id: int
    name: str
    duty: str
    originals: int
    copies: int
    is_conditional: bool
    heading: str
    form_file: str
    case: int | None


class MethodAnswer(Answer):
    """A way of filing with its limit."""

    channel: str
    limit_amount: Decimal | None
    limit_unit: str
    limit_is_assumed: bool
    note: str


class FeeAnswer(Answer):
    """A fee or levy in VND; a doubtful one is not charged."""

    channel: str
    is_levy: bool
    amount: int | None
    note: str
    is_doubtful: bool


class BasisAnswer(Answer):
    """A legal basis with its effect on the day asked for."""

    document_id: int
    number: str
    title: str
    effect: str


class ProcedureAnswer(Answer):
    """Everything a procedure demands, in the version in force on the day."""

    code: str
    version: int
    name: str
    field: str
    ministry: str
    levels: list[str]
    subjects: list[str]
    executing_agency: str
    steps: list[str]
    conditions: list[str]
    limit: str
    service_level: str
    territorial_scope: str
    has_financial_duty: bool
    decision_number: str
    decision_on: dt.date | None
    valid_from: dt.date | None
    valid_to: dt.date | None
    cases: list[CaseAnswer]
    components: list[ComponentAnswer]
    methods: list[MethodAnswer]
    fees: list[FeeAnswer]
    results: list[str]
    bases: list[BasisAnswer]


class VersionAnswer(Answer):
    """One version that is or was in force."""

    number: int
    state: str
    name: str
    decision_number: str
    decision_on: dt.date | None
    valid_from: dt.date | None
    valid_to: dt.date | None


class FieldAnswer(Answer):
    """A field of government with the number of its procedures in force."""

    id: int
    name: str
    count: int


def line_answer(row: SearchRow) -> dict[str, object]:
    """A procedure in a list."""
    return {
        "code": row.code,
        "name": row.name,
        "field": row.field_name,
        "service_level": row.service_level,
        "levels": list(row.levels),
        "limit": row.limit_text,
        "fee": row.fee_text,
    }


def version_answer(version: ProcedureVersion) -> dict[str, object]:
    """A version in the list of versions."""
    names = ("number", "state", "name", "decision_number", "decision_on", "valid_from", "valid_to")
    return {name: getattr(version, name) for name in names}


def component_answer(row: ComponentRow) -> dict[str, object]:
    """A paper as the interface says it."""
    names = ("id", "name", "duty", "originals", "copies", "is_conditional", "heading", "form_file")
    return {**{name: getattr(row, name) for name in names}, "case": row.case_id}


def procedure_answer(view: VersionPage, methods: list[FilingMethod], bases: list[StatedBasis]) -> dict[str, object]:
    """A whole version as the interface says it."""
    version = view.facts.version
    told = ("executing_agency", "territorial_scope", "has_financial_duty", "decision_number", "decision_on", "valid_from", "valid_to")
    return {
        **{name: getattr(version, name) for name in told},
        "code": view.facts.code,
        "version": version.number,
        "name": version.name,
        "field": view.field_name,
        "ministry": view.ministry,
        "levels": list(view.levels),
        "subjects": [str(subject) for subject in version.subjects],
        "steps": list(view.steps),
        "conditions": list(view.conditions),
        "limit": view.limit_text,
        "service_level": view.service_level,
        "cases": [{"id": case.id, "name": case.name} for case in view.cases],
        "components": [component_answer(row) for row in view.components],
        "methods": [_method(method) for method in methods],
        "fees": [_fee(fee) for fee in view.fees],
        "results": list(view.results),
        "bases": [
            {"document_id": basis.document_id, "number": basis.number, "title": basis.title, "effect": basis.effect} for basis in bases
        ],
    }


def _method(method: FilingMethod) -> dict[str, object]:
    return {name: getattr(method, name) for name in ("channel", "limit_amount", "limit_unit", "limit_is_assumed", "note")}


def _fee(fee: FeeRow) -> dict[str, object]:
    return {name: getattr(fee, name) for name in ("channel", "is_levy", "amount", "note", "is_doubtful")}
