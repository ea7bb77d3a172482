"""Reads about notices: types, subscriptions, deliveries and their attempts."""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sen.capabilities.exchange.models import Delivery, Notice, NoticeSubscription, NoticeType
from sen.capabilities.exchange.states import DeliveryState
from sen.ui.format import moment_text
from sen.ui.types import Progress, Tab, TagView, TimelineItem

STATE_NAMES: dict[DeliveryState, str | Promise] = {
    DeliveryState.WAITING: gettext_lazy("Đang chờ"),
    DeliveryState.DELIVERED: gettext_lazy("Đã nhận"),
    DeliveryState.DEAD: gettext_lazy("Không gửi được"),
    DeliveryState.STOPPED: gettext_lazy("Đã dừng"),
}
_LOOKS = {
    DeliveryState.WAITING: ("wait", "hourglass"),
    DeliveryState.DELIVERED: ("done", "circle-check"),
    DeliveryState.DEAD: ("late", "circle-x"),
    DeliveryState.STOPPED: ("", "ban"),
}
_CAUSES: dict[str, str | Promise] = {
    "unreachable": gettext_lazy("Không nối được nơi nhận"),
    "expired": gettext_lazy("Hết thời hạn giữ"),
    "confirmed": gettext_lazy("Nơi nhận đã xác nhận"),
    "pulled": gettext_lazy("Nơi nhận đã lấy, chưa xác nhận"),
}


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One delivery of the list."""

    id: int
    url: str
    number: str
    type: str
    subscriber: str
    target: str
    state: TagView
    cause: str
    told: str
    attempts: int
    next_attempt: str
    published: str


def list_types() -> QuerySet[NoticeType]:
    """The live types with how many subscribe to them and when one was last published."""
    listening = Count("subscriptions", filter=Q(subscriptions__ended_at=None), distinct=True)
    return (
        NoticeType.objects.filter(ended_at=None)
        .annotate(listening=listening, last_at=Max("notices__published_at"))
        .order_by("room", "code")
    )


def list_room(room: str) -> list[NoticeType]:
    """The live types of one room."""
    return list(NoticeType.objects.filter(room=room, ended_at=None).order_by("code"))


def find_type(room: str, code: str) -> NoticeType | None:
    """A live type by its code."""
    return NoticeType.objects.filter(room=room, code=code, ended_at=None).first()


def get_type(type_id: int) -> NoticeType | None:
    """A live type by its key."""
    return NoticeType.objects.filter(pk=type_id, ended_at=None).first()


def list_subscriptions(kind: NoticeType) -> list[NoticeSubscription]:
    """The live subscriptions of a type."""
    return list(NoticeSubscription.objects.filter(type=kind, ended_at=None).order_by("subscriber"))


def list_subscriptions_of(room: str, subscriber: str, code: str = "") -> list[NoticeSubscription]:
    """The live subscriptions of a subsystem in a room."""
    found = NoticeSubscription.objects.filter(type__room=room, type__ended_at=None, subscriber=subscriber, ended_at=None)
    found = found.filter(type__code=code) if code else found
    return list(found.select_related("type").order_by("type__code"))


def find_notice(room: str, code: str, public_id: UUID) -> Notice | None:
    """One notice of a type."""
    return Notice.objects.select_related("type").filter(type__room=room, type__code=code, public_id=public_id).first()


def list_deliveries(state: str = "", type_id: int | None = None) -> QuerySet[Delivery]:
    """Deliveries, newest change first."""
    rows = Delivery.objects.select_related("notice__type", "subscription").order_by("-changed_at", "-pk")
    rows = rows.filter(state=state) if state else rows
    return rows.filter(subscription__type_id=type_id) if type_id else rows


def get_delivery(delivery_id: int) -> Delivery | None:
    """One delivery."""
    return Delivery.objects.select_related("notice__type", "subscription").filter(pk=delivery_id).first()


def count_dead(actor: object) -> int:
    """Dead letters, for the menu."""
    return Delivery.objects.filter(state=DeliveryState.DEAD).count()


def state_tabs(state: str) -> list[Tab]:
    """Groups of deliveries; only what waits and what failed is counted, the rest only grows."""
    counted = (DeliveryState.WAITING, DeliveryState.DEAD)
    counts = dict(Delivery.objects.filter(state__in=counted).order_by().values_list("state").annotate(count=Count("pk")))
    tabs = [Tab(_("Tất cả"), "?trang_thai=", not state)]
    for each, name in STATE_NAMES.items():
        count = counts.get(each, 0) if each in counted else None
        tone = "late" if each is DeliveryState.DEAD and count else ""
        tabs.append(Tab(str(name), f"?trang_thai={each.value}", state == each, count, tone=tone))
    return tabs


def delivery_rows(deliveries: Iterable[Delivery], now: dt.datetime) -> list[DeliveryRow]:
    """The deliveries in words."""
    return [_row(delivery, now) for delivery in deliveries]


def attempt_items(delivery: Delivery, now: dt.datetime) -> Sequence[TimelineItem]:
    """The attempts of a delivery, newest first, fifty at most."""
    return [
        TimelineItem(
            cause_name(attempt.cause) or _("Nơi nhận đã nhận"),
            " · ".join(
                part
                for part in (
                    moment_text(attempt.attempted_at, now),
                    f"HTTP {attempt.status}" if attempt.status else "",
                    f"{attempt.milliseconds} ms" if attempt.milliseconds else "",
                    attempt.cause_text,
                )
                if part
            ),
            Progress.DONE,
            "circle-x" if attempt.cause not in ("", "pulled") else "circle-check",
        )
        for attempt in delivery.log.all()[:50]
    ]


def as_lines(value: Any) -> str:
    """JSON for people, one part on a line."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def cause_name(code: str) -> str:
    """A cause as people read it."""
    if code.startswith("http-"):
        return _("Nơi nhận trả lời mã %(status)s") % {"status": code.removeprefix("http-")}
    return str(_CAUSES.get(code, code))


def _row(delivery: Delivery, now: dt.datetime) -> DeliveryRow:
    state = DeliveryState(delivery.state)
    tone, icon = _LOOKS[state]
    return DeliveryRow(
        id=delivery.pk,
        url=reverse("exchange:delivery", args=[delivery.pk]),
        number=f"{delivery.notice.type.code} #{delivery.notice.sequence}",
        type=delivery.notice.type.name or delivery.notice.type.code,
        subscriber=delivery.subscription.subscriber,
        target=delivery.subscription.target or _("tự lấy"),
        state=TagView(str(STATE_NAMES[state]), tone, icon),
        cause=cause_name(delivery.cause),
        told=delivery.cause_text,
        attempts=delivery.attempts,
        next_attempt=moment_text(delivery.next_attempt_at, now),
        published=moment_text(delivery.notice.published_at, now),
    )
