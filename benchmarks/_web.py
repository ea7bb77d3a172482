"""The web server as the supervisor starts it, and visitors that speak HTTP to it."""

import http.client
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings

from sen.config.supervisor import web_command

ROOT = Path(__file__).resolve().parents[1]
EMPTY_VIEW = "/suc-khoe/"
_START_SECONDS = 60
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Web:
    """A running web server."""

    port: int
    process: "subprocess.Popen[bytes]"

    def workers(self) -> list[int]:
        """Processes that answer requests."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="utf-8").split()
        return [int(child) for child in children if "tracker" not in _command_of(child)]


@contextmanager
def web_server(free_after: int = 0) -> Iterator[Web]:
    """Two workers until the block ends, on a free port with so many free ones after it."""
    port = _free_port(free_after)
    environment = {**os.environ, "SEN_ALLOWED_HOSTS": "127.0.0.1,localhost"}
    process = subprocess.Popen(web_command("127.0.0.1", port), env=environment, cwd=ROOT, start_new_session=True)
    try:
        _wait_for(port, process)
        yield Web(port, process)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


@dataclass
class Visitor:
    """One browser with its session, on one connection that stays open."""

    port: int
    session: str = ""
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def __post_init__(self) -> None:
        """Prepare the connection."""
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        if self.session:
            self.cookies[settings.SESSION_COOKIE_NAME] = self.session

    def get(self, path: str) -> str:
        """Read a page; raises RuntimeError unless it answers 200."""
        status, body = self.ask("GET", path)
        if status != 200:
            raise RuntimeError(f"{path} answered {status}")
        self.keep_token(body)
        return body

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def keep_token(self, body: str) -> None:
        """Remember the token of the page's forms."""
        found = _TOKEN.search(body)
        self.token = found[1] if found else self.token

    def post(self, path: str, values: Mapping[str, str]) -> None:
        """Send a form as the page would; raises RuntimeError unless it leads on to another page."""
        status, body = self.ask("POST", path, urlencode({**values, "csrfmiddlewaretoken": self.token}))
        if status != 302:
            words = re.sub(r"<[^>]+>|\s+", " ", body)
            raise RuntimeError(f"{path} answered {status}: {words[:2000]}")

    def ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        """Status and text of the answer; cookies are kept."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        answer = self._answer(method, path, body, headers)
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return answer.status, answer.read().decode("utf-8", "replace")

    def _answer(self, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> http.client.HTTPResponse:
        """The answer; a page is asked for once more when the server has hung up on the idle connection, as browsers do."""
        self._connection.request(method, path, body, headers)
        try:
            return self._connection.getresponse()
        except http.client.RemoteDisconnected:
            if method != "GET":
                raise
            self._connection.request(method, path, body, headers)
            return self._connection.getresponse()


def visit(visitor: Visitor, paths: Sequence[str], times: int, warm: int = 8) -> list[float]:
    """Milliseconds of each of so many pages, the paths in turn, after a few unmeasured ones."""
    spent = []
    for turn in range(warm + times):
        started = time.perf_counter()
        visitor.get(paths[turn % len(paths)])
        if turn >= warm:
            spent.append((time.perf_counter() - started) * 1000)
    return spent


def rate(works: Sequence[Callable[[int], object]], seconds: float, most: int) -> tuple[float, int]:
    """How often a second the works are done, each by a thread of its own, over so many seconds; and how often in all."""
    started = time.perf_counter()

    def repeat(work: Callable[[int], object]) -> int:
        done = 0
        while done < most and time.perf_counter() - started < seconds:
            work(done)
            done += 1
        return done

    with ThreadPoolExecutor(len(works)) as pool:
        done = sum(pool.map(repeat, works))
    return done / (time.perf_counter() - started), done


def resident_megabytes(pid: int) -> float:
    """Memory a process holds now."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found[1]) / 1024 if found else 0.0


def _free_port(after: int) -> int:
    while True:
        with ExitStack() as probes:
            try:
                first = probes.enter_context(socket.create_server(("127.0.0.1", 0))).getsockname()[1]
                for place in range(1, after + 1):
                    probes.enter_context(socket.create_server(("127.0.0.1", first + place)))
            except (OSError, OverflowError):
                continue
            return int(first)


def _command_of(pid: str) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace")


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        visitor = Visitor(port)
        try:
            visitor.get(EMPTY_VIEW)
            return
        except (OSError, RuntimeError, http.client.HTTPException):
            time.sleep(0.1)
        finally:
            visitor.close()
    raise RuntimeError("the web server did not start")
