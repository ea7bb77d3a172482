"""Days off ahead: for the notice on the home page and inside the term of a dossier."""

import datetime as dt

from django.utils.translation import gettext as _

from sen.foundation.agencies.selectors import calendar_for, list_calendar_days
from sen.kernel import clock
from sen.surfaces.portal.types import DayOffNotice
from sen.ui.format import date_text, moment_text

_AHEAD_DAYS = 10
_DAY_OFF = "day_off"


def days_off_between(first: dt.date, last: dt.date) -> list[tuple[dt.date, str]]:
    """Holidays from the first to the last day with their names, weekends apart."""
    years = range(first.year, last.year + 1)
    rows = [row for year in years for row in list_calendar_days(year)]
    return [(row.date, row.name) for row in rows if row.kind == _DAY_OFF and first <= row.date <= last and row.date.weekday() < 5]


def next_day_off(now: dt.datetime) -> DayOffNotice | None:
    """The next holiday within ten days, and when offices open again after it."""
    today = clock.local(now).date()
    ahead = days_off_between(today, today + dt.timedelta(days=_AHEAD_DAYS))
    if not ahead:
        return None
    first, name = ahead[0]
    calendar = calendar_for(None, today)
    opens = calendar.effective_start(clock.at_local(first))
    last = opens.date() - dt.timedelta(days=1)
    run = [day for day, _name in ahead if day <= last]
    if len(run) > 1:
        title = _("Từ %(first)s đến %(last)s nghỉ %(name)s.")
    else:
        title = _("%(first)s nghỉ %(name)s.")
    said = title % {
        "first": _capital(date_text(first, weekday=True)),
        "last": date_text(run[-1], weekday=True),
        "name": _without_leave(name),
    }
    text = _("Bộ phận Một cửa làm việc lại lúc %(opens)s. Nộp trực tuyến vẫn mở; ngày nghỉ không tính vào thời hạn giải quyết.")
    return DayOffNotice(said, text % {"opens": moment_text(opens, now)})


def days_off_text(start: dt.datetime, end: dt.datetime) -> str:
    """The holidays between two instants in one sentence; empty when there are none."""
    days = days_off_between(clock.local(start).date(), clock.local(end).date())
    if not days:
        return ""
    named = ", ".join(f"{date_text(day, weekday=True)} ({_without_leave(name)})" for day, name in days[:6])
    return _("Ngày nghỉ không tính vào thời hạn: %(days)s.") % {"days": named}


def _without_leave(name: str) -> str:
    """The name without a leading ``Nghỉ``, which the sentence says already."""
    return name[5:] if name.lower().startswith("nghỉ ") else name


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
