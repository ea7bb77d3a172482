"""The double of the port: knows one test virus, can play dead.  Not an anti-virus."""

from pathlib import Path

from sen.foundation.files.types import ScanResult, Verdict

# The EICAR test string, in two halves so that no scanner condemns this source file.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + rb"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class MemoryScanner:
    """Finds the EICAR test string; ``silent`` makes it stop answering."""

    name = "Bộ quét thử"
    looks = True

    def __init__(self, *, silent: bool = False) -> None:
        """Start with an empty list of files looked at."""
        self.silent = silent
        self.seen: list[Path] = []

    def scan(self, path: Path) -> ScanResult:
        """INFECTED when the test string is in the file, CLEAN when not, UNKNOWN while silent or when the file is missing."""
        self.seen.append(path)
        if self.silent or not path.exists():
            return ScanResult(Verdict.UNKNOWN, "no answer")
        found = EICAR in path.read_bytes()
        return ScanResult(Verdict.INFECTED, "Eicar-Test") if found else ScanResult(Verdict.CLEAN, self.name)

    def status(self) -> str:
        """Always the same version."""
        return "" if self.silent else "1.0"
