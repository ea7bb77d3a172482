"""Figures of a server as Prometheus reads them.

What is counted lies in the database, where all processes of the server add to it, so every process gives the same answer;
what only a process knows (phases, requests under way) it brings there every few seconds.
"""

import bisect
import datetime as dt
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography import x509
from psycopg import AsyncConnection
from psycopg.rows import TupleRow

from sen.gateway.evidence.stamping import StampState, read_state
from sen.gateway.journal.records import Exchange
from sen.gateway.serving.traffic import DURATION_BOUNDS, HISTOGRAMS
from sen.gateway.trust.snapshot import Snapshot

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
PHASES = ("sign", "verify", "log")
_FRESH = dt.timedelta(seconds=45)
_ROLES = {"c": "client", "p": "producer"}
_ADD_PHASE = """
INSERT INTO traffic_bucket (side, service, kind, bucket, requests, amount) VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (side, service, kind, bucket) DO UPDATE
  SET requests = traffic_bucket.requests + excluded.requests, amount = traffic_bucket.amount + excluded.amount
"""
_SET_GAUGE = """
INSERT INTO worker_gauge VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (worker, name, labels) DO UPDATE SET value = excluded.value, seen_at = excluded.seen_at
"""
_REQUESTS = """
SELECT side, client, service, method, outcome, sum(requests) FROM traffic_total GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
"""
_UNDER_WAY = "SELECT coalesce(sum(value), 0) FROM worker_gauge WHERE name = 'under_way' AND seen_at > %s"
_SIGNED = "SELECT coalesce(sum(requests), 0) FROM traffic_bucket WHERE kind = 'sign'"
_CELLS = "SELECT kind, side, service, bucket, requests, amount FROM traffic_bucket ORDER BY kind, side, service, bucket"
_FILES = "SELECT coalesce(sum(size), 0), extract(epoch FROM max(made_at)), coalesce(max(last_stamp), 0) FROM archive_file"
_PENDING = "SELECT coalesce(sum(last_position - first_position + 1), 0) FROM stamp_range WHERE stamp_id > %s"

Connection = AsyncConnection[TupleRow]
Labels = Mapping[str, str]
Sample = tuple[Labels, float]


@dataclass
class PhaseMeter:
    """Times of the phases of exchanges in this process, since they were last brought to the database."""

    buckets: dict[tuple[str, str, str, int], list[float]] = field(default_factory=dict)

    def observe(self, exchange: Exchange, phases: Mapping[str, float]) -> None:
        """Take the seconds of a finished exchange's phases."""
        for phase in PHASES:
            if phase in phases:
                seconds = phases[phase]
                bucket = bisect.bisect_right(DURATION_BOUNDS, seconds)
                cell = self.buckets.setdefault((exchange.side, exchange.service, phase, bucket), [0, 0.0])
                cell[0] += 1
                cell[1] += seconds

    async def bring(self, connection: Connection, *, worker: str, under_way: int, now: dt.datetime) -> None:
        """Add what was measured to the server's counts; what could not be written is kept for the next time."""
        taken, self.buckets = self.buckets, {}
        brought = False
        try:
            async with connection.transaction(), connection.cursor() as cursor:
                if taken:
                    # In one order, so that two processes never wait for each other.
                    await cursor.executemany(_ADD_PHASE, [(*key, *taken[key]) for key in sorted(taken)])
                await cursor.execute(_SET_GAUGE, (worker, "under_way", "", under_way, now))
                await cursor.execute("DELETE FROM worker_gauge WHERE seen_at < %s", (now - 10 * _FRESH,))
            brought = True
        finally:
            if not brought:
                self._put_back(taken)

    def _put_back(self, taken: dict[tuple[str, str, str, int], list[float]]) -> None:
        for key, (number, seconds) in taken.items():
            cell = self.buckets.setdefault(key, [0, 0.0])
            cell[0] += number
            cell[1] += seconds


async def render(connection: Connection, snapshot: Snapshot | None, *, area: Path, tls: str, now: dt.datetime) -> str:
    """Everything as Prometheus text; ``tls`` is the server's own certificate (PEM)."""
    lines: list[str] = []
    for name, kind, text, samples in (
        *await _traffic(connection, now),
        *await _stamps(connection, now),
        *await _archives(connection),
        *_configuration(snapshot, tls, now),
    ):
        lines += _family(name, kind, text, samples)
    async for family in _histograms(connection):
        lines += family
    free = shutil.disk_usage(area).free
    lines += _family("axis_disk_free_bytes", "gauge", "Free space where bodies and archives lie.", [({"area": "home"}, free)])
    return "\n".join(lines) + "\n"


Family = tuple[str, str, str, Sequence[Sample]]


async def _traffic(connection: Connection, now: dt.datetime) -> list[Family]:
    rows = await _all(connection, _REQUESTS)
    faults = await _all(connection, "SELECT side, fault, sum(requests) FROM traffic_total WHERE fault <> '' GROUP BY 1, 2 ORDER BY 1, 2")
    under_way = await _all(connection, _UNDER_WAY, now - _FRESH)
    signed = await _all(connection, _SIGNED)
    errors = [({"role": _ROLES[side], "code": code}, number) for side, code, number in faults]
    requests = [
        ({"role": _ROLES[side], "client": client, "service": service, "method": method, "outcome": outcome}, number)
        for side, client, service, method, outcome, number in rows
    ]
    return [
        ("axis_requests_total", "counter", "Requests by side, client, service, verb and outcome.", requests),
        ("axis_errors_total", "counter", "Errors of the axis itself by type.", errors),
        ("axis_sign_total", "counter", "Signatures made.", [({"result": "ok"}, signed[0][0])]),
        ("axis_inflight_requests", "gauge", "Requests under way.", [({}, under_way[0][0])]),
    ]


async def _stamps(connection: Connection, now: dt.datetime) -> list[Family]:
    state: StampState = await read_state(connection)
    age = (now - state.oldest_unstamped).total_seconds() if state.oldest_unstamped else 0.0
    rows = await _all(connection, "SELECT source, result, total FROM stamp_request ORDER BY source, result")
    asked = [({"tsa": source, "result": result}, total) for source, result, total in rows]
    return [
        ("axis_log_records_unstamped", "gauge", "Messages that wait for their stamp.", [({}, state.unstamped)]),
        ("axis_log_oldest_unstamped_seconds", "gauge", "Age of the oldest of them.", [({}, age)]),
        ("axis_timestamp_alarm", "gauge", "1 after three failed intervals.", [({}, float(state.alarm))]),
        ("axis_timestamp_requests_total", "counter", "Time stamps asked for.", asked),
    ]


async def _archives(connection: Connection) -> list[Family]:
    size, last, stamp = (await _all(connection, _FILES))[0]
    pending = (await _all(connection, _PENDING, stamp))[0][0]
    return [
        ("axis_archive_pending_records", "gauge", "Stamped messages in no archive yet.", [({}, pending)]),
        ("axis_archive_bytes_total", "counter", "Bytes of archives written.", [({}, size)]),
        ("axis_archive_last_success_timestamp_seconds", "gauge", "When the last archive was written.", [({}, last)] if last else []),
    ]


def _configuration(snapshot: Snapshot | None, tls: str, now: dt.datetime) -> Iterator[Family]:
    if snapshot is None:
        return
    yield "axis_globalconf_valid_until_timestamp_seconds", "gauge", "End of the configuration in use.", [({}, snapshot.expires_at)]
    yield "axis_globalconf_version", "gauge", "Serial of the configuration in use.", [({}, snapshot.serial)]
    # Of several certificates the newest counts: the older ones are on their way out.
    newest = {member.id: max(map(_not_after, member.signing_certificates), default=0.0) for member in snapshot.directory.members}
    ends: list[Sample] = [({"kind": "signing", "subject": member}, end) for member, end in newest.items() if end]
    if tls:
        ends.append(({"kind": "tls", "subject": snapshot.server}, _not_after(tls)))
    yield "axis_certificate_not_after_timestamp_seconds", "gauge", "End of a certificate.", ends
    age = max(0.0, now.timestamp() - snapshot.issued_at)
    yield "axis_cert_status_age_seconds", "gauge", "Age of the list of revoked certificates.", [({"subject": snapshot.instance}, age)]


async def _histograms(connection: Connection) -> Any:
    rows = await _all(connection, _CELLS)
    cells: dict[str, dict[tuple[str, str], list[tuple[int, int, float]]]] = {}
    for kind, side, service, bucket, requests, amount in rows:
        cells.setdefault(kind, {}).setdefault((side, service), []).append((bucket, requests, amount))
    durations = [
        ({"role": _ROLES[side], "service": service, "phase": phase}, buckets)
        for phase in ("total", "provider", *PHASES)
        for (side, service), buckets in cells.get(phase, {}).items()
    ]
    yield _histogram("axis_request_duration_seconds", "Seconds by phase.", DURATION_BOUNDS, durations)
    for kind, name in (("request", "axis_request_bytes"), ("response", "axis_response_bytes")):
        sizes = [({"role": _ROLES[side], "service": service}, buckets) for (side, service), buckets in cells.get(kind, {}).items()]
        yield _histogram(name, "Bytes of header part and body.", HISTOGRAMS[kind][1], sizes)


def _histogram(name: str, text: str, bounds: Sequence[float], series: Iterable[tuple[Labels, list[tuple[int, int, float]]]]) -> list[str]:
    lines = [f"# HELP {name} {text}", f"# TYPE {name} histogram"]
    for labels, buckets in series:
        held = {bucket: requests for bucket, requests, _ in buckets}
        reached = 0
        for index, bound in enumerate((*bounds, float("inf"))):
            reached += held.get(index, 0)
            lines.append(_line(f"{name}_bucket", {**labels, "le": "+Inf" if bound == float("inf") else f"{bound:g}"}, reached))
        lines.append(_line(f"{name}_sum", labels, sum(amount for _, _, amount in buckets)))
        lines.append(_line(f"{name}_count", labels, reached))
    return lines


def _family(name: str, kind: str, text: str, samples: Iterable[Sample]) -> list[str]:
    return [f"# HELP {name} {text}", f"# TYPE {name} {kind}", *(_line(name, labels, value) for labels, value in samples)]


def _line(name: str, labels: Labels, value: Any) -> str:
    told = ",".join(f'{word}="{_escape(content)}"' for word, content in labels.items())
    return f"{name}{{{told}}} {float(value):.17g}" if told else f"{name} {float(value):.17g}"


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _not_after(pem: str) -> float:
    return x509.load_pem_x509_certificate(pem.encode()).not_valid_after_utc.timestamp()


async def _all(connection: Connection, query: str, *parameters: Any) -> list[TupleRow]:
    return await (await connection.execute(query, parameters or None)).fetchall()
