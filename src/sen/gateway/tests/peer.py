"""A peer that does not behave: it speaks the gateways' own protocol with a real server's keys."""

import asyncio
import contextlib
import json
import ssl
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

from sen.gateway.protocol.faults import Fault
from sen.gateway.protocol.messages import Headers, read_head, request_hash, write_head
from sen.gateway.protocol.spool import body_of
from sen.gateway.protocol.wire import REQUEST_LINE, Parcel, read_fault, read_lines, read_parcel, write_parcel
from sen.gateway.tests.pair import PEOPLE, SYSTEM, RunningServer
from sen.gateway.trust import signing
from sen.gateway.trust.signing import Signer, load_signer

Liar = Callable[[Parcel], Parcel]


def signer_of(server: RunningServer) -> Signer:
    """The first signing key in a server's home."""
    member, pair = next(iter(json.loads((server.folder / "gateway.json").read_text())["signing"].items()))
    return load_signer(member, server.folder / pair["key"], server.folder / pair["certificate"])


def pack(signer: Signer, head: bytes, body: bytes = b"") -> Parcel:
    """A properly signed message."""
    kept = body_of(body)
    return Parcel(head, kept, signer.sign(signing.manifest(head, kept.digest)), signer.fingerprint)


def request(signer: Signer, *, client: str = SYSTEM, age: float = 0, method: str = "GET", number: str = "", path: str = "/a") -> Parcel:
    """A request as a consumer's gateway would make it, ``age`` seconds ago."""
    headers: Headers = [
        (b"x-road-client", client.encode()), (b"x-road-request-id", (number or str(uuid.uuid4())).encode()), (b"x-road-id", b"peer-1"),
        (b"x-sen-sent-at", str(int((time.time() - age) * 1000)).encode()),
    ]  # fmt: skip
    return pack(signer, write_head(method, f"/r1/{PEOPLE}{path}", headers))


def answer(signer: Signer, asked: Parcel, body: bytes = b"{}", **changes: str) -> Parcel:
    """An answer as a provider's gateway would make it, with some headers changed."""
    head = read_head(asked.head)
    own = {
        "x-road-client": head.get(b"x-road-client"), "x-road-service": PEOPLE, "x-road-id": head.get(b"x-road-id"),
        "x-road-request-id": head.get(b"x-road-request-id"), "x-road-request-hash": request_hash(asked.head, asked.body.digest),
        **{name.replace("_", "-"): value for name, value in changes.items()},
    }  # fmt: skip
    return pack(signer, write_head("200", "OK", [(name.encode(), value.encode()) for name, value in own.items()]), body)


def send(speaker: RunningServer, to: RunningServer, *parcels: Parcel) -> list[Parcel | Fault]:
    """Send messages over one connection with the speaker's TLS keys; gives the answers.  Raises OSError when TLS refuses."""

    async def run() -> list[Parcel | Fault]:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE
        tls.load_cert_chain(speaker.folder / "tls.pem", speaker.folder / "tls.key")
        reader, writer = await asyncio.open_connection("127.0.0.1", to.provider, ssl=tls)
        got: list[Parcel | Fault] = []
        try:
            for parcel in parcels:
                await write_parcel(writer, REQUEST_LINE, parcel)
                async with asyncio.timeout(10):
                    first, headers = await read_lines(reader)
                    well = b" 200 " in first
                    got.append(await read_parcel(reader, headers, Path("/nowhere"), 10**6) if well else await read_fault(reader, headers))
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
        return got

    return asyncio.run(run())


@contextlib.contextmanager
def impostor(server: RunningServer, lie: Liar) -> Iterator[None]:
    """Something with the server's own TLS keys that answers at its address as ``lie`` says; the server must not run."""
    loop = asyncio.new_event_loop()
    ready = threading.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(EOFError, OSError, asyncio.CancelledError):
            while True:
                _, headers = await read_lines(reader)
                asked = await read_parcel(reader, headers, Path("/nowhere"), 10**6)
                await write_parcel(writer, b"HTTP/1.1 200 OK\r\n", lie(asked))
        writer.close()
        with contextlib.suppress(OSError, asyncio.CancelledError):
            await writer.wait_closed()

    async def run(stop: asyncio.Event) -> None:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(server.folder / "tls.pem", server.folder / "tls.key")
        listening = await asyncio.start_server(serve, "127.0.0.1", server.provider, ssl=tls)
        ready.set()
        await stop.wait()
        listening.close()
        serving = asyncio.all_tasks() - {asyncio.current_task()}
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)

    stop = asyncio.Event()
    thread = threading.Thread(target=loop.run_until_complete, args=(run(stop),))
    thread.start()
    try:
        assert ready.wait(10)
        yield
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()
