"""Archives of evidence: ZIP files of containers, each chained to the one before, and the removal of what is archived.

A file's ``linkinginfo`` begins with the last digest and the name of the archive before it and gives every container a digest
over the digest before and the container's own: none can be taken out, added or changed without all later ones changing.
"""

import datetime as dt
import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

from psycopg import AsyncConnection
from psycopg.rows import TupleRow

from sen.gateway.evidence.containers import Evidence, entry_info, write_container
from sen.gateway.evidence.rows import EvidenceReader
from sen.gateway.evidence.tables import ARCHIVE_LOCK
from sen.gateway.trust.evidence_settings import INTERNAL_NAME, EvidenceSettings

LINKING_FILE = "linkinginfo"
_ALGORITHM = "SHA-512"
_IN_MEMORY = 1 << 20
_DELETED_AT_ONCE = 5_000
# A stretch of a chain that is stamped; ``from`` skips what an archive already holds of it.
_STRETCHES = """
SELECT r.stamp_id, r.ordinal, r.chain,
       CASE WHEN (r.stamp_id, r.ordinal) = (%(stamp)s, %(ordinal)s) THEN greatest(r.first_position, %(position)s + 1)
         ELSE r.first_position END,
       r.last_position, s.source
FROM stamp_range r JOIN stamp s ON s.id = r.stamp_id
WHERE (r.stamp_id, r.ordinal) > (%(stamp)s, %(ordinal)s)
  OR ((r.stamp_id, r.ordinal) = (%(stamp)s, %(ordinal)s) AND r.last_position > %(position)s)
ORDER BY r.stamp_id, r.ordinal
"""

_DELETE = "DELETE FROM message WHERE chain = %s AND position BETWEEN %s AND %s RETURNING request_id, body_file"
# Both sides of an exchange that this server had with itself share one file.
_USED = "SELECT body_file FROM message WHERE request_id = ANY(%s) AND body_file <> ''"

Connection = AsyncConnection[TupleRow]


@dataclass(frozen=True)
class Place:
    """How far archives reach: the stamp, the stretch in it and the position in its chain."""

    stamp: int = 0
    ordinal: int = 0
    position: int = 0


@dataclass
class Linking:
    """The chain of digests through the containers of an archive."""

    previous_digest: str = ""
    previous_name: str = ""
    digest: str = field(init=False)
    lines: list[str] = field(init=False)

    def __post_init__(self) -> None:
        """Begin with the archive before."""
        self.digest = self.previous_digest
        self.lines = [f"{self.previous_digest or '-'} {self.previous_name or '-'} {_ALGORITHM}"]

    def add(self, name: str, container_digest: str) -> None:
        """Chain a container by the SHA-512 (hex) of its bytes."""
        self.digest = hashlib.sha512((self.digest + container_digest).encode("ascii")).hexdigest()
        self.lines.append(f"{self.digest} {name}")

    @property
    def content(self) -> bytes:
        """The file ``linkinginfo``."""
        return ("\n".join(self.lines) + "\n").encode()


class ArchiveFile:
    """One archive while it is being written; it has no final name before it is whole and on disk."""

    def __init__(self, folder: Path, linking: Linking) -> None:
        """Begin a file in the folder."""
        self._folder = folder
        self._linking = linking
        self._part = folder / "archive.part"
        self._zip = zipfile.ZipFile(self._part, "w", zipfile.ZIP_STORED)
        self._first: dt.datetime | None = None
        self._last: dt.datetime | None = None
        self.is_internal = False
        self.size = self.messages = 0

    def add(self, evidence: Evidence) -> None:
        """Write the container of a message."""
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as container:
            write_container(evidence, container)  # type: ignore[arg-type]
            self.size += container.tell()
            container.seek(0)
            digest = hashlib.sha512()
            while piece := container.read(_IN_MEMORY):
                digest.update(piece)
            container.seek(0)
            with self._zip.open(entry_info(evidence.name, evidence.recorded_at), "w", force_zip64=True) as entry:
                shutil.copyfileobj(container, entry)
        self._linking.add(evidence.name, digest.hexdigest())
        self._first = min(self._first or evidence.recorded_at, evidence.recorded_at)
        self._last = max(self._last or evidence.recorded_at, evidence.recorded_at)
        self.messages += 1

    def close(self) -> tuple[str, str]:
        """Finish the file; returns its name and its last digest."""
        if self._first is None or self._last is None:
            raise ValueError("an archive holds at least one message")
        self._zip.writestr(entry_info(LINKING_FILE, self._last), self._linking.content)
        self._zip.close()
        name = archive_name(self._first, self._last, self._linking.digest, is_internal=self.is_internal)
        with self._part.open("rb") as written:
            os.fsync(written.fileno())
        self._part.replace(self._folder / name)
        _sync_folder(self._folder)
        return name, self._linking.digest

    def drop(self) -> None:
        """Throw away what was begun and not finished."""
        self._zip.close()
        self._part.unlink(missing_ok=True)


def archive_name(first: dt.datetime, last: dt.datetime, digest: str, *, is_internal: bool) -> str:
    """``mlog[-group]-first-last-digest.zip``; the group says when the time is the house's own."""
    group = f"-{INTERNAL_NAME.replace(' ', '-')}" if is_internal else ""
    return f"mlog{group}-{_stamp_text(first)}-{_stamp_text(last)}-{digest[:16]}.zip"


async def archive_once(connection: Connection, settings: EvidenceSettings, *, folder: Path, bodies: Path, now: dt.datetime) -> int:
    """Archive every stamped message that is in no archive yet; returns their number, 0 also when another process is at it."""
    if not await _lock(connection):
        return 0
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        total = 0
        while written := await _one_file(connection, settings, folder, bodies, now):
            total += written
        return total
    finally:
        await connection.execute("SELECT pg_advisory_unlock(%s)", (ARCHIVE_LOCK,))


async def remove_old(connection: Connection, settings: EvidenceSettings, *, bodies: Path, now: dt.datetime) -> int:
    """Remove messages past their term that are stamped and archived, and monitoring records past theirs; returns the messages."""
    if not await _lock(connection):
        return 0
    try:
        await _remove_exchanges(connection, now - dt.timedelta(days=settings.exchange_days))
        total = 0
        while removed := await _remove_stretch(connection, bodies, now - dt.timedelta(days=settings.keep_days), now):
            total += removed
        return total
    finally:
        await connection.execute("SELECT pg_advisory_unlock(%s)", (ARCHIVE_LOCK,))


async def _one_file(connection: Connection, settings: EvidenceSettings, folder: Path, bodies: Path, now: dt.datetime) -> int:
    """Write one archive file and note it; returns its messages."""
    linking, place = await _end(connection)
    file: ArchiveFile | None = None
    try:
        async for evidence, source, reached in _unarchived(connection, EvidenceReader(connection, bodies), place):
            file = file or ArchiveFile(folder, linking)
            file.is_internal = file.is_internal or source == INTERNAL_NAME
            file.add(evidence)
            place = reached
            if file.size >= settings.archive_bytes:
                break
        if file is None:
            return 0
        name, digest = file.close()
    finally:
        if file:
            file.drop()
    await connection.execute(
        "INSERT INTO archive_file (made_at, name, digest, size, messages, last_stamp, last_ordinal, last_position) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
        (now, name, digest, (folder / name).stat().st_size, file.messages, place.stamp, place.ordinal, place.position),
    )
    return file.messages


async def _unarchived(connection: Connection, reader: EvidenceReader, place: Place) -> AsyncIterator[tuple[Evidence, str, Place]]:
    parameters = {"stamp": place.stamp, "ordinal": place.ordinal, "position": place.position}
    stretches = await (await connection.execute(_STRETCHES, parameters)).fetchall()
    for stamp, ordinal, chain, first, last, source in stretches:
        async for evidence in reader.of_range(chain, first, last):
            yield evidence, source, Place(stamp, ordinal, evidence.position)


async def _end(connection: Connection) -> tuple[Linking, Place]:
    """Where the last archive ended."""
    query = "SELECT digest, name, last_stamp, last_ordinal, last_position FROM archive_file ORDER BY id DESC LIMIT 1"
    row = await (await connection.execute(query)).fetchone()
    return (Linking(row[0], row[1]), Place(*row[2:])) if row else (Linking(), Place())


async def _remove_stretch(connection: Connection, bodies: Path, before: dt.datetime, now: dt.datetime) -> int:
    """Remove the oldest stamped stretch if it is archived and old enough; returns its messages."""
    _, place = await _end(connection)
    async with connection.transaction():
        oldest = await (
            await connection.execute(
                "SELECT r.stamp_id, r.ordinal, r.chain, r.first_position, r.last_position, m.hash, m.recorded_at FROM stamp_range r "
                "JOIN message m ON m.chain = r.chain AND m.position = r.last_position ORDER BY r.stamp_id, r.ordinal LIMIT 1"
            )
        ).fetchone()
        if oldest is None or oldest[6] >= before or not _archived(Place(oldest[0], oldest[1], oldest[4]), place):
            return 0
        stamp, ordinal, chain, first, last, row_hash, _ = oldest
        gone = await (await connection.execute(_DELETE, (chain, first, last))).fetchall()
        used = await (await connection.execute(_USED, ([row[0] for row in gone],))).fetchall()
        await connection.execute(
            "INSERT INTO removed VALUES (%s, %s, %s, %s) ON CONFLICT (chain) DO UPDATE SET last_position = excluded.last_position, "
            "last_hash = excluded.last_hash, removed_at = excluded.removed_at",
            (chain, last, row_hash, now),
        )
        await connection.execute("DELETE FROM stamp_range WHERE stamp_id = %s AND ordinal = %s", (stamp, ordinal))
        await connection.execute(
            "DELETE FROM stamp_tree t WHERE stamp_id = %s AND NOT EXISTS (SELECT 1 FROM stamp_range r WHERE r.stamp_id = t.stamp_id)",
            (stamp,),
        )
    for name in {row[1] for row in gone if row[1]} - {row[0] for row in used}:
        (bodies / name).unlink(missing_ok=True)
    return len(gone)


async def _remove_exchanges(connection: Connection, before: dt.datetime) -> None:
    query = "DELETE FROM exchange WHERE id IN (SELECT id FROM exchange WHERE request_in < %s ORDER BY id LIMIT %s)"
    while (await connection.execute(query, (before, _DELETED_AT_ONCE))).rowcount >= _DELETED_AT_ONCE:
        continue


def _archived(last: Place, end: Place) -> bool:
    return (last.stamp, last.ordinal, last.position) <= (end.stamp, end.ordinal, end.position)


async def _lock(connection: Connection) -> bool:
    row = await (await connection.execute("SELECT pg_try_advisory_lock(%s)", (ARCHIVE_LOCK,))).fetchone()
    return bool(row and row[0])


def _stamp_text(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).strftime("%Y%m%d%H%M%S")


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
