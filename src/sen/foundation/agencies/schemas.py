"""Shapes of the interface of agencies."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from sen.foundation.agencies.models import Agency
from sen.ui.api.answers import Answer, ListQuery

AgencyKey = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,40}$", description="Khóa ổn định của cơ quan.")]
Level = Literal["province", "department", "district", "commune"]


class AgencyQuery(ListQuery):
    """Which agencies of a day."""

    level: Level | None = Field(None, description="Cấp: province, department, district, commune.")
    area: Annotated[str, Field(pattern=r"^[0-9]{1,5}$")] | None = Field(None, description="Mã đơn vị hành chính mà cơ quan phục vụ.")


class AgencyAnswer(Answer):
    """An agency with its period."""

    key: str
    name: str
    level: str
    identification_code: str
    identification_code_old: str
    parent_key: str | None
    area_code: str
    receives_dossiers: bool
    phone: str
    address: str
    valid_from: dt.date
    valid_to: dt.date | None


class AgencyHistory(AgencyAnswer):
    """An agency with what it came from and what continues it."""

    successor_key: str | None
    predecessor_keys: list[str]
    divisions: list[str]


def agency_answer(agency: Agency) -> dict[str, object]:
    """An agency as the interface says it; its parent has been fetched with it."""
    return {
        "key": agency.key,
        "name": agency.name,
        "level": agency.level,
        "identification_code": agency.identification_code,
        "identification_code_old": agency.identification_code_old,
        "parent_key": agency.parent.key if agency.parent else None,
        "area_code": agency.area_code,
        "receives_dossiers": agency.receives,
        "phone": agency.phone,
        "address": agency.address,
        "valid_from": agency.valid_from,
        "valid_to": agency.valid_to,
    }
