"""Answers of information systems, byte by byte."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from sen.gateway.protocol.spool import EMPTY, BodyTooLarge, body_of
from sen.gateway.protocol.systems import Beginning, Disagreement, read_beginning, read_body


def _read(raw: bytes, *, method: str = "GET", limit: int = 10_000, folder: Path = Path("/nowhere")) -> tuple[Beginning, bytes]:
    async def run() -> tuple[Beginning, bytes]:
        reader = asyncio.StreamReader(limit=65_536)
        reader.feed_data(raw)
        reader.feed_eof()
        beginning = await read_beginning(reader)
        body = await read_body(reader, method, beginning, folder, limit)
        return beginning, body.bytes()

    return asyncio.run(run())


def test_a_length_frames_the_body_and_the_connection_lasts() -> None:
    beginning, body = _read(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nX-A:  b \r\n\r\nabcrest")
    assert (beginning.status, beginning.reason, body, beginning.lasting) == (200, "OK", b"abc", True)
    assert beginning.headers == [(b"Content-Length", b"3"), (b"X-A", b"b")]


def test_chunks_are_put_together() -> None:
    raw = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=1\r\nabc\r\n0A\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n"
    assert _read(raw)[1] == b"abc0123456789"


def test_without_a_length_the_end_of_the_connection_ends_the_body() -> None:
    beginning, body = _read(b"HTTP/1.1 200 OK\r\n\r\nall of it")
    assert (body, beginning.lasting) == (b"all of it", False)


@pytest.mark.parametrize(("status", "method"), [(204, "GET"), (304, "GET"), (200, "HEAD")])
def test_some_answers_have_no_body_whatever_they_say(status: int, method: str) -> None:
    beginning, body = _read(b"HTTP/1.1 %d X\r\nContent-Length: 5\r\n\r\n" % status, method=method)
    assert (body, beginning.lasting) == (b"", True)


def test_interim_answers_are_passed_over() -> None:
    assert (
        _read(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 201 Made\r\nContent-Length: 0\r\n\r\n")[0].status
        == 201
    )


@pytest.mark.parametrize(
    ("head", "lasting"),
    [(b"HTTP/1.1 200 OK\r\nConnection: close", False), (b"HTTP/1.0 200 OK", False), (b"HTTP/1.0 200 OK\r\nConnection: Keep-Alive", True)],
)
def test_whether_the_connection_lasts(head: bytes, lasting: bool) -> None:
    assert _read(head + b"\r\nContent-Length: 0\r\n\r\n")[0].lasting is lasting


@pytest.mark.parametrize(
    "raw",
    [
        b"SSH-2.0\r\n\r\n",
        b"HTTP/1.1 20x OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nno header\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nbad name: x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        b"HTTP/1.1 200 O",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 9,
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
    ],
)
def test_what_can_be_read_in_two_ways_is_not_believed(raw: bytes) -> None:
    with pytest.raises(Disagreement):
        _read(raw)


def test_nothing_at_all_is_told_apart_from_half_an_answer() -> None:
    with pytest.raises(EOFError):
        _read(b"")


@pytest.mark.parametrize(
    "frame",
    [
        b"Content-Length: 11\r\n\r\n0123456789x",
        b"Transfer-Encoding: chunked\r\n\r\n6\r\n012345\r\n5\r\n6789x\r\n0\r\n\r\n",
        b"\r\n0123456789x",
    ],
)
def test_a_body_past_the_limit_is_refused(frame: bytes) -> None:
    with pytest.raises(BodyTooLarge):
        _read(b"HTTP/1.1 200 OK\r\n" + frame, limit=10)


def test_a_large_body_goes_to_a_file_and_leaves_none_behind(tmp_path: Any) -> None:
    size = 600_000
    raw = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size
    assert len(_read(raw + b"x" * size, limit=size, folder=tmp_path)[1]) == size
    for left in tmp_path.iterdir():
        left.unlink()
    with pytest.raises(Disagreement):
        _read(raw + b"x" * (size - 1), limit=size, folder=tmp_path)
    assert not list(tmp_path.iterdir())


def test_no_bytes_are_no_body() -> None:
    assert body_of(b"") is EMPTY
    assert EMPTY.digest is None
