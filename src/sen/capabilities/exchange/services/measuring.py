"""Taking over what the gateways measured: figures by minute, the latest faults, and where a gateway does not answer."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from sen.capabilities.exchange.adapters.axis.meter import GatewayMeter
from sen.capabilities.exchange.models import Server, Traffic, TrafficFault, TrafficMark
from sen.capabilities.exchange.types import Meter, NoCarriage
from sen.kernel.clock import clock_shift

_FIRST_LOOK = dt.timedelta(hours=3)
_MOST_READS = 8
_MINUTES_KEPT = dt.timedelta(days=7)
_FAULTS_KEPT = dt.timedelta(days=30)
_CELL = ("starts_at", "seconds", "server", "side", "client", "service")
_FIGURES = ("requests", "failed", "faulted", "bytes_in", "bytes_out", "milliseconds", "buckets")
_ROLL_UP = """
WITH old AS (
  DELETE FROM exchange_traffic WHERE seconds = 60 AND starts_at < %(before)s RETURNING *
), merged AS (
  SELECT date_trunc('hour', starts_at) AS hour, server, side, client, service, key, sum(value::bigint) AS number
  FROM old, jsonb_each_text(buckets) GROUP BY 1, 2, 3, 4, 5, 6
), counted AS (
  SELECT hour, server, side, client, service, jsonb_object_agg(key, number) AS buckets FROM merged GROUP BY 1, 2, 3, 4, 5
)
INSERT INTO exchange_traffic (starts_at, seconds, server, side, client, service,
  requests, failed, faulted, bytes_in, bytes_out, milliseconds, buckets)
SELECT date_trunc('hour', o.starts_at), 3600, o.server, o.side, o.client, o.service, sum(o.requests), sum(o.failed), sum(o.faulted),
  sum(o.bytes_in), sum(o.bytes_out), sum(o.milliseconds), coalesce((array_agg(c.buckets))[1], '{}'::jsonb)
FROM old o LEFT JOIN counted c ON (c.hour, c.server, c.side, c.client, c.service)
  = (date_trunc('hour', o.starts_at), o.server, o.side, o.client, o.service)
GROUP BY 1, 3, 4, 5, 6
"""
_chosen: list[Meter] = []


def current_meter() -> Meter:
    """What reads the gateways in this process: the one a test chose, otherwise HTTP with the monitoring credential."""
    return _chosen[0] if _chosen else _meter(settings.AXIS_MONITOR_CREDENTIAL, settings.AXIS_AUTHORITY)


@contextmanager
def measured_by(meter: Meter) -> Iterator[Meter]:
    """Have the gateways read by this meter within the block; for tests."""
    before = list(_chosen)
    _chosen[:] = [meter]
    try:
        yield meter
    finally:
        _chosen[:] = before


@transaction.atomic
def gather_traffic(*, now: dt.datetime) -> int:
    """Read every gateway's figures since the last reading; returns how many gateways answered.

    A minute that still changes is read again next time.  A gateway that does not answer is remembered with its trouble and
    holds nobody else up.
    """
    answered = 0
    for server in Server.objects.filter(is_active=True).exclude(consumer_url="").order_by("pk"):
        mark, _made = TrafficMark.objects.select_for_update().get_or_create(server=server.identifier)
        try:
            _read(server, mark, now)
        except NoCarriage as trouble:
            mark.trouble = str(trouble)[:300]
            mark.trouble_since = mark.trouble_since or now
            mark.save(update_fields=["trouble", "trouble_since"])
        else:
            answered += 1
    return answered


@transaction.atomic
def roll_up_traffic(*, now: dt.datetime) -> None:
    """Join the minutes older than a week into hours, and forget faults older than thirty days."""
    before = (now - _MINUTES_KEPT).replace(minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(_ROLL_UP, {"before": before})
    TrafficFault.objects.filter(happened_at__lt=now - _FAULTS_KEPT).delete()


def _read(server: Server, mark: TrafficMark, now: dt.datetime) -> None:
    """Take over what the server has; a long absence is read in several spans."""
    shift = clock_shift()
    since = mark.read_to or now - _FIRST_LOOK
    for _ in range(_MOST_READS):
        told = current_meter().summary(server.consumer_url, since - shift)
        _store(server.identifier, told, shift)
        since = max(since, _instant(told.get("completeTo", 0)) + shift)
        if "nextSince" not in told:
            break
        since = max(since, _instant(told["nextSince"]) + shift)
    mark.read_to, mark.read_at, mark.trouble, mark.trouble_since = since, now, "", None
    mark.save(update_fields=["read_to", "read_at", "trouble", "trouble_since"])


def _store(server: str, told: dict[str, Any], shift: dt.timedelta) -> None:
    try:
        cells = [_cell(server, cell, shift) for cell in told.get("cells", [])]
        faults = [_fault(server, fault, shift) for fault in told.get("faults", [])]
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise NoCarriage(f"the summary is not understood: {type(error).__name__}") from error
    Traffic.objects.bulk_create(cells, batch_size=500, update_conflicts=True, unique_fields=_CELL, update_fields=_FIGURES)
    TrafficFault.objects.bulk_create(faults, batch_size=500, ignore_conflicts=True)


def _cell(server: str, cell: dict[str, Any], shift: dt.timedelta) -> Traffic:
    return Traffic(
        starts_at=_instant(cell["minute"]) + shift,
        server=server,
        side=_side(cell["side"]),
        client=str(cell["client"])[:255],
        service=str(cell["service"])[:255],
        requests=int(cell["requests"]),
        failed=int(cell["failed"]),
        faulted=int(cell.get("faulted", 0)),
        bytes_in=int(cell.get("bytesIn", 0)),
        bytes_out=int(cell.get("bytesOut", 0)),
        milliseconds=int(cell.get("milliseconds", 0)),
        buckets={str(int(exponent)): int(number) for exponent, number in (cell.get("buckets") or {}).items()},
    )


def _fault(server: str, fault: dict[str, Any], shift: dt.timedelta) -> TrafficFault:
    return TrafficFault(
        happened_at=_instant(int(fault["at"]) / 1000) + shift,
        server=server,
        side=_side(fault["side"]),
        client=str(fault["client"])[:255],
        service=str(fault["service"])[:255],
        method=str(fault.get("method", ""))[:7],
        request_id=str(fault["requestId"])[:64],
        message_id=str(fault.get("messageId", ""))[:255],
        status=min(max(int(fault.get("status") or 0), 0), 999),
        fault=str(fault.get("fault", ""))[:255],
        fault_text=str(fault.get("faultText", ""))[:300],
    )


def _side(value: Any) -> str:
    if value not in ("c", "p"):
        raise ValueError("side")
    return str(value)


def _instant(seconds: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(float(seconds), dt.UTC)


@lru_cache(maxsize=2)
def _meter(credential: str, authority: str) -> GatewayMeter:
    return GatewayMeter(credential, authority)
