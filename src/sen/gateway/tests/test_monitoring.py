"""Operational monitoring: the published field names, who sees what, the cut, masking, hostile searches; summary and metrics."""

import asyncio
import datetime as dt
import hashlib
import json
import re
import time
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from sen.gateway.protocol.faults import Fault
from sen.gateway.serving import traffic
from sen.gateway.serving.metrics import PhaseMeter
from sen.gateway.serving.monitoring import FIELDS, MOST_RECORDS, Presentation, Viewer, mask_path, mask_user, operational_data, read_criteria
from sen.gateway.tests.chest import CREDENTIAL, MEMBER, SERVICE, STRANGER, SYSTEM, Chest, exchange, opened_chest, utc

NOW = int(time.time())
START = (NOW - 1800) // 60 * 60


@pytest.fixture(scope="module")
def chest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chest]:
    digest = hashlib.sha256(CREDENTIAL.encode()).hexdigest()
    with opened_chest(tmp_path_factory.mktemp("chest"), monitor_credential=digest, monitors=[f"{MEMBER}/KHOA"]) as made:
        entries = [exchange(message_id=f"m{number}", at=(START + number) * 1_000_000, took=(number + 1) * 1000) for number in range(100)]
        entries.append(exchange(message_id="theirs", client=STRANGER, at=(START + 5) * 1_000_000))
        entries.append(
            exchange(message_id="broken", at=(START + 70) * 1_000_000, succeeded=False, status=500, fault="Server.ServerProxy.NetworkError",
                     fault_text="087012345678 not reached", request_out=None, answer_in=None)
        )  # fmt: skip
        entries += [
            exchange(message_id=f"answered {status}", at=(START + 71) * 1_000_000, succeeded=False, status=status)
            for status in (404, 422, 503)
        ]
        fault = "Client.TooManyRequests"
        entries.append(exchange(message_id="too often", at=(START + 72) * 1_000_000, succeeded=False, status=429, fault=fault))
        entries.append(exchange(message_id="here", side="p", at=(NOW - 100) * 1_000_000, represented="GOV/SO9", trace="abc"))
        made.write_exchanges(entries)
        made.write(1, message_id="kept")
        yield made


def data(chest: Chest, more: str = "", *, since: int = START, until: int = START + 1690, **who: Any) -> dict[str, Any]:
    status, headers, body = chest.ask(f"/monitor/operational-data?recordsFrom={since}&recordsTo={until}{more}", **who)
    assert (status, headers["content-type"]) == (200, "application/json;charset=utf-8"), body
    return dict(json.loads(body))


def test_a_record_has_the_published_names_and_units(chest: Chest) -> None:
    (record,) = [each for each in data(chest)["records"] if each["messageId"] == "m7"]
    assert record | {"xRequestId": "?"} == {
        "monitoringDataTs": START + 7, "securityServerType": "Client", "requestInTs": (START + 7) * 1000, "requestOutTs": (START + 7) * 1000 + 2,
        "responseInTs": (START + 7) * 1000 + 4, "responseOutTs": (START + 7) * 1000 + 8, "clientXRoadInstance": "VN-DT", "clientMemberClass": "GOV",
        "clientMemberCode": "SO", "clientSubsystemCode": "PHANMEM", "serviceXRoadInstance": "VN-DT", "serviceMemberClass": "GOV",
        "serviceMemberCode": "H20", "serviceSubsystemCode": "CSDL", "serviceCode": "dan-cu", "restMethod": "GET", "messageId": "m7",
        "messageUserId": "VN087012345678", "messageIssue": "H20.1-1", "messageProtocolVersion": "1", "clientSecurityServerAddress": "10.0.0.1:5500",
        "requestSize": 300, "responseSize": 900, "requestAttachmentCount": 0, "responseAttachmentCount": 0, "succeeded": True, "statusCode": 200,
        "serviceType": "REST", "xRequestId": "?",
    }  # fmt: skip


def test_the_providers_record_has_the_path_without_personal_numbers(chest: Chest) -> None:
    (record,) = data(chest, since=NOW - 110, until=NOW - 61, client="", credential=CREDENTIAL)["records"]
    assert (record["restPath"], record["securityServerType"], record["securityServerInternalIp"]) == ("/nguoi/…", "Producer", "127.0.0.1:2")
    assert (record["messageUserId"], record["representedPartyClass"], record["representedPartyCode"]) == ("VN…678", "GOV", "SO9")


def test_a_client_sees_its_own_and_the_platform_all(chest: Chest) -> None:
    own, strange, everything = data(chest), data(chest, client=STRANGER), data(chest, client="", credential=CREDENTIAL)
    assert own["recordsCount"] == 105 and {each["clientSubsystemCode"] for each in own["records"]} == {"PHANMEM"}
    assert [each["messageId"] for each in strange["records"]] == ["theirs"]
    assert everything["recordsCount"] == 106
    assert data(chest, f"&client={STRANGER}", client="", credential=CREDENTIAL)["recordsCount"] == 1
    assert data(chest, f"&client={STRANGER}")["recordsCount"] == 0


def test_nobody_unknown_sees_anything(chest: Chest) -> None:
    target = f"/monitor/operational-data?recordsFrom={START}&recordsTo={START + 10}"
    for who in ({"client": ""}, {"client": f"{MEMBER}/KHOA"}, {"client": "VN-DT/GOV/X/Y"}, {"client": "", "credential": "wrong"}):
        status, headers, body = chest.ask(target, **who)
        assert status in (400, 401, 500) and "x-road-error" in headers and b"087012345678" not in body
    assert chest.ask("/monitor/summary?since=0")[0] == 403
    assert chest.ask("/monitor/evidence?id=kept")[0] == 401
    assert chest.ask("/metrics")[0] == 401


def test_only_the_wanted_fields_are_told(chest: Chest) -> None:
    records = data(chest, "&outputField=messageId,succeeded&outputField=statusCode")["records"]
    assert {frozenset(record) for record in records} == {frozenset({"messageId", "succeeded", "statusCode"})}


def test_the_end_is_moved_to_what_is_complete(chest: Chest) -> None:
    answer = data(chest, until=int(time.time()) + 1000)
    assert NOW - 70 < answer["nextRecordsFrom"] <= int(time.time()) - 60
    assert "nextRecordsFrom" not in data(chest)


@pytest.mark.parametrize(
    "query",
    [
        "", "recordsFrom=1", "recordsFrom=a&recordsTo=2", "recordsFrom=-1&recordsTo=2", "recordsFrom=1&recordsFrom=1&recordsTo=2",
        "recordsFrom=5&recordsTo=2", "recordsFrom=1&recordsTo=99999999999999999", "recordsFrom=TOMORROW&recordsTo=DAY_AFTER",
        "recordsFrom=1&recordsTo=2&outputField=password", "recordsFrom=1&recordsTo=2&client=%00", "recordsFrom=%D9%A1&recordsTo=2",
        "recordsFrom=1&recordsTo=2&client=" + "x" * 2000, "recordsFrom=%FF&recordsTo=2", "&".join(["a=1"] * 200),
    ],
)  # fmt: skip
def test_hostile_searches_are_refused(chest: Chest, query: str) -> None:
    # The day after is worked out here: a test's name must be the same in every process that collects it.
    asked = query.replace("TOMORROW", str(NOW + 90_000)).replace("DAY_AFTER", str(NOW + 99_000))
    status, headers, body = chest.ask(f"/monitor/operational-data?{asked}")
    assert (status, headers["x-road-error"]) == (400, "Client.BadRequest"), body


@pytest.mark.parametrize("client", ["' OR '1'='1", "%25", "_", SERVICE, "VN-DT/GOV/SO/PHANME_"])
def test_a_client_is_compared_not_interpreted(chest: Chest, client: str) -> None:
    assert data(chest, f"&client={client}".replace(" ", "+"), client="", credential=CREDENTIAL)["recordsCount"] == 0


@pytest.mark.parametrize(("method", "path", "status"), [("POST", "summary", 405), ("GET", "elsewhere", 404), ("GET", "", 404)])
def test_other_addresses_and_methods_are_refused(chest: Chest, method: str, path: str, status: int) -> None:
    assert chest.ask(f"/monitor/{path}", method=method, client="", credential=CREDENTIAL)[0] == status


def test_the_cut_takes_the_whole_last_second_and_nothing_twice(tmp_path: Any) -> None:
    with opened_chest(tmp_path) as chest:
        per_second = 3500
        chest.write_exchanges(
            [exchange(at=(START + second) * 1_000_000 + number, took=10) for second in range(4) for number in range(per_second)]
        )

        async def read(since: int, until: int) -> dict[str, Any]:
            async with chest.at_work() as (_, connected):
                criteria = read_criteria({"recordsFrom": [str(since)], "recordsTo": [str(until)], "outputField": ["xRequestId"]}, utc(NOW))
                return await operational_data(connected, criteria, Viewer(sees_all=True), Presentation())

        first = asyncio.run(read(START, START + 60))
        assert MOST_RECORDS < first["recordsCount"] == 3 * per_second and first["nextRecordsFrom"] == START + 3
        rest = asyncio.run(read(first["nextRecordsFrom"], START + 60))
        assert rest["recordsCount"] == per_second and "nextRecordsFrom" not in rest
        assert len({each["xRequestId"] for each in first["records"] + rest["records"]}) == 4 * per_second


def test_masks() -> None:
    assert [mask_user("VN087012345678", policy) for policy in ("full", "masked", "hidden")] == ["VN087012345678", "VN…678", ""]
    assert (mask_user("", "masked"), mask_user("VN123", "masked")) == ("", "VN…")
    assert mask_path("/nguoi/087012345678/ho/12") == "/nguoi/…/ho/12"


def test_health_tells_the_last_instants_and_the_last_ten_minutes(tmp_path: Any) -> None:
    # A chest of its own: the instants of the others are those of the collecting of tests, which may be long ago.
    now, digest = int(time.time()), hashlib.sha256(CREDENTIAL.encode()).hexdigest()

    async def count(chest: Chest) -> None:
        async with chest.at_work() as (_, connected):
            for later in (0, 20, 40):
                await traffic.count_traffic(connected, dt.datetime.now(dt.UTC) + dt.timedelta(seconds=later))

    with opened_chest(tmp_path, monitor_credential=digest, monitors=[f"{MEMBER}/KHOA"]) as chest:
        chest.write_exchanges([exchange(message_id="here", side="p", at=(now - 100) * 1_000_000)])
        asyncio.run(count(chest))
        status, _, body = chest.ask("/monitor/health-data", client="", credential=CREDENTIAL)
        answer = json.loads(body)
        assert (status, answer["statisticsPeriodSeconds"]) == (200, 600)
        (event,) = answer["servicesEvents"]
        assert event["service"] == f"SERVICE:{SERVICE}" and event["lastSuccessfulRequestTimestamp"] == (now - 100) * 1000 + 8
        period = event["lastPeriodStatistics"]
        assert (period["successfulRequestCount"], period["requestMinDuration"], period["responseMaxSize"]) == (1, 8.0, 900.0)
        assert json.loads(chest.ask("/monitor/health-data", client=STRANGER)[2])["servicesEvents"] == []


def test_the_summary_counts_by_minute_with_percentiles_and_mergeable_buckets(chest: Chest) -> None:
    status, _, body = chest.ask(f"/monitor/summary?since={START + 3}", client="", credential=CREDENTIAL)
    answer = json.loads(body)
    assert status == 200 and answer["server"] == "VN-DT/GOV/SO/SONGANH" and answer["since"] == START
    first = next(cell for cell in answer["cells"] if (cell["minute"], cell["client"]) == (START, SYSTEM))
    assert (first["requests"], first["failed"], first["faulted"]) == (60, 0, 0)
    assert (first["p50"], first["p95"], first["p99"], first["maximum"]) == (30.0, 57.0, 60.0, 60.0)
    assert first["bytesIn"] == 60 * 300 and first["milliseconds"] == sum(range(1, 61))
    buckets = {int(exponent): number for exponent, number in first["buckets"].items()}
    assert sum(buckets.values()) == 60 and 30.0 <= traffic.percentile(buckets, 0.5) < 30.0 * 1.1
    told = {fault["messageId"]: fault for fault in answer["faults"]}
    assert told["broken"]["fault"] == "Server.ServerProxy.NetworkError" and told["broken"]["faultText"] == "… not reached"
    assert "userId" not in body.decode() and "087012345678" not in body.decode()
    assert answer["completeTo"] % 60 == 0 and answer["completeTo"] <= time.time() and answer["stamps"]["alarm"] is False


def test_what_callers_ask_wrongly_is_no_failure_of_the_service(chest: Chest) -> None:
    answer = json.loads(chest.ask(f"/monitor/summary?since={START}", client="", credential=CREDENTIAL)[2])
    cell = next(cell for cell in answer["cells"] if (cell["minute"], cell["client"]) == (START + 60, SYSTEM))
    assert (cell["requests"], cell["failed"], cell["faulted"]) == (45, 2, 1)
    assert {fault["messageId"] for fault in answer["faults"]} == {"broken", "answered 503", "too often"}
    # The published record stays with its own word for it: an answer of 400 or more has not succeeded.
    records = data(chest, "&outputField=messageId,succeeded", until=START + 71)["records"]
    assert {record["messageId"]: record["succeeded"] for record in records}["answered 404"] is False


def test_a_long_absence_is_read_in_pieces(chest: Chest) -> None:
    since = START - 5 * 3600
    answer = json.loads(chest.ask(f"/monitor/summary?since={since}", client="", credential=CREDENTIAL)[2])
    assert answer["nextSince"] == since // 60 * 60 + 180 * 60 == answer["completeTo"] and answer["cells"] == []
    assert chest.ask("/monitor/summary", client="", credential=CREDENTIAL)[0] == 400


def test_an_exchange_is_followed_by_either_number(chest: Chest) -> None:
    for number in ("kept", str(chest.rows("SELECT request_id FROM message LIMIT 1")[0][0])):
        answer = json.loads(chest.ask(f"/monitor/message?id={number}", client="", credential=CREDENTIAL)[2])
        assert [each["isAnswer"] for each in answer["messages"]] == [False, True] and len(answer["records"]) == 1
    near = json.loads(chest.ask(f"/monitor/message?id=broken&at={START + 70}", client="", credential=CREDENTIAL)[2])
    assert near["messages"] == [] and near["records"][0]["faultCode"] == "Server.ServerProxy.NetworkError"
    for hostile in ("", "?id=", "?id=%00", "?id=x&at=yesterday", "?id=a&id=b"):
        assert chest.ask(f"/monitor/message{hostile}", client="", credential=CREDENTIAL)[0] == 400


def metric_lines(chest: Chest) -> dict[str, float]:
    status, headers, body = chest.ask("/metrics", client="", credential=CREDENTIAL)
    assert (status, headers["content-type"]) == (200, "text/plain; version=0.0.4; charset=utf-8")
    lines = [line for line in body.decode().splitlines() if not line.startswith("#")]
    form = re.compile(r'[a-z_]+(\{([a-z]+="(\\.|[^"\\])*",?)+\})? [-+.e\d]+(inf|nan)?')
    assert all(form.fullmatch(line) for line in lines), [line for line in lines if not form.fullmatch(line)]
    assert len({line.rpartition(" ")[0] for line in lines}) == len(lines)
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines}


def test_prometheus_reads_counts_that_only_grow(chest: Chest) -> None:
    meter = PhaseMeter()

    async def story() -> None:
        async with chest.at_work() as (_, connected):
            for later in (100, 120, 140, 160):
                await traffic.count_traffic(connected, dt.datetime.now(dt.UTC) + dt.timedelta(seconds=later))
            meter.observe(exchange(uuid.uuid4()), {"sign": 0.0002, "log": 0.004, "odd": 1.0})
            await meter.bring(connected, worker="1", under_way=3, now=dt.datetime.now(dt.UTC))
            await meter.bring(connected, worker="2", under_way=4, now=dt.datetime.now(dt.UTC))

    before = metric_lines(chest)
    asyncio.run(story())
    after = metric_lines(chest)
    told = f'axis_requests_total{{role="client",client="{SYSTEM}",service="{SERVICE}",method="GET",outcome="ok"}}'
    assert after[told] == 101 and all(after[name] >= value for name, value in before.items() if name.endswith(("_total", "_count", "_sum")))
    assert after['axis_errors_total{role="client",code="Server.ServerProxy.NetworkError"}'] == 1
    outcomes = {outcome: after[told.replace('"ok"', f'"{outcome}"')] for outcome in ("axis_error", "service_error", "caller_error")}
    assert outcomes == {"axis_error": 1, "service_error": 1, "caller_error": 3}
    labels = f'role="client",service="{SERVICE}",phase="total"'
    assert (
        after[f'axis_request_duration_seconds_bucket{{{labels},le="+Inf"}}']
        == after[f"axis_request_duration_seconds_count{{{labels}}}"]
        == 107
    )
    assert after[f'axis_request_duration_seconds_bucket{{role="client",service="{SERVICE}",phase="log",le="0.005"}}'] == 1
    assert after["axis_inflight_requests"] == 7 and after["axis_globalconf_version"] == 1
    ends = "axis_certificate_not_after_timestamp_seconds"
    assert (
        after[f'{ends}{{kind="signing",subject="{MEMBER}"}}'] > time.time() < after[f'{ends}{{kind="tls",subject="VN-DT/GOV/SO/SONGANH"}}']
    )
    assert after['axis_sign_total{result="ok"}'] == 1
    asyncio.run(story_again(chest))
    assert metric_lines(chest)[told] == 101


async def story_again(chest: Chest) -> None:
    """Counting again counts nothing twice."""
    async with chest.at_work() as (_, connected):
        for later in (300, 320):
            await traffic.count_traffic(connected, dt.datetime.now(dt.UTC) + dt.timedelta(seconds=later))


def test_monitoring_records_leave_after_their_days_and_messages_stay(tmp_path: Any) -> None:
    with opened_chest(tmp_path) as chest:
        old = (NOW - 8 * 86_400) * 1_000_000
        chest.write_exchanges([exchange(at=old), exchange(at=old + 86_400_000_000 + 3_600_000_000), exchange()])
        chest.write(1)
        chest.command("archive")
        assert chest.rows("SELECT count(*) FROM exchange") == [(3,)] and chest.rows("SELECT count(*) FROM message") == [(2,)]


def test_fields_are_those_of_the_published_list() -> None:
    published = (
        "monitoringDataTs securityServerInternalIp securityServerType requestInTs requestOutTs responseInTs responseOutTs clientXRoadInstance "
        "clientMemberClass clientMemberCode clientSubsystemCode serviceXRoadInstance serviceMemberClass serviceMemberCode serviceSubsystemCode "
        "serviceCode restMethod restPath representedPartyClass representedPartyCode messageId messageUserId messageIssue messageProtocolVersion "
        "clientSecurityServerAddress serviceSecurityServerAddress requestSize responseSize requestAttachmentCount responseAttachmentCount succeeded "
        "statusCode serviceType faultCode faultString xRequestId"
    )
    assert list(FIELDS) == published.split()


def test_a_since_that_is_no_number_is_a_fault() -> None:
    with pytest.raises(Fault, match="since"):
        asyncio.run(traffic.summary(None, {"since": ["x"]}, server="s", now=utc(NOW)))  # type: ignore[arg-type]
