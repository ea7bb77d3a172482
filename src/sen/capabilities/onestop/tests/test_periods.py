"""Reporting periods: from the 15th to the 14th, or by the calendar."""

import datetime as dt

import pytest

from sen.capabilities.onestop.errors import WrongPeriod
from sen.capabilities.onestop.models import ReportingCalendar
from sen.capabilities.onestop.selectors.periods import current_month, free_period, period_of, place_of_month, reporting_rule


@pytest.mark.parametrize(
    ("kind", "place", "since", "until"),
    [
        ("month", 1, dt.date(2025, 12, 15), dt.date(2026, 1, 14)),
        ("month", 11, dt.date(2026, 10, 15), dt.date(2026, 11, 14)),
        ("quarter", 1, dt.date(2025, 12, 15), dt.date(2026, 3, 14)),
        ("quarter", 4, dt.date(2026, 9, 15), dt.date(2026, 12, 14)),
        ("half", 1, dt.date(2025, 12, 15), dt.date(2026, 6, 14)),
        ("half", 2, dt.date(2026, 6, 15), dt.date(2026, 12, 14)),
        ("year", 1, dt.date(2025, 12, 15), dt.date(2026, 12, 14)),
    ],
)
def test_periods_of_2026_from_the_15th(kind: str, place: int, since: dt.date, until: dt.date) -> None:
    period = period_of(kind, 2026, place)
    assert (period.since, period.until) == (since, until)


def test_calendar_periods_where_the_first_day_is_1() -> None:
    assert period_of("month", 2028, 2, first_day=1).until == dt.date(2028, 2, 29)
    quarter = period_of("quarter", 2026, 3, first_day=1)
    assert (quarter.since, quarter.until) == (dt.date(2026, 7, 1), dt.date(2026, 9, 30))


def test_months_of_a_year_follow_each_other_without_hole() -> None:
    months = [period_of("month", 2026, place) for place in range(1, 13)]
    for before, after in zip(months, months[1:], strict=False):
        assert after.since == before.until + dt.timedelta(days=1)
    year = period_of("year", 2026, 1)
    assert (months[0].since, months[-1].until) == (year.since, year.until)


@pytest.mark.parametrize(("kind", "place"), [("month", 13), ("quarter", 5), ("half", 3), ("year", 2), ("month", 0)])
def test_a_place_the_year_does_not_have_is_refused(kind: str, place: int) -> None:
    with pytest.raises(WrongPeriod):
        period_of(kind, 2026, place)


def test_the_month_a_day_lies_in() -> None:
    assert current_month(dt.date(2026, 11, 14)) == (2026, 11)
    assert current_month(dt.date(2026, 11, 15)) == (2026, 12)
    assert current_month(dt.date(2026, 12, 31)) == (2027, 1)
    assert current_month(dt.date(2026, 12, 31), first_day=1) == (2026, 12)


def test_a_free_period_runs_forward_and_not_too_long() -> None:
    assert free_period(dt.date(2026, 1, 1), dt.date(2026, 1, 1)).label == "Từ ngày 01/01/2026 đến ngày 01/01/2026"
    with pytest.raises(WrongPeriod):
        free_period(dt.date(2026, 1, 2), dt.date(2026, 1, 1))
    with pytest.raises(WrongPeriod):
        free_period(dt.date(2025, 1, 1), dt.date(2026, 6, 1))


@pytest.mark.django_db
def test_the_rule_of_the_day_counts() -> None:
    assert reporting_rule(dt.date(2026, 5, 1)).first_day == 15
    ReportingCalendar.objects.create(valid_from=dt.date(2026, 1, 1), first_day=1, receiver="Bộ Tư pháp")
    assert reporting_rule(dt.date(2025, 12, 31)).receiver == ""
    assert (reporting_rule(dt.date(2026, 5, 1)).first_day, reporting_rule(dt.date(2026, 5, 1)).receiver) == (1, "Bộ Tư pháp")


def test_the_quarter_and_half_a_month_lies_in() -> None:
    assert [place_of_month("quarter", month) for month in (1, 3, 4, 12)] == [1, 1, 2, 4]
    assert [place_of_month("half", month) for month in (1, 6, 7, 12)] == [1, 1, 2, 2]
    assert place_of_month("year", 12) == 1
