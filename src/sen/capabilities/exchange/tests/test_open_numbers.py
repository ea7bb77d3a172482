"""The open numbers of the axis: for everybody, an hour late, rounded so that nobody is recognised."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from sen.capabilities.exchange.models import (
    Member,
    Server,
    Service,
    Subsystem,
    Traffic,
)
from sen.kernel import clock

pytestmark = pytest.mark.django_db
MOTCUA, CSDL = "VN-DT/GOV/H20/MOTCUA", "VN-DT/GOV/H20/CSDL"
SERVICE = f"{CSDL}/dan-cu"


@pytest.fixture
def now() -> dt.datetime:
    return clock.now()


@pytest.fixture(autouse=True)
def _axis(settings: Any, now: dt.datetime) -> None:
    settings.AXIS_WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    member = Member.objects.create(
        identifier="VN-DT/GOV/H20", instance="VN-DT", member_class="GOV", code="H20", name="UBND tỉnh", name_sort="u", created_at=now
    )
    server = Server.objects.create(
        identifier="VN-DT/GOV/H20/TINH",
        owner=member,
        code="TINH",
        name="Máy chủ tỉnh",
        address="x:1",
        consumer_url="http://h",
        created_at=now,
    )
    for identifier, name in ((MOTCUA, "Một cửa"), (CSDL, "Cơ sở dữ liệu dùng chung")):
        sub = Subsystem.objects.create(identifier=identifier, member=member, code=identifier.rpartition("/")[2], name=name, created_at=now)
        sub.servers.add(server)
    Service.objects.create(
        identifier=SERVICE,
        subsystem=Subsystem.objects.get(identifier=CSDL),
        code="dan-cu",
        name="Dân cư",
        name_folded="dan cu",
        state="active",
        base_url="http://x",
        created_at=now,
        changed_at=now,
    )


def traffic(now: dt.datetime, *, minutes_ago: int = 1, requests: int = 120, failed: int = 3, service: str = SERVICE) -> None:
    Traffic.objects.create(
        starts_at=(now - dt.timedelta(minutes=minutes_ago)).replace(second=0, microsecond=0),
        server="VN-DT/GOV/H20/TINH",
        side="c",
        client=MOTCUA,
        service=service,
        requests=requests,
        failed=failed,
        faulted=failed,
        bytes_in=1000,
        bytes_out=9000,
        milliseconds=960,
        buckets={"24": requests},
    )


def test_the_open_numbers_are_late_and_rounded(client: Client, now: dt.datetime) -> None:
    traffic(now, minutes_ago=5, requests=1000)
    traffic(now, minutes_ago=180, requests=123)
    Service.objects.filter(identifier=SERVICE).update(is_listed=True)
    answer = client.get("/dich-vu-chia-se/so-lieu.json")
    told = answer.json()
    assert told["total"]["requests"] == 120
    assert told["services"] == [
        {"service": SERVICE, "name": "Dân cư", "requests": 120, "failed_percent": 2.5, "p50": 10, "p95": 10, "p99": 10}
    ]
    assert told["licence"] == "CC BY 4.0"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert MOTCUA not in answer.content.decode()
    text = client.get("/dich-vu-chia-se/so-lieu/").content.decode()
    assert "120" in text
    table = client.get("/dich-vu-chia-se/so-lieu.csv").content.decode("utf-8-sig").splitlines()
    assert table[0].startswith("from,to,licence,kind,key,name,requests")
    assert table[-1].split(",")[3:7] == ["service", SERVICE, "Dân cư", "120"]


def test_too_few_to_say_is_not_said(client: Client, now: dt.datetime) -> None:
    traffic(now, minutes_ago=180, requests=4, failed=1)
    total = client.get("/dich-vu-chia-se/so-lieu.json").json()["total"]
    assert total == {"requests": None, "failed_percent": None, "p50": None, "p95": None, "p99": None}
    assert "dưới 5" in client.get("/dich-vu-chia-se/so-lieu/").content.decode()


def test_a_service_that_is_not_listed_has_no_name_in_public(client: Client, now: dt.datetime) -> None:
    Service.objects.update(is_listed=False)
    traffic(now, minutes_ago=180, requests=50)
    answer = client.get("/dich-vu-chia-se/so-lieu.json")
    assert answer.json()["services"][0]["name"] == "Dịch vụ khác"
    assert SERVICE not in answer.content.decode()


@pytest.mark.parametrize("requests", [6, 7, 99, 104, 105, 1234])
def test_rounding_hides_the_exact_count(client: Client, now: dt.datetime, requests: int) -> None:
    traffic(now, minutes_ago=180, requests=requests, failed=0)
    told = client.get("/dich-vu-chia-se/so-lieu.json").json()["total"]["requests"]
    step = 5 if requests < 100 else 10
    assert told % step == 0
    assert abs(told - requests) <= step / 2
