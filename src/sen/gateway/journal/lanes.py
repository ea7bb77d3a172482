"""One connection of the journal and the hash chain written over it, one commit after the other.

It speaks to the server past psycopg's cursors and coroutines: with two score of parameters and a thousand exchanges a
second their care costs more than the server's work.
"""

import asyncio
import logging
import time
import uuid
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import errors, generators
from psycopg.pq import ConnStatus, ExecStatus, Format
from psycopg.pq.abc import PGconn

from sen.gateway.errors import AlreadyRecorded, JournalDown
from sen.gateway.journal.records import GENESIS, Exchange, Record, canonical, link
from sen.gateway.journal.rows import STATEMENT, TYPES, message_row, parameters
from sen.gateway.journal.tables import LOCK, TABLES

log = logging.getLogger("sen.gateway.journal")

PATIENCE_SECONDS = 5.0
HEARTBEAT_SECONDS = 1.0
_PREPARED = b"journal"
_FORMATS = [Format.BINARY] * len(TYPES)


@dataclass(slots=True)
class Entry:
    """Rows that are committed together, and who waits for it."""

    records: Sequence[Record]
    exchange: Exchange | None
    done: "asyncio.Future[None]"

    def fail(self, error: Exception) -> None:
        """Tell that they were not committed."""
        if not self.done.done():
            self.done.set_exception(error)


class Lane:
    """A connection with at most one commit under way."""

    def __init__(self, database: str, freed: Callable[[Mapping[str, str]], None]) -> None:
        """``freed`` is told, with the signers just committed, whenever the lane can take more or is lost."""
        self._database = database
        self._freed = freed
        self._connection: psycopg.AsyncConnection[Any] | None = None
        self._under_way: list[Entry] | None = None
        self._singly: deque[Entry] = deque()
        self._signers: Mapping[str, str] = {}
        self._refusal: psycopg.Error | None = None
        self._socket, self._spoke_at = -1, 0.0
        self._begin_chain()

    @property
    def up(self) -> bool:
        """Whether it is connected."""
        return self._connection is not None

    @property
    def idle(self) -> bool:
        """Whether it can take a batch now."""
        return self._connection is not None and self._under_way is None

    def _begin_chain(self) -> None:
        self.chain, self._position, self._previous = str(uuid.uuid4()), 0, GENESIS
        self._following = (0, GENESIS)

    async def connect(self) -> None:
        """Connect and make the tables; without a database the lane stays down."""
        connection = None
        try:
            connection = await psycopg.AsyncConnection.connect(self._database, autocommit=True, connect_timeout=3)
            async with connection.transaction():
                await connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
                await connection.execute(TABLES)
            connection.pgconn.send_prepare(_PREPARED, STATEMENT, TYPES)
            for result in await connection.wait(generators.execute(connection.pgconn)):
                if result.status == ExecStatus.FATAL_ERROR:
                    raise errors.error_from_result(result)
            # The socket is remembered, since a lost connection no longer tells it.
            self._connection, self._socket, self._spoke_at = connection, connection.pgconn.socket, time.monotonic()
            asyncio.get_running_loop().add_reader(self._socket, self._read)
        except (psycopg.Error, OSError) as error:
            log.error("the journal's database cannot be used: %s", error)
        finally:
            if connection and connection is not self._connection:
                await connection.close()

    def send(self, batch: list[Entry], signers: Mapping[str, str]) -> None:
        """Send rows off to be committed; only an idle lane takes them."""
        now, position, previous = time.time_ns() // 1000, self._position, self._previous
        messages = []
        for entry in batch:
            for record in entry.records:
                position += 1
                following = link(previous, canonical(now, self.chain, position, record))
                messages.append(message_row((now, self.chain, position), record, previous, following))
                previous = following
        self._following, self._under_way, self._signers, self._spoke_at = (position, previous), batch, signers, time.monotonic()
        values = parameters(signers, messages, [entry.exchange for entry in batch if entry.exchange])
        # Until the server says otherwise.
        self._refusal = psycopg.OperationalError("the server said nothing of a commit")
        try:
            self._server.send_query_prepared(_PREPARED, values, _FORMATS)
            self._write()
        except psycopg.Error as error:
            self.lose(error)

    def look(self) -> None:
        """Ask an idle server for a sign of life, give up one that has been silent for too long."""
        silent = time.monotonic() - self._spoke_at
        if self._under_way is not None and silent > PATIENCE_SECONDS:
            self.lose(TimeoutError(f"silent for {silent:.0f} s"))
        elif self.idle and silent > HEARTBEAT_SECONDS:
            self.send([], {})

    def lose(self, error: Exception) -> None:
        """Drop a connection that is broken or in doubt, and its chain with it."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        log.error("the journal's database is gone: %s", error)
        self._hang_up(connection)
        waiting = [*(self._under_way or ()), *self._singly]
        self._under_way, self._refusal = None, None
        self._singly.clear()
        self._begin_chain()
        for entry in waiting:
            entry.fail(JournalDown(str(error)))
        self._freed({})

    def close(self) -> None:
        """Hang up."""
        if self._connection:
            self._hang_up(self._connection)
            self._connection = None

    def _hang_up(self, connection: "psycopg.AsyncConnection[Any]") -> None:
        loop = asyncio.get_running_loop()
        loop.remove_writer(self._socket)
        loop.remove_reader(self._socket)
        connection.pgconn.finish()

    @property
    def _server(self) -> PGconn:
        if self._connection is None:
            raise psycopg.OperationalError("the connection was lost")
        return self._connection.pgconn

    def _write(self) -> None:
        """Hand over to the system what it takes, the rest when it takes more."""
        try:
            loop = asyncio.get_running_loop()
            if self._server.flush():
                loop.add_writer(self._socket, self._write)
            else:
                loop.remove_writer(self._socket)
        except psycopg.Error as error:
            self.lose(error)

    def _read(self) -> None:
        """Take what the server says; it also speaks up when it goes."""
        try:
            server = self._server
            server.consume_input()
            while self._under_way is not None and not server.is_busy():
                result = server.get_result()
                if result is None:
                    self._settle(self._under_way, server)
                else:
                    done = result.status == ExecStatus.COMMAND_OK
                    self._refusal = None if done else errors.error_from_result(result)
        except psycopg.Error as error:
            self.lose(error)

    def _settle(self, batch: list[Entry], server: PGconn) -> None:
        """Tell those who wait how the commit ended, and go on."""
        refusal, self._refusal, self._under_way = self._refusal, None, None
        if refusal is None:
            self._position, self._previous = self._following
            for entry in batch:
                if not entry.done.done():
                    entry.done.set_result(None)
        elif server.status == ConnStatus.BAD:
            self._singly.extend(batch)
            self.lose(refusal)
            return
        elif isinstance(refusal, errors.UniqueViolation) and len(batch) > 1:
            self._singly.extend(batch)
        else:
            self._refuse(batch, refusal)
        if self._singly:
            self.send([self._singly.popleft()], self._signers)
        else:
            self._freed(self._signers if refusal is None else {})

    def _refuse(self, batch: list[Entry], refusal: psycopg.Error) -> None:
        if isinstance(refusal, errors.UniqueViolation):
            log.warning("refused a message recorded before: %s", refusal.diag.message_detail)
        else:
            log.error("the journal could not be written: %s", refusal)
        for entry in batch:
            known = isinstance(refusal, errors.UniqueViolation)
            entry.fail(AlreadyRecorded("the request number was used before") if known else JournalDown(str(refusal)))
