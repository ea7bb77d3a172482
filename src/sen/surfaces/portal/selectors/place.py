"""Which agency decides for somebody of a place, why, and where to go."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sen.capabilities.procedures.errors import CompetenceUnknown
from sen.capabilities.procedures.selectors import competent_agency
from sen.foundation.agencies.errors import AgencyNotFound
from sen.foundation.agencies.selectors import (
    commune_agency,
    get_agency,
    kept_agency,
    list_office_hours,
    list_receiving_agencies,
    receiving_agency_for,
)
from sen.registries.units.selectors import get_unit, resolve_unit

_WEEKDAYS = 5


@dataclass(frozen=True, slots=True)
class Place:
    """The agency that decides, with the reason; without an agency ``reason`` says why none follows."""

    agency_id: int | None
    name: str
    reason: str
    is_commune: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """A one-stop unit where to hand in and to collect."""

    name: str
    agency: str
    address: str
    phone: str
    hours: str


def place_of(version_id: int, unit_id: int | None, on: dt.date) -> Place:
    """The agency that decides for an applicant of the unit, in words."""
    try:
        agency = kept_agency(competent_agency(version_id, unit_id, on))
    except CompetenceUnknown:
        return Place(None, "", _("Chưa xác định được cơ quan từ nơi ở này. Hãy chọn xã, phường giải quyết."))
    if agency.level in ("commune", "district") and unit_id:
        reason = _("Vì nơi ở thuộc %(unit)s.") % {"unit": resolve_unit(unit_id, on).path_name}
        return Place(agency.pk, agency.name, reason, is_commune=agency.level == "commune")
    return Place(agency.pk, agency.name, _("Vì thủ tục này do cơ quan đó giải quyết cho cả tỉnh."))


def commune_of(unit_id: int, on: dt.date) -> int | None:
    """The commune's agency of a unit, as it is on the date; None when the commune is not of this province."""
    unit = resolve_unit(unit_id, on)
    try:
        return commune_agency(unit.code, on).pk
    except AgencyNotFound:
        return None


def desk_of(agency_id: int, on: dt.date) -> Desk:
    """Where dossiers for the agency are received."""
    receiving = get_agency(receiving_agency_for(agency_id, on))
    return Desk(
        name=receiving.one_stop_name or receiving.name,
        agency=receiving.name,
        address=receiving.address,
        phone=receiving.phone,
        hours=_hours(receiving.pk, on),
    )


def _hours(agency_id: int, on: dt.date) -> str:
    rows = list_office_hours(agency_id, on) or list_office_hours(None, on)
    days: dict[int, list[str]] = {}
    for row in rows:
        days.setdefault(row.weekday, []).append(f"{row.opens_at:%H:%M}–{row.closes_at:%H:%M}")
    usual = days.get(0, [])
    if not usual:
        return ""
    same = all(days.get(day) == usual for day in range(_WEEKDAYS))
    words = " · ".join(usual)
    return _("Thứ Hai đến thứ Sáu, %(hours)s") % {"hours": words} if same else words


def desks_on(on: dt.date) -> list[tuple[str, str]]:
    """Every agency that receives dossiers, as choices."""
    return [(str(agency.pk), agency.name) for agency in list_receiving_agencies(on)]


def unit_name(unit_id: int | None) -> str:
    """The unit's path as it was written."""
    return get_unit(unit_id).path_name if unit_id else ""
