"""Bodies on their way: counted, digested and bounded as they stream in; small ones in memory, large ones in a file."""

import asyncio
import hashlib
import os
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

IN_MEMORY = 262_144
PIECE = 262_144


class BodyTooLarge(Exception):
    """More bytes came than allowed; ``args[0]`` is the limit."""


class Body:
    """A finished body; ``digest`` (SHA-512) is None when there was none.  Held in ``data``, or in ``file`` when it is large."""

    __slots__ = ("data", "digest", "file", "size")

    def __init__(self, data: bytes, *, size: int, digest: bytes | None, file: Path | None = None) -> None:
        """Prefer ``body_of`` or a Spool."""
        self.data = data
        self.size = size
        self.digest = digest
        self.file = file

    async def pieces(self) -> AsyncIterator[bytes]:
        """The body in pieces."""
        if self.file is None:
            if self.data:
                yield self.data
            return
        with self.file.open("rb") as source:
            while piece := source.read(PIECE):
                yield piece

    def bytes(self, most: int = 64 * 1024 * 1024) -> bytes:
        """The whole body in memory; raises BodyTooLarge past ``most``."""
        if self.file is None:
            return self.data
        if self.size > most:
            raise BodyTooLarge(most)
        return self.file.read_bytes()

    async def keep(self, place: Path) -> str:
        """Bring a large body durably to its place below the folder of bodies; returns the path to record, empty for small ones."""
        if self.file is None:
            return ""
        await asyncio.to_thread(_keep, self.file, place)
        return f"{place.parent.name}/{place.name}"

    @contextmanager
    def unless_refused(self) -> Iterator[None]:
        """Forget the spooled file when the block ends in an error, whoever gets the body otherwise forgets it."""
        passed = False
        try:
            yield
            passed = True
        finally:
            if not passed:
                self.drop()

    def drop(self) -> None:
        """Forget the spooled file; what was kept stays."""
        if self.file is not None:
            self.file.unlink(missing_ok=True)


EMPTY = Body(b"", size=0, digest=None)


def body_of(data: bytes) -> Body:
    """A body that is already here; no bytes are no body."""
    return Body(data, size=len(data), digest=hashlib.sha512(data).digest()) if data else EMPTY


class Spool:
    """Takes a body piece by piece."""

    __slots__ = ("_file", "_folder", "_hash", "_limit", "_path", "_pieces", "size")

    def __init__(self, folder: Path, limit: int) -> None:
        """Large bodies go to a file in the folder; more than ``limit`` bytes are refused."""
        self._folder = folder
        self._limit = limit
        self._hash = hashlib.sha512()
        self._pieces: list[bytes] = []
        self._file: BinaryIO | None = None
        self._path: Path | None = None
        self.size = 0

    def add(self, piece: bytes) -> None:
        """Take a piece.  Raises BodyTooLarge; the file is gone then."""
        self.size += len(piece)
        if self.size > self._limit:
            self.drop()
            raise BodyTooLarge(self._limit)
        self._hash.update(piece)
        if self._file is None and self.size > IN_MEMORY:
            self._path = self._folder / uuid.uuid4().hex
            self._file = self._path.open("xb")
            self._file.writelines(self._pieces)
            self._pieces.clear()
        if self._file is None:
            self._pieces.append(piece)
        else:
            self._file.write(piece)

    def finish(self) -> Body:
        """The body that came in."""
        if self._file is not None:
            self._file.close()
            return Body(b"", size=self.size, digest=self._hash.digest(), file=self._path)
        data = self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)
        return Body(data, size=self.size, digest=self._hash.digest()) if data else EMPTY

    @contextmanager
    def unless_broken(self) -> Iterator[None]:
        """Give up when the block ends in an error."""
        whole = False
        try:
            yield
            whole = True
        finally:
            if not whole:
                self.drop()

    def drop(self) -> None:
        """Give up; nothing stays."""
        if self._file is not None and self._path is not None:
            self._file.close()
            self._path.unlink(missing_ok=True)
        self._pieces.clear()


def _keep(source: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    if not place.exists():
        os.link(source, place)
    for each in (place, place.parent):
        handle = os.open(each, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
