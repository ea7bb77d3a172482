"""How a message travels between two gateways: HTTP/1.1 on mutual TLS, ``POST /message``, header part and body one after the other.

``x-sen-head`` gives the length of the header part; ``x-sen-signature`` and ``x-sen-certificate`` its sender's signature.  A refusal
is an answer of another status whose body is the fault as JSON.  Lengths are always given, connections stay open.
"""

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path

from sen.gateway.protocol.faults import Fault
from sen.gateway.protocol.spool import PIECE, Body, BodyTooLarge, Spool, body_of

REQUEST_LINE = b"POST /message HTTP/1.1\r\nhost: gateway\r\n"
LONGEST_HEAD = 262_144
MEDIA = b"application/x-sen-message"


class WireBroken(ConnectionError):
    """The other side does not speak as agreed."""


@dataclass(slots=True)
class Parcel:
    """A message with its signature (detached JWS) and the fingerprint of the certificate that checks it."""

    head: bytes
    body: Body
    signature: str
    certificate: str


async def read_lines(reader: asyncio.StreamReader) -> tuple[bytes, dict[bytes, bytes]]:
    """The first line and the headers of what comes next.  Raises EOFError when nothing comes, WireBroken for nonsense."""
    try:
        block = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as error:
        raise (WireBroken("cut off") if error.partial else EOFError) from error
    except asyncio.LimitOverrunError as error:
        raise WireBroken("headers without end") from error
    first, *lines = block[:-4].split(b"\r\n")
    headers = {}
    for line in lines:
        name, colon, value = line.partition(b":")
        if not colon:
            raise WireBroken("a header without a name")
        headers[name.lower()] = value.strip()
    return first, headers


async def read_parcel(reader: asyncio.StreamReader, headers: dict[bytes, bytes], folder: Path, limit: int) -> Parcel:
    """The message behind the headers; raises WireBroken, BodyTooLarge (the rest is unread then)."""
    try:
        whole, of_head = int(headers[b"content-length"]), int(headers[b"x-sen-head"])
        signature, certificate = headers[b"x-sen-signature"].decode("ascii"), headers[b"x-sen-certificate"].decode("ascii")
    except (KeyError, ValueError) as error:
        raise WireBroken("a message without its headers") from error
    if not 0 < of_head <= min(whole, LONGEST_HEAD):
        raise WireBroken("a header part of impossible length")
    if whole - of_head > limit:
        raise BodyTooLarge(limit)
    try:
        if whole <= PIECE:
            data = await reader.readexactly(whole)
            return Parcel(data[:of_head], body_of(data[of_head:]), signature, certificate)
        head = await reader.readexactly(of_head)
        return Parcel(head, await _read_body(reader, whole - of_head, folder, limit), signature, certificate)
    except asyncio.IncompleteReadError as error:
        raise WireBroken("cut off") from error


async def _read_body(reader: asyncio.StreamReader, size: int, folder: Path, limit: int) -> Body:
    spool = Spool(folder, limit)
    with spool.unless_broken():
        while spool.size < size:
            piece = await reader.read(min(PIECE, size - spool.size))
            if not piece:
                raise WireBroken("cut off")
            spool.add(piece)
    return spool.finish()


async def write_parcel(writer: asyncio.StreamWriter, first: bytes, parcel: Parcel) -> None:
    """Send a message; ``first`` is the request or status line with what else belongs to it."""
    opening = b"%bcontent-type: %b\r\ncontent-length: %d\r\nx-sen-head: %d\r\nx-sen-signature: %b\r\nx-sen-certificate: %b\r\n\r\n" % (
        first, MEDIA, len(parcel.head) + parcel.body.size, len(parcel.head), parcel.signature.encode(), parcel.certificate.encode(),
    )  # fmt: skip
    if parcel.body.file is None:
        writer.write(b"".join((opening, parcel.head, parcel.body.data)))
        if parcel.body.size > PIECE // 4:
            await writer.drain()
        return
    writer.write(opening + parcel.head)
    async for piece in parcel.body.pieces():
        writer.write(piece)
        await writer.drain()


def write_fault(writer: asyncio.StreamWriter, fault: Fault) -> None:
    """Send a refusal."""
    facts = {"type": fault.kind, "message": fault.message, "detail": fault.detail, "status": fault.status, "wait": fault.wait}
    body = json.dumps(facts, ensure_ascii=False).encode()
    status = f"HTTP/1.1 {fault.status} Refused\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    writer.write(status.encode() + body)


async def read_fault(reader: asyncio.StreamReader, headers: dict[bytes, bytes]) -> Fault:
    """The refusal behind the headers.  Raises WireBroken."""
    try:
        facts = json.loads(await reader.readexactly(min(int(headers.get(b"content-length", b"0")), LONGEST_HEAD)))
        return Fault(
            str(facts["type"]), str(facts["message"]), status=int(facts["status"]), detail=str(facts["detail"]), wait=int(facts["wait"])
        )
    except (asyncio.IncompleteReadError, ValueError, KeyError, TypeError) as error:
        raise WireBroken("a refusal that cannot be read") from error
