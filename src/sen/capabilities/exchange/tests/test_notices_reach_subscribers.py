"""A published notice reaches every subscriber, signed, once it can; what cannot be brought ends on a page and may be replayed."""

import base64
import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
import urllib3
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sen.capabilities.exchange.adapters.axis.double import MemoryCarrier
from sen.capabilities.exchange.adapters.webhook import client as webhook
from sen.capabilities.exchange.errors import (
    NotForPulling,
    NothingToReplay,
)
from sen.capabilities.exchange.models import Delivery, DeliveryAttempt, Member, NoticeSubscription, Subsystem
from sen.capabilities.exchange.services import carried_by
from sen.capabilities.exchange.services.delivering import (
    MAX_ATTEMPTS,
    attempt_delivery,
    confirm_notice,
    publish_due_deliveries,
    pull_notice,
    replay_deliveries,
    signed_headers,
)
from sen.capabilities.exchange.services.notices import (
    create_notice_type,
    publish_notice,
    stop_notice,
)
from sen.capabilities.exchange.services.subscribing import Wish, change_subscription, end_subscription, subscribe_to
from sen.capabilities.exchange.tests.webhook_receivers import Receiver, receiver
from sen.capabilities.exchange.types import Answer
from sen.foundation.agencies.models import Agency
from sen.foundation.jobs.models import OutboxEvent
from sen.foundation.signing.selectors import public_key_set
from sen.kernel.actor import SYSTEM, Actor, Role
from sen.kernel.errors import NotAllowed, NotFound
from tests.factories import MONDAY, make_officer

pytestmark = pytest.mark.django_db
ROOM = "VN-DT/GOV/H20/CSDL"
HEARER = "VN-DT/GOV/SO/PHANMEM"
SCHEMA = {"type": "object", "properties": {"change": {"type": "integer"}}, "required": ["change"], "additionalProperties": False}
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _axis(settings: Any) -> None:
    settings.AXIS_WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    for member_code, code in (("H20", "CSDL"), ("SO", "PHANMEM"), ("KHAC", "LA")):
        member = Member.objects.create(
            identifier=f"VN-DT/GOV/{member_code}",
            instance="VN-DT",
            member_class="GOV",
            code=member_code,
            name=member_code,
            name_sort=member_code,
            created_at=MONDAY,
        )
        Subsystem.objects.create(identifier=f"VN-DT/GOV/{member_code}/{code}", member=member, code=code, name=code, created_at=MONDAY)


@pytest.fixture
def hearer() -> Iterator[Receiver]:
    with receiver() as machine:
        yield machine


@pytest.fixture
def operator(province_office: Agency) -> Actor:
    return make_officer(Role.AXIS, province_office, name="Lý Thu Hà", title="Vận hành trục")


def open_type(code: str = "dan-cu-thay-doi", is_open: bool = True) -> None:
    create_notice_type(actor=SYSTEM, room=ROOM, code=code, schema=SCHEMA, now=MONDAY, is_open=is_open)


def subscribed(target: str, **wish: Any) -> NoticeSubscription:
    open_type()
    wanted = Wish(**{"target": target, "ttl_seconds": 3 * 24 * 3600, **wish})
    return subscribe_to(actor=SYSTEM, room=ROOM, code="dan-cu-thay-doi", subscriber=HEARER, wish=wanted, now=MONDAY)


def published(change: int = 1, now: dt.datetime = MONDAY) -> Delivery:
    notice = publish_notice(actor=SYSTEM, room=ROOM, code="dan-cu-thay-doi", payload={"change": change}, publisher=ROOM, now=now)
    return notice.deliveries.get()


def again(delivery: Delivery) -> Delivery:
    delivery.refresh_from_db()
    return delivery


def check_signature(headers: dict[str, str], body: bytes) -> None:
    """What a subscriber does: the published key over id, time and body."""
    x = public_key_set()["keys"][0]["x"]
    key = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(x + "=" * (-len(x) % 4)))
    version, _, signature = headers["webhook-signature"].partition(",")
    assert version == "v1a"
    key.verify(base64.b64decode(signature), f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body)


def test_a_notice_is_posted_and_signed(hearer: Receiver) -> None:
    subscribed(hearer.url)
    delivery = published(7)
    assert OutboxEvent.objects.filter(topic="exchange.DeliveryDue").count() == 1
    attempt_delivery(delivery_id=delivery.pk, now=MONDAY)
    assert again(delivery).state == "delivered"
    headers, body = hearer.got[0]
    check_signature(headers, body)
    item = json.loads(body)
    assert (item["event"], item["sequence"], item["eventType"]) == ({"change": 7}, 1, "dan-cu-thay-doi")
    assert item["publisherId"] == {"instanceId": "VN-DT", "memberClass": "GOV", "memberCode": "H20", "applicationCode": "CSDL"}
    assert headers["webhook-id"] == item["id"]


def test_a_changed_body_or_time_does_not_pass_the_check() -> None:
    headers = signed_headers("m1", b"{}", MONDAY)
    check_signature(headers, b"{}")
    for wrong, body in ((headers, b"[]"), ({**headers, "webhook-timestamp": "1"}, b"{}"), ({**headers, "webhook-id": "m2"}, b"{}")):
        with pytest.raises(InvalidSignature):
            check_signature(wrong, body)


def test_delivering_twice_posts_once(hearer: Receiver) -> None:
    subscribed(hearer.url)
    delivery = published()
    attempt_delivery(delivery_id=delivery.pk, now=MONDAY)
    attempt_delivery(delivery_id=delivery.pk, now=MONDAY)
    assert len(hearer.got) == 1


def test_a_receiver_that_is_down_is_tried_again_with_growing_pauses() -> None:
    subscribed("http://127.0.0.1:9/nhan")
    delivery = published()
    attempt_delivery(delivery_id=delivery.pk, now=MONDAY)
    assert (again(delivery).state, delivery.next_attempt_at, delivery.cause) == ("waiting", MONDAY + MINUTE, "unreachable")
    attempt_delivery(delivery_id=delivery.pk, now=MONDAY + MINUTE)
    assert again(delivery).next_attempt_at == MONDAY + 3 * MINUTE
    attempt_delivery(delivery_id=delivery.pk, now=MONDAY + 3 * MINUTE)
    assert again(delivery).next_attempt_at == MONDAY + 7 * MINUTE
    assert DeliveryAttempt.objects.count() == 3


def test_a_slow_receiver_counts_as_failed(hearer: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "_TIMEOUT", urllib3.Timeout(connect=0.5, read=0.2))
    hearer.delay = 0.6
    subscribed(hearer.url)
    delivery = published()
    attempt_delivery(delivery_id=delivery.pk, now=MONDAY)
    assert again(delivery).state == "waiting"
    assert "ReadTimeout" in DeliveryAttempt.objects.get().cause_text


@pytest.mark.parametrize("status", [301, 400, 500])
def test_any_other_answer_counts_as_failed(hearer: Receiver, status: int) -> None:
    hearer.status, hearer.location = status, hearer.url
    subscribed(hearer.url)
    delivery = published()
    attempt_delivery(delivery_id=delivery.pk, now=MONDAY)
    assert (again(delivery).state, delivery.cause) == ("waiting", f"http-{status}")
    assert len(hearer.got) == 1


def test_a_receiver_that_is_gone_is_not_tried_again(hearer: Receiver) -> None:
    hearer.status = 410
    subscribed(hearer.url)
    delivery = published()
    attempt_delivery(delivery_id=delivery.pk, now=MONDAY)
    assert again(delivery).state == "dead"


def test_the_last_attempt_makes_a_dead_letter_and_a_person_may_replay_it(hearer: Receiver, operator: Actor) -> None:
    hearer.status = 500
    subscribed(hearer.url, ttl_seconds=30 * 24 * 3600)
    delivery = published()
    now = MONDAY
    for _ in range(MAX_ATTEMPTS + 1):
        attempt_delivery(delivery_id=delivery.pk, now=now)
        now = again(delivery).next_attempt_at or now
    assert (delivery.state, delivery.next_attempt_at, len(hearer.got)) == ("dead", None, MAX_ATTEMPTS)
    hearer.status = 200
    assert replay_deliveries(actor=operator, ids=[delivery.pk], now=now) == 1
    attempt_delivery(delivery_id=delivery.pk, now=now)
    assert again(delivery).state == "delivered"


def test_only_an_operator_replays_dead_letters(hearer: Receiver, clerk: Actor) -> None:
    subscribed(hearer.url)
    delivery = published()
    Delivery.objects.update(state="dead", next_attempt_at=None)
    with pytest.raises(NotAllowed):
        replay_deliveries(actor=clerk, ids=[delivery.pk], now=MONDAY)
    assert again(delivery).state == "dead"


def test_what_is_delivered_cannot_be_replayed(hearer: Receiver, operator: Actor) -> None:
    subscribed(hearer.url)
    delivery = published()
    attempt_delivery(delivery_id=delivery.pk, now=MONDAY)
    with pytest.raises(NothingToReplay):
        replay_deliveries(actor=operator, ids=[delivery.pk], now=MONDAY)


def test_a_notice_past_its_life_is_not_posted(hearer: Receiver) -> None:
    subscribed(hearer.url, ttl_seconds=3600)
    delivery = published()
    attempt_delivery(delivery_id=delivery.pk, now=MONDAY + dt.timedelta(hours=2))
    assert (again(delivery).state, delivery.cause, hearer.got) == ("dead", "expired", [])


def test_in_order_the_second_waits_for_the_first(hearer: Receiver) -> None:
    subscribed(hearer.url, fifo=True)
    hearer.status = 500
    first, second = published(1), published(2)
    attempt_delivery(delivery_id=first.pk, now=MONDAY)
    attempt_delivery(delivery_id=second.pk, now=MONDAY)
    assert [json.loads(body)["event"]["change"] for _headers, body in hearer.got] == [1]
    hearer.status = 200
    OutboxEvent.objects.all().delete()
    attempt_delivery(delivery_id=first.pk, now=MONDAY + MINUTE)
    assert OutboxEvent.objects.get().payload == {"delivery_id": second.pk}
    attempt_delivery(delivery_id=second.pk, now=MONDAY + MINUTE)
    assert [json.loads(body)["event"]["change"] for _headers, body in hearer.got] == [1, 1, 2]


def test_the_minute_hands_due_notices_to_the_worker() -> None:
    subscribed("http://127.0.0.1:9/nhan")
    delivery = published()
    attempt_delivery(delivery_id=delivery.pk, now=MONDAY)
    OutboxEvent.objects.all().delete()
    assert publish_due_deliveries(now=MONDAY) == 0
    assert publish_due_deliveries(now=MONDAY + MINUTE) == 1
    assert OutboxEvent.objects.get().payload == {"delivery_id": delivery.pk}


def test_a_subscriber_may_pull_and_acknowledge() -> None:
    subscribed("", delivery="PULL")
    published(1), published(2)
    facts = {"actor": SYSTEM, "room": ROOM, "code": "dan-cu-thay-doi", "subscriber": HEARER, "now": MONDAY}
    notice = pull_notice(**facts)
    assert notice is not None
    assert notice.payload == {"change": 1}
    assert pull_notice(**facts) == notice
    confirm_notice(public_id=notice.public_id, **facts)
    following = pull_notice(**facts)
    assert following is not None
    assert following.payload == {"change": 2}
    with pytest.raises(NotFound):
        confirm_notice(public_id=notice.public_id, **facts)


def test_a_pushed_subscription_is_not_pulled(hearer: Receiver) -> None:
    subscribed(hearer.url)
    with pytest.raises(NotForPulling):
        pull_notice(actor=SYSTEM, room=ROOM, code="dan-cu-thay-doi", subscriber=HEARER, now=MONDAY)


def test_pulled_notices_nobody_fetched_die_with_their_time() -> None:
    subscribed("", delivery="PULL", ttl_seconds=3600)
    delivery = published()
    publish_due_deliveries(now=MONDAY + dt.timedelta(hours=2))
    assert again(delivery).state == "dead"


def test_a_notice_may_travel_over_the_axis() -> None:
    subscribed(f"axis:{HEARER}/su-kien/nhan")
    delivery = published()
    carrier = MemoryCarrier()
    carrier.prepare(f"{HEARER}/su-kien", "/nhan", Answer(204), method="POST")
    with carried_by(carrier):
        attempt_delivery(delivery_id=delivery.pk, now=MONDAY)
    assert again(delivery).state == "delivered"
    check_signature(dict(carrier.asked[0].headers), carrier.asked[0].body)


def test_an_address_that_became_unsafe_is_not_called(hearer: Receiver, settings: Any) -> None:
    subscribed(hearer.url)
    delivery = published()
    settings.AXIS_WEBHOOK_NETWORKS = []
    attempt_delivery(delivery_id=delivery.pk, now=MONDAY)
    assert (again(delivery).state, hearer.got) == ("waiting", [])


def test_a_changed_wish_holds_for_what_waits(hearer: Receiver) -> None:
    subscribed("http://127.0.0.1:9/nhan")
    delivery = published()
    wish = Wish(target=hearer.url, ttl_seconds=3600)
    change_subscription(actor=SYSTEM, room=ROOM, code="dan-cu-thay-doi", subscriber=HEARER, wish=wish, now=MONDAY)
    attempt_delivery(delivery_id=delivery.pk, now=MONDAY)
    assert again(delivery).state == "delivered"


def test_an_ended_subscription_hears_nothing_more(hearer: Receiver) -> None:
    subscribed(hearer.url)
    delivery = published()
    end_subscription(actor=SYSTEM, room=ROOM, code="dan-cu-thay-doi", subscriber=HEARER, now=MONDAY)
    attempt_delivery(delivery_id=delivery.pk, now=MONDAY)
    assert (again(delivery).state, hearer.got) == ("stopped", [])
    publish_notice(actor=SYSTEM, room=ROOM, code="dan-cu-thay-doi", payload={"change": 2}, publisher=ROOM, now=MONDAY)
    assert Delivery.objects.count() == 1


def test_a_stopped_notice_goes_nowhere(hearer: Receiver) -> None:
    subscribed(hearer.url)
    delivery = published()
    stop_notice(actor=SYSTEM, room=ROOM, code="dan-cu-thay-doi", public_id=delivery.notice.public_id, now=MONDAY)
    attempt_delivery(delivery_id=delivery.pk, now=MONDAY)
    assert (again(delivery).state, hearer.got) == ("stopped", [])
