"""Exchanges over the axis: caller, gateway, gateway, small service, signed and journalled on both sides, two cores for all.

The floor is the same service asked directly and, where nginx is installed, through its proxy_pass, in the same rounds.
"""

import contextlib
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from django.db import connection

from benchmarks._load import Load, press
from benchmarks._report import finish, latency, measure, median, middle_half, options, percentile, tell
from sen.gateway.tests.pair import PEOPLE, SYSTEM, Axis, RunningServer, free_port, two_gateways, wait_for

ROUNDS = 3
TARGET_RATE = 1000
TARGET_ADDED_MS = 3
_ALONE = 200
_DIRECT = b"GET /small HTTP/1.1\r\nhost: service\r\n\r\n"
_CALL = f"GET /r1/{PEOPLE}/small HTTP/1.1\r\nhost: gateway\r\nX-Road-Client: {SYSTEM}\r\n\r\n".encode()
_NGINX = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log; worker_processes 1;
events {{ worker_connections 1024; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  upstream service {{ server 127.0.0.1:{service}; keepalive 64; }}
  server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://service; proxy_http_version 1.1; proxy_set_header Connection ""; }} }}
}}
"""


def main() -> int:
    """Measure the direct way, nginx and the axis in turns."""
    asked = options(__doc__ or "", connections=32, seconds=6)
    with tempfile.TemporaryDirectory(prefix="axis-") as folder, two_gateways(Path(folder), _place()) as (axis, consumer, provider, small):
        with _nginx(Path(folder), small.port) as proxied:
            ways = {"direct": (small.port, _DIRECT), "axis": (consumer.consumer, _CALL)}
            if proxied:
                ways["nginx"] = (proxied, _DIRECT)
            else:
                tell("  nginx is not installed here: no figure for proxy_pass")
            loads, alone = _rounds(ways, asked.connections, asked.seconds)
        missing, wrong = _unrecorded(axis, consumer, provider, loads["axis"] + alone["axis"])
    for name in ways:
        rates = ", ".join(f"{load.rate:,.0f}" for load in loads[name])
        tell(f"  {name:<7} {rates} exchanges/s; alone p50 {_p50(alone[name]):.2f} ms, p95 {percentile(_spent(alone[name]), 95):.2f} ms")
    rates = [load.rate for load in loads["axis"]]
    size = f"{asked.connections} connections, {ROUNDS} rounds of {asked.seconds} s, GET of 12 bytes"
    added = [own - bare for own, bare in zip(_medians(alone["axis"]), _medians(alone["direct"]), strict=True)]
    floor = median([load.rate for load in loads["direct"]])
    return finish(
        [
            measure("exchanges over the axis", median(rates), "per s", TARGET_RATE, size=size, floor=floor, spread=middle_half(rates)),
            measure("added by the axis, median", median(added), "ms", TARGET_ADDED_MS, size=f"{_ALONE} calls one by one, {ROUNDS} rounds",
                    floor=_p50(alone["direct"]), spread=middle_half(added)),
            latency("one call alone", _spent(alone["axis"]), 10, size="one connection", floor=_spent(alone["direct"])),
            measure("answered and not recorded, wrong answers", missing + wrong, "faults", 0, size="rows of both journals counted"),
        ],
        asked.json,
    )  # fmt: skip


def _rounds(ways: dict[str, tuple[int, bytes]], connections: int, seconds: float) -> tuple[dict[str, list[Load]], dict[str, list[Load]]]:
    loads: dict[str, list[Load]] = {name: [] for name in ways}
    alone: dict[str, list[Load]] = {name: [] for name in ways}
    for port, request in ways.values():
        press(port, request, connections=4, seconds=1)
    for turn in range(ROUNDS):
        for name, (port, request) in ways.items():
            alone[name].append(press(port, request, connections=1, most=_ALONE))
            loads[name].append(press(port, request, connections=connections, seconds=seconds))
        tell(
            f"  round {turn + 1}: "
            + ", ".join(f"{name} {loads[name][-1].rate:,.0f}/s, p50 {_p50([loads[name][-1]]):.1f} ms" for name in ways)
        )
    return loads, alone


def _unrecorded(axis: Axis, consumer: RunningServer, provider: RunningServer, loads: list[Load]) -> tuple[int, int]:
    """Answers without their four rows (two on each side), and answers that were not 200."""
    answered, wrong = sum(len(load.spent) for load in loads), sum(load.wrong for load in loads)
    time.sleep(0.5)
    missing = 0
    for server in (consumer, provider):
        rows, numbers = server.rows("SELECT count(*), count(DISTINCT request_id) FROM message")[0]
        missing += max(0, 2 * answered - rows) + max(0, answered - numbers)
    return missing, wrong


def _spent(loads: list[Load]) -> list[float]:
    return [each for load in loads for each in load.spent]


def _medians(loads: list[Load]) -> list[float]:
    return [median(load.spent) for load in loads]


def _p50(loads: list[Load]) -> float:
    return median(_spent(loads))


def _place() -> dict[str, str]:
    facts = connection.settings_dict
    words = (("host", "HOST"), ("port", "PORT"), ("user", "USER"), ("password", "PASSWORD"))
    server = " ".join(f"{word}={facts[name]}" for word, name in words if facts.get(name))
    return {"server": server, "admin": f"{server} dbname=postgres", "prefix": "axis_bench"}


@contextlib.contextmanager
def _nginx(folder: Path, service: int) -> Iterator[int]:
    """The port of an nginx in front of the service; 0 when there is none on this machine."""
    program = shutil.which("nginx")
    if program is None:
        yield 0
        return
    port, settings = free_port(), folder / "nginx.conf"
    settings.write_text(_NGINX.format(folder=folder, service=service, port=port))
    process = subprocess.Popen([program, "-p", str(folder), "-c", str(settings)], stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: bool(press(port, _DIRECT, connections=1, most=1).spent), "nginx")
        yield port
    finally:
        process.terminate()
        process.wait(10)


if __name__ == "__main__":
    sys.exit(main())
