"""A real installation in a folder of its own: `sen run` with its database, web server and job worker."""

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from sen.config.command.session import ROOT, connection_text, environment, open_server
from sen.config.instance import Instance
from sen.config.loading import LOAD_STEPS
from sen.config.postgres import Server
from sen.kernel import clock

PATIENCE = 60.0


@dataclass
class Installation:
    """A running installation and its processes."""

    instance: Instance
    server: Server
    port: int
    environment: dict[str, str]
    supervisor: "subprocess.Popen[bytes]" = field(init=False)

    def start(self) -> None:
        """Run it and wait for the first page."""
        log = (self.instance.folder / "run.log").open("ab")
        command = ["-m", "sen.config.command", "run", "--data", str(self.instance.folder), "--port", str(self.port), "--empty"]
        with log:
            self.supervisor = subprocess.Popen([sys.executable, *command], env=self.environment, cwd=ROOT, stdout=log, stderr=log)
        wait_for(self.answers, "the first page", seconds=120)

    def stop(self) -> None:
        """Ask the supervisor to end everything."""
        if hasattr(self, "supervisor"):
            self.supervisor.send_signal(signal.SIGTERM)
            self.supervisor.wait(PATIENCE)

    def answers(self) -> bool:
        """Whether a page that needs the database is served."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/suc-khoe/")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def kill_web_worker(self) -> int:
        """kill -9 one process that answers requests; returns its id."""
        granian = self._living_child("granian")
        worker = int(Path(f"/proc/{granian}/task/{granian}/children").read_text().split()[-1])
        os.kill(worker, signal.SIGKILL)
        return worker

    def kill_job_worker(self) -> int:
        """kill -9 the process that signs forms."""
        worker = self._living_child("run_worker")
        os.kill(worker, signal.SIGKILL)
        return worker

    def kill_database(self) -> int:
        """kill -9 the database server."""
        server = int((self.server.data / "postmaster.pid").read_text().split()[0])
        os.kill(server, signal.SIGKILL)
        return server

    def connect(self) -> "psycopg.Connection[tuple[Any, ...]]":
        """A connection past every right, for looking at what is there."""
        return psycopg.connect(connection_text(self.environment), autocommit=True)

    def count(self, sql: str) -> int:
        """One number, or -1 while the database is away."""
        try:
            with self.connect() as connection:
                row = connection.execute(sql).fetchone()
                return int(row[0]) if row else 0
        except psycopg.OperationalError:
            return -1

    def child(self, word: str) -> int:
        """The process the supervisor keeps whose command holds the word; 0 while there is none."""
        try:
            processes = json.loads((self.instance.folder / "children.json").read_text())
        except (OSError, ValueError):
            return 0
        return next((int(pid) for pid in processes if word in _command_of(pid)), 0)

    def _living_child(self, word: str) -> int:
        wait_for(lambda: self.child(word) > 0, f"{word} to run")
        return self.child(word)


@contextlib.contextmanager
def installation(seed: list[str]) -> Iterator[tuple[Installation, Any]]:
    """An installation of a few records, running; gives it and what the seed said."""
    home = Path(tempfile.mkdtemp(prefix="sen-kill-"))
    home.chmod(0o755)
    instance = Instance(home / "data")
    record = instance_of(instance)
    server = open_server(instance, record)
    assert server is not None
    surroundings = {**environment(instance, record, server), "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "SEN_DEBUG": "0"}
    here = Installation(instance, server, _free_port(), surroundings)
    try:
        server.start()
        _python(surroundings, "-m", "django", "prepare_instance")
        said = _python({**surroundings, "SEN_HASHED_STATIC": "0"}, "-m", *seed)
        instance.release()
        here.start()
        yield here, json.loads(said.splitlines()[-1])
    finally:
        here.stop()
        server.stop()
        instance.release()
        shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(server.sockets, ignore_errors=True)


def instance_of(instance: Instance) -> Any:
    """A claimed installation in which nothing is left to load."""
    instance.claim()
    record = instance.open(None, clock.today(), empty=True)
    record.loaded = [step.command for step in LOAD_STEPS]
    instance.write(record)
    return record


def _command_of(pid: str) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def wait_for(done: Callable[[], bool], what: str, *, seconds: float = PATIENCE) -> None:
    """Wait until it is so; fails with the words when it takes too long."""
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, f"waited {seconds:.0f} s for {what}"
        time.sleep(0.2)


def _python(surroundings: dict[str, str], *arguments: str) -> str:
    done = subprocess.run([sys.executable, *arguments], env=surroundings, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
