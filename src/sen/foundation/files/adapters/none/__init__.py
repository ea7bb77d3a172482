"""No scanner: files say that nobody looked at them."""

from pathlib import Path

from sen.foundation.files.types import ScanResult, Verdict


class NoScanner:
    """Stands where a scanner would; every file stays marked as not scanned."""

    name = "Chưa có bộ quét"
    looks = False

    def scan(self, path: Path) -> ScanResult:
        """NOT_SCANNED, always."""
        return ScanResult(Verdict.NOT_SCANNED)

    def status(self) -> str:
        """What operators should know."""
        return "cài ClamAV và đặt SEN_SCANNER=clamav"
