"""Time stamps: the protocol, outage and recovery, the order of authorities, the block after the acceptable time."""

import asyncio
import datetime as dt
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from asn1crypto import tsp
from cryptography.hazmat.primitives import serialization

from sen.gateway.errors import StampRefused
from sen.gateway.evidence.authority import InternalAuthority, application
from sen.gateway.evidence.stamping import Batch, StampState, Unstamped, asker, read_state, stamp_forever, stamp_once
from sen.gateway.evidence.timestamps import Reply, ask, check, token_of
from sen.gateway.tests.chest import opened_chest, utc
from sen.gateway.trust.evidence_settings import StampPolicy, StampSource

DIGEST = bytes(range(64))
NOW = utc(1_795_395_600)


@pytest.fixture
def authority(tmp_path: Path) -> InternalAuthority:
    return InternalAuthority.open(tmp_path / "authority")


def source(name: str, port: int, authority: InternalAuthority) -> StampSource:
    pem = authority.certificate.public_bytes(serialization.Encoding.PEM).decode()
    return StampSource(name=name, url=f"http://127.0.0.1:{port}/", certificates=(pem,), timeout_seconds=0.5)


@asynccontextmanager
async def served(app: web.Application) -> AsyncIterator[int]:
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


def answering(status: int = 200, body: bytes = b"", *, kind: str = "application/timestamp-reply", wait: float = 0) -> web.Application:
    async def answer(request: web.Request) -> web.Response:
        await asyncio.sleep(wait)
        return web.Response(status=status, body=body, content_type=kind)

    app = web.Application()
    app.router.add_post("/", answer)
    return app


def test_a_token_says_when_and_by_whom(authority: InternalAuthority) -> None:
    question = ask(DIGEST)
    token = token_of(question, authority.answer(question.der, NOW))
    said = check(token, DIGEST, [authority.certificate])
    assert (said.at, said.trusted) == (NOW, True) and "internal time" in said.authority
    assert not check(token, DIGEST).trusted


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the openssl program")
def test_openssl_accepts_the_internal_authoritys_stamps(authority: InternalAuthority, tmp_path: Path) -> None:
    question = ask(DIGEST)
    (tmp_path / "reply").write_bytes(authority.answer(question.der, dt.datetime.now(dt.UTC)))
    (tmp_path / "ca").write_bytes(authority.certificate.public_bytes(serialization.Encoding.PEM))
    command = ["openssl", "ts", "-verify", "-digest", DIGEST.hex(), "-in", str(tmp_path / "reply"), "-CAfile", str(tmp_path / "ca")]
    assert "Verification: OK" in subprocess.run(command, capture_output=True, text=True, check=False).stdout


def test_answers_to_other_questions_and_changed_tokens_are_refused(authority: InternalAuthority) -> None:
    question, other = ask(DIGEST), ask(DIGEST)
    answer = authority.answer(question.der, NOW)
    with pytest.raises(StampRefused, match="another question"):
        token_of(other, answer)
    token = token_of(question, answer)
    with pytest.raises(StampRefused, match="something else"):
        check(token, bytes(64))
    refused = 0
    for at in range(0, len(token), 7):
        touched = token[:at] + bytes([token[at] ^ 1]) + token[at + 1 :]
        try:
            said = check(touched, DIGEST, [authority.certificate])
        except StampRefused:
            refused += 1
        else:
            # Bytes outside the signature, such as the list of algorithms, may differ; what it says may not.
            assert (said.at, said.authority) == (NOW, check(token, DIGEST).authority)
    assert refused > len(token) // 7 * 0.8


def test_the_authority_stamps_only_sha512_and_answers_rubbish_with_a_refusal(authority: InternalAuthority) -> None:
    for question in (b"", b"rubbish", b"\x30\x80", tsp.TimeStampReq({
        "version": "v1", "message_imprint": {"hash_algorithm": {"algorithm": "sha1"}, "hashed_message": bytes(20)},
    }).dump()):  # fmt: skip
        assert Reply.load(authority.answer(question, NOW))["status"]["status"].native == "rejection"
    with pytest.raises(StampRefused, match="rejection"):
        token_of(ask(DIGEST), authority.answer(b"", NOW))


def test_the_key_of_the_authority_is_made_once_and_private(tmp_path: Path) -> None:
    one, two = InternalAuthority.open(tmp_path), InternalAuthority.open(tmp_path)
    assert one.certificate == two.certificate
    assert (tmp_path / "internal-time.pem").stat().st_mode & 0o077 == 0
    assert [each.name for each in tmp_path.iterdir()] == ["internal-time.pem"]


def test_a_batch_names_unbroken_stretches() -> None:
    places = [("a", 1), ("a", 2), ("a", 4), ("b", 1), ("b", 2)]
    batch = Batch(tuple(Unstamped(chain, position, DIGEST) for chain, position in places))
    assert list(batch.ranges) == [("a", 1, 2), ("a", 4, 4), ("b", 1, 2)]


def test_the_next_authority_is_asked_when_one_fails(authority: InternalAuthority, tmp_path: Path) -> None:
    async def story(chest: Any) -> tuple[int, list[tuple[str, str, int]], str]:
        async with chest.at_work() as (_, connected), served(answering(503)) as down, served(answering(body=b"lies")) as lying:
            async with served(application(authority)) as good, aiohttp.ClientSession() as session:
                sources = tuple(source(name, port, authority) for name, port in (("down", down), ("lying", lying), ("good", good)))
                size = await stamp_once(connected, StampPolicy(sources=sources), asker(session, authority), NOW)
            asked = await (await connected.execute("SELECT source, result, total FROM stamp_request ORDER BY source")).fetchall()
            return size, asked, (await (await connected.execute("SELECT source FROM stamp")).fetchall())[0][0]

    with opened_chest(tmp_path) as chest:
        chest.write(2)
        assert asyncio.run(story(chest)) == (4, [("down", "failed", 1), ("good", "granted", 1), ("lying", "failed", 1)], "good")


@pytest.mark.parametrize(
    "app",
    [answering(500), answering(body=b"x" * 70_000), answering(kind="text/html"), answering(wait=2), answering(302)],
    ids=["error", "endless", "page", "slow", "redirect"],
)
def test_an_authority_that_misbehaves_gives_no_stamp(app: web.Application, authority: InternalAuthority) -> None:
    async def story() -> None:
        async with served(app) as port, aiohttp.ClientSession() as session:
            await asker(session, authority)(source("bad", port, authority), DIGEST)

    with pytest.raises(StampRefused):
        asyncio.run(story())


def test_outage_alarm_countdown_block_and_recovery(authority: InternalAuthority, tmp_path: Path) -> None:
    policy = StampPolicy(sources=(StampSource(name="gone", url="http://127.0.0.1:1/"),), acceptable_failure_seconds=3600)
    minute = dt.timedelta(minutes=1)

    async def story(chest: Any) -> None:
        async with chest.at_work() as (office, connected), aiohttp.ClientSession() as session:
            fetch = asker(session, authority)
            states: list[StampState] = []
            for turn in range(3):
                with pytest.raises(StampRefused, match="gone: not reached"):
                    await stamp_once(connected, policy, fetch, NOW + turn * minute)
                states.append(await read_state(connected))
            assert [state.alarm for state in states] == [False, False, True]
            last = states[-1]
            assert (last.failing_since, last.unstamped) == (NOW, 4) and last.oldest_unstamped is not None
            assert last.blocks_at(policy) == NOW + 60 * minute
            assert not last.refuses(policy, NOW + 59 * minute) and last.refuses(policy, NOW + 60 * minute)
            assert not last.refuses(policy.model_copy(update={"without_stamp": "allow"}), NOW + 90 * minute)
            office.settings = office.settings.model_copy(update={"stamps": policy})
            office.state = last
            assert "no time stamp could be had since" in office.refusal()
            # The authority is back: everything that waited is stamped with the next try, without a new message.
            assert await stamp_once(connected, StampPolicy(), fetch, NOW + 90 * minute) == 4
            healed = await read_state(connected)
            assert (healed.failures, healed.failing_since, healed.unstamped, healed.alarm) == (0, None, 0, False)
            assert not healed.refuses(policy, NOW + 900 * minute)

    with opened_chest(tmp_path) as chest:
        chest.write(2)
        asyncio.run(story(chest))


def test_without_any_authority_nothing_is_called_stamped(tmp_path: Path, authority: InternalAuthority) -> None:
    async def story(chest: Any) -> None:
        async with chest.at_work() as (_, connected), aiohttp.ClientSession() as session:
            with pytest.raises(StampRefused, match="no time-stamping authority"):
                await stamp_once(connected, StampPolicy(sources=()), asker(session, authority), NOW)
            assert (await (await connected.execute("SELECT count(*) FROM stamp_range")).fetchone())[0] == 0

    with opened_chest(tmp_path) as chest:
        chest.write(1)
        asyncio.run(story(chest))


def test_each_message_is_stamped_once_and_two_processes_do_not_both_stamp(tmp_path: Path, authority: InternalAuthority) -> None:
    async def story(chest: Any) -> None:
        async with chest.at_work() as (office, connected), office.connection() as other, aiohttp.ClientSession() as session:
            inside: list[int] = []

            async def slow(asked: StampSource, digest: bytes) -> bytes:
                # While one process waits for its authority, another finds the door shut.
                inside.append(await stamp_once(other, StampPolicy(), asker(session, authority), NOW))
                return await asker(session, authority)(asked, digest)

            assert await stamp_once(connected, StampPolicy(), slow, NOW) == 6
            assert inside == [0]
            assert await stamp_once(other, StampPolicy(), asker(session, authority), NOW) == 0

    with opened_chest(tmp_path) as chest:
        chest.write(3)
        asyncio.run(story(chest))


def test_stamping_goes_on_behind_a_hole_only_when_it_has_stayed(tmp_path: Path, authority: InternalAuthority) -> None:
    async def story(chest: Any, now: dt.datetime) -> int:
        async with chest.at_work() as (_, connected), aiohttp.ClientSession() as session:
            return await stamp_once(connected, StampPolicy(), asker(session, authority), now)

    with opened_chest(tmp_path) as chest:
        chest.write(2)
        chest.rows("DELETE FROM message WHERE position = 3")
        now = dt.datetime.now(dt.UTC)
        assert asyncio.run(story(chest, now)) == 2
        assert asyncio.run(story(chest, now)) == 0
        assert asyncio.run(story(chest, now + dt.timedelta(minutes=10))) == 1
        assert chest.rows("SELECT first_position, last_position FROM stamp_range ORDER BY 1") == [(1, 2), (4, 4)]


def test_the_loop_stamps_and_survives_a_lost_database(tmp_path: Path, authority: InternalAuthority) -> None:
    async def story(chest: Any) -> None:
        async with chest.at_work() as (office, connected):
            stop, turns = asyncio.Event(), []

            @asynccontextmanager
            async def connect() -> AsyncIterator[Any]:
                turns.append(1)
                if len(turns) == 1:
                    raise OSError("the database is away")
                async with office.connection() as one:
                    yield one
                stop.set()

            await asyncio.wait_for(stamp_forever(connect, StampPolicy(), internal=authority, every_seconds=lambda: 0.01, stop=stop), 10)
            assert len(turns) == 2
            assert (await (await connected.execute("SELECT count(*) FROM stamp_range")).fetchone())[0] == 1

    with opened_chest(tmp_path) as chest:
        chest.write(1)
        asyncio.run(story(chest))
