"""Asking a service of the axis: now, with a person waiting; or later, when it can be reached again (see ``queueing``)."""

import datetime as dt
import threading
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django.conf import settings

from sen.capabilities.exchange.adapters.axis.client import GatewayCarrier, GatewayFace
from sen.capabilities.exchange.errors import AxisUnreachable, PurposeNotNamed, ServiceFailed, ServiceRefused, UnknownService
from sen.capabilities.exchange.models import Service
from sen.capabilities.exchange.selectors.faults import explain
from sen.capabilities.exchange.types import MOST_ANSWER_BYTES, Answer, AnswerLost, Carrier, NoCarriage, Question
from sen.foundation.agencies import selectors as agencies
from sen.kernel import correlation
from sen.kernel.actor import Actor, ActorKind
from sen.kernel.hashing import canonical

TIMEOUT_SECONDS = 5.0
_TRIES_BEFORE_PAUSE = 5
_PAUSE = dt.timedelta(seconds=15)
_PARTS_OF_SERVICE = 5
_GATEWAY = "gateway"
_NOT_THE_PROVIDERS = 500

Query = Mapping[str, str] | Sequence[tuple[str, str]]


def ask(
    *,
    actor: Actor,
    service: str,
    method: str,
    path: str,
    purpose: str,
    issue: str,
    now: dt.datetime,
    query: Query | None = None,
    body: Any = None,
    client: str = "",
    timeout_seconds: float = TIMEOUT_SECONDS,
    headers: Mapping[str, str] | None = None,
    most_bytes: int = MOST_ANSWER_BYTES,
) -> Answer:
    """Ask a service through the platform's own gateway and wait for its answer; a missing record is an answer too (``Answer.found``).

    ``service`` is the whole identifier or, when only one active service bears it, its code.  ``issue`` is the code of the
    dossier; ``body`` is bytes or a JSON value; ``headers`` are the service's own.  Officer, purpose and dossier travel with
    the call and reach the person whose data are read.  After five failures in a row a service is left alone for fifteen
    seconds and calls fail at once.
    Raises PurposeNotNamed, UnknownService, AxisUnreachable, ServiceFailed or ServiceRefused.
    Basis: 47/2020/NĐ-CP, Articles 5 and 38 (sharing data between agencies, and keeping track of it).
    """
    question = as_question(
        actor=actor,
        service=service,
        method=method,
        path=path,
        purpose=purpose,
        issue=issue,
        query=query,
        body=body,
        client=client,
        timeout_seconds=timeout_seconds,
        headers=headers,
        most_bytes=most_bytes,
    )
    return carry_question(question, now=now)


def as_question(
    *,
    actor: Actor,
    service: str,
    method: str,
    path: str,
    purpose: str,
    issue: str,
    query: Query | None = None,
    body: Any = None,
    client: str = "",
    timeout_seconds: float = TIMEOUT_SECONDS,
    headers: Mapping[str, str] | None = None,
    most_bytes: int = MOST_ANSWER_BYTES,
) -> Question:
    """The question as it goes to the gateway, with its headers.  Raises PurposeNotNamed or UnknownService."""
    if not purpose.strip():
        raise PurposeNotNamed("purpose")
    return Question(
        client=client or settings.AXIS_CLIENT,
        service=full_identifier(service),
        method=method.upper(),
        path=path,
        query=_pairs(query),
        body=_encoded(body),
        headers={**(headers or {}), **_headers(actor, purpose, issue, body)},
        timeout_seconds=timeout_seconds,
        most_bytes=most_bytes,
    )


def carry_question(question: Question, *, now: dt.datetime) -> Answer:
    """Take a ready question to the gateway and judge the answer; see ``ask`` for what it raises."""
    gateway, own = _breakers.of(_GATEWAY), _breakers.of(question.service)
    if gateway.is_open(now):
        raise AxisUnreachable(service=_name_of(question.service))
    if own.is_open(now):
        raise ServiceFailed(service=_name_of(question.service))
    try:
        answer = current_carrier().carry(question)
    except AnswerLost as error:
        own.failed(now)
        raise ServiceFailed(service=_name_of(question.service)) from error
    except NoCarriage as error:
        gateway.failed(now)
        raise AxisUnreachable(service=_name_of(question.service)) from error
    gateway.succeeded()
    return _judged(answer, question, own, now)


def full_identifier(service: str) -> str:
    """The whole identifier of a service named by its code; a whole one is returned as it is.  Raises UnknownService."""
    if service.count("/") == _PARTS_OF_SERVICE - 1:
        return service
    found = list(Service.objects.filter(code=service, state="active").values_list("identifier", flat=True)[:2])
    if len(found) != 1:
        raise UnknownService(service=service)
    return str(found[0])


def current_carrier() -> Carrier:
    """What carries questions in this process: the one a test chose, otherwise the gateway of the settings."""
    face = GatewayFace(settings.AXIS_URL, settings.AXIS_CERTIFICATE, settings.AXIS_KEY, settings.AXIS_AUTHORITY)
    return _chosen[0] if _chosen else _gateway(face)


@contextmanager
def carried_by(carrier: Carrier) -> Iterator[Carrier]:
    """Have every question of the block carried by this carrier, with fresh breakers; for tests."""
    before = list(_chosen)
    _chosen[:] = [carrier]
    _breakers.forget()
    try:
        yield carrier
    finally:
        _chosen[:] = before
        _breakers.forget()


@dataclass
class _Breaker:
    """Counts failures in a row; open for a pause after too many, then one question may try."""

    failures: int = 0
    open_until: dt.datetime | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def is_open(self, now: dt.datetime) -> bool:
        """Whether to fail at once.  The first question after the pause goes through and holds the others back."""
        with self.lock:
            if self.open_until is None:
                return False
            if now < self.open_until:
                return True
            self.open_until = now + _PAUSE
            return False

    def failed(self, now: dt.datetime) -> None:
        """Count a failure."""
        with self.lock:
            self.failures += 1
            if self.failures >= _TRIES_BEFORE_PAUSE:
                self.open_until = now + _PAUSE

    def succeeded(self) -> None:
        """Begin anew."""
        with self.lock:
            self.failures, self.open_until = 0, None


class _Breakers:
    """The breakers of this process, one for each service and one for the gateway itself."""

    def __init__(self) -> None:
        self._known: dict[str, _Breaker] = {}

    def of(self, key: str) -> _Breaker:
        """The breaker of a service."""
        return self._known.setdefault(key, _Breaker())

    def forget(self) -> None:
        """Forget every failure."""
        self._known.clear()


_breakers = _Breakers()
_chosen: list[Carrier] = []


@lru_cache(maxsize=4)
def _gateway(face: GatewayFace) -> GatewayCarrier:
    return GatewayCarrier(face)


def _name_of(identifier: str) -> str:
    """The service's name for people; asked for only when an error is told."""
    found = Service.objects.filter(identifier=identifier).values_list("name", flat=True).first()
    return found or identifier.rpartition("/")[2]


def _judged(answer: Answer, question: Question, breaker: _Breaker, now: dt.datetime) -> Answer:
    known = explain(answer.fault, answer.status)
    if answer.fault and not known.refusal:
        breaker.failed(now)
        name = _name_of(question.service)
        kind = AxisUnreachable if _is_axis_fault(answer.fault, known.code) else ServiceFailed
        raise kind(service=name, request_id=answer.request_id)
    if not answer.fault and answer.status >= _NOT_THE_PROVIDERS:
        breaker.failed(now)
        raise ServiceFailed(service=_name_of(question.service))
    breaker.succeeded()
    if answer.fault:
        raise ServiceRefused(service=_name_of(question.service), reason=known.title, request_id=answer.request_id)
    if answer.status >= 400 and answer.found:
        raise ServiceRefused(service=_name_of(question.service), reason=_told(answer), request_id=answer.request_id)
    return answer


def _is_axis_fault(fault: str, code: str) -> bool:
    """Whether the own side of the axis failed; a provider's gateway out of reach is the provider's trouble."""
    return ".clientproxy" in fault.replace("_", "").lower() and code not in ("NetworkError", "Timeout", "CircuitOpen", "MaintenanceMode")


def _told(answer: Answer) -> str:
    """The provider's own words about its refusal, in one line."""
    try:
        told = answer.json()
    except ValueError:
        told = None
    facts = told if isinstance(told, dict) else {}
    words = next((facts[key] for key in ("detail", "message", "title", "error") if isinstance(facts.get(key), str)), "")
    return " ".join(words.split())[:200].rstrip(".") or f"HTTP {answer.status}"


def _pairs(query: Query | None) -> tuple[tuple[str, str], ...]:
    if query is None:
        return ()
    return tuple(query.items()) if isinstance(query, Mapping) else tuple((name, value) for name, value in query)


def _encoded(body: Any) -> bytes:
    if body is None:
        return b""
    return body if isinstance(body, bytes) else canonical(body)


def _headers(actor: Actor, purpose: str, issue: str, body: Any) -> dict[str, str]:
    headers = {
        "X-Road-Id": f"{settings.AXIS_CLIENT.partition('/')[0]}-{uuid.uuid4()}",
        "X-Road-UserId": _user_of(actor),
        "X-Sen-Purpose": quote(purpose.strip(), safe=""),
        "X-Sen-Officer": quote(_officer_of(actor), safe=""),
        "traceparent": correlation.traceparent(),
    }
    if issue:
        headers["X-Road-Issue"] = issue
    if body is not None:
        headers["Content-Type"] = "application/octet-stream" if isinstance(body, bytes) else "application/json"
    return headers


def _user_of(actor: Actor) -> str:
    """The acting user as the axis names one: the country and the account, never an identity number."""
    return f"VN-TK-{actor.account_id}" if actor.account_id is not None else "VN-HT"


def _officer_of(actor: Actor) -> str:
    """Who reads, as the person concerned will see it: name, position and agency."""
    if actor.kind is not ActorKind.OFFICER:
        return actor.name
    agency = agencies.names_of_agencies([actor.agency_id]).get(actor.agency_id or 0, "")
    return ", ".join(part for part in (actor.name, actor.title, agency) if part)
