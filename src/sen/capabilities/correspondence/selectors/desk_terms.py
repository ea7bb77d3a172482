"""Until when a document may lie on a desk, as an expression the database sorts by.

Basis: 30/2020/NĐ-CP, Articles 18, 22 and 23: registered, passed on and sent on the day, at latest the next working day; urgent
documents at once.
"""

import datetime as dt
import json
from functools import lru_cache

from django.db.models import Case, DateTimeField, F, Func, Value, When

from sen.foundation.agencies.selectors import calendar_for
from sen.kernel import clock
from sen.kernel.worktime import WorkingCalendar

AT_ONCE = dt.timedelta(hours=1)
_LONGEST_REST = 16
_REGULAR = WorkingCalendar()


class NextWorkingDay(Func):
    """Five in the afternoon of the next working day: by weekday, and by the calendar around days off and make-up days."""

    _DAY = "(%(expressions)s AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"
    template = (
        "((COALESCE((%(around)s::jsonb ->> (" + _DAY + ")::text)::date, " + _DAY + " + "
        "CASE extract(isodow FROM " + _DAY + ")::int WHEN 5 THEN 3 WHEN 6 THEN 2 ELSE 1 END)"
        " + time '17:00') AT TIME ZONE 'Asia/Ho_Chi_Minh')"
    )
    output_field = DateTimeField()

    def __init__(self, moment: F, now: dt.datetime) -> None:
        """Read the calendar of the day."""
        calendar = calendar_for(None, clock.local(now).date())
        around = _around_rests(calendar.days_off, calendar.make_up_days)
        # Only days of the calendar in ISO form: digits and hyphens.
        super().__init__(moment, around=f"'{around}'")


def desk_due(field: str, urgency: str, now: dt.datetime) -> Case:
    """The term of a desk: the next working day, an hour for an urgent document."""
    soon = Func(F(field), Value(AT_ONCE), template="(%(expressions)s)", arg_joiner=" + ", output_field=DateTimeField())
    return Case(When(**{f"{urgency}__gt": 0}, then=soon), default=NextWorkingDay(F(field), now), output_field=DateTimeField())


@lru_cache(maxsize=4)
def _around_rests(days_off: frozenset[dt.date], make_up_days: frozenset[dt.date]) -> str:
    """Days whose next working day is another than their weekday says, each with it, as JSON."""
    calendar = WorkingCalendar(days_off, make_up_days)
    near = {special - dt.timedelta(days=back) for special in days_off | make_up_days for back in range(_LONGEST_REST)}
    found = {day: calendar.next_working_day(day) for day in sorted(near)}
    return json.dumps({str(day): str(after) for day, after in found.items() if after != _REGULAR.next_working_day(day)})
