"""What the gateways measured is taken over by minute; an exchange two gateways saw counts once."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from sen.capabilities.exchange.adapters.axis.meter import MemoryMeter
from sen.capabilities.exchange.models import Member, Server, Traffic, TrafficFault, TrafficMark
from sen.capabilities.exchange.selectors import traffic
from sen.capabilities.exchange.services.measuring import gather_traffic, measured_by, roll_up_traffic
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
CLIENT, SERVICE = "VN-DT/GOV/H20/MOTCUA", "VN-DT/GOV/SO/QG/dan-cu-quoc-gia"
HERE, THERE = "http://127.0.0.1:1", "http://127.0.0.1:2"


@pytest.fixture(autouse=True)
def _servers() -> None:
    for code, url in (("H20", HERE), ("SO", THERE)):
        member = Member.objects.create(
            identifier=f"VN-DT/GOV/{code}", instance="VN-DT", member_class="GOV", code=code, name=code, name_sort=code, created_at=MONDAY
        )
        Server.objects.create(
            identifier=f"VN-DT/GOV/{code}/1", owner=member, code="1", name=code, address="x:1", consumer_url=url, created_at=MONDAY
        )


@pytest.fixture
def meter() -> Iterator[MemoryMeter]:
    with measured_by(MemoryMeter()) as made:
        yield made  # type: ignore[misc]


def cell(minute: dt.datetime = MONDAY, side: str = "c", requests: int = 10, **values: Any) -> dict[str, Any]:
    facts = {"side": side, "client": CLIENT, "service": SERVICE, "minute": int(minute.timestamp()), "requests": requests, "failed": 1}
    return {**facts, "faulted": 1, "bytesIn": 100, "bytesOut": 900, "milliseconds": 80, "buckets": {"24": requests}, **values}


def summary(*cells: dict[str, Any], complete: dt.datetime = MONDAY + MINUTE, **values: Any) -> dict[str, Any]:
    return {"cells": list(cells), "faults": [], "completeTo": int(complete.timestamp()), **values}


def fault(number: str = "r-1", side: str = "c") -> dict[str, Any]:
    facts = {"at": int(MONDAY.timestamp() * 1000), "side": side, "client": CLIENT, "service": SERVICE, "method": "GET", "requestId": number}
    return {**facts, "messageId": "m-1", "status": 500, "fault": "Server.ServerProxy.NetworkError", "faultText": "no route"}


def whole() -> traffic.Figures:
    return traffic.total_of(MONDAY - MINUTE, MONDAY + 60 * MINUTE)


def test_both_sides_of_an_exchange_count_once(meter: MemoryMeter) -> None:
    meter.summaries = {HERE: [summary(cell(side="c"))], THERE: [summary(cell(side="p"))]}
    assert gather_traffic(now=MONDAY + MINUTE) == 2
    assert Traffic.objects.count() == 2
    assert (whole().requests, whole().failed, whole().bytes_out) == (10, 1, 900)


def test_the_provider_counts_where_the_consumer_is_not_read(meter: MemoryMeter) -> None:
    meter.summaries = {THERE: [summary(cell(side="p"))]}
    assert gather_traffic(now=MONDAY + MINUTE) == 1
    assert whole().requests == 10
    trouble = TrafficMark.objects.get(server="VN-DT/GOV/H20/1")
    assert (trouble.trouble, trouble.read_at) == ("down", None)


def test_a_minute_that_still_changed_is_read_again(meter: MemoryMeter) -> None:
    running = summary(cell(requests=4), complete=MONDAY)
    meter.summaries = {HERE: [running, summary(cell(requests=9))]}
    gather_traffic(now=MONDAY + MINUTE / 2)
    gather_traffic(now=MONDAY + MINUTE)
    assert whole().requests == 9
    assert [since for url, since in meter.asked if url == HERE][1] == MONDAY


def test_a_long_absence_is_read_in_spans(meter: MemoryMeter) -> None:
    early = summary(cell(MONDAY - 10 * MINUTE), complete=MONDAY, nextSince=int(MONDAY.timestamp()))
    meter.summaries = {HERE: [early, summary(cell())]}
    gather_traffic(now=MONDAY + MINUTE)
    assert Traffic.objects.count() == 2
    assert TrafficMark.objects.get(server="VN-DT/GOV/H20/1").read_to == MONDAY + MINUTE


@pytest.mark.parametrize("wrong", [cell(side="x"), {"minute": 1}, cell(requests="many"), cell(minute=MONDAY, buckets={"a": 1})])
def test_a_summary_that_is_not_understood_changes_nothing(meter: MemoryMeter, wrong: dict[str, Any]) -> None:
    meter.summaries = {HERE: [summary(wrong)]}
    assert gather_traffic(now=MONDAY + MINUTE) == 0
    assert not Traffic.objects.exists()
    assert "not understood" in TrafficMark.objects.get(server="VN-DT/GOV/H20/1").trouble


def test_a_gateway_is_called_silent_only_after_two_minutes(meter: MemoryMeter) -> None:
    gather_traffic(now=MONDAY)
    assert traffic.silent_gateways(MONDAY + MINUTE) == []
    assert [mark.server for mark in traffic.silent_gateways(MONDAY + 3 * MINUTE)] == ["VN-DT/GOV/H20/1", "VN-DT/GOV/SO/1"]
    meter.summaries = {HERE: [summary()], THERE: [summary()]}
    gather_traffic(now=MONDAY + 3 * MINUTE)
    assert traffic.silent_gateways(MONDAY + 9 * MINUTE) == []


def test_percentiles_of_several_cells_come_from_their_added_buckets(meter: MemoryMeter) -> None:
    quick, slow = cell(requests=90, buckets={"24": 90}), cell(requests=10, service=f"{SERVICE}2", buckets={"80": 10})
    meter.summaries = {HERE: [summary(quick, slow)]}
    gather_traffic(now=MONDAY + MINUTE)
    figures = whole()
    assert (figures.requests, figures.p50, figures.p95) == (100, 8.0, 1024.0)
    assert figures.share_below(1000) == 90.0
    by_service = traffic.figures_by("service", MONDAY, MONDAY + MINUTE)
    assert by_service[SERVICE].p99 == 8.0


def test_the_rate_is_of_the_last_sixty_seconds(meter: MemoryMeter) -> None:
    meter.summaries = {HERE: [summary(cell(requests=60), cell(MONDAY + MINUTE, requests=30))]}
    gather_traffic(now=MONDAY + MINUTE)
    minutes = traffic.figures_by("minute", MONDAY, MONDAY + 2 * MINUTE)
    assert traffic.rate_per_second(minutes, MONDAY + 1.5 * MINUTE) == pytest.approx(1.0)
    assert traffic.per_minute(minutes, MONDAY + 2 * MINUTE, 3) == [0, 60, 30]


def test_faults_are_kept_once_and_forgotten_after_thirty_days(meter: MemoryMeter) -> None:
    meter.summaries = {HERE: [summary(faults=[fault()])], THERE: [summary(faults=[fault(side="p")])]}
    gather_traffic(now=MONDAY + MINUTE)
    gather_traffic(now=MONDAY + 2 * MINUTE)
    assert TrafficFault.objects.count() == 2
    roll_up_traffic(now=MONDAY + dt.timedelta(days=31))
    assert not TrafficFault.objects.exists()


def test_old_minutes_become_hours_with_the_same_figures(meter: MemoryMeter) -> None:
    cells = [cell(MONDAY + number * MINUTE, requests=number + 1, buckets={"24": number, "80": 1}) for number in range(3)]
    meter.summaries = {HERE: [summary(*cells)]}
    gather_traffic(now=MONDAY + 5 * MINUTE)
    before = traffic.total_of(MONDAY - 60 * MINUTE, MONDAY + 60 * MINUTE)
    roll_up_traffic(now=MONDAY + dt.timedelta(days=8))
    assert list(Traffic.objects.values_list("seconds", flat=True)) == [3600]
    assert traffic.total_of(MONDAY - 60 * MINUTE, MONDAY + 60 * MINUTE) == before
