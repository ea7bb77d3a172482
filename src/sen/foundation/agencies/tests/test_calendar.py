"""The working calendar: whose hours count, what an edit changes, what it costs to ask."""

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client

from sen.foundation.agencies import services
from sen.foundation.agencies.errors import CalendarDayNotFound, DayNameMissing, HoursWrong
from sen.foundation.agencies.models import Agency, CalendarDay, OfficeHours
from sen.foundation.agencies.selectors import calendar_for, list_office_hours
from sen.foundation.audit.models import AuditEntry
from sen.kernel.actor import Actor
from sen.kernel.errors import NotAllowed
from tests.factories import MONDAY, signed_in

WEDNESDAY = dt.date(2026, 11, 25)
MORNING = [(dt.time(8), dt.time(11))]
pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded() -> None:
    services.load_calendar(folder=settings.REFERENCE_DIR / "calendar")


def test_without_any_row_the_usual_office_week_counts(agency: Agency) -> None:
    calendar = calendar_for(agency.pk, WEDNESDAY)
    assert calendar.is_working_day(WEDNESDAY)
    assert not calendar.is_working_day(dt.date(2026, 11, 28))


def test_the_shipped_years_know_holidays_and_make_up_saturdays(agency: Agency, loaded: None) -> None:
    calendar = calendar_for(agency.pk, WEDNESDAY)
    assert not calendar.is_working_day(dt.date(2026, 9, 2))
    assert not calendar.is_working_day(dt.date(2020, 1, 28))
    assert calendar.is_working_day(dt.date(2026, 8, 22))
    assert calendar.shifts_on(WEDNESDAY) == ((dt.time(7), dt.time(11, 30)), (dt.time(13, 30), dt.time(17)))


def test_loading_twice_changes_nothing_and_does_not_bring_back_a_day_taken_out(loaded: None, control_officer: Actor) -> None:
    day = CalendarDay.objects.get(date="2026-01-01")
    services.remove_calendar_day(actor=control_officer, day_id=day.pk, now=MONDAY)
    count = CalendarDay.objects.count()
    again = services.load_calendar(folder=settings.REFERENCE_DIR / "calendar")
    assert (again["days"].created, again["hours"].created) == (0, 0)
    assert CalendarDay.objects.count() == count


def test_asking_again_costs_no_query(agency: Agency, loaded: None, django_assert_num_queries: object) -> None:
    calendar_for(agency.pk, WEDNESDAY)
    with django_assert_num_queries(0):
        assert calendar_for(agency.pk, WEDNESDAY) is calendar_for(agency.pk, WEDNESDAY)


def test_an_edit_is_seen_at_once_and_recorded(agency: Agency, loaded: None, control_officer: Actor) -> None:
    assert calendar_for(agency.pk, WEDNESDAY).is_working_day(WEDNESDAY)
    day = services.set_calendar_day(
        actor=control_officer, date=WEDNESDAY, kind="day_off", name="Nghỉ do bão", source="Công điện 1", now=MONDAY
    )
    assert not calendar_for(agency.pk, WEDNESDAY).is_working_day(WEDNESDAY)
    services.remove_calendar_day(actor=control_officer, day_id=day.pk, now=MONDAY)
    assert calendar_for(agency.pk, WEDNESDAY).is_working_day(WEDNESDAY)
    assert AuditEntry.objects.filter(subject_type="calendar_day", subject_id=day.pk).count() == 2


def test_an_agency_keeps_its_own_hours_from_a_date_on(agency: Agency, other_agency: Agency, loaded: None, administrator: Actor) -> None:
    services.set_office_hours(actor=administrator, agency_id=agency.pk, week={0: MORNING, 2: MORNING}, valid_from=WEDNESDAY, now=MONDAY)
    assert calendar_for(agency.pk, WEDNESDAY).shifts_on(WEDNESDAY) == tuple(MORNING)
    assert not calendar_for(agency.pk, WEDNESDAY).is_working_day(dt.date(2026, 11, 26))
    assert len(calendar_for(agency.pk, dt.date(2026, 11, 24)).shifts_on(WEDNESDAY)) == 2
    assert len(calendar_for(other_agency.pk, WEDNESDAY).shifts_on(WEDNESDAY)) == 2


def test_new_hours_end_the_old_ones_the_day_before(loaded: None, administrator: Actor) -> None:
    services.set_office_hours(actor=administrator, agency_id=None, week={0: MORNING}, valid_from=WEDNESDAY, now=MONDAY)
    assert len(list_office_hours(None, WEDNESDAY - dt.timedelta(days=1))) == 10
    assert [(row.weekday, row.opens_at) for row in list_office_hours(None, WEDNESDAY)] == [(0, dt.time(8))]


@pytest.mark.parametrize(
    "shifts",
    [
        [(dt.time(11), dt.time(8))],
        [(dt.time(8), dt.time(12)), (dt.time(11), dt.time(17))],
        [(dt.time(8), dt.time(8))],
    ],
)
def test_hours_in_a_wrong_order_are_refused(loaded: None, administrator: Actor, shifts: list[tuple[dt.time, dt.time]]) -> None:
    with pytest.raises(HoursWrong):
        services.set_office_hours(actor=administrator, agency_id=None, week={0: shifts}, valid_from=WEDNESDAY, now=MONDAY)
    assert OfficeHours.objects.count() == 10


def test_others_do_not_edit_the_calendar(loaded: None, approver: Actor) -> None:
    count = CalendarDay.objects.count()
    with pytest.raises(NotAllowed):
        services.set_calendar_day(actor=approver, date=WEDNESDAY, kind="day_off", name="Nghỉ", source="", now=MONDAY)
    with pytest.raises(NotAllowed):
        services.remove_calendar_day(actor=approver, day_id=CalendarDay.objects.all()[0].pk, now=MONDAY)
    with pytest.raises(NotAllowed):
        services.set_office_hours(actor=approver, agency_id=None, week={0: MORNING}, valid_from=WEDNESDAY, now=MONDAY)
    assert CalendarDay.objects.count() == count


def test_a_day_needs_a_name_and_must_exist_to_be_removed(control_officer: Actor) -> None:
    with pytest.raises(DayNameMissing):
        services.set_calendar_day(actor=control_officer, date=WEDNESDAY, kind="day_off", name=" ", source="", now=MONDAY)
    with pytest.raises(CalendarDayNotFound):
        services.remove_calendar_day(actor=control_officer, day_id=0, now=MONDAY)
    assert not CalendarDay.objects.exists()


def test_the_pages_edit_days_and_hours(client: Client, control_officer: Actor, agency: Agency, loaded: None) -> None:
    signed_in(client, control_officer)
    assert client.post("/quan-tri/lich/", {"date": "25/11/2026", "kind": "day_off", "name": "Nghỉ do bão"}).status_code == 302
    day = CalendarDay.objects.get(date=WEDNESDAY)
    assert "Nghỉ do bão" in client.get("/quan-tri/lich/?nam=2026").content.decode()
    assert client.post(f"/quan-tri/lich/{day.pk}/bo/", {"nam": "2026"}).status_code == 302
    assert not CalendarDay.objects.filter(date=WEDNESDAY).exists()
    typed = {"valid_from": "25/11/2026", "d2_am_open": "08:00", "d2_am_close": "11:00"}
    assert client.post(f"/quan-tri/co-quan/{agency.pk}/gio/", typed).status_code == 302
    assert calendar_for(agency.pk, WEDNESDAY).shifts_on(WEDNESDAY) == tuple(MORNING)
    half = client.post("/quan-tri/lich/gio/", {"valid_from": "25/11/2026", "d2_am_open": "08:00"})
    assert half.status_code == 422
    assert "Hãy nhập cả giờ mở và giờ đóng." in half.content.decode()


@pytest.mark.parametrize("path", ["/quan-tri/lich/", "/quan-tri/lich/gio/", "/quan-tri/co-quan/"])
def test_the_pages_are_not_for_other_officers(client: Client, specialist: Actor, path: str) -> None:
    assert signed_in(client, specialist).get(path).status_code == 403
