"""Values the units register hands out."""

import datetime as dt
from dataclasses import dataclass

FIRST_KNOWN_ON = dt.date(2020, 1, 1)
TWO_TIERS_FROM = dt.date(2025, 7, 1)
FEED = "don-vi"


def has_districts(on: dt.date) -> bool:
    """Whether the country had districts on the date.

    Basis: 72/2025/QH15, Article 1 (two tiers from 01/07/2025).
    """
    return on < TWO_TIERS_FROM


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One step of a unit's history: what it was continued by, or what it came from."""

    unit_id: int
    name: str
    kind: str
    is_main: bool
    effective_on: dt.date
    basis: str
    code: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True)
class UnitTrace:
    """Where a unit came from and what became of it, nearest step first."""

    origins: tuple[TraceStep, ...]
    successors: tuple[TraceStep, ...]
