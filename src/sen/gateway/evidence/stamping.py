"""Time stamps on the journal: every interval one stamp over all messages that have none yet.

A stamp that cannot be had stops nothing at once: the next authority is asked, then the next interval tries again.  After three
failures in a row there is an alarm; after the acceptable time new messages are refused where the policy says so.
"""

import asyncio
import datetime as dt
import itertools
import logging
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any

import aiohttp
from cryptography import x509
from psycopg import AsyncConnection
from psycopg import Error as DatabaseError
from psycopg.rows import TupleRow
from psycopg_pool import PoolTimeout

from sen.gateway.errors import StampRefused
from sen.gateway.evidence import merkle
from sen.gateway.evidence.authority import InternalAuthority
from sen.gateway.evidence.tables import CHAINS, STAMP_LOCK, WAITING
from sen.gateway.evidence.timestamps import QUERY_TYPE, REPLY_TYPE, ask, token_of
from sen.gateway.trust.evidence_settings import INTERNAL, INTERNAL_NAME, StampPolicy, StampSource
from sen.kernel import clock

LARGEST_BATCH = 10_000
ALARM_AFTER = 3
# A hole in a chain is waited for this long (a slower commit may fill it); then stamping goes on behind it and the check names it.
HOLE_PATIENCE = dt.timedelta(minutes=5)
_LARGEST_ANSWER = 65_536
_CATCH_UP_SECONDS = 0.2
_LOOK_AGAIN_SECONDS = 1.0

_log = logging.getLogger("sen.gateway.stamping")
Connection = AsyncConnection[TupleRow]
Connect = Callable[[], AbstractAsyncContextManager[Connection]]


@dataclass(frozen=True)
class StampState:
    """How stamping goes, as every process on this database sees it."""

    failures: int = 0
    failing_since: dt.datetime | None = None
    last_fault: str = ""
    last_success: dt.datetime | None = None
    oldest_unstamped: dt.datetime | None = None
    unstamped: int = 0

    @property
    def alarm(self) -> bool:
        """Whether somebody must look."""
        return self.failures >= ALARM_AFTER

    def blocks_at(self, policy: StampPolicy) -> dt.datetime | None:
        """When new messages will be refused if no stamp comes before; none while all is well or the policy allows it."""
        if self.failing_since is None or policy.without_stamp == "allow":
            return None
        return self.failing_since + dt.timedelta(seconds=policy.acceptable_failure_seconds)

    def refuses(self, policy: StampPolicy, now: dt.datetime) -> bool:
        """Whether new messages are refused now."""
        end = self.blocks_at(policy)
        return end is not None and now >= end


@dataclass(frozen=True)
class Unstamped:
    """A message that waits for its stamp."""

    chain: str
    position: int
    leaf: bytes


@dataclass(frozen=True)
class Batch:
    """What one stamp covers, in the order of the tree's leaves."""

    messages: tuple[Unstamped, ...]

    @property
    def ranges(self) -> Iterator[tuple[str, int, int]]:
        """Unbroken stretches of chain positions: chain, first, last."""
        for chain, of_chain in itertools.groupby(self.messages, key=lambda message: message.chain):
            numbered = enumerate(of_chain)
            for _, stretch in itertools.groupby(numbered, key=lambda pair: pair[1].position - pair[0]):
                positions = [message.position for _, message in stretch]
                yield chain, positions[0], positions[-1]

    def top(self) -> bytes:
        """The top of the tree."""
        return merkle.levels([message.leaf for message in self.messages])[-1][0]


Ask = Callable[[StampSource, bytes], Awaitable[bytes]]
"""Fetches a token over a digest from one authority; raises StampRefused."""


def asker(session: aiohttp.ClientSession, internal: InternalAuthority) -> Ask:
    """Asks authorities over HTTP, and the internal one directly."""

    async def fetch(source: StampSource, digest: bytes) -> bytes:
        question = ask(digest)
        if source.url == INTERNAL:
            return token_of(question, internal.answer(question.der, clock.now()), (internal.certificate,))
        answer = await _post(session, source, question.der)
        return token_of(question, answer, [x509.load_pem_x509_certificate(pem.encode()) for pem in source.certificates])

    return fetch


async def stamp_once(connection: Connection, policy: StampPolicy, fetch: Ask, now: dt.datetime) -> int:
    """Stamp one batch and return its size: 0 when nothing waits or another process is at it.  Raises StampRefused after noting it."""
    async with connection.transaction():
        if not (await _value(connection, "SELECT pg_try_advisory_xact_lock(%s)", STAMP_LOCK)):
            return 0
        batch = await _waiting(connection, now)
        if not batch.messages:
            return 0
        top = await asyncio.to_thread(batch.top)
        try:
            source, token = await _first_token(connection, policy, fetch, merkle.sha512(merkle.result_file(top)))
        except StampRefused as refused:
            await _note_failure(connection, str(refused), now)
            fault = refused
        else:
            await _keep(connection, batch, top, source, token, now)
            return len(batch.messages)
    raise fault


async def read_state(connection: Connection) -> StampState:
    """How stamping goes."""
    query = "SELECT failures, failing_since, last_fault, last_success FROM stamping"
    row = await (await connection.execute(query)).fetchone()
    waiting = await (await connection.execute(WAITING)).fetchone()
    failures, failing_since, last_fault, last_success = row or (0, None, "", None)
    number, oldest = waiting or (0, None)
    return StampState(failures, failing_since, last_fault, last_success, oldest, number)


async def stamp_forever(
    connect: Connect,
    policy: StampPolicy,
    *,
    internal: InternalAuthority,
    every_seconds: Callable[[], float],
    stop: asyncio.Event | None = None,
) -> None:
    """Stamp at every interval until cancelled or told to stop; goes on at once while full batches wait."""
    stop = stop or asyncio.Event()
    async with aiohttp.ClientSession() as session:
        fetch = asker(session, internal)
        while not stop.is_set():
            size = 0
            try:
                async with connect() as connection:
                    size = await stamp_once(connection, policy, fetch, clock.now())
            except StampRefused as refused:
                _log.warning("no time stamp: %s", refused)
            except (DatabaseError, PoolTimeout, OSError) as error:
                _log.warning("stamping waits for the database: %s", error)
            await _pause(stop, (lambda: _CATCH_UP_SECONDS) if size >= LARGEST_BATCH else every_seconds)


async def _pause(stop: asyncio.Event, seconds: Callable[[], float]) -> None:
    """Wait so long, or until told to stop; the length is looked up again and again, for the configuration may change it meanwhile."""
    begun = time.monotonic()
    while not stop.is_set() and (left := begun + seconds() - time.monotonic()) > 0:
        try:
            await asyncio.wait_for(stop.wait(), min(left, _LOOK_AGAIN_SECONDS))
        except TimeoutError:
            continue


async def _waiting(connection: Connection, now: dt.datetime) -> Batch:
    """The messages after the last stamped one of each chain, up to the largest batch."""
    taken: list[Unstamped] = []
    for (chain,) in await (await connection.execute(CHAINS)).fetchall():
        room = LARGEST_BATCH - len(taken)
        if room <= 0:
            break
        after = await _stamped_to(connection, chain)
        rows = await (
            await connection.execute(
                "SELECT position, signature, hash, recorded_at FROM message WHERE chain = %s AND position > %s ORDER BY position LIMIT %s",
                (chain, after, room),
            )
        ).fetchall()
        taken += await asyncio.to_thread(_leaves, chain, after, rows, now)
    return Batch(tuple(taken))


def _leaves(chain: str, after: int, rows: Sequence[TupleRow], now: dt.datetime) -> list[Unstamped]:
    leaves = []
    for position, signature, row_hash, recorded_at in rows:
        if position != after + 1 and after > 0 and recorded_at > now - HOLE_PATIENCE:
            break
        leaves.append(Unstamped(chain, position, merkle.leaf(signature, bytes(row_hash))))
        after = position
    return leaves


async def _stamped_to(connection: Connection, chain: str) -> int:
    found = await _value(
        connection,
        "SELECT greatest((SELECT last_position FROM stamp_range WHERE chain = %(chain)s ORDER BY first_position DESC LIMIT 1), "
        "(SELECT last_position FROM removed WHERE chain = %(chain)s))",
        {"chain": chain},
    )
    return int(found or 0)


async def _first_token(connection: Connection, policy: StampPolicy, fetch: Ask, digest: bytes) -> tuple[StampSource, bytes]:
    """A token from the first authority that gives one.  Raises StampRefused with what each of them said."""
    if not policy.sources:
        raise StampRefused("no time-stamping authority is configured")
    faults = []
    for source in policy.sources:
        try:
            token = await fetch(source, digest)
        except StampRefused as refused:
            faults.append(f"{source.name}: {refused}")
            await _count(connection, source.name, "failed")
        else:
            await _count(connection, source.name, "granted")
            return source, token
    raise StampRefused("; ".join(faults))


async def _keep(connection: Connection, batch: Batch, top: bytes, source: StampSource, token: bytes, now: dt.datetime) -> None:
    name = INTERNAL_NAME if source.url == INTERNAL else source.name
    stamp_id = await _value(
        connection,
        "INSERT INTO stamp (made_at, top, token, source, size) VALUES (%s, %s, %s, %s, %s) RETURNING id",
        (now, top, token, name, len(batch.messages)),
    )
    ranges = [(chain, first, last, stamp_id, ordinal) for ordinal, (chain, first, last) in enumerate(batch.ranges)]
    leaves = b"".join(message.leaf for message in batch.messages)
    await connection.execute("INSERT INTO stamp_tree VALUES (%s, %s)", (stamp_id, leaves))
    async with connection.cursor() as cursor:
        await cursor.executemany(
            "INSERT INTO stamp_range (chain, first_position, last_position, stamp_id, ordinal) VALUES (%s, %s, %s, %s, %s)", ranges
        )
    await connection.execute("UPDATE stamping SET failures = 0, failing_since = NULL, last_fault = '', last_success = %s", (now,))


async def _note_failure(connection: Connection, fault: str, now: dt.datetime) -> None:
    await connection.execute(
        "UPDATE stamping SET failures = failures + 1, failing_since = coalesce(failing_since, %s), last_fault = %s", (now, fault[:1000])
    )


async def _count(connection: Connection, source: str, result: str) -> None:
    await connection.execute(
        "INSERT INTO stamp_request VALUES (%s, %s, 1) ON CONFLICT (source, result) DO UPDATE SET total = stamp_request.total + 1",
        (source, result),
    )


async def _post(session: aiohttp.ClientSession, source: StampSource, question: bytes) -> bytes:
    try:
        limit = aiohttp.ClientTimeout(total=source.timeout_seconds)
        headers = {"Content-Type": QUERY_TYPE}
        async with session.post(source.url, data=question, headers=headers, timeout=limit, allow_redirects=False) as answer:
            if answer.status != 200 or answer.content_type != REPLY_TYPE:
                raise StampRefused(f"status {answer.status}, {answer.content_type}")
            content = await answer.content.read(_LARGEST_ANSWER + 1)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise StampRefused(f"not reached: {error!r}") from error
    if len(content) > _LARGEST_ANSWER:
        raise StampRefused("the answer is too long")
    return content


async def _value(connection: Connection, query: Any, *parameters: Any) -> Any:
    given = parameters[0] if len(parameters) == 1 and isinstance(parameters[0], dict | tuple) else parameters
    row = await (await connection.execute(query, given)).fetchone()
    return row[0] if row else None
