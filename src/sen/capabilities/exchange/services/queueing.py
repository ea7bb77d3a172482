"""Questions that wait: asked by the worker until the answer is there, visible in the ledger all the while."""

import base64
import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.db import transaction

from sen.capabilities.exchange.errors import AxisUnreachable, ServiceFailed, ServiceRefused
from sen.capabilities.exchange.events import AnswerArrived, RecordDue
from sen.capabilities.exchange.models import LedgerRecord
from sen.capabilities.exchange.services.asking import Query, as_question, carry_question
from sen.capabilities.exchange.services.ledger import RecordKey, Trouble, attempt_failed, attempt_succeeded, queue_request
from sen.capabilities.exchange.states import LedgerState
from sen.capabilities.exchange.types import Answer, Question
from sen.foundation.jobs.services import publish
from sen.kernel import correlation
from sen.kernel.actor import SYSTEM, Actor
from sen.kernel.errors import DomainError

QUESTION = "tra-cuu"
_ANSWERS_KEPT = dt.timedelta(days=7)
_AT_ONCE = 500
_PATIENT_SECONDS = 20.0


@transaction.atomic
def ask_later(
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
    key: str = "",
    kind: str = QUESTION,
    title: str = "",
) -> LedgerRecord:
    """Queue the question of ``ask``: it is asked at once by the worker, then with growing pauses, and stands in the ledger.

    ``key`` names the record for the caller; the same key again replaces the waiting question.  When the answer is there,
    ``events.AnswerArrived`` is published and ``selectors.ledger.get_answer`` has it for a week.
    Raises PurposeNotNamed or UnknownService.
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
    )
    system, key = question.service.rpartition("/")[2], key or str(uuid.uuid4())
    record_key = RecordKey(system=system, kind=kind, key=key, title=title, dossier_code=issue, agency_id=actor.agency_id)
    return queue_request(actor=actor, key=record_key, request=as_stored(question), now=now)


@transaction.atomic
def attempt_record(*, record_id: int, now: dt.datetime) -> None:
    """Send the request of a waiting record, if it is due; safe to run twice."""
    found = LedgerRecord.objects.select_for_update(skip_locked=True).filter(pk=record_id, state=LedgerState.WAITING).first()
    if found is None or not found.request or (found.next_attempt_at and found.next_attempt_at > now):
        return
    try:
        answer = carry_question(from_stored(found.request), now=now)
    except (AxisUnreachable, ServiceFailed) as error:
        attempt_failed(found=found, actor=SYSTEM, trouble=Trouble.of(error), lasting=False, request_id=_number(error), now=now)
    except ServiceRefused as error:
        attempt_failed(found=found, actor=SYSTEM, trouble=Trouble.of(error), lasting=True, request_id=_number(error), now=now)
    else:
        attempt_succeeded(found=found, actor=SYSTEM, answer=_kept(answer), request_id=answer.request_id[:64], now=now)
        arrived = AnswerArrived(
            record_id=found.pk, system=found.system, kind=found.kind, record_key=found.record_key, dossier_code=found.dossier_code
        )
        publish(arrived, now=now)


@transaction.atomic
def publish_due_records(*, now: dt.datetime) -> int:
    """Hand the records whose next attempt has come to the worker; returns how many."""
    due = LedgerRecord.objects.filter(state=LedgerState.WAITING, next_attempt_at__lte=now).order_by("next_attempt_at")
    ids = list(due.values_list("pk", flat=True)[:_AT_ONCE])
    for record_id in ids:
        publish(RecordDue(record_id=record_id), now=now)
    return len(ids)


@transaction.atomic
def forget_answers(*, now: dt.datetime) -> int:
    """Take back answers older than a week; they may hold personal data."""
    return LedgerRecord.objects.filter(answer__isnull=False, changed_at__lt=now - _ANSWERS_KEPT).update(answer=None)


def as_stored(question: Question) -> dict[str, Any]:
    """The question as the ledger keeps it."""
    return {
        "client": question.client,
        "service": question.service,
        "method": question.method,
        "path": question.path,
        "query": [list(pair) for pair in question.query],
        "body": base64.b64encode(question.body).decode(),
        "headers": {name: value for name, value in question.headers.items() if name not in ("X-Road-Id", "traceparent")},
    }


def from_stored(stored: dict[str, Any]) -> Question:
    """The question to send now, as a message of its own."""
    headers = {
        **stored.get("headers", {}),
        "X-Road-Id": f"{settings.AXIS_CLIENT.partition('/')[0]}-{uuid.uuid4()}",
        "traceparent": correlation.traceparent(),
    }
    return Question(
        client=stored["client"],
        service=stored["service"],
        method=stored["method"],
        path=stored["path"],
        query=tuple((name, value) for name, value in stored.get("query", [])),
        body=base64.b64decode(stored.get("body", "")),
        headers=headers,
        timeout_seconds=_PATIENT_SECONDS,
    )


def _number(error: DomainError) -> str:
    """The axis's own id of the exchange that failed, if it got that far."""
    return str(error.values.get("request_id", ""))[:64]


def _kept(answer: Answer) -> dict[str, Any]:
    return {
        "status": answer.status,
        "body": base64.b64encode(answer.body).decode(),
        "type": answer.headers.get("content-type", ""),
        "request_id": answer.request_id,
        "message_id": answer.message_id,
    }
