"""Connections to other gateways: mutual TLS, checked against the directory before the first byte, kept open for the next call."""

import asyncio
import ssl
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sen.gateway.calls.guards import Breaker, Guards
from sen.gateway.protocol.faults import HERE, Fault
from sen.gateway.protocol.spool import BodyTooLarge
from sen.gateway.protocol.wire import LONGEST_HEAD, REQUEST_LINE, Parcel, WireBroken, read_fault, read_lines, read_parcel, write_parcel
from sen.gateway.trust.directory import Directory
from sen.gateway.trust.home import split_address
from sen.gateway.trust.snapshot import Server

IDLE_SECONDS = 50.0
LARGEST_ANSWER = 2 * 1024**3
_PEER_FAILURES, _PEER_SECONDS = 3, 5.0
_MOST_IDLE = 64


class Unreached(Exception):
    """No byte of the message went out; another address may be tried.  ``args[0]`` is the fault."""

    @property
    def fault(self) -> Fault:
        """What to tell the caller when no other address helps."""
        fault: Fault = self.args[0]
        return fault


@dataclass(slots=True)
class Channel:
    """One open connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    certificate: bytes
    used_at: float
    fresh: bool = True


class Links:
    """The connections of one process."""

    def __init__(self, spool: Path, guards: Guards, *, connect_seconds: float, answer_seconds: float) -> None:
        """``connect_seconds`` bound the hand-shake, ``answer_seconds`` the wait for an answer."""
        self._spool = spool
        self._guards = guards
        self._connect_seconds = connect_seconds
        self._answer_seconds = answer_seconds
        self._idle: dict[str, list[Channel]] = {}
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._ends = 0.0

    def trust(self, tls: ssl.SSLContext, ends: float) -> None:
        """Use this context and its certificate, which ends then; open connections were made with the old one and are closed."""
        self._tls = tls
        self._ends = ends
        self.close()

    def close(self) -> None:
        """Close what is idle."""
        for channels in self._idle.values():
            for channel in channels:
                channel.writer.close()
        self._idle.clear()

    async def send(self, servers: Sequence[Server], parcel: Parcel, directory: Directory) -> Parcel:
        """Carry the message to the first of the servers that can be reached and bring back the answer.  Raises Fault."""
        failed: Fault | None = None
        now = time.monotonic()
        # A server that was just found dead is asked last, and not at all while its breaker is open and another is left.
        for server in sorted(servers, key=lambda each: self._breaker(each.id).is_open(now)):
            breaker = self._breaker(server.id)
            if not breaker.lets_through(now):
                failed = failed or Fault(
                    f"{HERE}.NetworkError", f"{server.id} does not answer; it is tried again shortly", wait=int(_PEER_SECONDS)
                )
                continue
            answered = False
            try:
                answer = await self._send_to(server, parcel, directory)
                answered = True
                return answer
            except Unreached as error:
                failed = error.fault
            except Fault as fault:
                answered = not fault.kind.startswith(f"{HERE}.NetworkError")
                raise
            finally:
                breaker.note(answered, time.monotonic())
        raise failed or Fault(f"{HERE}.UnknownMember", "the provider is registered on no server")

    def _breaker(self, server: str) -> Breaker:
        return self._guards.breaker(f"server:{server}", _PEER_FAILURES, _PEER_SECONDS)

    async def _send_to(self, server: Server, parcel: Parcel, directory: Directory) -> Parcel:
        while True:
            channel = self._take(server, directory) or await self._open(server, directory)
            whole = False
            try:
                async with asyncio.timeout(self._answer_seconds):
                    answer = await self._converse(channel, parcel)
                whole = True
            except (EOFError, OSError) as error:
                if not channel.fresh and isinstance(error, EOFError | ConnectionError) and not isinstance(error, WireBroken):
                    # The kept connection was closed meanwhile.  Sending again is safe: the provider takes a request number once.
                    continue
                raise _unheard(server, error) from error
            except BodyTooLarge as error:
                raise Fault(f"{HERE}.HttpError", f"the answer is larger than {error.args[0]} bytes") from error
            finally:
                if not whole:
                    channel.writer.close()
            self._give_back(server, channel)
            if isinstance(answer, Fault):
                raise answer
            return answer

    async def _converse(self, channel: Channel, parcel: Parcel) -> Parcel | Fault:
        await write_parcel(channel.writer, REQUEST_LINE, parcel)
        first, headers = await read_lines(channel.reader)
        if first.split(b" ", 2)[1:2] == [b"200"]:
            return await read_parcel(channel.reader, headers, self._spool, LARGEST_ANSWER)
        return await read_fault(channel.reader, headers)

    def _take(self, server: Server, directory: Directory) -> Channel | None:
        idle = self._idle.get(server.id)
        while idle:
            channel = idle.pop()
            alive = not channel.reader.at_eof() and not channel.writer.is_closing() and time.monotonic() - channel.used_at < IDLE_SECONDS
            if alive and directory.peer(channel.certificate) == server.id:
                channel.fresh = False
                return channel
            channel.writer.close()
        return None

    def _give_back(self, server: Server, channel: Channel) -> None:
        idle = self._idle.setdefault(server.id, [])
        channel.used_at = time.monotonic()
        if len(idle) < _MOST_IDLE:
            idle.append(channel)
        else:
            channel.writer.close()

    async def _open(self, server: Server, directory: Directory) -> Channel:
        if time.time() >= self._ends:
            # The other side would only hang up without a word.
            raise Unreached(Fault(f"{HERE}.SslAuthenticationFailed", "this server's own TLS certificate has ended"))
        try:
            host, port = split_address(server.address)
            async with asyncio.timeout(self._connect_seconds):
                reader, writer = await asyncio.open_connection(host, port, ssl=self._tls, server_hostname="", limit=LONGEST_HEAD)
        except ssl.SSLError as error:
            raise Unreached(Fault(f"{HERE}.SslAuthenticationFailed", f"{server.id}: {error.reason or error}")) from error
        except (OSError, ValueError) as error:
            raise Unreached(Fault(f"{HERE}.NetworkError", f"{server.id} cannot be reached: {error or 'no answer'}")) from error
        certificate = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
        if directory.peer(certificate) != server.id:
            writer.close()
            raise Unreached(Fault(f"{HERE}.SslAuthenticationFailed", f"{server.id} showed a certificate the directory does not list"))
        return Channel(reader, writer, certificate, time.monotonic())


def _unheard(server: Server, error: Exception) -> Fault:
    if isinstance(error, ssl.SSLError):
        return Fault(f"{HERE}.SslAuthenticationFailed", f"{server.id} refused this server's certificate: {error.reason or error}")
    if isinstance(error, TimeoutError):
        return Fault(f"{HERE}.NetworkError", f"{server.id} did not answer in time")
    return Fault(f"{HERE}.NetworkError", f"the connection to {server.id} broke: {error or 'closed'}")
