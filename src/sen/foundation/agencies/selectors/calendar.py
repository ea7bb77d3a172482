"""Reads of the working calendar.  One snapshot for each process answers the hot paths without a query."""

import datetime as dt
import time
from dataclasses import dataclass, field

from django.db.models import Q

from sen.foundation.agencies.errors import AgencyNotFound
from sen.foundation.agencies.models import Agency, AgencyLevel, CalendarDay, CalendarEdition, OfficeHours, ReceptionPlace
from sen.kernel.worktime import Shift, WorkingCalendar

EDITION_CHECK_SECONDS = 20.0


def list_calendar_days(year: int) -> list[CalendarDay]:
    """Days off and make-up days of a year by date."""
    return list(CalendarDay.objects.filter(date__year=year).order_by("date"))


def list_office_hours(agency_id: int | None, on: dt.date) -> list[OfficeHours]:
    """Hours in force on the date for the agency itself, or the province's default when no agency is given."""
    rows = OfficeHours.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), agency=agency_id, valid_from__lte=on)
    return list(rows.order_by("weekday", "opens_at"))


@dataclass
class _Snapshot:
    """Agencies, special days and hours as of one edition."""

    edition: int
    days_off: frozenset[dt.date]
    make_up_days: frozenset[dt.date]
    hours: dict[int | None, list[OfficeHours]]
    agencies: dict[int, Agency]
    receptions: dict[int, list[ReceptionPlace]]
    calendars: dict[tuple[int, ...], WorkingCalendar] = field(default_factory=dict)


@dataclass
class _Memory:
    snapshot: _Snapshot | None = None
    checked_at: float = 0.0


_memory = _Memory()


def calendar_for(agency_id: int | None, on: dt.date) -> WorkingCalendar:
    """The working calendar of an agency with the hours in force on the date; the agency's own hours replace the province's.

    Kept in the process; an edit made by another process is seen within EDITION_CHECK_SECONDS.
    """
    snapshot = _current_snapshot()
    rows = _in_force(snapshot.hours.get(agency_id, []), on) or _in_force(snapshot.hours.get(None, []), on)
    key = tuple(row.pk for row in rows)
    if key not in snapshot.calendars:
        snapshot.calendars[key] = _calendar(snapshot, rows)
    return snapshot.calendars[key]


def prefix_of(agency_id: int) -> str:
    """The unit part of the agency's dossier codes; kept in the process like the calendar.  Raises AgencyNotFound."""
    return kept_agency(agency_id).dossier_prefix


def commune_agency(unit_code: str, on: dt.date) -> Agency:
    """The People's Committee of the commune with the unit code on the date, kept in the process; raises AgencyNotFound."""
    found = _communes(unit_code, on)
    if not found:
        forget_calendars()
        found = _communes(unit_code, on)
    if not found:
        raise AgencyNotFound
    return min(found, key=lambda agency: agency.pk)


def _communes(unit_code: str, on: dt.date) -> list[Agency]:
    kept = _current_snapshot().agencies.values()
    return [agency for agency in kept if agency.area_code == unit_code and agency.level == AgencyLevel.COMMUNE and _exists(agency, on)]


def receiving_agency_for(competent_id: int, on: dt.date) -> int:
    """The agency whose one-stop receives what the agency settles: the one assigned, itself, its successor, or the province's centre.

    Raises AgencyNotFound.  Basis: 61/2018/NĐ-CP, Articles 7, 8 and 14(5).
    """
    agency = kept_agency(competent_id)
    while agency.valid_to is not None and agency.valid_to < on and agency.successor_id is not None:
        agency = kept_agency(agency.successor_id)
    place = reception_place(agency.pk, on)
    if place is not None:
        return place.receiver_id
    if agency.receives:
        return agency.pk
    kept = _current_snapshot().agencies
    for centre in kept.values():
        parent = kept.get(centre.parent_id or 0)
        inside = centre.level == AgencyLevel.DEPARTMENT and parent is not None and parent.level == AgencyLevel.DEPARTMENT
        if inside and centre.receives and _exists(centre, on):
            return centre.pk
    return agency.pk


def reception_place(agency_id: int, on: dt.date) -> ReceptionPlace | None:
    """The decision on who receives for the agency on the date, kept in the process; None when there is none or its receiver has ended."""
    places = _current_snapshot().receptions.get(agency_id, [])
    place = next((place for place in places if place.valid_from <= on), None)
    return place if place is not None and _exists(kept_agency(place.receiver_id), on) else None


def home_area(on: dt.date) -> str:
    """The code of the province's own administrative unit on the date; empty before anything is loaded."""
    provinces = [agency for agency in _current_snapshot().agencies.values() if agency.level == AgencyLevel.PROVINCE]
    valid = [agency for agency in provinces if _exists(agency, on)]
    chosen = valid or sorted(provinces, key=lambda agency: agency.valid_from)[:1]
    return chosen[0].area_code if chosen else ""


def forget_calendars() -> None:
    """Make the next caller read agencies and the calendar again."""
    _memory.snapshot = None


def _exists(agency: Agency, on: dt.date) -> bool:
    return agency.valid_from <= on and (agency.valid_to is None or on <= agency.valid_to)


def kept_agency(agency_id: int) -> Agency:
    """The agency as kept in the process, whether or not it still exists; raises AgencyNotFound."""
    if agency_id not in _current_snapshot().agencies:
        forget_calendars()
    agency = _current_snapshot().agencies.get(agency_id)
    if agency is None:
        raise AgencyNotFound
    return agency


def _current_snapshot() -> _Snapshot:
    snapshot, clock = _memory.snapshot, time.monotonic()
    if snapshot is not None and clock - _memory.checked_at < EDITION_CHECK_SECONDS:
        return snapshot
    edition = CalendarEdition.objects.order_by("-number").values_list("number", flat=True).first() or 0
    if snapshot is None or snapshot.edition != edition:
        snapshot = _read_snapshot(edition)
    _memory.snapshot, _memory.checked_at = snapshot, clock
    return snapshot


def _read_snapshot(edition: int) -> _Snapshot:
    days: dict[str, set[dt.date]] = {CalendarDay.Kind.DAY_OFF: set(), CalendarDay.Kind.MAKE_UP: set()}
    for date, kind in CalendarDay.objects.values_list("date", "kind"):
        days[kind].add(date)
    hours: dict[int | None, list[OfficeHours]] = {}
    for row in OfficeHours.objects.order_by("weekday", "opens_at"):
        hours.setdefault(row.agency_id, []).append(row)
    receptions: dict[int, list[ReceptionPlace]] = {}
    for place in ReceptionPlace.objects.order_by("-valid_from"):
        receptions.setdefault(place.agency_id, []).append(place)
    off, on = frozenset(days[CalendarDay.Kind.DAY_OFF]), frozenset(days[CalendarDay.Kind.MAKE_UP])
    return _Snapshot(edition, off, on, hours, Agency.objects.in_bulk(), receptions)


def _in_force(rows: list[OfficeHours], on: dt.date) -> list[OfficeHours]:
    return [row for row in rows if row.valid_from <= on and (row.valid_to is None or on <= row.valid_to)]


def _calendar(snapshot: _Snapshot, rows: list[OfficeHours]) -> WorkingCalendar:
    if not rows:
        return WorkingCalendar(snapshot.days_off, snapshot.make_up_days)
    shifts: dict[int, tuple[Shift, ...]] = {}
    for row in rows:
        shifts[row.weekday] = (*shifts.get(row.weekday, ()), (row.opens_at, row.closes_at))
    return WorkingCalendar(snapshot.days_off, snapshot.make_up_days, shifts)
