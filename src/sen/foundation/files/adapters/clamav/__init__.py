"""ClamAV's daemon over its socket or port (INSTREAM, so that it needs no right to our folder)."""

from pathlib import Path

from clamav_client.clamd import CommunicationError
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
        """The daemon's verdict; UNKNOWN when it is down, too slow, or the file is larger than it takes."""
        answer = self._client().scan(str(path))
        if answer.passed is True:
            return ScanResult(Verdict.CLEAN, "ClamAV")
        if answer.state == "FOUND":
            return ScanResult(Verdict.INFECTED, str(answer.details or ""))
        return ScanResult(Verdict.UNKNOWN, str(answer.details or answer.err or ""))

    def status(self) -> str:
        """Version and signature date as the daemon tells them; empty when it does not answer."""
        try:
            told = self._client().info()
        except (CommunicationError, OSError, ValueError):
            return ""
        return f"{told.version} {told.virus_definitions or '(không rõ ngày cập nhật mẫu)'}"

    def _client(self) -> ClamdScanner:
        return ClamdScanner({"backend": "clamd", "address": self._address, "timeout": _TIMEOUT_SECONDS, "stream": True})
