"""The gateway's record of exchanges: one writer per process, many exchanges per commit.

Whoever writes waits for the commit that holds its rows, so what was answered is on disk.  Messages form one hash chain per
writing process; after a lost connection, when nobody can tell whether the last commit arrived, a new chain begins.
"""

import asyncio
import logging
import time
import uuid
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import errors, generators
from psycopg.pq import ExecStatus, Format

from sen.gateway.columns import array_types, columns, insertion
from sen.gateway.errors import AlreadyRecorded, JournalDown
from sen.gateway.records import GENESIS, Exchange, Record, canonical, link
from sen.gateway.tables import LOCK, TABLES

log = logging.getLogger("sen.gateway.journal")

MOST_PER_COMMIT = 500
# Below so many exchanges under way nobody waits for company.
FEW = 4
GATHER_SECONDS = 0.001
SOON_SECONDS = 0.05
HEARTBEAT_SECONDS = 1.0
PATIENCE_SECONDS = 5.0
_MESSAGE = {
    "recorded_at": "timestamptz", "chain": "text", "position": "bigint", "message_id": "text", "request_id": "uuid",
    "is_answer": "boolean", "side": "text", "party": "text", "peer": "text", "service": "text", "head": "bytea",
    "body_digest": "bytea", "body_size": "bigint", "body": "bytea", "body_file": "text", "signature": "text", "certificate": "text",
    "previous": "bytea", "hash": "bytea",
}  # fmt: skip
_EXCHANGE = {
    "side": "text", "request_id": "uuid", "message_id": "text", "client": "text", "service": "text", "method": "text", "path": "text",
    "user_id": "text", "issue": "text", "represented": "text", "purpose": "text", "trace": "text", "request_in": "timestamptz",
    "request_out": "timestamptz", "answer_in": "timestamptz", "answer_out": "timestamptz", "request_size": "bigint",
    "answer_size": "bigint", "status": "int", "succeeded": "boolean", "fault": "text", "fault_text": "text",
}  # fmt: skip
_MESSAGE_KINDS, _EXCHANGE_KINDS = tuple(_MESSAGE.values()), tuple(_EXCHANGE.values())
# One statement for both tables: it is committed or refused as a whole in a single round trip.
_INSERT = (
    f"WITH messages AS ({insertion('message', tuple(_MESSAGE), _MESSAGE_KINDS)}) "
    f"{insertion('exchange', tuple(_EXCHANGE), _EXCHANGE_KINDS, len(_MESSAGE) + 1)}"
).encode()
_TYPES = array_types(_MESSAGE_KINDS + _EXCHANGE_KINDS)
_PREPARED = b"journal"
_INTO_SIGNER = b"INSERT INTO signer (fingerprint, certificate) VALUES (%s, %s) ON CONFLICT DO NOTHING"

_Entry = tuple[Sequence[Record], Exchange | None, "asyncio.Future[None]"]


class Journal:
    """The writer of one process."""

    def __init__(self, database: str) -> None:
        """Name the database; nothing is opened yet."""
        self._database = database
        self._connection: psycopg.AsyncConnection[Any] | None = None
        self._waiting: deque[_Entry] = deque()
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._ending = False
        self._soon = False
        self._pressing = 0
        self.under_way = 0
        self._signers: dict[str, str] = {}
        self._known: set[str] = set()
        self.begin_chain()

    @property
    def up(self) -> bool:
        """Whether records can be written now."""
        return self._connection is not None

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Count an exchange that will write before it ends."""
        self.under_way += 1
        try:
            yield
        finally:
            self.under_way -= 1

    @property
    def waiting(self) -> int:
        """Exchanges whose commit is outstanding."""
        return len(self._waiting)

    def begin_chain(self) -> None:
        """Start a chain of one's own."""
        self.chain, self._position, self._previous = str(uuid.uuid4()), 0, GENESIS

    async def start(self) -> None:
        """Connect, make the tables, begin writing; without a database go on trying."""
        await self._connect()
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Write what waits, then close."""
        self._ending = True
        self._wake.set()
        if self._task:
            await self._task
        if self._connection:
            await self._connection.close()
            self._connection = None

    def meet(self, fingerprint: str, certificate: str) -> None:
        """Make sure the signer's certificate (PEM) is kept with the messages it signed."""
        if fingerprint not in self._known:
            self._signers[fingerprint] = certificate

    def write(self, records: Sequence[Record], exchange: Exchange | None = None, *, soon: bool = False) -> "asyncio.Future[None]":
        """Hand over rows; the future is done when they are committed, or fails with JournalDown or AlreadyRecorded.

        Rows that are to be written ``soon`` go along with the next commit, or with one of their own after a moment.
        """
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        done.add_done_callback(_seen)
        if self._connection is None or self._ending:
            done.set_exception(JournalDown("the journal's database cannot be reached"))
        else:
            self._waiting.append((records, exchange, done))
            if not soon:
                self._pressing += 1
                self._wake.set()
            elif not self._soon:
                self._soon = True
                asyncio.get_running_loop().call_later(SOON_SECONDS, self._write_soon)
        return done

    def _write_soon(self) -> None:
        self._soon = False
        self._wake.set()

    async def _run(self) -> None:
        while not (self._ending and not self._waiting):
            if self._connection is None:
                self._refuse_all()
                if self._ending:
                    return
                await asyncio.sleep(0.5)
                await self._connect()
                continue
            if not self._wake.is_set() or not self._waiting:
                await self._idle()
                continue
            await self._gather()
            self._wake.clear()
            self._pressing = 0
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST_PER_COMMIT))]
            await self._commit(batch)
            if self._pressing or (self._waiting and (self._ending or len(batch) == MOST_PER_COMMIT)):
                self._wake.set()

    async def _idle(self) -> None:
        """Wait for work; meanwhile look whether the database is still there, so that a loss is known before the next call."""
        self._wake.clear()
        if self._ending:
            self._wake.set()
        try:
            async with asyncio.timeout(HEARTBEAT_SECONDS):
                await self._wake.wait()
        except TimeoutError:
            await self._look()

    async def _look(self) -> None:
        connection = self._connection
        if connection is None:
            return
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await connection.execute(b"SELECT 1")
        except (psycopg.Error, OSError, TimeoutError) as error:
            log.error("the journal's database is gone: %s", error)
            await self._after(error)

    async def _gather(self) -> None:
        """With many exchanges under way a short wait fills the commit; it costs each of them less than the commits it saves."""
        if self.under_way > FEW and self._pressing * 2 < self.under_way:
            await asyncio.sleep(GATHER_SECONDS)

    async def _commit(self, batch: list[_Entry]) -> None:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._insert(batch)
        except errors.UniqueViolation as error:
            if len(batch) == 1:
                _fail(batch, AlreadyRecorded("the request number was used before"))
                log.warning("refused a message recorded before: %s", error.diag.message_detail)
                return
            for entry in batch:
                await self._commit([entry])
        except (psycopg.Error, OSError, TimeoutError) as error:
            log.error("the journal could not be written: %s", error)
            _fail(batch, JournalDown(str(error)))
            await self._after(error)
        else:
            for _, _, done in batch:
                if not done.done():
                    done.set_result(None)

    async def _insert(self, batch: list[_Entry]) -> None:
        connection = self._connection
        if connection is None:
            raise psycopg.OperationalError("the connection was lost")
        now, position, previous = time.time_ns() // 1000, self._position, self._previous
        messages, exchanges = [], []
        for records, exchange, _ in batch:
            for each in records:
                position += 1
                following = link(previous, canonical(now, self.chain, position, each))
                messages.append((now, self.chain, position, *_fields(each), previous, following))
                previous = following
            if exchange:
                exchanges.append(_exchange_fields(exchange))
        met = dict(self._signers)
        for signer in met.items():
            await connection.execute(_INTO_SIGNER, signer)
        # Past the cursor: with two score of columns its care for each parameter costs more than the server's work.
        values = columns(_MESSAGE_KINDS, messages) + columns(_EXCHANGE_KINDS, exchanges)
        connection.pgconn.send_query_prepared(_PREPARED, values, [Format.BINARY] * len(values))
        await _done(connection)
        self._position, self._previous = position, previous
        self._known.update(met)
        for fingerprint in met:
            self._signers.pop(fingerprint, None)

    async def _connect(self) -> None:
        connection = None
        try:
            connection = await psycopg.AsyncConnection.connect(self._database, autocommit=True, connect_timeout=3)
            async with connection.transaction():
                await connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
                await connection.execute(TABLES)
            connection.pgconn.send_prepare(_PREPARED, _INSERT, _TYPES)
            await _done(connection)
        except (psycopg.Error, OSError) as error:
            log.error("the journal's database cannot be used: %s", error)
            if connection:
                await connection.close()
            return
        self._connection = connection

    async def _after(self, error: Exception) -> None:
        """Drop a connection that is broken or in doubt; a clean refusal by the server leaves it and the chain in use."""
        connection = self._connection
        if connection is None or (isinstance(error, psycopg.Error) and not connection.broken and not connection.closed):
            return
        self._connection = None
        self.begin_chain()
        connection.pgconn.finish()

    def _refuse_all(self) -> None:
        _fail(self._waiting, JournalDown("the journal's database cannot be reached"))
        self._waiting.clear()


async def _done(connection: "psycopg.AsyncConnection[Any]") -> None:
    """Wait for the statement that was sent.  Raises the server's error."""
    for result in await connection.wait(generators.execute(connection.pgconn)):
        if result.status == ExecStatus.FATAL_ERROR:
            raise errors.error_from_result(result)


def _fields(record: Record) -> tuple[Any, ...]:
    return (
        record.message_id, record.request_id, record.is_answer, record.side, record.party, record.peer, record.service, record.head,
        record.body_digest, record.body_size, record.body, record.body_file, record.signature, record.certificate,
    )  # fmt: skip


def _exchange_fields(exchange: Exchange) -> tuple[Any, ...]:
    return tuple([getattr(exchange, name) for name in _EXCHANGE])


def _fail(entries: Sequence[_Entry] | deque[_Entry], error: Exception) -> None:
    for _, _, done in entries:
        if not done.done():
            done.set_exception(error)


def _seen(done: "asyncio.Future[None]") -> None:
    # A caller that already answered with another fault no longer looks; the failure is logged where it arose.
    if not done.cancelled():
        done.exception()
