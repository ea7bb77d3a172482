"""ClamAV's daemon over its socket or port (INSTREAM, so that it needs no right to our folder)."""

from pathlib import Path
from typing import Any

from clamav_client.clamd import BufferTooLongError, CommunicationError, ResponseError
from clamav_client.scanner import ClamdScanner

from sen.foundation.files.types import ScanResult, Verdict

_TIMEOUT_SECONDS = 60.0


class ClamavScanner:
    """Asks clamd; only an outright OK counts as clean, every other answer but FOUND means it could not say."""

    name = "ClamAV"
    looks = True

    def __init__(self, address: str) -> None:
        """Talk to the socket path or ``host:port``."""
        self._address = address

    def scan(self, path: Path) -> ScanResult:
        """The daemon's verdict; UNKNOWN when it is down or too slow, TOO_LARGE when the file is larger than it takes."""
        answer = self._client().scan(str(path))
        if answer.passed is True:
            return ScanResult(Verdict.CLEAN, "ClamAV")
        if answer.state == "FOUND":
            return ScanResult(Verdict.INFECTED, str(answer.details or ""))
        if self._hung_up_on(answer.err):
            return ScanResult(Verdict.TOO_LARGE, "StreamMaxLength")
        return ScanResult(Verdict.UNKNOWN, str(answer.details or answer.err or ""))

    def status(self) -> str:
        """Version and signature date as the daemon tells them; empty when it does not answer."""
        client = self._client()
        try:
            told = client.info()
        except (CommunicationError, ResponseError, OSError, ValueError):
            return ""
        finally:
            client.hang_up()
        return f"{told.version} {told.virus_definitions or '(không rõ ngày cập nhật mẫu)'}"

    def _hung_up_on(self, error: Exception | None) -> bool:
        """Whether the daemon refused the file for its size: past its limit it hangs up in the middle of the file, but goes on answering."""
        if isinstance(error, BufferTooLongError):
            return True
        return isinstance(error, BrokenPipeError | ConnectionResetError) and bool(self.status())

    def _client(self) -> "_TidyClient":
        return _TidyClient({"backend": "clamd", "address": self._address, "timeout": _TIMEOUT_SECONDS, "stream": True})


class _TidyClient(ClamdScanner):
    """The library's client, closing the file and the connection whatever happens."""

    def hang_up(self) -> None:
        """Close what a failed connection left open."""
        line = getattr(self.client, "clamd_socket", None)
        if line is not None:
            line.close()

    def _pass_by_stream(self, filename: str) -> Any:
        try:
            with Path(filename).open("rb") as stream:
                return self.client.instream(stream)
        finally:
            self.hang_up()
