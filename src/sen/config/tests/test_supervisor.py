"""Children are kept alive with growing pauses and are gone when the supervisor ends."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sen.config.supervisor import Child, Supervisor, end_leftovers, started_at

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
FAILING = [sys.executable, "-c", "raise SystemExit(3)"]


def supervisor(folder: Path, *children: Child) -> Supervisor:
    return Supervisor(folder, folder, dict(os.environ), list(children), lambda: None, lambda: True, lambda: None)


def wait_for(condition: object, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_dead_child_is_started_again_after_a_growing_pause(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    child = Child("web", FAILING)
    care = supervisor(tmp_path, child)
    child.launch(os.environ, tmp_path)
    first = child.process
    wait_for(child.died)
    care.turn()
    assert child.process is first
    assert child.pause == 1.0
    wait_for(lambda: (care.turn(), child.process is not first)[1])
    care.stop()
    assert "web ended (3)" in capsys.readouterr().out


def test_what_a_child_says_is_kept_in_its_log(tmp_path: Path) -> None:
    child = Child("web", [sys.executable, "-c", "print('hello')"])
    child.launch(os.environ, tmp_path, tmp_path / "log" / "web.log")
    assert child.wait() == 0
    assert (tmp_path / "log" / "web.log").read_text(encoding="utf-8") == "hello\n"


def test_stopping_ends_children_and_what_they_started(tmp_path: Path) -> None:
    inner = "import subprocess, sys, time; p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); print(p.pid, flush=True); time.sleep(60)"
    child = Child("web", [sys.executable, "-c", inner])
    child.process = subprocess.Popen(child.command, stdout=subprocess.PIPE, start_new_session=True)
    assert child.process.stdout is not None
    grandchild = int(child.process.stdout.readline())
    child.process.stdout.close()
    supervisor(tmp_path, child).stop()
    assert child.process.poll() is not None
    wait_for(lambda: not running(grandchild))


def test_children_of_a_killed_supervisor_are_ended_at_the_next_start(tmp_path: Path) -> None:
    orphan = subprocess.Popen(SLEEPER, start_new_session=True)
    (tmp_path / "children.json").write_text(json.dumps({orphan.pid: started_at(orphan.pid)}), encoding="utf-8")
    end_leftovers(tmp_path)
    assert orphan.wait(timeout=10) == -signal.SIGKILL


def test_a_reused_process_id_is_left_alone(tmp_path: Path) -> None:
    stranger = subprocess.Popen(SLEEPER, start_new_session=True)
    (tmp_path / "children.json").write_text(json.dumps({stranger.pid: "1"}), encoding="utf-8")
    end_leftovers(tmp_path)
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(") ")[2][0] != "Z"
    except OSError:
        return False
