"""Types, schemas and subscriptions: who may hear what, and where notices never go."""

import base64
import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sen.capabilities.exchange.errors import (
    AlreadySubscribed,
    BadNoticeSchema,
    NoticeTypeMissing,
    NoticeTypeTaken,
    NoticeUnfit,
    UnsafeTarget,
)
from sen.capabilities.exchange.models import Delivery, Member, Notice, NoticeSubscription, RegistryMark, Subsystem
from sen.capabilities.exchange.services.delivering import (
    attempt_delivery,
)
from sen.capabilities.exchange.services.notices import (
    create_notice_type,
    end_notice_type,
    publish_notice,
    tell_change,
    tell_waiting_changes,
)
from sen.capabilities.exchange.services.subscribing import Wish, subscribe_to
from sen.capabilities.exchange.subscriptions import tell_registry_change
from sen.capabilities.exchange.tests.webhook_receivers import Receiver, receiver
from sen.foundation.agencies.models import Agency
from sen.foundation.feeds.events import RegistryChanged
from sen.foundation.signing.selectors import public_key_set
from sen.kernel import clock
from sen.kernel.actor import SYSTEM, Actor, Role
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


def test_only_known_subsystems_hear_and_closed_rooms_stay_closed() -> None:
    open_type(is_open=False)
    for stranger in ("VN-DT/GOV/KHAC/LA", "VN-DT/GOV/KHONG/CO"):
        with pytest.raises(NoticeTypeMissing):
            subscribe_to(actor=SYSTEM, room=ROOM, code="dan-cu-thay-doi", subscriber=stranger, wish=Wish("PULL"), now=MONDAY)
    assert not NoticeSubscription.objects.exists()


def test_one_subscription_for_each_subscriber(hearer: Receiver) -> None:
    subscribed(hearer.url)
    with pytest.raises(AlreadySubscribed):
        subscribe_to(actor=SYSTEM, room=ROOM, code="dan-cu-thay-doi", subscriber=HEARER, wish=Wish("PULL"), now=MONDAY)


def test_a_payload_that_does_not_fit_is_not_published() -> None:
    open_type()
    with pytest.raises(NoticeUnfit):
        publish_notice(actor=SYSTEM, room=ROOM, code="dan-cu-thay-doi", payload={"change": "x"}, publisher=ROOM, now=MONDAY)
    assert not Notice.objects.exists()


@pytest.mark.parametrize("schema", [{"type": 5}, {"properties": {"a": []}}, {"description": "x" * 70_000}])
def test_a_schema_must_be_one(schema: dict[str, Any]) -> None:
    with pytest.raises(BadNoticeSchema):
        create_notice_type(actor=SYSTEM, room=ROOM, code="x", schema=schema, now=MONDAY)


def test_a_schema_that_leads_outside_fetches_nothing() -> None:
    schema = {"$ref": "http://127.0.0.1:9/schema.json"}
    create_notice_type(actor=SYSTEM, room=ROOM, code="x", schema=schema, now=MONDAY)
    with pytest.raises(NoticeUnfit):
        publish_notice(actor=SYSTEM, room=ROOM, code="x", payload={}, publisher=ROOM, now=MONDAY)


def test_a_type_exists_once_and_may_come_back_after_its_end() -> None:
    open_type()
    with pytest.raises(NoticeTypeTaken):
        open_type()
    end_notice_type(actor=SYSTEM, room=ROOM, code="dan-cu-thay-doi", now=MONDAY)
    with pytest.raises(NoticeTypeMissing):
        published()
    open_type()


def test_many_changes_of_a_registry_make_one_notice(hearer: Receiver) -> None:
    facts: dict[str, Any] = {"actor": SYSTEM, "room": ROOM, "registry": "dan-cu"}
    assert tell_change(change=1, now=MONDAY, **facts) is None
    wish = Wish(target=hearer.url)
    subscribe_to(actor=SYSTEM, room=ROOM, code="dan-cu-thay-doi", subscriber=HEARER, wish=wish, now=MONDAY)
    for number in range(2, 6):
        tell_change(change=number, now=MONDAY + dt.timedelta(seconds=number), **facts)
    assert not Notice.objects.exists()
    assert tell_waiting_changes(actor=SYSTEM, room=ROOM, now=MONDAY + MINUTE) == 1
    assert Notice.objects.get().payload == {"registry": "dan-cu", "change": 5, "fetch": "/api/dan-cu/changes?after=1"}
    assert tell_waiting_changes(actor=SYSTEM, room=ROOM, now=MONDAY + 2 * MINUTE) == 0
    assert RegistryMark.objects.get().told_change == 5


def test_a_change_in_a_shared_database_reaches_its_subscriber(hearer: Receiver, settings: Any) -> None:
    settings.AXIS_ROOM = ROOM
    tell_registry_change(RegistryChanged("dan-cu", 1, 1))
    subscribe_to(actor=SYSTEM, room=ROOM, code="dan-cu-thay-doi", subscriber=HEARER, wish=Wish(target=hearer.url), now=clock.now())
    RegistryMark.objects.update(told_at=None)
    tell_registry_change(RegistryChanged("dan-cu", 2, 9))
    attempt_delivery(delivery_id=Delivery.objects.get().pk, now=clock.now())
    assert json.loads(hearer.got[0][1])["event"]["change"] == 9


@pytest.mark.parametrize(
    "target",
    [
        "https://169.254.169.254/latest",
        "https://10.0.0.8/x",
        "https://[::1]/x",
        "https://[::ffff:10.0.0.1]/x",
        "https://[64:ff9b::a00:1]/x",
        "http://93.184.215.14/x",
        "https://user:pass@93.184.215.14/",
        "ftp://93.184.215.14/",
        "https:///x",
        "https://0x7f.1:99999/",
        "https://93.184.215.14/a b",
        "https://224.0.0.1/",
        "axis:VN-DT/GOV",
    ],
)
def test_addresses_inside_are_never_called(target: str) -> None:
    open_type()
    with pytest.raises(UnsafeTarget):
        subscribe_to(actor=SYSTEM, room=ROOM, code="dan-cu-thay-doi", subscriber=HEARER, wish=Wish(target=target), now=MONDAY)
    assert not NoticeSubscription.objects.exists()
