"""The axis of a start: its ports, its databases, what runs, and starting without it."""

import argparse
import os
import socket
import sys
import time
from pathlib import Path

import pytest

from sen.config.command.axis import Axis, journal, plan_axis, present_sandboxes
from sen.config.instance import Instance, Record
from sen.config.supervisor import Child, Supervisor

QUIET = [sys.executable, "-c", "pass"]


def record(*, empty: bool = False) -> Record:
    return Record("dongthap-2025", 0, "2026-11-23", empty=empty)


def options(port: int) -> argparse.Namespace:
    return argparse.Namespace(port=port, host="127.0.0.1")


def instance(tmp_path: Path) -> Instance:
    (tmp_path / "log").mkdir()
    return Instance(tmp_path)


def free_stretch() -> int:
    """A port with ten free ones after it."""
    for port in range(23100, 60000, 20):
        if plan_axis(Instance(Path("/nowhere")), record(), options(port), 0).wanted:
            return port
    raise AssertionError("no free ports")


def test_a_journal_lies_beside_the_platforms_database() -> None:
    own = {"SEN_DB_HOST": "/run/sen", "SEN_DB_PORT": "5432", "SEN_DB_USER": "sen", "SEN_DB_NAME": "sen"}
    assert journal(own, "sen_gateway_tinh") == "host=/run/sen port=5432 user=sen dbname=sen_gateway_tinh"
    foreign = {"SEN_DATABASE_URL": "postgresql://u:p@db.example:6432/sen?sslmode=require"}
    assert journal(foreign, "sen_gateway_tinh") == "postgresql://u:p@db.example:6432/sen_gateway_tinh?sslmode=require"


def test_an_empty_installation_and_a_switched_off_axis_have_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_stretch()
    assert not plan_axis(Instance(tmp_path), record(empty=True), options(port), 0).wanted
    monkeypatch.setenv("SEN_AXIS", "off")
    assert not plan_axis(Instance(tmp_path), record(), options(port), 0).wanted


def test_a_taken_port_is_said_and_the_rest_starts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    port = free_stretch()
    with socket.create_server(("127.0.0.1", port + 3)):
        assert not plan_axis(Instance(tmp_path), record(), options(port), 0).wanted
    assert str(port + 3) in capsys.readouterr().out


def test_without_an_axis_the_platform_still_has_its_credential(tmp_path: Path) -> None:
    found = Axis(Instance(tmp_path), 9000, wanted=False).environment({})
    assert (found["SEN_AXIS_URL"], found["SEN_AXIS_FIRST_PORT"]) == ("", "0")
    assert len(found["SEN_SERVICE_CREDENTIAL"]) > 32
    assert "SEN_AXIS_JOURNALS" not in found


def test_ports_follow_the_web_servers(tmp_path: Path) -> None:
    found = Axis(Instance(tmp_path), 9000, wanted=True).environment({"SEN_DB_HOST": "/run/sen"})
    assert found["SEN_AXIS_URL"] == "http://127.0.0.1:9001"
    assert found["SEN_AXIS_FIRST_PORT"] == "9001"
    assert found["SEN_AXIS_JOURNALS"].splitlines() == [
        "VN-DT/GOV/H20/TINH=host=/run/sen dbname=sen_gateway_tinh",
        "VN-DT/GOV/SO/SONGANH=host=/run/sen dbname=sen_gateway_songanh",
    ]


def test_the_children_are_both_gateways_and_the_sandboxes_there_are(tmp_path: Path) -> None:
    children = Axis(Instance(tmp_path), 9000, wanted=True).children()
    assert [child.name for child in children] == [
        "gateway-tinh",
        "gateway-songanh",
        *(f"sandbox-{name}" for name, _place in present_sandboxes()),
    ]
    assert children[0].command[-2:] == ["--home", str(tmp_path / "gateways" / "tinh")]


def care(folder: Path) -> Supervisor:
    return Supervisor(folder, folder, dict(os.environ), [], lambda: None, lambda: True, lambda: None)


def settled(axis: Axis) -> None:
    deadline = time.monotonic() + 10
    while not axis.preparation.died():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_after_the_preparation_the_supervisor_takes_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    axis = Axis(instance(tmp_path), 9000, wanted=True, preparation=Child("axis", QUIET))
    sleeper = Child("gateway-tinh", [sys.executable, "-c", "import time; time.sleep(60)"])
    monkeypatch.setattr(axis, "children", lambda: [sleeper])
    watching = care(tmp_path)
    axis.look(watching)
    assert watching.children == []
    axis.begin(dict(os.environ))
    settled(axis)
    assert not axis.settled
    axis.look(watching)
    axis.look(watching)
    assert watching.children == [sleeper]
    assert axis.settled
    watching.stop()
    assert sleeper.died()


def test_a_start_without_an_axis_waits_for_none(tmp_path: Path) -> None:
    axis = Axis(instance(tmp_path), 9000, wanted=False)
    assert not axis.settled
    axis.begin(dict(os.environ))
    assert axis.settled
    assert axis.preparation.process is None


def test_a_failed_preparation_is_said_and_nothing_is_started(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    axis = Axis(instance(tmp_path), 9000, wanted=True, preparation=Child("axis", [sys.executable, "-c", "raise SystemExit(2)"]))
    axis.begin(dict(os.environ))
    settled(axis)
    watching = care(tmp_path)
    axis.look(watching)
    assert watching.children == []
    assert axis.settled
    assert "axis.log" in capsys.readouterr().out
