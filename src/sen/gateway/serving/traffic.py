"""Traffic summed up: by minute for the platform's live page, and as ever-growing counts for Prometheus.

Everything is computed from the table ``exchange``, which all processes of a gateway write in the same commit as their messages:
so the figures are those of the whole server, whoever is asked, and survive a restart.
"""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import TupleRow, dict_row

from sen.gateway.evidence.tables import COUNT_LOCK
from sen.gateway.serving.monitoring import Query, mask_path, read_since

SETTLED_SECONDS = 5
MOST_MINUTES = 180
MOST_FAULTS = 500
# A row's number is drawn when it is written; after this long its commit has arrived or never will.
_COMMITTED_AFTER = dt.timedelta(seconds=10)
DURATION_BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
SIZE_BOUNDS = (256.0, 1024.0, 4096.0, 16384.0, 65536.0, 262144.0, 1048576.0, 10485760.0, 104857600.0)
# Eight buckets to a doubling: a percentile read from them is at most nine per cent too high.
BUCKETS_PER_DOUBLING = 8
_SMALLEST = 2.0**-10

Connection = AsyncConnection[TupleRow]

_TOTAL = "extract(epoch FROM answer_out - request_in)::float8"
_PROVIDER = "extract(epoch FROM answer_in - request_out)::float8"
# What a caller asks wrongly (4xx) is no failure of the service or the axis.
_FAILED = "status >= 500"
_OUTCOME = f"""CASE WHEN {_FAILED} AND fault <> '' THEN 'axis_error' WHEN {_FAILED} THEN 'service_error'
  WHEN status >= 400 THEN 'caller_error' ELSE 'ok' END"""

_CELLS = f"""
WITH recent AS (
  SELECT side, client, service, date_trunc('minute', answer_out) AS minute, status, fault, request_size, answer_size,
    {_TOTAL} * 1000 AS ms, {_PROVIDER} * 1000 AS provider_ms
  FROM exchange WHERE answer_out >= %(since)s AND answer_out < %(until)s
), bucketed AS (
  SELECT side, client, service, minute, ceil({BUCKETS_PER_DOUBLING} * log(2, greatest(ms, {_SMALLEST})::numeric))::int AS bucket,
    count(*) AS number
  FROM recent GROUP BY 1, 2, 3, 4, 5
), buckets AS (
  SELECT side, client, service, minute, jsonb_object_agg(bucket, number) AS buckets FROM bucketed GROUP BY 1, 2, 3, 4
)
SELECT side, client, service, extract(epoch FROM minute)::bigint AS minute, count(*) AS requests,
  count(*) FILTER (WHERE {_FAILED}) AS failed, count(*) FILTER (WHERE {_FAILED} AND fault <> '') AS faulted,
  sum(request_size)::bigint AS "bytesIn", sum(answer_size)::bigint AS "bytesOut", round(sum(ms))::bigint AS milliseconds,
  percentile_disc(ARRAY[0.5, 0.95, 0.99, 1]) WITHIN GROUP (ORDER BY ms) AS total,
  percentile_disc(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY provider_ms) AS provider,
  (SELECT buckets FROM buckets b WHERE (b.side, b.client, b.service, b.minute) = (r.side, r.client, r.service, r.minute)) AS buckets
FROM recent r GROUP BY side, client, service, minute ORDER BY minute, side, client, service
"""  # noqa: S608 - fixed text
_FAULTS = f"""
SELECT answer_out, side, client, service, method, request_id, message_id, status, fault, fault_text FROM exchange
WHERE answer_out >= %(since)s AND answer_out < %(until)s AND ({_FAILED} OR fault <> '') ORDER BY answer_out DESC, id DESC LIMIT %(most)s
"""  # noqa: S608 - fixed text
_COUNT = f"""
INSERT INTO traffic_total SELECT side, client, service, method, {_OUTCOME}, fault, count(*) FROM exchange
WHERE id > %(counted)s AND id <= %(seen)s GROUP BY 1, 2, 3, 4, 5, 6
ON CONFLICT (side, client, service, method, outcome, fault) DO UPDATE SET requests = traffic_total.requests + excluded.requests
"""  # noqa: S608 - fixed text
_BUCKET = """
INSERT INTO traffic_bucket SELECT side, service, %(kind)s::text, width_bucket({value}, %(bounds)s::float8[]), count(*), sum({value})
FROM exchange WHERE id > %(counted)s AND id <= %(seen)s AND {value} IS NOT NULL GROUP BY 1, 2, 4
ON CONFLICT (side, service, kind, bucket) DO UPDATE
  SET requests = traffic_bucket.requests + excluded.requests, amount = traffic_bucket.amount + excluded.amount
"""
_LAST = """
INSERT INTO service_last SELECT side, service, max(answer_out) FILTER (WHERE succeeded), max(answer_out) FILTER (WHERE NOT succeeded)
FROM exchange WHERE id > %(counted)s AND id <= %(seen)s GROUP BY 1, 2
ON CONFLICT (side, service) DO UPDATE SET succeeded_at = greatest(service_last.succeeded_at, excluded.succeeded_at),
  failed_at = greatest(service_last.failed_at, excluded.failed_at)
"""
HISTOGRAMS = {
    "total": (_TOTAL, DURATION_BOUNDS), "provider": (_PROVIDER, DURATION_BOUNDS),
    "request": ("request_size::float8", SIZE_BOUNDS), "response": ("answer_size::float8", SIZE_BOUNDS),
}  # fmt: skip


async def summary(connection: Connection, query: Query, *, server: str, now: dt.datetime) -> dict[str, Any]:
    """Each minute's figures per side, client and service from the minute of ``since`` on, and the latest failures.

    ``completeTo`` ends the last minute that cannot change any more; ``nextSince`` is there when the span was cut.
    Raises Fault (Client.BadRequest).
    """
    start = read_since(query) // 60 * 60
    settled = int(now.timestamp()) - SETTLED_SECONDS
    end = min(int(now.timestamp()) + 1, start + MOST_MINUTES * 60)
    parameters: Mapping[str, Any] = {
        "since": dt.datetime.fromtimestamp(start, dt.UTC), "until": dt.datetime.fromtimestamp(max(end, start), dt.UTC), "most": MOST_FAULTS,
    }  # fmt: skip
    async with connection.cursor(row_factory=dict_row) as cursor:
        cells = await (await cursor.execute(_CELLS, parameters)).fetchall()
        faults = await (await cursor.execute(_FAULTS, parameters)).fetchall()
    answer = {
        "server": server,
        "since": start,
        "completeTo": max(start, min(end, settled) // 60 * 60),
        "cells": [_cell(row) for row in cells],
        "faults": [_fault(row) for row in faults],
    }
    return answer if end > now.timestamp() else answer | {"nextSince": end}


async def count_traffic(connection: Connection, now: dt.datetime) -> int:
    """Add the requests since the last call to the counts, once their commits are certain; returns the number of rows passed."""
    async with connection.transaction():
        locked = await (await connection.execute("SELECT pg_try_advisory_xact_lock(%s)", (COUNT_LOCK,))).fetchone()
        mark = await (await connection.execute("SELECT counted, seen, seen_at FROM traffic_mark")).fetchone()
        if not locked or not locked[0] or mark is None:
            return 0
        counted, seen, seen_at = mark
        if seen > 0 and now - seen_at < _COMMITTED_AFTER:
            return 0
        if seen > counted:
            await _add(connection, counted, seen)
        newest = await (await connection.execute("SELECT coalesce(max(id), 0) FROM exchange")).fetchone()
        following = max(seen, newest[0] if newest else 0)
        await connection.execute("UPDATE traffic_mark SET counted = %s, seen = %s, seen_at = %s", (seen, following, now))
        return int(seen - counted)


def percentile(buckets: Mapping[int, int], share: float) -> float:
    """The duration in milliseconds below which the share (0–1) of the requests lies, read from added buckets."""
    total = sum(buckets.values())
    reached = 0
    for exponent in sorted(buckets):
        reached += buckets[exponent]
        if reached >= math.ceil(share * total):
            return float(2 ** (exponent / BUCKETS_PER_DOUBLING))
    return 0.0


async def _add(connection: Connection, counted: int, seen: int) -> None:
    span = {"counted": counted, "seen": seen}
    await connection.execute(_COUNT, span)
    await connection.execute(_LAST, span)
    for kind, (value, bounds) in HISTOGRAMS.items():
        await connection.execute(_BUCKET.format(value=value), span | {"kind": kind, "bounds": list(bounds)})


def _cell(row: dict[str, Any]) -> dict[str, Any]:
    total, provider = row.pop("total"), row.pop("provider")
    names = ("p50", "p95", "p99", "maximum"), ("providerP50", "providerP95", "providerP99")
    return {**row, **_rounded(names[0], total), **_rounded(names[1], provider)}


def _rounded(names: Sequence[str], values: Sequence[float | None] | None) -> dict[str, float]:
    return {name: round(value, 3) for name, value in zip(names, values or (), strict=False) if value is not None}


def _fault(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "at": int(row["answer_out"].timestamp() * 1000),
        "side": row["side"],
        "client": row["client"],
        "service": row["service"],
        "method": row["method"],
        "requestId": str(row["request_id"]),
        "messageId": row["message_id"],
        "status": row["status"],
        "fault": row["fault"],
        "faultText": mask_path(row["fault_text"])[:300],
    }
