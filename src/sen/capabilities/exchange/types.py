"""Values of the exchange and the port through which this platform speaks to its own gateway."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

MOST_ANSWER_BYTES = 10 * 1024 * 1024
"""The largest answer read unless a question says otherwise."""


@dataclass(frozen=True, slots=True)
class Question:
    """A call to a service of the axis, as it goes to the consumer's gateway; ``path`` starts with ``/`` or is empty."""

    client: str
    service: str
    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    timeout_seconds: float = 5.0
    most_bytes: int = MOST_ANSWER_BYTES


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: ``status`` and ``body`` of the provider, ``fault`` of the axis itself when it is the axis that answers."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    request_id: str = ""
    message_id: str = ""
    fault: str = ""
    fault_text: str = ""
    took: dt.timedelta = dt.timedelta()

    @property
    def found(self) -> bool:
        """Whether the provider has what was asked for; only 404 and 410 say no."""
        return self.status not in (404, 410)

    def json(self) -> Any:
        """The body read as JSON; raises ValueError when it is none."""
        return json.loads(self.body)


class Carrier(Protocol):
    """The port: something that takes a question to the axis and brings the answer."""

    def carry(self, question: Question) -> Answer:
        """The answer, whatever its status; raises NoCarriage when the gateway cannot be reached or does not answer in time."""
        ...


class NoCarriage(Exception):
    """The own gateway gave no answer; the text is for the log."""


class AnswerLost(NoCarriage):
    """The own gateway took the question, but the answer came too late or is too large: the asked service's trouble, not the gateway's."""


class OperationLike(Protocol):
    """An operation of a service, kept or only described."""

    @property
    def method(self) -> str:
        """The verb in capitals."""
        ...

    @property
    def path(self) -> str:
        """The path as a glob."""
        ...

    @property
    def operation_id(self) -> str:
        """Its name in the description; may be empty."""
        ...


K = TypeVar("K", bound=OperationLike)
N = TypeVar("N", bound=OperationLike)


def matched_operations(known: Sequence[K], described: Sequence[N]) -> list[tuple[K | None, N]]:
    """For each described operation the known one it continues: the same operationId, otherwise the same verb and path."""
    by_name = {one.operation_id: one for one in known if one.operation_id}
    by_place = {(one.method, one.path): one for one in known}
    named = {id(by_name[one.operation_id]) for one in described if one.operation_id in by_name}
    pairs: list[tuple[K | None, N]] = []
    for one in described:
        found = by_name.get(one.operation_id) if one.operation_id else None
        if found is None:
            place = by_place.get((one.method, one.path))
            # A known operation that goes on elsewhere under its own name is not also continued here.
            found = place if place is not None and id(place) not in named else None
        pairs.append((found, one))
    return pairs


@dataclass(frozen=True, slots=True)
class Scope:
    """What a right covers: the whole service, or only the endpoints named."""

    covers_all: bool = True
    endpoint_ids: tuple[int, ...] = ()


class Meter(Protocol):
    """The port: something that reads what a gateway measured and kept; every call raises NoCarriage when it cannot."""

    def summary(self, url: str, since: dt.datetime) -> dict[str, Any]:
        """The figures by minute from the instant on."""
        ...

    def message(self, url: str, number: str, at: dt.datetime | None) -> dict[str, Any]:
        """The monitoring records of one exchange and what the journal holds of it; ``at`` is about when it was."""
        ...

    def evidence(self, url: str, number: str) -> bytes:
        """The evidence containers of one exchange as a zip."""
        ...
