"""Exchanges over the axis: caller, gateway, gateway, small service, signed and journalled on both sides, two cores for all.

Beside it in the same rounds: the same service asked directly and, where nginx is installed, through its proxy_pass; a question that
travels in a body and is marked as reading only; and a change, whose request is committed before it is sent on.
"""

import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection

from benchmarks._load import Load, press
from benchmarks._nginx import nginx_before
from benchmarks._report import Measure, finish, latency, measure, median, middle_half, options, percentile, tell
from sen.gateway.tests.pair import PEOPLE, SYSTEM, Axis, RunningServer, two_gateways
from sen.gateway.trust.snapshot import Endpoint, Reading

ROUNDS = 3
TARGET_RATE = 1000
TARGET_ADDED_MS = 3
_ALONE = 200
_DIRECT = b"GET /small HTTP/1.1\r\nhost: service\r\n\r\n"
_READING = (Reading(service=PEOPLE, operations=(Endpoint(method="POST", path="/people/7"),)),)


@dataclass
class _Way:
    """One way to the service with what was measured on it; ``processor`` are seconds the gateways worked under its load."""

    port: int
    request: bytes
    loads: list[Load] = field(default_factory=list)
    alone: list[Load] = field(default_factory=list)
    processor: float = 0.0

    @property
    def rates(self) -> list[float]:
        """Exchanges a second of each round."""
        return [load.rate for load in self.loads]

    @property
    def spent_alone(self) -> list[float]:
        """Milliseconds of each call made alone."""
        return [each for load in self.alone for each in load.spent]


def main() -> int:
    """Measure every way in turns."""
    asked = options(__doc__ or "", connections=32, seconds=6)
    with tempfile.TemporaryDirectory(prefix="axis-") as folder, two_gateways(Path(folder), _place()) as (axis, consumer, provider, small):
        _mark_question(axis)
        over_axis = {
            "axis": _Way(consumer.consumer, _call("GET", "/small")),
            "question": _Way(consumer.consumer, _call("POST", "/people/7", b"{}")),
            "change": _Way(consumer.consumer, _call("POST", "/people/8", b"{}")),
        }
        with nginx_before(Path(folder), small.port) as proxied:
            beside = {"direct": _Way(small.port, _DIRECT)} | ({"nginx": _Way(proxied, _DIRECT)} if proxied else {})
            if not proxied:
                tell("  no comparison with nginx proxy_pass: nginx is not installed here (./sen doctor)")
            ways = beside | over_axis
            _rounds(ways, (consumer, provider), asked.connections, asked.seconds)
        faults = _unrecorded(consumer, provider, [load for way in over_axis.values() for load in (*way.loads, *way.alone)])
    for name, way in ways.items():
        _tell_way(name, way)
    return finish(_measures(ways, faults, f"{asked.connections} connections, {ROUNDS} rounds of {asked.seconds} s"), asked.json)


def _measures(ways: dict[str, _Way], faults: int, size: str) -> list[Measure]:
    axis, direct = ways["axis"], ways["direct"]
    added = [median(own.spent) - median(bare.spent) for own, bare in zip(axis.alone, direct.alone, strict=True)]
    return [
        measure("exchanges over the axis", median(axis.rates), "per s", TARGET_RATE, size=f"{size}, GET of 12 bytes",
                floor=median(direct.rates), spread=middle_half(axis.rates)),
        measure("added by the axis, median", median(added), "ms", TARGET_ADDED_MS, size=f"{_ALONE} calls one by one, {ROUNDS} rounds",
                floor=median(direct.spent_alone), spread=middle_half(added)),
        latency("one call alone", axis.spent_alone, 10, size="one connection", floor=direct.spent_alone),
        measure("answered and not recorded, wrong answers", faults, "faults", 0, size="rows of both journals counted"),
    ]  # fmt: skip


def _mark_question(axis: Axis) -> None:
    axis.readings = _READING
    axis.hand_out()
    axis.await_serial()


def _call(method: str, path: str, body: bytes = b"") -> bytes:
    length = f"content-type: application/json\r\ncontent-length: {len(body)}\r\n" if body else ""
    return f"{method} /r1/{PEOPLE}{path} HTTP/1.1\r\nhost: gateway\r\nX-Road-Client: {SYSTEM}\r\n{length}\r\n".encode() + body


def _rounds(ways: dict[str, _Way], gateways: Sequence[RunningServer], connections: int, seconds: float) -> None:
    for way in ways.values():
        press(way.port, way.request, connections=4, seconds=1)
    for turn in range(ROUNDS):
        for way in ways.values():
            way.alone.append(press(way.port, way.request, connections=1, most=_ALONE))
            before = _processor_seconds(gateways)
            way.loads.append(press(way.port, way.request, connections=connections, seconds=seconds))
            way.processor += _processor_seconds(gateways) - before
        rates = (f"{name} {way.rates[-1]:,.0f}/s, p50 {median(way.loads[-1].spent):.1f} ms" for name, way in ways.items())
        tell(f"  round {turn + 1}: {', '.join(rates)}")


def _tell_way(name: str, way: _Way) -> None:
    rates, alone = ", ".join(f"{rate:,.0f}" for rate in way.rates), way.spent_alone
    each = way.processor / sum(len(load.spent) for load in way.loads) * 1000
    worked = f"; {each:.2f} ms of processor time in both gateways" if each > 0.1 else ""
    tell(f"  {name:<8} {rates} exchanges/s; alone p50 {median(alone):.2f} ms, p95 {percentile(alone, 95):.2f} ms{worked}")


def _processor_seconds(gateways: Sequence[RunningServer]) -> float:
    """What the processes of the gateways have used so far; each gateway is a process group."""
    groups = {gateway.process.pid for gateway in gateways if gateway.process}
    ticks = 0
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = file.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(words[2]) in groups:
            ticks += int(words[11]) + int(words[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _unrecorded(consumer: RunningServer, provider: RunningServer, loads: list[Load]) -> int:
    """How many answers lack one of their four rows (two on each side), or were not 200."""
    answered, wrong = sum(len(load.spent) for load in loads), sum(load.wrong for load in loads)
    time.sleep(0.5)
    missing = 0
    for server in (consumer, provider):
        rows, numbers = server.rows("SELECT count(*), count(DISTINCT request_id) FROM message")[0]
        missing += max(0, 2 * answered - rows) + max(0, answered - numbers)
    return missing + wrong


def _place() -> dict[str, str]:
    facts = connection.settings_dict
    words = (("host", "HOST"), ("port", "PORT"), ("user", "USER"), ("password", "PASSWORD"))
    server = " ".join(f"{word}={facts[name]}" for word, name in words if facts.get(name))
    return {"server": server, "admin": f"{server} dbname=postgres", "prefix": "axis_bench"}


if __name__ == "__main__":
    sys.exit(main())
