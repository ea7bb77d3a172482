"""Values of background work, and how an event travels as JSON."""

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict, dataclass
from decimal import Decimal
from enum import Enum, StrEnum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

Handler = Callable[[Any], object]
TimedTask = Callable[[dt.datetime], object]
PROMPT_QUEUE, LONG_QUEUE = "default", "long"


class Pace(StrEnum):
    """How soon a job must be taken up; long work has workers of its own and never keeps the rest waiting."""

    FIRST = "first"
    """Somebody elsewhere waits for it, as for a document on its way: before all other work."""
    USUAL = "usual"
    LONG = "long"
    """Takes seconds or minutes: exports, imports, reading scans."""

    @property
    def queue(self) -> str:
        """The queue its jobs wait in."""
        return LONG_QUEUE if self is Pace.LONG else PROMPT_QUEUE

    @property
    def priority(self) -> int:
        """Within a queue the higher goes first."""
        return 10 if self is Pace.FIRST else 0


@dataclass(frozen=True, slots=True)
class Subscription:
    """One subscriber of one event."""

    name: str
    event: type
    handler: Handler
    pace: Pace = Pace.USUAL


@dataclass(frozen=True, slots=True)
class QueuedWork:
    """What a job carries: the subscriber's name and the event's payload."""

    subscription: str
    payload: dict[str, Any]


def topic_of(event: type) -> str:
    """The event's topic: the app's folder name and the class name, as in ``dossiers.DossierMoved``."""
    parts = event.__module__.split(".")
    return f"{parts[-2] if len(parts) > 1 else parts[-1]}.{event.__name__}"


def to_payload(event: Any) -> dict[str, Any]:
    """The event's fields as JSON values; dates in ISO form, decimals as text."""
    return {name: _encode(value) for name, value in asdict(event).items()}


def from_payload(event: type, payload: dict[str, Any]) -> Any:
    """The event rebuilt from its payload; fields added since it was written take their defaults."""
    hints = get_type_hints(event)
    return event(**{name: _decode(hints[name], value) for name, value in payload.items() if name in hints})


def _encode(value: Any) -> Any:
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list | set | frozenset):
        return [_encode(item) for item in value]
    return value


def _decode(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _decode(next(arg for arg in get_args(hint) if arg is not type(None)), value)
    if origin in (tuple, list, set, frozenset):
        return origin(_decode(get_args(hint)[0], item) for item in value)
    if hint in (dt.datetime, dt.date):
        return hint.fromisoformat(value)
    if hint is Decimal or (isinstance(hint, type) and issubclass(hint, Enum)):
        return hint(value)
    return value
