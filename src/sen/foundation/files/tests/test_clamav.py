"""The adapter of ClamAV: every test runs against the real daemon where it is installed, and against a double that speaks its protocol."""

import contextlib
import os
import shutil
import signal
import socket
import socketserver
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sen.foundation.files import services
from sen.foundation.files.adapters import clamav
from sen.foundation.files.adapters.clamav import ClamavScanner
from sen.foundation.files.adapters.memory import EICAR
from sen.foundation.files.errors import ScannerSilent, TooLargeToScan
from sen.foundation.files.models import ScanState
from sen.foundation.files.types import Verdict
from sen.kernel import clock

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
LIMIT = 1024 * 1024
CLAMD = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
_CONFIG = """
LocalSocket {folder}/clamd.sock
DatabaseDirectory {folder}/patterns
TemporaryDirectory {folder}
StreamMaxLength 1M
OfficialDatabaseOnly no
Foreground yes
"""


class Protocol(socketserver.StreamRequestHandler):
    """As much of clamd as a scanner needs, with its manners: past the limit it hangs up in the middle of the file."""

    def handle(self) -> None:
        """One command on one connection."""
        command = self.rfile.readline()
        if command == b"nVERSION\n":
            self.wfile.write(b"ClamAV 1.4.0\n")
        elif command == b"nINSTREAM\n":
            self.wfile.write(self.verdict())

    def verdict(self) -> bytes:
        """What the pieces hold."""
        content = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(size)
            if len(content) > LIMIT:
                return b"INSTREAM size limit exceeded. ERROR\n"
        return b"stream: Eicar-Test FOUND\n" if EICAR in content else b"stream: OK\n"


@contextlib.contextmanager
def double(folder: Path) -> Iterator[str]:
    """The double on a socket of its own."""
    with socketserver.ThreadingUnixStreamServer(str(folder / "clamd.sock"), Protocol) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield str(folder / "clamd.sock")
        server.shutdown()


@contextlib.contextmanager
def real(folder: Path) -> Iterator[str]:
    """The daemon itself, with one signature of our own: that of the test virus."""
    (folder / "patterns").mkdir()
    (folder / "patterns" / "test.ndb").write_text(f"Eicar-Test:0:*:{EICAR.hex()}\n", encoding="ascii")
    (folder / "clamd.conf").write_text(_CONFIG.format(folder=folder), encoding="utf-8")
    line = [str(CLAMD), f"--config-file={folder / 'clamd.conf'}"]
    with subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as daemon:
        try:
            until = time.monotonic() + 60
            while not (folder / "clamd.sock").exists() and daemon.poll() is None and time.monotonic() < until:
                time.sleep(0.1)
            (folder / "pid").write_text(str(daemon.pid), encoding="ascii")
            yield str(folder / "clamd.sock")
        finally:
            daemon.kill()


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(double, id="double"),
        pytest.param(real, id="clamd", marks=pytest.mark.skipif(not CLAMD, reason="clamd is not installed: apt-get install clamav-daemon")),
    ],
)
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """The socket of a daemon that knows one virus and takes a megabyte."""
    with tempfile.TemporaryDirectory(prefix="clamd-") as folder, request.param(Path(folder)) as place:
        yield place


def scan(address: str, folder: Path, content: bytes) -> Verdict:
    sample = folder / "sample"
    sample.write_bytes(content)
    return ClamavScanner(address).scan(sample).verdict


@pytest.mark.parametrize(
    ("content", "verdict"),
    [
        (PDF, Verdict.CLEAN),
        (EICAR, Verdict.INFECTED),
        (PDF + b" " * 5000 + EICAR + b" " * 5000, Verdict.INFECTED),
        (b"a" * (LIMIT - 1), Verdict.CLEAN),
        (b"a" * (8 * LIMIT), Verdict.TOO_LARGE),
    ],
    ids=["clean", "virus", "virus inside", "at the limit", "too large"],
)
def test_the_daemon_is_understood(address, tmp_path, content, verdict):
    assert scan(address, tmp_path, content) is verdict


def test_the_daemon_tells_its_version(address):
    assert ClamavScanner(address).status().startswith("ClamAV ")


@pytest.mark.django_db
def test_a_file_too_large_to_scan_does_not_hold_up_those_behind_it(address, sender):
    services.use_scanner(ClamavScanner(address))
    contents = {"lon.pdf": PDF * 70_000, "sach.pdf": PDF, "doc.pdf": PDF + EICAR}
    files = [services.store_bytes(name=name, content=content, actor=sender, now=clock.now()) for name, content in contents.items()]
    with pytest.raises(TooLargeToScan):
        services.scan_file(file_id=files[0].pk, now=clock.now())
    assert services.rescan_waiting(now=clock.now()) == 2
    for file in files:
        file.refresh_from_db()
    assert [file.scan_state for file in files] == [ScanState.PENDING, ScanState.CLEAN, ScanState.INFECTED]


@pytest.mark.skipif(not CLAMD, reason="clamd is not installed: apt-get install clamav-daemon")
@pytest.mark.django_db
def test_a_daemon_that_stalls_or_dies_leaves_files_waiting(monkeypatch, sender):
    monkeypatch.setattr(clamav, "_TIMEOUT_SECONDS", 1.0)
    with tempfile.TemporaryDirectory(prefix="clamd-") as folder, real(Path(folder)) as place:
        services.use_scanner(ClamavScanner(place))
        file = services.store_bytes(name="a.pdf", content=PDF, actor=sender, now=clock.now())
        pid = int((Path(folder) / "pid").read_text(encoding="ascii"))
        os.kill(pid, signal.SIGSTOP)
        with pytest.raises(ScannerSilent):
            services.scan_file(file_id=file.pk, now=clock.now())
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(ScannerSilent):
            services.scan_file(file_id=file.pk, now=clock.now())
    file.refresh_from_db()
    assert file.scan_state == ScanState.PENDING


class Scripted:
    """Answers one INSTREAM as it was told."""

    def __init__(self, answer):
        self.answer, self.received = answer, b""
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        peer, _ = self.listener.accept()
        with peer, peer.makefile("rb") as stream:
            command = stream.read(10)
            assert command == b"nINSTREAM\n"
            while size := int.from_bytes(stream.read(4), "big"):
                self.received += stream.read(size)
            peer.sendall(self.answer)
        self.listener.close()


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (b"stream: OK\n", Verdict.CLEAN),
        (b"stream: Win.Test.EICAR_HDB-1 FOUND\n", Verdict.INFECTED),
        (b"INSTREAM size limit exceeded. ERROR\n", Verdict.TOO_LARGE),
        (b"stream: Can't allocate memory ERROR\n", Verdict.UNKNOWN),
        (b"\n", Verdict.UNKNOWN),
        (b"", Verdict.UNKNOWN),
    ],
)
def test_only_an_outright_ok_of_clamav_is_clean(tmp_path, answer, verdict):
    sample = tmp_path / "sample"
    sample.write_bytes(PDF)
    daemon = Scripted(answer)
    assert ClamavScanner(daemon.address).scan(sample).verdict is verdict
    assert daemon.received in (PDF, b"")


def test_a_stopped_clamav_cannot_say_and_shows_no_version(tmp_path):
    sample = tmp_path / "sample"
    sample.write_bytes(PDF)
    scanner = ClamavScanner(str(tmp_path / "no.sock"))
    assert scanner.scan(sample).verdict is Verdict.UNKNOWN
    assert scanner.status() == ""
