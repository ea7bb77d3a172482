"""The journal on a real database: chains, group commits, refusals."""

import asyncio
import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql

from sen.gateway.errors import AlreadyRecorded, JournalDown
from sen.gateway.journal.records import GENESIS, Exchange, Record, canonical, link
from sen.gateway.journal.writing import FEW, LANES, Journal
from sen.gateway.protocol.messages import digest
from sen.gateway.protocol.spool import IN_MEMORY

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
COLUMNS = (
    "message_id, request_id, is_answer, side, party, peer, service, head, body_digest, body_size, body, body_file, signature, certificate"
)


@pytest.fixture
def database(axis_place: dict[str, str]) -> Iterator[str]:
    name = f"{axis_place['prefix']}_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(axis_place["admin"], autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield f"{axis_place['server']} dbname={name}"
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _record(number: uuid.UUID, *, is_answer: bool = False, body: bytes = b"x") -> Record:
    return Record("m-1", number, is_answer, "c", "a", "b", "s", b"GET\r\n/\r\n", digest(body), len(body), body, "", "h..s", "f")


def _exchange(number: uuid.UUID) -> Exchange:
    return Exchange("c", number, "m-1", "a", "s", "GET", "", "", "", "", "Giải\0", "", 5, None, None, 9, 1, 2, 200, True, "", "")


_SAME_NUMBER = """
INSERT INTO message (recorded_at, chain, position, message_id, request_id, is_answer, side, party, peer, service, head, body_size,
  signature, certificate, previous, hash) VALUES (now(), '', 1, '', %s, false, 'c', '', '', '', '', 0, '', '', '', '')
"""


def broken_links(database: str) -> list[int]:
    """Positions at which a chain does not hold, counted from the rows alone."""
    wrong, last = [], {}
    with psycopg.connect(database) as connection:
        rows = connection.execute(
            f"SELECT recorded_at, chain, position, previous, hash, {COLUMNS} FROM message ORDER BY chain, position"
        ).fetchall()
    for at, chain, position, previous, known, *rest in rows:
        before = last.get(chain, (0, GENESIS))
        micros = (at - EPOCH) // dt.timedelta(microseconds=1)
        right = link(before[1], canonical(micros, chain, position, Record(*rest)))
        if (position, previous, known) != (before[0] + 1, before[1], right):
            wrong.append(position)
        last[chain] = (position, known)
    return wrong


def _run(database: str, work: Any) -> Any:
    async def run() -> Any:
        journal = Journal(database)
        await journal.start()
        try:
            return await work(journal)
        finally:
            await journal.stop()

    return asyncio.run(run())


def test_what_was_written_is_there_and_chained(database: str) -> None:
    async def work(journal: Journal) -> None:
        async def one() -> None:
            number = uuid.uuid4()
            soon = journal.write([_record(number)], soon=True)
            await journal.write([_record(number, is_answer=True)], _exchange(number))
            await soon

        await asyncio.gather(*[one() for _ in range(40)])

    _run(database, work)
    with psycopg.connect(database) as connection:
        messages, chains = connection.execute("SELECT count(*), count(DISTINCT chain) FROM message").fetchone() or (0, 0)
        assert messages == 80
        assert 1 <= chains <= LANES
        assert connection.execute("SELECT DISTINCT purpose, request_in, request_out FROM exchange").fetchall() == [
            ("Giải", EPOCH + dt.timedelta(microseconds=5), None)
        ]
    assert broken_links(database) == []


@pytest.mark.parametrize(
    "change",
    [
        "head = 'x'",
        "party = 'z'",
        "body_digest = NULL",
        "signature = 'a'",
        "recorded_at = recorded_at + interval '1 microsecond'",
        "is_answer = NOT is_answer",
        "body_size = 7",
    ],
)
def test_an_altered_row_is_found(database: str, change: str) -> None:
    async def work(journal: Journal) -> None:
        for _ in range(5):
            await journal.write([_record(uuid.uuid4())])

    _run(database, work)
    assert broken_links(database) == []
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(f"UPDATE message SET {change} WHERE position = 3")
        assert broken_links(database) == [3]
        connection.execute("DELETE FROM message WHERE position = 3")
    assert broken_links(database) == [4]


def test_an_erased_body_leaves_the_chain_whole(database: str) -> None:
    _run(database, lambda journal: journal.write([_record(uuid.uuid4())]))
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("UPDATE message SET body = NULL")
    assert broken_links(database) == []


def test_a_number_used_twice_fails_alone(database: str) -> None:
    number = uuid.uuid4()

    async def work(journal: Journal) -> list[Any]:
        await journal.write([_record(number)])
        together = [
            journal.write([_record(uuid.uuid4())]),
            journal.write([_record(number)], _exchange(number)),
            journal.write([_record(uuid.uuid4())]),
        ]
        return await asyncio.gather(*together, return_exceptions=True)

    before, twice, after = _run(database, work)
    assert (before, after) == (None, None)
    assert isinstance(twice, AlreadyRecorded)
    assert broken_links(database) == []
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT (SELECT count(*) FROM message), (SELECT count(*) FROM exchange)").fetchone() == (3, 0)


def test_a_commit_that_waits_holds_up_only_its_own_share(database: str) -> None:
    number = uuid.uuid4()

    async def work(journal: Journal) -> None:
        with psycopg.connect(database) as other:
            other.execute(_SAME_NUMBER, (number,))
            held = journal.write([_record(number)])
            await asyncio.sleep(0)
            async with asyncio.timeout(4):
                await asyncio.gather(*[journal.write([_record(uuid.uuid4())]) for _ in range(3 * FEW)])
            assert not held.done()
            other.rollback()
            await held

    _run(database, work)
    assert broken_links(database) == []


def test_more_than_the_line_takes_at_once_is_written(database: str) -> None:
    async def work(journal: Journal) -> None:
        await asyncio.gather(*[journal.write([_record(uuid.uuid4(), body=bytes(IN_MEMORY))]) for _ in range(40)])

    _run(database, work)
    assert broken_links(database) == []
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT count(*), sum(length(body)) FROM message").fetchone() == (40, 40 * IN_MEMORY)


def test_without_a_database_nothing_is_taken() -> None:
    async def work(journal: Journal) -> None:
        assert not journal.up
        with pytest.raises(JournalDown):
            await journal.write([_record(uuid.uuid4())])

    _run("host=127.0.0.1 port=1 dbname=none", work)


def test_after_a_lost_connection_a_new_chain_begins(database: str) -> None:
    async def work(journal: Journal) -> None:
        await journal.write([_record(uuid.uuid4())])
        first = journal.chains
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )
        with pytest.raises(JournalDown):
            await journal.write([_record(uuid.uuid4())])
        async with asyncio.timeout(10):
            while not journal.up or set(journal.chains) & set(first):
                await asyncio.sleep(0.05)
        await journal.write([_record(uuid.uuid4())])

    _run(database, work)
    assert broken_links(database) == []
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT count(*), count(DISTINCT chain) FROM message").fetchone() == (2, 2)


def test_signers_are_kept_once(database: str) -> None:
    async def work(journal: Journal) -> None:
        for _ in range(2):
            journal.meet("f", "PEM")
            await journal.write([_record(uuid.uuid4())])

    _run(database, work)
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT * FROM signer").fetchall() == [("f", "PEM")]
