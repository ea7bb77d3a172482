"""The one place that knows the time.

Only the edges (views, tasks, commands) read the clock; services take ``now``.
A demonstration of an earlier year runs on a clock shifted by a whole number of days.
"""

import datetime as dt
from zoneinfo import ZoneInfo

PROVINCE_TIME = ZoneInfo("Asia/Ho_Chi_Minh")

_shift = dt.timedelta()


def now() -> dt.datetime:
    """The present instant as an aware datetime in UTC, moved by the configured shift."""
    return dt.datetime.now(dt.UTC) + _shift


def today() -> dt.date:
    """The present date in the province."""
    return local(now()).date()


def local(instant: dt.datetime) -> dt.datetime:
    """The instant on the province's wall clock."""
    return instant.astimezone(PROVINCE_TIME)


def at_local(date: dt.date, time: dt.time = dt.time(0)) -> dt.datetime:
    """The instant (UTC) of a wall-clock time in the province."""
    return dt.datetime.combine(date, time, PROVINCE_TIME).astimezone(dt.UTC)


def shift_clock(shift: dt.timedelta) -> None:
    """Move the clock of this process; for demonstrations of another year only."""
    global _shift
    _shift = shift


def clock_shift() -> dt.timedelta:
    """How far this process's clock stands from the real one."""
    return _shift
