"""The GovStack shapes: publish and subscribe for systems, configuration for those with the scope."""

import datetime as dt
import json
from typing import Any

import pytest
import yaml
from django.test import Client

from sen.capabilities.exchange.models import Agreement, Delivery, Member, NoticeSubscription, NoticeType, Right, Server, Service, Subsystem
from sen.kernel import clock

pytestmark = pytest.mark.django_db
CSDL, PHANMEM, LA = "VN-DT/GOV/H20/CSDL", "VN-DT/GOV/SO/PHANMEM", "VN-DT/GOV/KHAC/LA"
ROOM = f"/api/su-kien/r1/{CSDL}"
CONF = "/api/cau-hinh-truc/api/v1"
SCHEMA = {"type": "object", "required": ["change"]}


@pytest.fixture(autouse=True)
def _axis(settings: Any) -> None:
    settings.SERVICE_CREDENTIAL = "secret-of-the-axis"
    settings.AXIS_INSTANCE = "VN-DT"
    settings.API_WRITERS = {PHANMEM: ("read:conf", "write:conf", "create:conf", "read:rights", "write:rights")}
    now = clock.now()
    for identifier in (CSDL, PHANMEM, LA):
        _instance, _class, code, system = identifier.split("/")
        member = Member.objects.create(
            identifier=f"VN-DT/GOV/{code}", instance="VN-DT", member_class="GOV", code=code, name=code, name_sort=code, created_at=now
        )
        server = Server.objects.create(identifier=f"VN-DT/GOV/{code}/1", owner=member, code="1", name=code, address="x:1", created_at=now)
        Subsystem.objects.create(identifier=identifier, member=member, code=system, name=system, created_at=now).servers.add(server)
    Service.objects.create(
        identifier=f"{CSDL}/dan-cu", subsystem=Subsystem.objects.get(identifier=CSDL), code="dan-cu", name="Dân cư", name_folded="dan cu",
        state="active", base_url="http://x.example", created_at=now, changed_at=now,
    )  # fmt: skip


def call(client: Client, method: str, path: str, body: Any = None, *, system: str = PHANMEM, media: str = "application/json") -> Any:
    text = body if isinstance(body, str) else json.dumps(body) if body is not None else ""
    headers = {"Authorization": "Bearer secret-of-the-axis", "X-GovStack-Client": system}
    return client.generic(method, path, text, content_type=media, headers=headers)


def open_type(client: Client) -> None:
    answer = call(client, "POST", f"{ROOM}/api/v1/eventType", {"eventType": "newBirth", "schema": SCHEMA}, system=CSDL)
    assert answer.status_code == 200, answer.content
    NoticeType.objects.update(is_open=True)


def subscribed(client: Client, **item: Any) -> Any:
    return call(client, "POST", f"{ROOM}/api/v1/subs/newBirth", {"eventType": "newBirth", "delivery": "PULL", **item})


def test_without_a_credential_nothing_is_said(client: Client) -> None:
    assert client.get(f"{ROOM}/api/v1/eventType").status_code == 401
    assert client.get(f"{CONF}/config").status_code == 401


def test_a_type_lives_from_creation_to_its_end(client: Client) -> None:
    assert call(client, "GET", f"{ROOM}/api/v1/eventType").status_code == 204
    open_type(client)
    assert call(client, "GET", f"{ROOM}/api/v1/eventType").json() == ["newBirth"]
    assert call(client, "GET", f"{ROOM}/api/v1/eventType/newBirth").json() == {"eventType": "newBirth", "schema": SCHEMA}
    assert call(client, "GET", f"{ROOM}/api/v1/eventType/other").status_code == 204
    again = call(client, "POST", f"{ROOM}/api/v1/eventType", {"eventType": "newBirth", "schema": SCHEMA}, system=CSDL)
    assert again.status_code == 409
    assert call(client, "DELETE", f"{ROOM}/api/v1/eventType/newBirth", system=CSDL).status_code == 204
    assert call(client, "DELETE", f"{ROOM}/api/v1/eventType/newBirth", system=CSDL).status_code == 404


def test_only_the_member_of_the_room_opens_types_and_publishes(client: Client) -> None:
    body = {"eventType": "newBirth", "schema": SCHEMA}
    assert call(client, "POST", f"{ROOM}/api/v1/eventType", body).status_code == 403
    assert not NoticeType.objects.exists()
    open_type(client)
    event = {"eventType": "newBirth", "event": {"change": 1}}
    assert call(client, "POST", f"{ROOM}/pub/v1/newBirth", event).status_code == 403
    assert call(client, "DELETE", f"{ROOM}/api/v1/eventType/newBirth").status_code == 403


def test_an_event_is_published_pulled_and_confirmed(client: Client) -> None:
    open_type(client)
    assert subscribed(client).status_code == 200
    answer = call(client, "POST", f"{ROOM}/pub/v1/newBirth", {"eventType": "newBirth", "event": {"change": 1}}, system=CSDL)
    assert answer.status_code == 201
    number = answer.json()["id"]
    item = call(client, "GET", f"{ROOM}/pull/v1/newBirth").json()
    assert (item["id"], item["sequence"], item["event"]) == (number, 1, {"change": 1})
    assert item["publisherId"]["applicationCode"] == "CSDL"
    assert call(client, "DELETE", f"{ROOM}/pull/v1/newBirth/{number}").status_code == 204
    assert call(client, "GET", f"{ROOM}/pull/v1/newBirth").status_code == 404
    assert call(client, "DELETE", f"{ROOM}/pull/v1/newBirth/{number}").status_code == 404
    assert call(client, "GET", f"{ROOM}/pub/v1/newBirth/{number}", system=CSDL).json()["id"] == number
    assert call(client, "GET", f"{ROOM}/pub/v1/newBirth/{number}").status_code == 403


def test_an_event_that_does_not_fit_is_refused(client: Client) -> None:
    open_type(client)
    answer = call(client, "POST", f"{ROOM}/pub/v1/newBirth", {"eventType": "newBirth", "event": {}}, system=CSDL)
    assert answer.status_code == 400
    answer = call(client, "POST", f"{ROOM}/pub/v1/unknown", {"eventType": "unknown", "event": {}}, system=CSDL)
    assert answer.status_code == 404


def test_an_event_may_be_stopped(client: Client) -> None:
    open_type(client)
    subscribed(client)
    number = call(client, "POST", f"{ROOM}/pub/v1/newBirth", {"eventType": "newBirth", "event": {"change": 1}}, system=CSDL).json()["id"]
    assert call(client, "DELETE", f"{ROOM}/pub/v1/newBirth/{number}", system=CSDL).status_code == 204
    assert Delivery.objects.get().state == "stopped"


def test_a_subscription_lives_from_wish_to_end(client: Client, settings: Any) -> None:
    settings.AXIS_WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    open_type(client)
    assert call(client, "GET", f"{ROOM}/api/v1/subs").status_code == 404
    made = subscribed(client, delivery="PUSH", options={"TTL": 600, "FIFO": True, "url": "http://127.0.0.1:9/x"})
    assert made.json()["options"] == {"TTL": 600, "FIFO": True, "url": "http://127.0.0.1:9/x"}
    assert made.json()["subscriberId"]["memberCode"] == "SO"
    assert subscribed(client).status_code == 409
    assert len(call(client, "GET", f"{ROOM}/api/v1/subs").json()) == 1
    changed = call(client, "PATCH", f"{ROOM}/api/v1/subs/newBirth", {"eventType": "newBirth", "delivery": "PULL"})
    assert (changed.status_code, changed.json()["delivery"]) == (201, "PULL")
    assert call(client, "GET", f"{ROOM}/api/v1/subs/newBirth").json()["delivery"] == "PULL"
    assert call(client, "DELETE", f"{ROOM}/api/v1/subs/newBirth").status_code == 204
    assert call(client, "GET", f"{ROOM}/api/v1/subs/newBirth").status_code == 404


def test_nobody_subscribes_for_somebody_else_or_to_an_inside_address(client: Client) -> None:
    open_type(client)
    other = {"instanceId": "VN-DT", "memberClass": "GOV", "memberCode": "KHAC", "applicationCode": "LA"}
    assert subscribed(client, subscriberId=other).status_code == 403
    assert subscribed(client, delivery="PUSH", options={"url": "http://169.254.169.254/"}).status_code == 400
    assert not NoticeSubscription.objects.exists()


def test_a_subscriber_never_sees_another_ones_subscription(client: Client) -> None:
    open_type(client)
    subscribed(client)
    assert call(client, "GET", f"{ROOM}/api/v1/subs", system=LA).status_code == 404
    assert call(client, "GET", f"{ROOM}/pull/v1/newBirth", system=LA).status_code == 404


def agreement(consumer: str = "SO") -> None:
    now = clock.now()
    Agreement.objects.create(
        number=f"1/{consumer}", provider=Member.objects.get(code="H20"), consumer=Member.objects.get(code=consumer), legal_basis="NĐ 194",
        purpose="Giải quyết hồ sơ", signed_on=now.date(), valid_from=now.date() - dt.timedelta(days=1), created_at=now,
    )  # fmt: skip


def rights(caller: str = PHANMEM) -> list[dict[str, Any]]:
    _instance, member_class, member, application = caller.split("/")
    who = {"memberClass": member_class, "memberCode": member, "applicationId": application}
    return [{"memberClass": "GOV", "memberCode": "H20", "applicationId": "CSDL", "serviceId": "dan-cu", "rights": [who]}]


def test_the_configuration_is_read_with_its_scope(client: Client) -> None:
    told = call(client, "GET", f"{CONF}/config").json()
    assert told["instance"] == "VN-DT"
    shared = next(member for member in told["members"] if member["code"] == "H20")
    assert shared["applications"][0]["services"][0]["id"] == "dan-cu"
    assert call(client, "GET", f"{CONF}/config", system=LA).status_code == 403
    assert call(client, "GET", f"{CONF}/status").json() == "up"


def test_rights_are_given_under_an_agreement_and_taken(client: Client) -> None:
    refused = call(client, "PATCH", f"{CONF}/rights/allow", rights())
    assert refused.status_code == 422
    assert not Right.objects.exists()
    agreement()
    assert call(client, "PATCH", f"{CONF}/rights/allow", rights()).status_code == 200
    assert call(client, "PATCH", f"{CONF}/rights/allow", rights()).status_code == 200
    assert Right.objects.get().state == "active"
    assert call(client, "GET", f"{CONF}/rights/allow?memberCode=H20").json() == {"allowList": rights()}
    assert call(client, "GET", f"{CONF}/rights/allow?serviceId=khac").json() == {"allowList": []}
    assert call(client, "PATCH", f"{CONF}/rights/deny", rights()).status_code == 200
    assert Right.objects.get().state == "ended"


def test_rights_come_in_pages(client: Client) -> None:
    agreement()
    agreement("KHAC")
    call(client, "PATCH", f"{CONF}/rights/allow", rights())
    call(client, "PATCH", f"{CONF}/rights/allow", rights(LA))
    first = call(client, "GET", f"{CONF}/rights/allow?pageSize=1").json()
    second = call(client, "GET", f"{CONF}/rights/allow?pageSize=1&nextPageToken={first['nextPageToken']}").json()
    assert "nextPageToken" not in second
    assert first["allowList"] + second["allowList"] == rights() + rights(LA)


def configuration(name: str = "SO") -> dict[str, Any]:
    service = {"id": "moi", "specUrl": "", "serviceUrl": "http://dv.example/moi", "rights": [{"member": "SO", "application": "PHANMEM"}]}
    application = {"id": "HETHONG", "services": [service]}
    shared = {"name": "UBND", "class": "GOV", "code": "H20", "applications": [application]}
    own = {"name": name, "class": "GOV", "code": "SO", "applications": [{"id": "PHANMEM"}]}
    return {"domain": "x", "instance": "VN-DT", "members": [shared, own]}


@pytest.mark.parametrize("media", ["application/json", "text/yaml"])
def test_a_configuration_is_added_and_the_rest_stays(client: Client, media: str) -> None:
    agreement()
    text = yaml.safe_dump(configuration()) if media == "text/yaml" else json.dumps(configuration())
    answer = call(client, "PATCH", f"{CONF}/config", text, media=media)
    assert (answer.status_code, answer.json()) == (201, "applied")
    assert Service.objects.get(code="moi").state == "active"
    assert Right.objects.get(service__code="moi").state == "active"
    assert Service.objects.get(code="dan-cu").state == "active"
    assert call(client, "POST", f"{CONF}/config?init=false", configuration()).status_code == 201
    assert Right.objects.count() == 1


def test_a_whole_configuration_switches_off_what_it_does_not_name(client: Client) -> None:
    agreement()
    assert call(client, "PUT", f"{CONF}/config", configuration()).status_code == 201
    assert Service.objects.get(code="dan-cu").state == "disabled"
    assert not Subsystem.objects.get(identifier=CSDL).is_active
    assert not Member.objects.get(code="KHAC").is_active
    assert Member.objects.get(code="SO").is_active


def test_a_configuration_that_fails_halfway_changes_nothing(client: Client) -> None:
    assert call(client, "PATCH", f"{CONF}/config", configuration()).status_code == 422
    assert not Service.objects.filter(code="moi").exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({**configuration(), "instance": "EE"}, 400),
        ({"instance": "VN-DT"}, 400),
        ("{", 400),
        ("a: &x [1]\nb: *x\n", 400),
        ({**configuration(), "surplus": 1}, 400),
    ],
)
def test_an_unreadable_configuration_is_refused(client: Client, body: Any, status: int) -> None:
    assert call(client, "PUT", f"{CONF}/config", body, media="text/yaml").status_code == status
    assert Member.objects.filter(is_active=True).count() == 3


def test_a_system_without_the_scope_changes_nothing(client: Client) -> None:
    agreement()
    assert call(client, "PATCH", f"{CONF}/rights/allow", rights(), system=LA).status_code == 403
    assert call(client, "PUT", f"{CONF}/config", configuration(), system=LA).status_code == 403
    assert not Right.objects.exists()


def test_both_descriptions_are_published(client: Client) -> None:
    for key, path in (
        ("su-kien", "/r1/{instance}/{member_class}/{member}/{application}/pull/v1/{event_type}"),
        ("cau-hinh-truc", "/api/v1/config"),
    ):
        told = client.get(f"/api/{key}/openapi.json").json()
        assert path in told["paths"]
