"""The office of evidence of a gateway process: everything that runs beside the traffic, each thing in one process at a time."""

import asyncio
import contextlib
import datetime as dt
import logging
import os
import random
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import psycopg
from cryptography import x509
from psycopg import AsyncConnection
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from sen.gateway.evidence.authority import InternalAuthority
from sen.gateway.evidence.stamping import StampState, read_state, stamp_forever
from sen.gateway.evidence.tables import KEEPER_LOCK, SCHEMA
from sen.gateway.journal.tables import LOCK, TABLES
from sen.gateway.serving.metrics import PhaseMeter
from sen.gateway.serving.traffic import count_traffic
from sen.gateway.trust.evidence_settings import EvidenceSettings
from sen.gateway.trust.signing import fingerprint
from sen.gateway.trust.snapshot import Snapshot
from sen.kernel import clock

_log = logging.getLogger("sen.gateway.evidence")
_TURN_SECONDS = 5.0
_AWAY_SECONDS = 2.0
_CHECK_SECONDS = 86_400.0
# Servers that start together should not all begin to archive together; and a chore that fails is not tried at once again.
_FIRST_AFTER = 600.0
# A configuration may come every minute; a list of revoked certificates that says nothing new is kept once an hour.
_STATUS_EVERY = dt.timedelta(hours=1)
_KEEP_STATUS = """
INSERT INTO status_list SELECT %s, %s WHERE NOT EXISTS (SELECT 1 FROM status_list WHERE this_update > %s) OR %s ON CONFLICT DO NOTHING
"""

Connection = AsyncConnection[TupleRow]
Pool = AsyncConnectionPool[Connection]


@dataclass
class Office:
    """Keeps the evidence of one gateway process: stamps, archives, removes, checks and counts, each on one process at a time."""

    folder: Path
    database: str
    settings: EvidenceSettings
    snapshot: Callable[[], Snapshot | None]
    under_way: Callable[[], int] = lambda: 0
    meter: PhaseMeter = field(default_factory=PhaseMeter)
    state: StampState = field(default_factory=StampState)
    started: dt.datetime = field(default_factory=clock.now)
    _pool: Pool | None = None
    _known: str = ""
    _revoked: tuple[str, ...] | None = None

    @property
    def archive(self) -> Path:
        """Where archives lie."""
        return self.folder / self.settings.archive

    @property
    def bodies(self) -> Path:
        """Where large bodies lie."""
        return self.folder / "bodies"

    @property
    def internal(self) -> InternalAuthority:
        """The internal time authority of this gateway."""
        return InternalAuthority.open(self.folder)

    @contextlib.asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """A connection to the gateway's database.  Raises psycopg.Error or PoolTimeout when there is none."""
        if self._pool is None:
            self._pool = AsyncConnectionPool(self.database, min_size=0, max_size=4, timeout=5, open=False, kwargs={"autocommit": True})
            await self._pool.open()
        async with self._pool.connection() as connection:
            yield connection

    async def close(self) -> None:
        """Close the connections."""
        if self._pool is not None:
            await self._pool.close()
            self._pool = None

    async def prepare(self) -> None:
        """Make the tables that are missing."""
        async with self.connection() as connection, connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
            await connection.execute(TABLES)
            await connection.execute(SCHEMA)

    def refusal(self) -> str:
        """Why new messages are refused now; empty while they are not."""
        if not self.state.refuses(self.settings.stamps, clock.now()):
            return ""
        return f"no time stamp could be had since {self.state.failing_since:%Y-%m-%d %H:%M:%S} UTC: {self.state.last_fault[:300]}"

    async def turn(self) -> None:
        """One turn of what every process does: read how stamping goes, bring the figures only this process knows."""
        async with self.connection() as connection:
            self.state = await read_state(connection)
            await self.meter.bring(connection, worker=f"{os.getpid()}", under_way=self.under_way(), now=clock.now())

    async def keep(self) -> None:
        """One turn of the keeper: keep what the snapshot tells, count the traffic."""
        async with self.connection() as connection:
            await self.keep_trust(connection)
            await count_traffic(connection, clock.now())

    async def last(self, query: str) -> dt.datetime | None:
        """The instant a query of one value gives."""
        async with self.connection() as connection:
            row = await (await connection.execute(query)).fetchone()
        return row[0] if row else None

    async def stamp(self, stop: asyncio.Event | None = None) -> None:
        """Stamp for ever."""
        await stamp_forever(self.connection, self.settings.stamps, internal=self.internal, every_seconds=self._every, stop=stop)

    def _every(self) -> float:
        snapshot = self.snapshot()
        return float(snapshot.stamp_every_seconds) if snapshot else 60.0

    async def keep_trust(self, connection: Connection) -> None:
        """Keep the sealed list of revoked certificates and the authorities, which go into containers."""
        snapshot = self.snapshot()
        if snapshot is None or snapshot.status == self._known:
            return
        if snapshot.status:
            at = dt.datetime.fromtimestamp(snapshot.issued_at, dt.UTC)
            await connection.execute(_KEEP_STATUS, (at, snapshot.status, at - _STATUS_EVERY, snapshot.directory.revoked != self._revoked))
            self._revoked = snapshot.directory.revoked
        for pem in snapshot.directory.authorities:
            certificate = x509.load_pem_x509_certificate(pem.encode())
            row = (fingerprint(certificate), certificate.subject.rfc4514_string(), pem)
            await connection.execute("INSERT INTO issuer VALUES (%s, %s, %s) ON CONFLICT DO NOTHING", row)
        self._known = snapshot.status


async def run_office(office: Office) -> None:
    """What every process does until it is cancelled; the heavy work is a keeper's, of which the server has one."""
    await _until_done(office.prepare)
    tasks = [
        asyncio.create_task(_again(office.turn, _TURN_SECONDS)),
        asyncio.create_task(_again(lambda: _have_keeper(office), _TURN_SECONDS)),
    ]
    await _together(tasks, office)


async def run_keeper(office: Office) -> None:
    """Stamp, count, archive and check until cancelled; a database that is away is waited for."""
    await _until_done(office.prepare)
    archive = Chore("archive", "SELECT max(made_at) FROM archive_file", office.settings.archive_every_seconds)
    check = Chore("check", "SELECT max(made_at) FROM evidence_check", _CHECK_SECONDS)
    tasks = [asyncio.create_task(office.stamp()), asyncio.create_task(_again(office.keep, _TURN_SECONDS))]
    tasks += [asyncio.create_task(_again(partial(chore.see_to, office), _TURN_SECONDS)) for chore in (archive, check)]
    await _together(tasks, office)


@dataclass
class Chore:
    """A command that is due so long after it was last done, which the database knows, or last tried, which only this process does."""

    command: str
    last_done: str
    every_seconds: float
    tried: float = field(default_factory=lambda: time.monotonic() - _FIRST_AFTER * random.random())  # noqa: S311 - spreads load

    async def see_to(self, office: Office) -> None:
        """Do it if it is due."""
        if time.monotonic() - self.tried < min(self.every_seconds, _FIRST_AFTER):
            return
        self.tried = time.monotonic()
        done = await office.last(self.last_done)
        if done is None or (clock.now() - done).total_seconds() >= self.every_seconds:
            await run_aside(office.folder, self.command)


async def _have_keeper(office: Office) -> None:
    """Run the server's keeper, if no other process of the server does; it ends with this process, whose pipe it listens to."""
    async with office.connection() as connection:
        row = await (await connection.execute("SELECT pg_try_advisory_lock(%s)", (KEEPER_LOCK,))).fetchone()
        if not row or not row[0]:
            return
        try:
            await run_aside(office.folder, "keep", stdin=asyncio.subprocess.PIPE)
        finally:
            with contextlib.suppress(psycopg.Error):
                await connection.execute("SELECT pg_advisory_unlock(%s)", (KEEPER_LOCK,))


async def _together(tasks: "list[asyncio.Task[None]]", office: Office) -> None:
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await office.close()


async def run_aside(folder: Path, command: str, *, stdin: int = asyncio.subprocess.DEVNULL) -> None:
    """Run a command of the evidence in a process of its own, of lower priority, so that traffic does not feel it."""
    arguments = ["-m", "sen.gateway.evidence_command", command, "--home", str(folder), "--aside"]
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdin=stdin)
    try:
        code = await process.wait()
    except asyncio.CancelledError:
        process.terminate()
        await process.wait()
        raise
    if code:
        _log.warning("%s ended with %s", command, code)


async def _again(work: Callable[[], Awaitable[None]], pause: float) -> None:
    while True:
        await _until_done(work)
        await asyncio.sleep(pause)


async def _until_done(work: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            await work()
        except (psycopg.Error, PoolTimeout, OSError) as error:
            _log.warning("evidence waits for its database: %s", error)
            await asyncio.sleep(_AWAY_SECONDS)
        else:
            return
