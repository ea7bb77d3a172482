"""A gateway that cannot start says why."""

import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sen.gateway.tests.pair import CONSUMER, DEPARTMENT, SOURCE, Axis, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("axis")]


def _start(folder: Path) -> "subprocess.Popen[bytes]":
    with (folder / "gateway.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "sen.gateway", "--home", str(folder)], stdout=log, stderr=log, env={"PYTHONPATH": str(SOURCE)}
        )


def test_without_a_usable_home_it_ends_at_once(tmp_path: Path) -> None:
    assert _start(tmp_path).wait(60) == 2
    assert "gateway.json" in (tmp_path / "gateway.log").read_text()


def test_with_its_port_taken_it_says_so_and_carries_nothing(tmp_path: Path, axis_place: Any) -> None:
    axis = Axis(tmp_path, axis_place)
    server = axis.add_server(CONSUMER)
    axis.add_signer(CONSUMER, DEPARTMENT)
    process = None
    try:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", server.provider))
            taken.listen()
            process = _start(server.folder)
            wait_for(lambda: "cannot start" in server.log(), "the reason")
            assert server.health()[0] == 0
        # The port is free again: it comes up by itself.
        wait_for(lambda: server.health()[0] == 503, "the gateway", log=server.log)
    finally:
        if process:
            process.terminate()
            process.wait(60)
        axis.drop_databases()
