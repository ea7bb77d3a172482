"""Who wants to hear of what: subscriptions of subsystems to types of notices."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction

from sen.capabilities.exchange.adapters.webhook.targets import resolve_target
from sen.capabilities.exchange.errors import AlreadySubscribed, NoticeTypeMissing, NotSubscribed, UnsafeTarget
from sen.capabilities.exchange.models import Delivery, DeliveryMode, NoticeSubscription, NoticeType
from sen.capabilities.exchange.policies import may_hear
from sen.capabilities.exchange.services.recording import record
from sen.capabilities.exchange.states import DeliveryState
from sen.kernel.actor import Actor
from sen.kernel.errors import BadValue

AXIS_PREFIX = "axis:"
_PARTS_OF_SERVICE = 5
_SHORTEST, _LONGEST = 60, 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Wish:
    """How a subscriber wants its notices; ``target`` is an https address or ``axis:SERVICE/path``."""

    delivery: str = DeliveryMode.PUSH
    target: str = ""
    ttl_seconds: int = 3600
    fifo: bool = False


@transaction.atomic
def subscribe_to(*, actor: Actor, room: str, code: str, subscriber: str, wish: Wish, now: dt.datetime) -> NoticeSubscription:
    """Subscribe a subsystem to a type of notice; the caller has checked that the actor speaks for the subscriber.

    Raises NoticeTypeMissing (also where the subscriber may not hear the room), AlreadySubscribed, UnsafeTarget or BadValue.
    """
    kind = NoticeType.objects.filter(room=room, code=code, ended_at=None).first()
    if kind is None or not may_hear(subscriber, kind):
        raise NoticeTypeMissing("eventType", code=code)
    check_wish(wish)
    try:
        with transaction.atomic():
            made = NoticeSubscription.objects.create(
                type=kind,
                subscriber=subscriber,
                delivery=wish.delivery,
                target=wish.target if wish.delivery == DeliveryMode.PUSH else "",
                ttl_seconds=wish.ttl_seconds,
                fifo=wish.fifo,
                created_at=now,
            )
    except IntegrityError:
        raise AlreadySubscribed("eventType") from None
    record("notice.subscribe", made, actor=actor, now=now, target=made.target)
    return made


@transaction.atomic
def change_subscription(*, actor: Actor, room: str, code: str, subscriber: str, wish: Wish, now: dt.datetime) -> NoticeSubscription:
    """Change how a subscriber gets its notices.  Raises NotSubscribed, UnsafeTarget or BadValue."""
    found = _live(room, code, subscriber)
    check_wish(wish)
    found.delivery, found.ttl_seconds, found.fifo = wish.delivery, wish.ttl_seconds, wish.fifo
    found.target = wish.target if wish.delivery == DeliveryMode.PUSH else ""
    found.save(update_fields=["delivery", "ttl_seconds", "fifo", "target"])
    waiting = Delivery.objects.filter(subscription=found, state=DeliveryState.WAITING)
    waiting.update(next_attempt_at=now if wish.delivery == DeliveryMode.PUSH else None, changed_at=now)
    record("notice.change_subscription", found, actor=actor, now=now, target=found.target)
    return found


@transaction.atomic
def end_subscription(*, actor: Actor, room: str, code: str, subscriber: str, now: dt.datetime) -> None:
    """End a subscription; what still waits for it is stopped.  Raises NotSubscribed."""
    found = _live(room, code, subscriber)
    found.ended_at = now
    found.save(update_fields=["ended_at"])
    Delivery.objects.filter(subscription=found, state=DeliveryState.WAITING).update(
        state=DeliveryState.STOPPED, next_attempt_at=None, changed_at=now
    )
    record("notice.unsubscribe", found, actor=actor, now=now)


def check_wish(wish: Wish) -> None:
    """Raise UnsafeTarget or BadValue for a wish that cannot be met."""
    if wish.delivery not in DeliveryMode.values:
        raise BadValue("delivery", reason="delivery: PUSH, PULL")
    if not _SHORTEST <= wish.ttl_seconds <= _LONGEST:
        raise BadValue("ttl_seconds", reason="Thời hạn giữ sự kiện phải từ 60 giây đến 30 ngày.")
    if wish.delivery == DeliveryMode.PULL:
        return
    if wish.target.startswith(AXIS_PREFIX):
        if wish.target.count("/") < _PARTS_OF_SERVICE - 1:
            raise UnsafeTarget("target", reason="ghi đủ mã dịch vụ trên trục, ví dụ axis:VN-DT/GOV/SO/PHANMEM/su-kien/nhan")
        return
    resolve_target(wish.target, settings.AXIS_WEBHOOK_NETWORKS)


def _live(room: str, code: str, subscriber: str) -> NoticeSubscription:
    found = NoticeSubscription.objects.select_for_update().filter(
        type__room=room, type__code=code, type__ended_at=None, subscriber=subscriber, ended_at=None
    )
    subscription = found.first()
    if subscription is None:
        raise NotSubscribed("eventType")
    return subscription
