"""Events and subscribers of these tests."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Colour(StrEnum):
    PINK = "pink"


@dataclass(frozen=True, slots=True)
class ThingMoved:
    thing_id: int
    on: dt.date = dt.date(2026, 1, 1)
    at: dt.datetime | None = None
    price: Decimal = Decimal("0.00")
    colour: Colour = Colour.PINK
    parts: tuple[int, ...] = ()


class ThingStood(ThingMoved):
    """Nobody waits for it."""


class ThingAwaited(ThingMoved):
    """Somebody waits for it."""


received: list[ThingMoved] = []
trouble: list[Exception] = []


def remember(event: ThingMoved) -> None:
    received.append(event)


def stumble(event: ThingMoved) -> None:
    raise trouble[0]
