"""The consumer face over TLS, for systems that prove themselves with a certificate of the axis's authorities.

The server of the plain face does not hand client certificates on, so this one is aiohttp's; calls take the same way from here.
"""

import ssl
from collections.abc import AsyncIterator, Awaitable, Callable

from aiohttp import web

from sen.gateway.calls.core import Incoming, Outgoing
from sen.gateway.trust.home import split_address

Answering = Callable[[Incoming], Awaitable[Outgoing]]
_PIECE = 65_536


def consumer_tls() -> ssl.SSLContext:
    """The context of this face: TLS 1.2 or newer, a certificate is welcome and checked when shown."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.minimum_version = ssl.TLSVersion.TLSv1_2
    tls.verify_mode = ssl.CERT_OPTIONAL
    return tls


class SecureFace:
    """The listening side of one process; idle where ``consumer_tls`` names no address."""

    def __init__(self, address: str, tls: ssl.SSLContext, answering: Answering) -> None:
        """Nothing listens yet."""
        self._address = address
        self._tls = tls
        self._answering = answering
        self._runner: web.ServerRunner | None = None

    async def start(self, *, shared: bool) -> None:
        """Listen, if there is an address.  Raises OSError."""
        if not self._address:
            return
        host, port = split_address(self._address)
        self._runner = web.ServerRunner(web.Server(self._serve, access_log=None))
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port, ssl_context=self._tls, reuse_port=shared or None).start()

    async def stop(self) -> None:
        """Let calls under way end, then hang up."""
        if self._runner:
            await self._runner.cleanup()

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        layer = request.transport.get_extra_info("ssl_object") if request.transport else None
        certificate = (layer.getpeercert(binary_form=True) if layer else None) or b""
        answer = await self._answering(Incoming(request.method, request.raw_path, list(request.raw_headers), _pieces(request), certificate))
        try:
            headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in answer.headers]
            if answer.body.file is None:
                plain = web.Response(status=answer.status, body=answer.body.data)
                _replace(plain, headers)
                return plain
            streamed = web.StreamResponse(status=answer.status)
            _replace(streamed, headers)
            streamed.content_length = answer.body.size
            await streamed.prepare(request)
            async for piece in answer.body.pieces():
                await streamed.write(piece)
            await streamed.write_eof()
            return streamed
        finally:
            answer.body.drop()


def _replace(response: web.StreamResponse, headers: list[tuple[str, str]]) -> None:
    """The answer's own headers instead of those the server would choose."""
    response.headers.pop("Content-Type", None)
    for name, value in headers:
        response.headers.add(name, value)


async def _pieces(request: web.BaseRequest) -> AsyncIterator[bytes]:
    async for piece in request.content.iter_chunked(_PIECE):
        yield piece
