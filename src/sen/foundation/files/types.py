"""Values and the scanner port of files."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sen.foundation.files.models import StoredFile

MAX_PIECE_BYTES = 8 * 1024 * 1024
"""The largest piece of a resumable upload."""


class Verdict(StrEnum):
    """What a scanner can say about one file."""

    CLEAN = "clean"
    INFECTED = "infected"
    UNKNOWN = "unknown"
    TOO_LARGE = "too_large"
    NOT_SCANNED = "not_scanned"


@dataclass(frozen=True, slots=True)
class ScanResult:
    """A verdict with the scanner's own words."""

    verdict: Verdict
    note: str = ""


class Scanner(Protocol):
    """The port: something that looks for malware in a file on disk."""

    name: str
    looks: bool
    """False for the stand-in that never looks: files then say so from the start instead of waiting."""

    def scan(self, path: Path) -> ScanResult:
        """The verdict; never CLEAN when it could not look at all of the file: TOO_LARGE past its limit, otherwise UNKNOWN."""
        ...

    def status(self) -> str:
        """Program and signature version in words for operators; empty when it does not answer."""
        ...


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file this platform accepts."""

    media_type: str
    extensions: tuple[str, ...]
    label: str


@dataclass(frozen=True, slots=True)
class UploadStatus:
    """How far a resumable upload has come, in bytes; ``file`` once it is finished and kept."""

    public_id: str
    received: int
    size: int
    file: "StoredFile | None" = None


@dataclass(frozen=True, slots=True)
class Download:
    """A stored file that may be sent: where it lies and what it is called; ``inline`` when it may be shown in the browser."""

    path: Path
    name: str
    media_type: str
    inline: bool
