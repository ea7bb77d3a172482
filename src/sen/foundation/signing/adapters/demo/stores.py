"""Where the demonstration's authority keeps its keys: a folder readable by its owner only, or memory."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol


class KeyStore(Protocol):
    """Named secrets that are written once."""

    def read(self, name: str) -> bytes | None:
        """The secret, or None."""
        ...

    def write(self, name: str, secret: bytes) -> None:
        """Keep a new secret."""
        ...

    def locked(self) -> AbstractContextManager[None]:
        """Context in which no other process makes keys."""
        ...


class MemoryStore:
    """Keys that live as long as the object; for tests."""

    def __init__(self) -> None:
        """Start empty."""
        self._secrets: dict[str, bytes] = {}

    def read(self, name: str) -> bytes | None:
        """The secret, or None."""
        return self._secrets.get(name)

    def write(self, name: str, secret: bytes) -> None:
        """Keep a new secret."""
        self._secrets[name] = secret

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Nothing to lock."""
        yield


class FolderStore:
    """One file per secret, mode 600, in a folder of mode 700."""

    def __init__(self, folder: Path) -> None:
        """Use the folder, which is made on first writing."""
        self._folder = folder

    def read(self, name: str) -> bytes | None:
        """The secret, or None."""
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError:
            return None

    def write(self, name: str, secret: bytes) -> None:
        """Keep a new secret: written aside, flushed to disk, renamed."""
        path = self._folder / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = path.with_suffix(f".{os.getpid()}")
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(secret)
            stream.flush()
            os.fsync(stream.fileno())
        aside.rename(path)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder's lock file, so that two processes never make the same key twice."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)
