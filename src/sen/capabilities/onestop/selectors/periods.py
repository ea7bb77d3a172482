"""Reporting periods.

Basis: 09/2019/NĐ-CP: a month runs from the 15th of the month before to the 14th, a quarter, half year and year likewise.
"""

import calendar
import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sen.capabilities.onestop.errors import WrongPeriod
from sen.capabilities.onestop.models import ReportingCalendar
from sen.capabilities.onestop.types import Period
from sen.ui.format import date_text

DEFAULT_FIRST_DAY = 15
LONGEST = dt.timedelta(days=372)
_MONTHS = 12
_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class ReportingRule:
    """How periods are cut on a day, and who receives the report."""

    first_day: int
    receiver: str


def reporting_rule(on: dt.date) -> ReportingRule:
    """The rule in force on the day; the 15th and an empty receiver while none is set."""
    rule = ReportingCalendar.objects.filter(valid_from__lte=on).order_by("-valid_from").first()
    return ReportingRule(rule.first_day, rule.receiver) if rule else ReportingRule(DEFAULT_FIRST_DAY, "")


def list_reporting_rules() -> list[ReportingCalendar]:
    """Every rule, the newest first."""
    return list(ReportingCalendar.objects.order_by("-valid_from"))


def period_of(kind: str, year: int, place: int, first_day: int = DEFAULT_FIRST_DAY) -> Period:
    """The period of a kind (``month``, ``quarter``, ``half``, ``year``) and its place in the year, counted from 1.

    Raises WrongPeriod for a place the year does not have.
    """
    length = {"month": 1, "quarter": 3, "half": 6, "year": _MONTHS}[kind]
    if not 1 <= place <= _MONTHS // length:
        raise WrongPeriod(field="place")
    last_month = place * length
    labels = {
        "month": _("Tháng %(place)d năm %(year)d"),
        "quarter": _("Quý %(roman)s năm %(year)d"),
        "half": _("6 tháng đầu năm %(year)d") if place == 1 else _("6 tháng cuối năm %(year)d"),
        "year": _("Năm %(year)d"),
    }
    values = {"place": place, "year": year, "roman": _ROMAN[place - 1] if place <= len(_ROMAN) else ""}
    return Period(_start(year, last_month - length + 1, first_day), _end(year, last_month, first_day), labels[kind] % values)


def free_period(since: dt.date, until: dt.date) -> Period:
    """A period of any two days, at most a year and a week long; raises WrongPeriod."""
    if until < since or until - since > LONGEST:
        raise WrongPeriod(field="until")
    return Period(since, until, _("Từ ngày %(since)s đến ngày %(until)s") % {"since": date_text(since), "until": date_text(until)})


def current_month(today: dt.date, first_day: int = DEFAULT_FIRST_DAY) -> tuple[int, int]:
    """Year and month of the reporting month the day lies in."""
    if first_day > 1 and today.day >= first_day:
        return (today.year + 1, 1) if today.month == _MONTHS else (today.year, today.month + 1)
    return today.year, today.month


def place_of_month(kind: str, month: int) -> int:
    """Which quarter or half of the year the month lies in; the month itself for months, 1 for the year."""
    return {"month": month, "quarter": (month + 2) // 3, "half": (month + 5) // 6}.get(kind, 1)


def _start(year: int, month: int, first_day: int) -> dt.date:
    if first_day == 1:
        return dt.date(year, month, 1)
    return dt.date(year - 1, _MONTHS, first_day) if month == 1 else dt.date(year, month - 1, first_day)


def _end(year: int, month: int, first_day: int) -> dt.date:
    if first_day == 1:
        return dt.date(year, month, calendar.monthrange(year, month)[1])
    return dt.date(year, month, first_day - 1)
