"""A real installation for tests: the supervisor, its database and its web server, in a folder that goes away afterwards."""

import contextlib
import http.client
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sen.config.instance import PROVINCES, Instance
from sen.kernel import clock

ROOT = Path(__file__).resolve().parents[1]
_START_SECONDS = 300.0
_DEMONSTRATION_SECONDS = 900.0
_LAST_STEP = "load_demo_workfiles"
_STOP_SECONDS = 30.0
# An installation listens on its own port and on the next ones.
_PORTS = 20
# What would tie the installation to the database or the settings of the tests.
_OWN_TO_TESTS = ("DJANGO_SETTINGS_MODULE", "SEN_")
_KEPT = ("SEN_POSTGRES", "SEN_CHROMIUM")


@dataclass(frozen=True)
class Site:
    """An installation that answers."""

    url: str
    folder: Path
    province: str

    def manage(self, *arguments: str) -> str:
        """Run a management command on the installation; returns what it printed."""
        command = [sys.executable, "-m", "sen.config.command", "manage", "--data", str(self.folder), *arguments]
        return subprocess.run(command, env=_environment(), cwd=ROOT, check=True, capture_output=True, text=True).stdout

    def wait_for_demonstration(self) -> None:
        """Wait until dossiers, documents, drafts and work files of the demonstration are there; they come after the first page."""
        deadline = time.monotonic() + _DEMONSTRATION_SECONDS
        while _LAST_STEP not in Instance(self.folder).read().loaded:
            assert time.monotonic() < deadline, "the demonstration did not come"
            time.sleep(0.5)


@contextlib.contextmanager
def running_site(*, province: str = PROVINCES[0], without: tuple[str, ...] = ()) -> Iterator[Site]:
    """Start an installation of the province with the demonstration; load steps named in ``without`` are left out."""
    # Not pytest's own folder: that one is closed to the user PostgreSQL runs as.
    folder = Path(tempfile.mkdtemp(prefix="sen-site-"))
    try:
        instance = Instance(folder)
        record = instance.open(province, clock.today())
        record.loaded.extend(without)
        instance.write(record)
        port = _free_port()
        process = _launch(folder, port)
        try:
            _wait(process, folder, port)
            yield Site(f"http://127.0.0.1:{port}", folder, province)
        finally:
            _end(process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in _KEPT or not name.startswith(_OWN_TO_TESTS)}
    return kept | {"PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1", "SEN_DEMO_PEOPLE": "2000"}


def _launch(folder: Path, port: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "sen.config.command", "run", "--port", str(port), "--data", str(folder)]
    with (folder / "run.log").open("wb") as words:
        return subprocess.Popen(command, env=_environment(), cwd=ROOT, stdin=subprocess.DEVNULL, stdout=words, stderr=subprocess.STDOUT)


def _wait(process: "subprocess.Popen[bytes]", folder: Path, port: int) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        if _answers(port):
            return
        time.sleep(0.2)
    said = (folder / "run.log").read_text(encoding="utf-8", errors="replace")
    raise AssertionError(f"the installation did not start:\n{said[-4000:]}")


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    """A port with free ones above it for the axis and its neighbours, below those the system gives out by itself."""
    # Not the seeded dice: two runs side by side would throw the same.
    places = random.SystemRandom().sample(range(10_000, 32_000, _PORTS), 50)
    return next(base for base in places if all(map(_is_free, range(base, base + _PORTS))))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
