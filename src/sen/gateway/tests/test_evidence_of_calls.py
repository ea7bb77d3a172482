"""Evidence of real calls through two running gateways: handed out, checked by the stand-alone script, refused without stamps."""

import contextlib
import hashlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest

from sen.gateway.tests.chest import SCRIPT, verify
from sen.gateway.tests.pair import COUNTER, PEOPLE, SYSTEM, Axis, RunningServer, two_gateways, wait_for

CREDENTIAL = "what the platform shows"


def order(message_id: str, party: str, *flags: str) -> str:
    parts = dict(zip(("xRoadInstance", "memberClass", "memberCode", "subsystemCode"), party.split("/"), strict=True))
    return "/asic?" + "&".join([urlencode({"queryId": message_id, **parts}), *flags])


def reconfigure(server: RunningServer, **evidence: Any) -> None:
    """Stop the server, give it these settings of the evidence, start it again."""
    server.stop()
    place = server.folder / "gateway.json"
    facts = json.loads(place.read_text())
    facts["evidence"] = facts.get("evidence", {}) | evidence
    place.write_text(json.dumps(facts))
    server.start()


@pytest.fixture
def anchors(consumer: RunningServer, tmp_path: Path) -> str:
    file = tmp_path / "anchors.json"
    file.write_bytes(consumer.ask("GET", "/verificationconf", client="").body)
    return str(file)


def test_a_call_leaves_evidence_that_the_script_believes(consumer: RunningServer, anchors: str, tmp_path: Path) -> None:
    answer = consumer.ask("POST", f"/r1/{PEOPLE}/echo", b'{"hoi": 1}', X_Road_Id="VN-DT/e-1", Content_Type="application/json")
    assert answer.status == 200
    package = consumer.ask("GET", order("VN-DT/e-1", SYSTEM, "force"))
    assert (package.status, package.headers["content-type"]) == (200, "application/zip"), package.body
    file = tmp_path / "evidence.zip"
    file.write_bytes(package.body)
    # As somebody outside would run it: a process that knows nothing of the platform.
    command = [sys.executable, "-I", str(SCRIPT), "container", str(file), "--anchors", anchors, "--json"]
    said = subprocess.run(command, capture_output=True, text=True, check=False, env={})
    assert said.returncode == 0, said.stdout + said.stderr
    told = json.loads(said.stdout.splitlines()[-1])
    assert [len(each["checks"]) for each in told["checked"]] == [5, 6]


def test_evidence_is_not_for_others(consumer: RunningServer, provider: RunningServer) -> None:
    assert consumer.ask("GET", f"/r1/{PEOPLE}/echo", X_Road_Id="e-2").status == 200
    assert consumer.ask("GET", order("e-2", COUNTER, "force")).status == 401
    assert provider.ask("GET", order("e-2", COUNTER, "force"), client=COUNTER).status == 404


def test_journals_of_both_sides_hold(consumer: RunningServer, provider: RunningServer, anchors: str) -> None:
    assert consumer.ask("POST", f"/r1/{PEOPLE}/echo", b"x" * 400_000, X_Road_Id="e-large").status == 200
    for server in (consumer, provider):
        code, _, said = verify("journal", "--database", server.database)
        assert code == 0, said


def test_monitoring_and_metrics_answer_on_the_consumer_face(consumer: RunningServer) -> None:
    assert consumer.ask("GET", f"/r1/{PEOPLE}/echo").status == 200
    records = consumer.ask("GET", "/monitor/operational-data?recordsFrom=1&recordsTo=9999999999")
    assert records.status == 200 and records.json()["nextRecordsFrom"]
    assert consumer.ask("GET", "/monitor/summary?since=1", client="", Authorization=f"Bearer {CREDENTIAL}").status == 400
    assert b"axis_globalconf_version" in consumer.ask("GET", "/metrics", client="").body
    assert consumer.ask("GET", "/monitor/operational-data?recordsFrom=1&recordsTo=2", client="").status == 400


def test_a_large_body_is_in_the_evidence(consumer: RunningServer, anchors: str, tmp_path: Path) -> None:
    body = bytes(range(256)) * 4000
    assert consumer.ask("POST", f"/r1/{PEOPLE}/echo", body, X_Road_Id="e-file").status == 200
    found = consumer.ask("GET", order("e-file", SYSTEM, "force", "requestOnly", "unique"))
    file = tmp_path / "one.asice"
    file.write_bytes(found.body)
    code, _, said = verify("container", str(file), "--anchors", anchors)
    assert code == 0 and "attachment1 verified" in said, said


@pytest.mark.slow
def test_without_stamps_the_server_refuses_and_recovers_by_itself(tmp_path: Path, axis_place: dict[str, str]) -> None:
    dead = {"sources": [{"name": "gone", "url": "http://127.0.0.1:1/"}], "acceptable_failure_seconds": 0}
    place = axis_place | {"prefix": f"{axis_place['prefix']}_s"}
    with two_gateways(tmp_path, place) as running:
        axis: Axis = running[0]
        consumer: RunningServer = running[1]
        axis.hand_out(stamp_every_seconds=1)
        digest = hashlib.sha256(CREDENTIAL.encode()).hexdigest()
        reconfigure(consumer, stamps=dead, monitor_credential=digest)
        path = f"/r1/{PEOPLE}/echo"

        def stamps() -> dict[str, Any]:
            told = consumer.ask("GET", "/monitor/summary?since=1", client="", Authorization=f"Bearer {CREDENTIAL}")
            return dict(told.json()["stamps"])

        consumer.ask("GET", path)
        wait_for(lambda: consumer.ask("GET", path).fault == "Server.ClientProxy.LoggingFailed.TimestamperFailed", "messages to be refused")
        wait_for(lambda: bool(stamps()["alarm"]), "the alarm", seconds=40)
        assert "gone: not reached" in stamps()["fault"] and stamps()["blocksAt"]
        reconfigure(consumer, stamps={})
        wait_for(lambda: consumer.ask("GET", path).status == 200, "messages to pass again", seconds=40)
        wait_for(lambda: not stamps()["alarm"] and stamps()["lastSuccess"] is not None, "the alarm to end", seconds=40)
        with psycopg.connect(consumer.database) as connected:
            assert connected.execute("SELECT count(*) FROM stamp_range").fetchone() != (0,)
        # Archives are written beside the traffic, by a process of its own.
        reconfigure(consumer, archive_every_seconds=1)
        wait_for(lambda: any((consumer.folder / "archive").glob("mlog-internal-time-*.zip")), "an archive", seconds=40)
        # The keeper ends with the process that started it, however that ends, and another takes its place.
        (old,) = keepers(consumer)
        os.kill(parent_of(old), signal.SIGKILL)
        wait_for(lambda: len(keepers(consumer)) == 1 and old not in keepers(consumer), "another keeper", seconds=40)
        consumer.stop()
        wait_for(lambda: not keepers(consumer), "the keeper to end", seconds=40)


def keepers(server: RunningServer) -> list[int]:
    """The processes that keep the server's evidence."""
    words = b"\0".join((b"sen.gateway.evidence_command", b"keep", b"--home", str(server.folder).encode()))
    found = []
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if words in place.read_bytes():
                found.append(int(place.parent.name))
    return found


def parent_of(process: int) -> int:
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()[1])
