"""The process list of one installation: web, worker and database, kept alive and stopped in order."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO, Any

from sen.config.console import say

_LONGEST_PAUSE = 30.0
_CALM_SECONDS = 60.0
_STOP_SECONDS = 15.0
_LOG_BYTES = 20_000_000


class Stopped(BaseException):
    """Somebody asked this process to stop (Ctrl-C or SIGTERM)."""


@dataclass
class Child:
    """One process of the list and its restarts."""

    name: str
    command: list[str]
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    pause: float = 0.5
    again_at: float = 0.0

    def launch(self, environment: Mapping[str, str], folder: Path, log: Path | None = None) -> None:
        """Start the process in a session of its own, so that Ctrl-C reaches only the supervisor; its words go to the log if given."""
        options: dict[str, Any] = {"env": dict(environment), "cwd": folder, "stdin": subprocess.DEVNULL, "start_new_session": True}
        if log is None:
            self.process = subprocess.Popen(self.command, **options)
        else:
            with _log_file(log) as words:
                self.process = subprocess.Popen(self.command, stdout=words, stderr=subprocess.STDOUT, **options)
        self.started = time.monotonic()
        self.again_at = 0.0

    def wait(self) -> int:
        """The exit code, once the started process has ended."""
        return self.process.wait() if self.process else 0

    def died(self) -> bool:
        """Whether a started process has ended."""
        return self.process is not None and self.process.poll() is not None

    def signal(self, number: int) -> None:
        """Send a signal to the process and everything it started."""
        if self.process is not None:
            _signal_group(self.process.pid, number)


@dataclass
class Supervisor:
    """Keeps the children alive until told to stop.  ``revive`` is called each turn and restarts the database if it died."""

    folder: Path
    home: Path
    environment: Mapping[str, str]
    children: list[Child]
    revive: Callable[[], None]
    ready: Callable[[], bool]
    on_ready: Callable[[], None]
    _announced: bool = field(default=False, init=False)

    def run(self) -> None:
        """Start everything and stay until Stopped is raised by a signal; the children are then gone."""
        end_leftovers(self.folder)
        try:
            for child in self.children:
                child.launch(self.environment, self.home, self._log(child))
            self._remember()
            while True:
                self.turn()
                time.sleep(0.25)
        finally:
            self.stop()

    def adopt(self, children: list[Child]) -> None:
        """Start more processes and keep them alive from now on."""
        for child in children:
            child.launch(self.environment, self.home, self._log(child))
        self.children += children
        self._remember()

    def turn(self) -> None:
        """Look after the database, restart what died, announce the first answer."""
        self.revive()
        for child in self.children:
            self._look_after(child)
        if not self._announced and self.ready():
            self._announced = True
            self.on_ready()

    def stop(self) -> None:
        """End the children: politely, then by force."""
        for child in self.children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + _STOP_SECONDS
        while any(child.process and child.process.poll() is None for child in self.children) and time.monotonic() < deadline:
            time.sleep(0.05)
        for child in self.children:
            child.signal(signal.SIGKILL)
        (self.folder / "children.json").unlink(missing_ok=True)

    def _look_after(self, child: Child) -> None:
        if not child.died():
            if time.monotonic() - child.started > _CALM_SECONDS:
                child.pause = 0.5
            return
        if not child.again_at:
            child.signal(signal.SIGKILL)
            child.again_at = time.monotonic() + child.pause
            code = child.process.returncode if child.process else 0
            say(f"{child.name} ended ({code}); starting it again in {child.pause:.1f} s. Its log: {self._log(child)}")
            child.pause = min(child.pause * 2, _LONGEST_PAUSE)
        elif time.monotonic() >= child.again_at:
            child.launch(self.environment, self.home, self._log(child))
            self._remember()

    def _log(self, child: Child) -> Path:
        return self.folder / "log" / f"{child.name}.log"

    def _remember(self) -> None:
        processes = {child.process.pid: started_at(child.process.pid) for child in self.children if child.process}
        (self.folder / "children.json").write_text(json.dumps(processes), encoding="utf-8")


def end_leftovers(folder: Path) -> bool:
    """End the children of a supervisor that was killed, which would hold the port and the queue; returns whether there were any."""
    try:
        processes = json.loads((folder / "children.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    # A group outlives its leader: workers stay when the process that started them was killed.
    ours = [int(pid) for pid, started in processes.items() if started and started_at(int(pid)) in (started, "")]
    for pid in ours:
        _signal_group(pid, signal.SIGKILL)
    deadline = time.monotonic() + _STOP_SECONDS
    while any(_group_lives(pid) for pid in ours) and time.monotonic() < deadline:
        time.sleep(0.05)
    (folder / "children.json").unlink(missing_ok=True)
    return bool(ours)


def started_at(pid: int) -> str:
    """When a process began, in the kernel's own count; with the id it names one process.  Empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(") ")[2].split()[19]
    except (OSError, IndexError):
        return ""


def listen_for_stop() -> None:
    """Let SIGINT, SIGTERM and SIGHUP raise Stopped once; later ones are ignored while everything ends."""

    def stop(number: int, frame: FrameType | None) -> None:
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, signal.SIG_IGN)
        raise Stopped

    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, stop)


def web_command(host: str, port: int) -> list[str]:
    """The web server: two workers of four threads."""
    options = ["--interface", "wsgi", "--host", host, "--port", str(port), "--workers", "2", "--blocking-threads", "4", "--no-ws"]
    options += ["--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", "5", "--log-level", "warning"]
    return [sys.executable, "-m", "granian", *options, "sen.config.wsgi:application"]


def worker_command() -> list[str]:
    """The worker: job queue and outbox relay."""
    return [sys.executable, "-m", "django", "run_worker"]


def _log_file(path: Path) -> IO[bytes]:
    """The log, opened for more; a large one is put aside first."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    if path.exists() and path.stat().st_size > _LOG_BYTES:
        path.replace(path.with_suffix(".old.log"))
    return path.open("ab")


def _group_lives(leader: int) -> bool:
    """Whether a process of the group still runs; ended ones that nobody collected do not count."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _parent, group = stat.read_text(encoding="utf-8").rpartition(") ")[2].split()[:3]
        except (OSError, ValueError):
            continue
        if int(group) == leader and state != "Z":
            return True
    return False


def _signal_group(pid: int, number: int) -> None:
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):
        return
