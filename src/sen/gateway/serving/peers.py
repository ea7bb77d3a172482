"""The provider face: other gateways, each proved by a TLS certificate the directory lists for it."""

import asyncio
import logging
import math
import ssl
import time

from sen.gateway.calls.core import Gateway
from sen.gateway.calls.providing import provide
from sen.gateway.protocol.faults import CLIENT, THERE, Fault
from sen.gateway.protocol.spool import BodyTooLarge
from sen.gateway.protocol.wire import LONGEST_HEAD, WireBroken, read_lines, read_parcel, write_fault, write_parcel
from sen.gateway.trust.home import split_address

log = logging.getLogger("sen.gateway.peers")

IDLE_SECONDS = 75.0
RECEIVE_SECONDS = 600.0
_OK = b"HTTP/1.1 200 OK\r\n"
_LARGEST = 1024**3


class ProviderFace:
    """The listening side of one process."""

    def __init__(self, gateway: Gateway, tls: ssl.SSLContext) -> None:
        """Nothing listens yet."""
        self._gateway = gateway
        self._tls = tls
        self._server: asyncio.Server | None = None
        # Since when each connection has been waiting for the other side; infinity while its message is being answered.
        self._waiting: dict[asyncio.StreamWriter, float] = {}
        self._busy = 0
        self._ending = False

    async def start(self) -> None:
        """Listen; processes of one server share the port."""
        host, port = split_address(self._gateway.home.configuration.provider)
        shared = self._gateway.home.configuration.workers > 1
        self._server = await asyncio.start_server(
            self._serve, host, port, ssl=self._tls, limit=LONGEST_HEAD, reuse_port=shared or None, backlog=1024, ssl_handshake_timeout=10
        )

    async def stop(self, seconds: float = 10.0) -> None:
        """Take no new message, let those under way end, hang up."""
        self._ending = True
        if self._server:
            self._server.close()
        for _ in range(int(seconds * 20)):
            if not self._busy:
                break
            await asyncio.sleep(0.05)
        for writer in list(self._waiting):
            writer.close()

    async def hang_up_on_the_silent(self) -> None:
        """Close connections on which nothing was said for long; runs until cancelled."""
        while True:
            await asyncio.sleep(IDLE_SECONDS / 15)
            latest = time.monotonic() - IDLE_SECONDS
            for writer in [each for each, since in self._waiting.items() if since < latest]:
                writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        certificate = writer.get_extra_info("ssl_object").getpeercert(binary_form=True) or b""
        try:
            while not self._ending:
                self._waiting[writer] = time.monotonic()
                first, headers = await read_lines(reader)
                self._busy += 1
                try:
                    await self._answer(reader, writer, first, headers, certificate)
                finally:
                    self._busy -= 1
        except EOFError:
            log.debug("a peer hung up")
        except (OSError, WireBroken) as error:
            log.info("a peer's connection ended: %s", error or type(error).__name__)
        finally:
            self._waiting.pop(writer, None)
            writer.close()

    async def _answer(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, first: bytes, headers: dict[bytes, bytes], certificate: bytes
    ) -> None:
        if not first.startswith(b"POST /message "):
            raise WireBroken("not a message")
        # A large body may take longer to arrive than a silence may last.
        self._waiting[writer] += RECEIVE_SECONDS
        try:
            parcel = await read_parcel(reader, headers, self._gateway.home.spool, _LARGEST)
        except BodyTooLarge as error:
            write_fault(writer, Fault(f"{CLIENT}.BadRequest", f"the request is larger than {error.args[0]} bytes"))
            await writer.drain()
            raise WireBroken("a message too large to be read") from error
        self._waiting[writer] = math.inf
        try:
            answer = await provide(self._gateway, parcel, self._peer(certificate))
            try:
                await write_parcel(writer, _OK, answer)
            finally:
                answer.body.drop()
        except Fault as fault:
            write_fault(writer, fault)
        finally:
            parcel.body.drop()

    def _peer(self, certificate: bytes) -> str:
        """The server behind the connection, by the directory of now: a certificate revoked meanwhile ends its connections' use."""
        peer = self._gateway.configured(THERE).peer(certificate)
        if not peer:
            raise Fault(f"{THERE}.SslAuthenticationFailed", "the directory lists no server with this certificate")
        return peer
