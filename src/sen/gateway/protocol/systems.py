"""HTTP/1.1 towards information systems: just what a gateway needs, strict where two readers could disagree.

Every body is framed by a length, by chunks or by the end of the connection; of a length and chunks together nothing is believed.
"""

import asyncio
import re
from dataclasses import dataclass
from pathlib import Path

from sen.gateway.protocol.messages import Headers
from sen.gateway.protocol.spool import EMPTY, PIECE, Body, BodyTooLarge, Spool

LONGEST_HEAD = 131_072
_STATUS = re.compile(rb"HTTP/1\.([01]) ([1-5][0-9][0-9])(?: ([^\r\n]*))?")
_NAME = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_BODILESS = frozenset({204, 304})
_MOST_INTERIM = 8


class Disagreement(ConnectionError):
    """The system does not speak HTTP as agreed."""


@dataclass(slots=True)
class Beginning:
    """Status line and headers of an answer, and whether the connection may be used again afterwards."""

    status: int
    reason: str
    headers: Headers
    lasting: bool


async def read_beginning(reader: asyncio.StreamReader) -> Beginning:
    """The answer's status and headers; interim answers are passed over.  Raises EOFError before the first byte, Disagreement."""
    for _ in range(_MOST_INTERIM):
        try:
            block = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError as error:
            raise (Disagreement("the answer was cut off") if error.partial else EOFError) from error
        except asyncio.LimitOverrunError as error:
            raise Disagreement("the answer's headers have no end") from error
        beginning = _parse(block)
        if beginning.status >= 200:
            return beginning
    raise Disagreement("nothing but interim answers")


async def read_body(reader: asyncio.StreamReader, method: str, beginning: Beginning, folder: Path, limit: int) -> Body:
    """The answer's body.  Raises BodyTooLarge, Disagreement; clears ``lasting`` when only the end of the connection ends it."""
    lengths = {value for name, value in beginning.headers if name.lower() == b"content-length"}
    codings = [value.strip().lower() for name, value in beginning.headers if name.lower() == b"transfer-encoding"]
    if (codings and (lengths or codings != [b"chunked"])) or len(lengths) > 1:
        raise Disagreement("the answer's length is told in two ways")
    if method == "HEAD" or beginning.status in _BODILESS:
        return EMPTY
    spool = Spool(folder, limit)
    with spool.unless_broken():
        try:
            if codings:
                await _take_chunks(reader, spool)
            elif lengths:
                await _take(reader, spool, _length(lengths.pop(), limit))
            else:
                beginning.lasting = False
                while piece := await reader.read(PIECE):
                    spool.add(piece)
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
            raise Disagreement("the answer was cut off") from error
    return spool.finish()


async def _take(reader: asyncio.StreamReader, spool: Spool, size: int) -> None:
    while size:
        piece = await reader.read(min(PIECE, size))
        if not piece:
            raise Disagreement("the answer was cut off")
        spool.add(piece)
        size -= len(piece)


async def _take_chunks(reader: asyncio.StreamReader, spool: Spool) -> None:
    while True:
        line = (await reader.readuntil(b"\r\n"))[:-2].partition(b";")[0].strip()
        if not re.fullmatch(rb"[0-9A-Fa-f]{1,8}", line):
            raise Disagreement("a piece of the answer without its length")
        size = int(line, 16)
        if size == 0:
            break
        await _take(reader, spool, size)
        if await reader.readexactly(2) != b"\r\n":
            raise Disagreement("a piece of the answer without its end")
    while await reader.readuntil(b"\r\n") != b"\r\n":
        continue


def _length(text: bytes, limit: int) -> int:
    if not re.fullmatch(rb"[0-9]{1,15}", text):
        raise Disagreement("the answer's length is no number")
    size = int(text)
    if size > limit:
        raise BodyTooLarge(limit)
    return size


def _parse(block: bytes) -> Beginning:
    first, *lines = block[:-4].split(b"\r\n")
    found = _STATUS.fullmatch(first)
    if not found:
        raise Disagreement("the answer does not begin as HTTP")
    headers: Headers = []
    for line in lines:
        name, colon, value = line.partition(b":")
        if not colon or not _NAME.fullmatch(name):
            raise Disagreement("a line of the answer is no header")
        headers.append((name, value.strip(b" \t")))
    said = b",".join(value.lower() for name, value in headers if name.lower() == b"connection")
    lasting = b"keep-alive" in said if found[1] == b"0" else b"close" not in said
    return Beginning(int(found[2]), (found[3] or b"").decode("latin-1"), headers, lasting)
