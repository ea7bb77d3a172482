"""Dates, times, counts and flags as packets write them; times without a zone are Vietnam's."""

import datetime as dt
import re

VIETNAM = dt.timezone(dt.timedelta(hours=7))
_DAYS = ("%Y/%m/%d", "%d/%m/%Y", "%Y-%m-%d")
_TIMES = ("%H:%M:%S", "%H:%M")
_LONGEST = 40
_STANDARD = re.compile(r"\d{4}/\d{2}/\d{2}")
_YES, _NO = frozenset({"1", "true"}), frozenset({"0", "false"})
_EARLIEST, _LATEST = 1900, 2200


def as_day(text: str) -> dt.date | None:
    """The day of a text, a time behind it is ignored; None when it is none."""
    moment = as_moment(text)
    return moment.date() if moment else None


def as_moment(text: str) -> dt.datetime | None:
    """The moment of a text in one of the forms in use; None when it is none."""
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    day, _, time = text.replace("T", " ").partition(" ")
    found = next((parsed for form in _DAYS if (parsed := _parsed(day, form))), None)
    if found is None or not _EARLIEST <= found.year <= _LATEST:
        return None
    clock = next((parsed for form in _TIMES if (parsed := _parsed(time.strip()[:8], form))), None)
    zone = _zone(time)
    return dt.datetime.combine(found.date(), clock.time() if clock else dt.time(), tzinfo=zone)


def is_standard_day(text: str) -> bool:
    """Whether the day is written as the standard wants it, ``yyyy/MM/dd``."""
    return bool(_STANDARD.fullmatch(text.strip()))


def as_count(text: str) -> int | None:
    """A whole number of up to six digits; None for anything else."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else None


def as_flag(text: str) -> bool | None:
    """Yes or no; None when the text is neither."""
    word = text.strip().lower()
    return True if word in _YES else False if word in _NO else None


def day_text(day: dt.date | None) -> str:
    """The day as the standard wants it; empty for none."""
    return day.strftime("%Y/%m/%d") if day else ""


def moment_text(moment: dt.datetime) -> str:
    """The moment in Vietnam's time as the standard wants it."""
    return moment.astimezone(VIETNAM).strftime("%Y/%m/%d %H:%M:%S")


def _parsed(text: str, form: str) -> dt.datetime | None:
    try:
        return dt.datetime.strptime(text, form).replace(tzinfo=VIETNAM)
    except ValueError:
        return None


def _zone(time: str) -> dt.tzinfo:
    if time.endswith("Z"):
        return dt.UTC
    found = re.search(r"([+-])(\d{2}):?(\d{2})$", time)
    if not found or int(found[2]) > 14:
        return VIETNAM
    offset = dt.timedelta(hours=int(found[2]), minutes=int(found[3]))
    return dt.timezone(offset if found[1] == "+" else -offset)
