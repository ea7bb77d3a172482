"""Shapes of the interface of administrative units."""

import datetime as dt
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from sen.registries.units.models import AdministrativeUnit
from sen.registries.units.types import TraceStep
from sen.ui.api.answers import Answer, AsOf, ListQuery

UnitCode = Annotated[str, Field(pattern=r"^[0-9]{1,5}$", description="Mã đơn vị hành chính.")]
Level = Literal["province", "district", "commune"]


class UnitQuery(ListQuery):
    """Which units of a day."""

    level: Level | None = Field(None, description="Cấp: province, district, commune.")
    province: UnitCode | None = Field(None, description="Chỉ đơn vị của tỉnh có mã này.")
    parent: UnitCode | None = Field(None, description="Chỉ đơn vị trực thuộc đơn vị có mã này.")


class UnitAsOf(AsOf):
    """A day, and the level when a code was used at two levels."""

    level: Level | None = Field(None, description="Cấp, khi một mã có ở hai cấp.")


class MappingQuery(Schema):
    """Between which two lists a code is followed."""

    code: UnitCode
    level: Level = "commune"


class UnitAnswer(Answer):
    """A unit in one period."""

    id: int
    code: str
    level: str
    name: str
    kind: str
    path_name: str
    province_code: str
    parent_code: str | None
    valid_from: dt.date
    valid_to: dt.date | None


class StepAnswer(Answer):
    """One step of a unit's history."""

    unit_id: int
    code: str
    level: str
    name: str
    kind: str
    is_main: bool
    effective_on: dt.date
    basis: str


class UnitHistory(UnitAnswer):
    """A unit with what it came from and what continued it."""

    predecessors: list[StepAnswer]
    successors: list[StepAnswer]


class ResolvedUnit(Answer):
    """What the unit of a day is called on another day."""

    asked: UnitAnswer
    resolved: UnitAnswer
    is_same: bool
    successors: list[StepAnswer]


def unit_answer(unit: AdministrativeUnit) -> dict[str, object]:
    """A unit as the interface says it; its parent has been fetched with it."""
    return {
        "id": unit.pk,
        "code": unit.code,
        "level": unit.level,
        "name": unit.name,
        "kind": unit.kind,
        "path_name": unit.path_name,
        "province_code": unit.province_code,
        "parent_code": unit.parent.code if unit.parent else None,
        "valid_from": unit.valid_from,
        "valid_to": unit.valid_to,
    }


def step_answer(step: TraceStep) -> dict[str, object]:
    """One step as the interface says it."""
    return {
        "unit_id": step.unit_id,
        "code": step.code,
        "level": step.level,
        "name": step.name,
        "kind": step.kind,
        "is_main": step.is_main,
        "effective_on": step.effective_on,
        "basis": step.basis,
    }
