"""Working time: days, hours and terms on a calendar of office hours, holidays and make-up days.

Basis: BLDS 2015, Articles 147 and 148 (the first day is not counted; a last day off moves to the next
working day).  A term is counted from the effective start: the reception itself, or the next opening.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from sen.kernel.clock import PROVINCE_TIME

Shift = tuple[dt.time, dt.time]

MINUTES_PER_WORKING_DAY = 8 * 60
_OFFICE_DAY: tuple[Shift, ...] = ((dt.time(7), dt.time(11, 30)), (dt.time(13, 30), dt.time(17)))
_SEARCH_DAYS = 366


class TermUnit(StrEnum):
    """In what a published time limit is counted."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    HOURS = "hours"
    MONTHS = "months"


class Rounding(StrEnum):
    """Whether a due date keeps the minute of reception or runs to the end of its day."""

    KEEP_MINUTE = "keep_minute"
    END_OF_DAY = "end_of_day"


@dataclass(frozen=True, slots=True)
class Term:
    """A time limit: an amount (halves allowed for working days) and its unit."""

    amount: Decimal
    unit: TermUnit


@dataclass(frozen=True)
class WorkingCalendar:
    """Office hours by weekday (0 = Monday), days off and make-up working days of one agency."""

    days_off: frozenset[dt.date] = frozenset()
    make_up_days: frozenset[dt.date] = frozenset()
    shifts: Mapping[int, tuple[Shift, ...]] = field(default_factory=lambda: dict.fromkeys(range(5), _OFFICE_DAY))

    def shifts_on(self, date: dt.date) -> tuple[Shift, ...]:
        """The opening hours of a date; empty when the office is closed."""
        if date in self.make_up_days:
            return self.shifts.get(date.weekday()) or self.shifts.get(0, _OFFICE_DAY)
        if date in self.days_off:
            return ()
        return self.shifts.get(date.weekday(), ())

    def is_working_day(self, date: dt.date) -> bool:
        """Whether the date counts as a working day: open, and not a Saturday shift kept for convenience."""
        if date in self.make_up_days:
            return True
        return date.weekday() < 5 and bool(self.shifts_on(date))

    def effective_start(self, instant: dt.datetime) -> dt.datetime:
        """The instant itself inside office hours, otherwise the next opening."""
        moment = instant.astimezone(PROVINCE_TIME)
        for offset in range(_SEARCH_DAYS):
            date = moment.date() + dt.timedelta(days=offset)
            for opens, closes in self.shifts_on(date):
                if offset == 0 and moment.time() >= closes:
                    continue
                start = _on(date, opens)
                return moment if offset == 0 and moment >= start else start
        raise ValueError("calendar has no opening within a year")

    def next_working_day(self, date: dt.date) -> dt.date:
        """The first working day after the date."""
        day = date + dt.timedelta(days=1)
        for _ in range(_SEARCH_DAYS):
            if self.is_working_day(day):
                return day
            day += dt.timedelta(days=1)
        raise ValueError("calendar has no working day within a year")

    def add(self, start: dt.datetime, term: Term, rounding: Rounding = Rounding.KEEP_MINUTE) -> dt.datetime:
        """The due instant of a term that starts with ``start``, on the province's wall clock."""
        begin = self.effective_start(start)
        if term.unit is TermUnit.HOURS:
            return self.add_minutes(begin, int(term.amount * 60))
        if term.unit is TermUnit.WORKING_DAYS:
            due = self._add_working_days(begin, term.amount)
        else:
            due = self._roll(_add_calendar(begin, term))
        return self._end_of_day(due) if rounding is Rounding.END_OF_DAY else due

    def add_minutes(self, start: dt.datetime, minutes: int) -> dt.datetime:
        """The instant after so many minutes of office hours."""
        moment = self.effective_start(start)
        left = dt.timedelta(minutes=minutes)
        while True:
            for opens, closes in self.shifts_on(moment.date()):
                begin, end = max(moment, _on(moment.date(), opens)), _on(moment.date(), closes)
                if begin > end:
                    continue
                if left <= end - begin:
                    return begin + left
                left -= end - begin
            moment = self.effective_start(_on(moment.date() + dt.timedelta(days=1), dt.time(0)))

    def minutes_between(self, start: dt.datetime, end: dt.datetime) -> int:
        """Minutes of office hours between two instants; 0 when the second is not later."""
        first, last = start.astimezone(PROVINCE_TIME), end.astimezone(PROVINCE_TIME)
        total = dt.timedelta()
        day = first.date()
        while day <= last.date():
            for opens, closes in self.shifts_on(day):
                total += max(dt.timedelta(), min(last, _on(day, closes)) - max(first, _on(day, opens)))
            day += dt.timedelta(days=1)
        return int(total.total_seconds() // 60)

    def _add_working_days(self, begin: dt.datetime, amount: Decimal) -> dt.datetime:
        day = begin.date()
        for _ in range(int(amount)):
            day = self.next_working_day(day)
        due = _on(day, begin.time())
        rest = amount - int(amount)
        if rest:
            return self.add_minutes(due, int(rest * MINUTES_PER_WORKING_DAY))
        return min(due, _on(day, self.shifts_on(day)[-1][1]))

    def _roll(self, due: dt.datetime) -> dt.datetime:
        if self.is_working_day(due.date()):
            return due
        return _on(self.next_working_day(due.date()), due.time())

    def _end_of_day(self, due: dt.datetime) -> dt.datetime:
        day = due.date()
        if due <= _on(day, self.shifts_on(day)[0][0]):
            day -= dt.timedelta(days=1)
            while not self.is_working_day(day):
                day -= dt.timedelta(days=1)
        return _on(day, self.shifts_on(day)[-1][1])


def _on(date: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(date, time.replace(tzinfo=None), PROVINCE_TIME)


def _add_calendar(begin: dt.datetime, term: Term) -> dt.datetime:
    if term.unit is TermUnit.CALENDAR_DAYS:
        return _on(begin.date() + dt.timedelta(days=int(term.amount)), begin.time())
    months = begin.month - 1 + int(term.amount)
    year, month = begin.year + months // 12, months % 12 + 1
    last = (dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)).day
    return _on(dt.date(year, month, min(begin.day, last)), begin.time())
