"""Editing the working calendar: special days and office hours.  Every edit starts a new edition."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import F, Q

from sen.foundation.agencies.errors import CalendarDayNotFound, DayNameMissing, HoursWrong
from sen.foundation.agencies.models import CalendarDay, CalendarEdition, OfficeHours
from sen.foundation.agencies.policies import access_management
from sen.foundation.agencies.selectors import forget_calendars, get_agency
from sen.foundation.audit.services import record_change
from sen.kernel.actor import Actor
from sen.kernel.text import clean
from sen.kernel.worktime import Shift

Week = Mapping[int, Sequence[Shift]]


@transaction.atomic
def set_calendar_day(*, actor: Actor, date: dt.date, kind: str, name: str, source: str, now: dt.datetime) -> CalendarDay:
    """Make the date a day off or a make-up day, or rename it; deadlines fixed earlier keep their date.

    Raises NotAllowed, DayNameMissing.
    """
    access_management(actor)
    name = clean(name)
    if not name:
        raise DayNameMissing("name")
    day, _ = CalendarDay.objects.update_or_create(
        date=date, defaults={"kind": CalendarDay.Kind(kind).value, "name": name, "source": clean(source)}
    )
    detail = {"date": date.isoformat(), "kind": kind, "name": name}
    record_change(actor=actor, action="calendar.set_day", subject_type="calendar_day", subject_id=day.pk, now=now, detail=detail)
    start_calendar_edition()
    return day


@transaction.atomic
def remove_calendar_day(*, actor: Actor, day_id: int, now: dt.datetime) -> None:
    """Give the date back to the weekly pattern; raises NotAllowed, CalendarDayNotFound."""
    access_management(actor)
    day = CalendarDay.objects.select_for_update().filter(pk=day_id).first()
    if day is None:
        raise CalendarDayNotFound
    detail = {"date": day.date.isoformat(), "kind": day.kind, "name": day.name}
    day.delete()
    record_change(actor=actor, action="calendar.remove_day", subject_type="calendar_day", subject_id=day_id, now=now, detail=detail)
    start_calendar_edition()


@transaction.atomic
def set_office_hours(*, actor: Actor, agency_id: int | None, week: Week, valid_from: dt.date, now: dt.datetime) -> None:
    """Set the hours of every weekday (0 = Monday) from a date on, for one agency or as the province's default.

    An empty week takes an agency back to the default.  Hours before the date stay as they were.
    Raises NotAllowed, AgencyNotFound, HoursWrong.
    """
    access_management(actor)
    if agency_id is not None:
        get_agency(agency_id)
    _check_week(week.values())
    if agency_id is None and not any(week.values()):
        raise HoursWrong("week")
    rows = OfficeHours.objects.select_for_update().filter(agency=agency_id)
    rows.filter(valid_from__gte=valid_from).delete()
    rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from)).update(valid_to=valid_from - dt.timedelta(days=1))
    OfficeHours.objects.bulk_create(
        OfficeHours(agency_id=agency_id, weekday=weekday, opens_at=opens, closes_at=closes, valid_from=valid_from)
        for weekday, shifts in week.items()
        for opens, closes in shifts
    )
    detail = {
        "valid_from": valid_from.isoformat(),
        "week": {str(day): [f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in shifts] for day, shifts in week.items()},
    }
    record_change(
        actor=actor,
        action="calendar.set_hours",
        subject_type="agency",
        subject_id=agency_id or 0,
        now=now,
        agency_id=agency_id,
        detail=detail,
    )
    start_calendar_edition()


def start_calendar_edition() -> None:
    """Count one more edition, so that every process reads the calendar again; inside the caller's transaction."""
    if not CalendarEdition.objects.filter(pk=1).update(number=F("number") + 1):
        CalendarEdition.objects.create(pk=1)
    forget_calendars()
    transaction.on_commit(forget_calendars)


def _check_week(days: Iterable[Sequence[Shift]]) -> None:
    for shifts in days:
        edges = [edge for shift in shifts for edge in shift]
        if any(earlier >= later for earlier, later in zip(edges[::2], edges[1::2], strict=True)) or edges != sorted(edges):
            raise HoursWrong("week")
