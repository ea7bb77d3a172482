"""The open numbers of the axis: rounded, an hour late, without any client's name.

Counts below five are only said to be few; up to a hundred they are rounded to five, above to ten.  Durations are rounded to
five milliseconds, above a hundred to ten.  So nobody can tell from them that one person's data were asked for.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sen.capabilities.exchange.models import Service
from sen.capabilities.exchange.selectors import traffic
from sen.capabilities.exchange.selectors.traffic import Figures
from sen.kernel.clock import at_local, local

DELAY = dt.timedelta(hours=1)
DAYS = 30
FEW = 5
_ENOUGH_FOR_SHARE = 100
LICENCE = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/deed.vi"


@dataclass(frozen=True, slots=True)
class OpenRow:
    """Figures fit for everybody; None: too few to say."""

    key: str
    name: str
    requests: int | None
    failed_percent: float | None
    p50: int | None
    p95: int | None
    p99: int | None


@dataclass(frozen=True, slots=True)
class OpenNumbers:
    """The open numbers up to the instant, for the whole axis by day and for each listed service."""

    until: dt.datetime
    since: dt.datetime
    total: OpenRow
    days: Sequence[OpenRow]
    services: Sequence[OpenRow]


def open_numbers(now: dt.datetime) -> OpenNumbers:
    """The open numbers of the last thirty days; three queries."""
    until = (now - DELAY).replace(minute=0, second=0, microsecond=0)
    since = at_local(local(until).date() - dt.timedelta(days=DAYS - 1))
    names = dict(Service.objects.filter(is_listed=True).values_list("identifier", "name"))
    by_service = traffic.figures_by("service", since, until)
    shown = [open_row(identifier, names[identifier], figures) for identifier, figures in by_service.items() if identifier in names]
    rest = [figures for identifier, figures in by_service.items() if identifier not in names]
    others = [open_row("khac", "", traffic.add_up(rest))] if rest else []
    by_day = traffic.figures_by("day", since, until)
    return OpenNumbers(
        until=until,
        since=since,
        total=open_row("", "", traffic.add_up(by_service.values())),
        days=[open_row(day, "", by_day.get(day, Figures())) for day in _days(since, until)],
        services=sorted(shown, key=lambda row: (-(row.requests or 0), row.name)) + others,
    )


def open_row(key: str, name: str, figures: Figures) -> OpenRow:
    """The figures as everybody may see them."""
    if figures.requests < FEW:
        return OpenRow(key, name, 0 if not figures.requests else None, None, None, None, None)
    share = figures.failed_share if figures.requests >= _ENOUGH_FOR_SHARE else None
    return OpenRow(
        key,
        name,
        rounded(figures.requests),
        None if share is None else round(share * 2) / 2,
        rounded(figures.p50),
        rounded(figures.p95),
        rounded(figures.p99),
    )


def rounded(value: float) -> int:
    """The value to the nearest five, above a hundred to the nearest ten; never zero for something."""
    step = 5 if value < 100 else 10
    return max(int(value / step + 0.5) * step, step) if value else 0


def _days(since: dt.datetime, until: dt.datetime) -> list[str]:
    first, last = local(since).date(), local(until).date()
    return [(first + dt.timedelta(days=number)).isoformat() for number in range((last - first).days + 1)]
