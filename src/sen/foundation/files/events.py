"""What files announce."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileStored:
    """A file came in from outside and waits for the scanner."""

    file_id: int


@dataclass(frozen=True, slots=True)
class MalwareFound:
    """The scanner found malware in a stored file."""

    file_id: int
