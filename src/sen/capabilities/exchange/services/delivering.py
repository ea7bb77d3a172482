"""Bringing notices to subscribers: signed posts with growing pauses, dead letters, and notices kept for pulling."""

import base64
import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from sen.capabilities.exchange import policies
from sen.capabilities.exchange.adapters.webhook.client import PostOutcome, post
from sen.capabilities.exchange.adapters.webhook.targets import resolve_target
from sen.capabilities.exchange.errors import (
    AxisUnreachable,
    NotForPulling,
    NothingToReplay,
    NotSubscribed,
    ServiceFailed,
    ServiceRefused,
    UnsafeTarget,
)
from sen.capabilities.exchange.events import DeliveryDue
from sen.capabilities.exchange.models import Delivery, DeliveryAttempt, DeliveryMode, Notice, NoticeSubscription
from sen.capabilities.exchange.services.asking import as_question, carry_question
from sen.capabilities.exchange.services.ledger import wait_after
from sen.capabilities.exchange.services.recording import record
from sen.capabilities.exchange.services.subscribing import AXIS_PREFIX
from sen.capabilities.exchange.states import DELIVERY_STATES, DeliveryAction, DeliveryState
from sen.foundation.jobs.services import publish
from sen.foundation.signing.services import sign_message
from sen.kernel.actor import SYSTEM, Actor
from sen.kernel.clock import clock_shift
from sen.kernel.errors import NotFound

MAX_ATTEMPTS = 15
_AT_ONCE = 500
_GONE = 410
_PARTS = ("instanceId", "memberClass", "memberCode", "applicationCode")


@transaction.atomic
def attempt_delivery(*, delivery_id: int, now: dt.datetime) -> None:
    """Post a waiting notice to its subscriber if it is due; safe to run twice.

    A subscriber that wants them in order gets the next one only after the one before is delivered or dead.
    """
    waiting = Delivery.objects.select_for_update(of=("self",), skip_locked=True).select_related("notice__type", "subscription")
    found = waiting.filter(pk=delivery_id, state=DeliveryState.WAITING, subscription__delivery=DeliveryMode.PUSH).first()
    if found is None or found.next_attempt_at is None or found.next_attempt_at > now or _held_back(found):
        return
    found.attempts += 1
    if found.expires_at <= now:
        _finish(found, DeliveryAction.GIVE_UP, PostOutcome(None, 0, ""), now, cause="expired")
        return
    outcome = _send(found, now)
    if outcome.status is not None and 200 <= outcome.status < 300:
        _finish(found, DeliveryAction.DELIVER, outcome, now)
    elif outcome.status == _GONE or _next_attempt(found, now) is None:
        _finish(found, DeliveryAction.GIVE_UP, outcome, now)
    else:
        _finish(found, DeliveryAction.FAIL, outcome, now)


@transaction.atomic
def publish_due_deliveries(*, now: dt.datetime) -> int:
    """Hand the deliveries whose next attempt has come to the worker, and bury pulled ones nobody fetched; returns how many."""
    due = Delivery.objects.filter(state=DeliveryState.WAITING, next_attempt_at__lte=now).order_by("next_attempt_at")
    ids = list(due.values_list("pk", flat=True)[:_AT_ONCE])
    for delivery_id in ids:
        publish(DeliveryDue(delivery_id=delivery_id), now=now)
    Delivery.objects.filter(state=DeliveryState.WAITING, next_attempt_at=None, expires_at__lte=now).update(
        state=DeliveryState.DEAD, cause="expired", changed_at=now
    )
    return len(ids)


@transaction.atomic
def replay_deliveries(*, actor: Actor, ids: Iterable[int], now: dt.datetime) -> int:
    """Try dead letters again with their whole life before them; returns how many.  Raises NotAllowed or NothingToReplay."""
    policies.require_operator(actor)
    dead = Delivery.objects.select_for_update(of=("self",)).select_related("subscription")
    count = 0
    for found in dead.filter(pk__in=list(ids), state=DeliveryState.DEAD, subscription__ended_at=None).order_by("pk"):
        found.state = DELIVERY_STATES.next(found.state, DeliveryAction.REPLAY)
        found.expires_at = now + dt.timedelta(seconds=found.subscription.ttl_seconds)
        pushed = found.subscription.delivery == DeliveryMode.PUSH
        found.next_attempt_at, found.changed_at = now if pushed else None, now
        found.save(update_fields=["state", "expires_at", "next_attempt_at", "changed_at"])
        if pushed:
            publish(DeliveryDue(delivery_id=found.pk), now=now)
        record("notice.replay", found, actor=actor, now=now)
        count += 1
    if not count:
        raise NothingToReplay
    return count


@transaction.atomic
def pull_notice(*, actor: Actor, room: str, code: str, subscriber: str, now: dt.datetime) -> Notice | None:
    """The oldest notice the subscriber has not acknowledged; None when there is none.  Raises NotSubscribed or NotForPulling."""
    subscription = _pulling(room, code, subscriber)
    waiting = Delivery.objects.filter(subscription=subscription, state=DeliveryState.WAITING, expires_at__gt=now)
    found = waiting.select_related("notice__type").order_by("pk").first()
    if found is None:
        return None
    _log(found, PostOutcome(200, 0), now, cause="pulled")
    return found.notice


@transaction.atomic
def confirm_notice(*, actor: Actor, room: str, code: str, subscriber: str, public_id: UUID, now: dt.datetime) -> None:
    """Take note that the subscriber has the notice.  Raises NotSubscribed, NotForPulling or NotFound."""
    subscription = _pulling(room, code, subscriber)
    waiting = Delivery.objects.select_for_update().filter(subscription=subscription, state=DeliveryState.WAITING)
    found = waiting.filter(notice__public_id=public_id).first()
    if found is None:
        raise NotFound
    found.state = DELIVERY_STATES.next(found.state, DeliveryAction.DELIVER)
    found.cause, found.changed_at = "confirmed", now
    found.save(update_fields=["state", "cause", "changed_at"])


def event_item(notice: Notice) -> dict[str, Any]:
    """The notice as subscribers get it.  Basis: GovStack Information Mediator, PubSub API 2.0.0, EventItem."""
    return {
        "id": str(notice.public_id),
        "sequence": notice.sequence,
        "publisherId": dict(zip(_PARTS, notice.publisher.split("/"), strict=False)),
        "eventType": notice.type.code,
        "event": notice.payload,
    }


def signed_headers(message_id: str, body: bytes, now: dt.datetime) -> dict[str, str]:
    """The three headers of the Standard Webhooks form; ``v1a`` is Ed25519 over ``id.timestamp.body`` with the platform's key.

    The public key is at ``/khoa/cong-khai.json``.  The time is the real one, also where a demonstration shows another year.
    """
    moment = str(int((now - clock_shift()).timestamp()))
    signature = sign_message(f"{message_id}.{moment}.".encode() + body)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": moment,
        "webhook-signature": f"v1a,{base64.b64encode(signature).decode()}",
    }


def _send(found: Delivery, now: dt.datetime) -> PostOutcome:
    body = json.dumps(event_item(found.notice), ensure_ascii=False, separators=(",", ":")).encode()
    headers = signed_headers(str(found.notice.public_id), body, now)
    target = found.subscription.target
    if target.startswith(AXIS_PREFIX):
        return _send_by_axis(target.removeprefix(AXIS_PREFIX), body, headers, now)
    try:
        return post(resolve_target(target, settings.AXIS_WEBHOOK_NETWORKS), body, headers)
    except UnsafeTarget as error:
        return PostOutcome(None, 0, error.message[:300])


def _send_by_axis(target: str, body: bytes, headers: dict[str, str], now: dt.datetime) -> PostOutcome:
    """The notice as a signed, logged call to a service of the subscriber."""
    parts = target.split("/")
    question = as_question(
        actor=SYSTEM,
        service="/".join(parts[:5]),
        method="POST",
        path="/" + "/".join(parts[5:]) if parts[5:] else "",
        purpose="Báo thay đổi dữ liệu cho nơi đã đăng ký",
        issue="",
        body=body,
    )
    question = replace(question, headers={**question.headers, **headers, "Content-Type": "application/json"})
    try:
        answer = carry_question(question, now=now)
    except (AxisUnreachable, ServiceFailed, ServiceRefused) as error:
        return PostOutcome(None, 0, error.message[:300])
    return PostOutcome(answer.status, int(answer.took.total_seconds() * 1000))


def _held_back(found: Delivery) -> bool:
    if not found.subscription.fifo:
        return False
    before = Delivery.objects.filter(subscription_id=found.subscription_id, state=DeliveryState.WAITING, pk__lt=found.pk)
    return before.exists()


def _finish(found: Delivery, action: DeliveryAction, outcome: PostOutcome, now: dt.datetime, cause: str = "") -> None:
    cause = cause or ("" if action == DeliveryAction.DELIVER else f"http-{outcome.status}" if outcome.status else "unreachable")
    following = _next_attempt(found, now) if action == DeliveryAction.FAIL else None
    found.state = DELIVERY_STATES.next(found.state, action)
    found.next_attempt_at = following
    found.cause, found.cause_text, found.changed_at = cause, outcome.trouble[:300], now
    found.save(update_fields=["attempts", "state", "next_attempt_at", "cause", "cause_text", "changed_at"])
    _log(found, outcome, now, cause)
    if found.subscription.fifo and action != DeliveryAction.FAIL:
        _wake_next(found, now)


def _next_attempt(found: Delivery, now: dt.datetime) -> dt.datetime | None:
    """When to try again; None when the attempts are used up or the notice will be too old by then."""
    following = now + wait_after(found.attempts)
    return following if found.attempts < MAX_ATTEMPTS and following < found.expires_at else None


def _wake_next(found: Delivery, now: dt.datetime) -> None:
    following = Delivery.objects.filter(subscription_id=found.subscription_id, state=DeliveryState.WAITING, pk__gt=found.pk).order_by("pk")
    waiting = following.first()
    if waiting is not None:
        publish(DeliveryDue(delivery_id=waiting.pk), now=now)


def _log(found: Delivery, outcome: PostOutcome, now: dt.datetime, cause: str) -> None:
    number = DeliveryAttempt.objects.filter(delivery=found).count() + 1
    DeliveryAttempt.objects.create(
        delivery=found,
        number=number,
        attempted_at=now,
        status=outcome.status,
        milliseconds=outcome.milliseconds,
        cause=cause[:60],
        cause_text=outcome.trouble[:300],
    )


def _pulling(room: str, code: str, subscriber: str) -> NoticeSubscription:
    found = NoticeSubscription.objects.select_for_update().filter(
        type__room=room, type__code=code, type__ended_at=None, subscriber=subscriber, ended_at=None
    )
    subscription = found.first()
    if subscription is None:
        raise NotSubscribed("eventType")
    if subscription.delivery != DeliveryMode.PULL:
        raise NotForPulling
    return subscription
