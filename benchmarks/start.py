"""From a fresh copy of the project to the first page: `./sen run` with the packages in the installer's cache.

The floor is the same command on the finished installation: only starting, nothing to make or to load.
"""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks._report import finish, measure, options, tell

ROOT = Path(__file__).resolve().parents[1]
TARGET_SECONDS = 60
_PATIENCE = 600
_NOT_COPIED = (".venv", "var", ".git", "__pycache__", ".*_cache", ".hypothesis", "test-results")


def main() -> int:
    """Start in a fresh copy, stop, and start again."""
    asked = options(__doc__ or "", clone=1)
    with tempfile.TemporaryDirectory(prefix="sen-start-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        project = ROOT
        if asked.clone:
            project = home / "sen"
            shutil.copytree(ROOT, project, ignore=shutil.ignore_patterns(*_NOT_COPIED))
        with _first_page(project, home / "data") as first:
            pass
        tell(f"  fresh: {first:.1f} s")
        with _first_page(project, home / "data") as again:
            pass
        tell(f"  again: {again:.1f} s")
    size = "fresh copy, packages cached" if asked.clone else "fresh instance folder, environment ready"
    return finish([measure("first page after the run command", first, "s", TARGET_SECONDS, size=size, floor=again)], asked.json)


@contextmanager
def _first_page(project: Path, data: Path) -> Iterator[float]:
    """Run, wait for the first 200, give the seconds; stopped at the end of the block."""
    port = _free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("SEN_", "PYTHONPATH", "DJANGO_"))}
    started = time.monotonic()
    with (data.parent / "run.log").open("ab") as log:
        process = subprocess.Popen(
            [str(project / "sen"), "run", "--port", str(port), "--data", str(data)], cwd=project, env=environment, stdout=log, stderr=log
        )
    try:
        while not _answers(port):
            if process.poll() is not None or time.monotonic() - started > _PATIENCE:
                raise RuntimeError((data.parent / "run.log").read_text(encoding="utf-8", errors="replace")[-3000:])
            time.sleep(0.1)
        yield time.monotonic() - started
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
