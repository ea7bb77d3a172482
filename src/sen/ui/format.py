"""Dates, money and deadlines as people say them.  Pure functions: instants in, words out, no clock and no database."""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _

from sen.kernel.clock import local
from sen.kernel.worktime import MINUTES_PER_WORKING_DAY
from sen.ui.types import DueView, TagView, Tone

_WEEKDAYS = (
    gettext_noop("thứ Hai"),
    gettext_noop("thứ Ba"),
    gettext_noop("thứ Tư"),
    gettext_noop("thứ Năm"),
    gettext_noop("thứ Sáu"),
    gettext_noop("thứ Bảy"),
    gettext_noop("Chủ nhật"),
)
_HOUR = 60
_SOON_MINUTES = MINUTES_PER_WORKING_DAY // 2
_STEPS = (("GB", 1024**3), ("MB", 1024**2), ("KB", 1024))


def date_text(date: dt.date | dt.datetime | None, *, weekday: bool = False) -> str:
    """``25/11/2026``, or ``thứ Tư 25/11/2026``; an instant is read on the province's calendar, None gives an empty text."""
    if date is None:
        return ""
    day = local(date).date() if isinstance(date, dt.datetime) else date
    text = f"{day.day:02d}/{day.month:02d}/{day.year}"
    return f"{_(_WEEKDAYS[day.weekday()])} {text}" if weekday else text


def moment_text(instant: dt.datetime | None, now: dt.datetime | None = None) -> str:
    """``10:30 hôm nay``, ``09:10 thứ Tư 25/11``; with the year when it is not the year of ``now`` or ``now`` is unknown."""
    if instant is None:
        return ""
    moment = local(instant)
    return f"{moment.hour:02d}:{moment.minute:02d} {_day_text(moment.date(), local(now).date() if now else None)}"


def _day_text(day: dt.date, today: dt.date | None) -> str:
    if day == today:
        return _("hôm nay")
    text = f"{_(_WEEKDAYS[day.weekday()])} {day.day:02d}/{day.month:02d}"
    return text if today and day.year == today.year else f"{text}/{day.year}"


def number_text(value: Decimal | float | None, places: int = 0) -> str:
    """``48.216`` and ``97,8`` (in English ``48,216`` and ``97.8``), rounded half up to the places."""
    if value is None:
        return ""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded:,.{places}f}"
    return text if (get_language() or "").startswith("en") else text.translate(str.maketrans(",.", ".,"))


def money_text(amount: Decimal | float | None, *, free: bool = False) -> str:
    """``150.000 đồng``; 0 reads ``Không thu`` when ``free``.  Amounts are đồng, without decimals."""
    if amount is None:
        return ""
    if free and not amount:
        return _("Không thu")
    return _("%(amount)s đồng") % {"amount": number_text(amount)}


def size_text(size: int) -> str:
    """A number of bytes as ``1,8 MB``."""
    for unit, step in _STEPS:
        if size >= step:
            return f"{number_text(size / step, 0 if unit == 'KB' else 1)} {unit}"
    return f"{size} B"


def tag_view(state: str | int, names: Mapping[Any, object], looks: Mapping[Any, tuple[str, str]]) -> TagView:
    """A state as a tag: its name, and the tone and icon it is shown with."""
    tone, icon = looks[state]
    return TagView(str(names[state]), tone, icon)


def due_view(
    due_at: dt.datetime | None,
    now: dt.datetime,
    *,
    paused_since: dt.datetime | None = None,
    finished_at: dt.datetime | None = None,
    minutes_left: int | None = None,
) -> DueView:
    """The deadline in words.  ``minutes_left`` are minutes of office hours, negative when late; with them days are working days."""
    at = local(due_at).isoformat(timespec="minutes") if due_at else ""
    if finished_at:
        return _finished(due_at, finished_at, now, at)
    if paused_since:
        since = _("từ %(day)s") % {"day": _day_text(local(paused_since).date(), local(now).date())}
        return DueView(Tone.WAIT, "circle-pause", _("Tạm dừng"), since, at)
    if due_at is None:
        return DueView(Tone.PLAIN, "calendar", _("Chưa có hạn"))
    if now > due_at:
        return DueView(Tone.LATE, "triangle-alert", _late_text(due_at, now, minutes_left), moment_text(due_at, now), at)
    return _open(due_at, now, minutes_left, at)


def _finished(due_at: dt.datetime | None, finished_at: dt.datetime, now: dt.datetime, at: str) -> DueView:
    done = _("xong %(moment)s") % {"moment": moment_text(finished_at, now)}
    if due_at is None:
        return DueView(Tone.DONE, "circle-check", _("Đã xong"), done, at)
    if finished_at > due_at:
        return DueView(Tone.LATE, "triangle-alert", _late_text(due_at, finished_at, None), done, at)
    early = local(finished_at).date() < local(due_at).date()
    return DueView(Tone.DONE, "circle-check", _("Trước hạn") if early else _("Đúng hạn"), done, at)


def _open(due_at: dt.datetime, now: dt.datetime, minutes_left: int | None, at: str) -> DueView:
    today = local(due_at).date() == local(now).date()
    if today:
        label = _clock_amount(_span_minutes(now, due_at), _left_hours, _left_minutes)
    elif minutes_left is not None and minutes_left < _SOON_MINUTES:
        label = _clock_amount(max(minutes_left, 0), _left_work_hours, _left_work_minutes)
    elif minutes_left is not None:
        label = _left_work_days(max(minutes_left // MINUTES_PER_WORKING_DAY, 1))
    else:
        label = _left_days((local(due_at).date() - local(now).date()).days)
    soon = today or (minutes_left is not None and minutes_left < _SOON_MINUTES)
    tone, icon = (Tone.SOON, "alarm-clock") if soon else (Tone.PLAIN, "calendar")
    return DueView(tone, icon, label, moment_text(due_at, now), at)


def _late_text(due_at: dt.datetime, until: dt.datetime, minutes_left: int | None) -> str:
    days = (local(until).date() - local(due_at).date()).days
    if days and minutes_left is not None:
        return _late_work_days(max(-(minutes_left // MINUTES_PER_WORKING_DAY), 1))
    if days:
        return ngettext("Trễ %(n)d ngày", "Trễ %(n)d ngày", days) % {"n": days}
    return _clock_amount(_span_minutes(due_at, until), _late_hours, _late_minutes)


def _span_minutes(start: dt.datetime, end: dt.datetime) -> int:
    return int((end - start).total_seconds()) // 60


def _clock_amount(minutes: int, in_hours: Callable[[int], str], in_minutes: Callable[[int], str]) -> str:
    return in_hours(minutes // _HOUR) if minutes >= _HOUR else in_minutes(minutes)


def _left_days(n: int) -> str:
    return ngettext("Còn %(n)d ngày", "Còn %(n)d ngày", n) % {"n": n}


def _left_work_days(n: int) -> str:
    return ngettext("Còn %(n)d ngày làm việc", "Còn %(n)d ngày làm việc", n) % {"n": n}


def _late_work_days(n: int) -> str:
    return ngettext("Trễ %(n)d ngày làm việc", "Trễ %(n)d ngày làm việc", n) % {"n": n}


def _left_hours(n: int) -> str:
    return ngettext("Còn %(n)d giờ", "Còn %(n)d giờ", n) % {"n": n}


def _left_minutes(n: int) -> str:
    return ngettext("Còn %(n)d phút", "Còn %(n)d phút", n) % {"n": n}


def _left_work_hours(n: int) -> str:
    return ngettext("Còn %(n)d giờ làm việc", "Còn %(n)d giờ làm việc", n) % {"n": n}


def _left_work_minutes(n: int) -> str:
    return ngettext("Còn %(n)d phút làm việc", "Còn %(n)d phút làm việc", n) % {"n": n}


def _late_hours(n: int) -> str:
    return ngettext("Trễ %(n)d giờ", "Trễ %(n)d giờ", n) % {"n": n}


def _late_minutes(n: int) -> str:
    return ngettext("Trễ %(n)d phút", "Trễ %(n)d phút", n) % {"n": n}
