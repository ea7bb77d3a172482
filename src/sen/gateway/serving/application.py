"""The consumer face as an ASGI application, and the life of one process around it."""

import asyncio
import gc
import json
import logging
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

import psycopg

from sen.gateway.calls.consuming import consume
from sen.gateway.calls.core import Gateway, Incoming, Outgoing, Route
from sen.gateway.calls.guards import Limits
from sen.gateway.calls.links import Links
from sen.gateway.calls.metaservices import list_clients
from sen.gateway.calls.outward import Outward
from sen.gateway.errors import HomeUnusable
from sen.gateway.journal.writing import Journal
from sen.gateway.protocol.faults import CLIENT, HERE, Fault, render
from sen.gateway.protocol.messages import Headers
from sen.gateway.protocol.spool import BodyTooLarge, body_of
from sen.gateway.serving.extensions import install
from sen.gateway.serving.peers import ProviderFace
from sen.gateway.serving.polling import Poller, provider_tls
from sen.gateway.serving.secure import SecureFace, consumer_tls
from sen.gateway.trust.home import Home, open_home
from sen.gateway.trust.tokens import TokenRefused, Tokens, read_form

log = logging.getLogger("sen.gateway")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_DRAIN_SECONDS = 10.0
_MOST_AT_ONCE = 4
_LENGTHS = (b"content-length", b"transfer-encoding")
_JSON = [(b"content-type", b"application/json;charset=utf-8")]
_USED_TODAY = """
SELECT service, client, count(*) FROM exchange
WHERE side = 'p' AND request_in >= date_trunc('day', now() AT TIME ZONE 'Asia/Ho_Chi_Minh') AT TIME ZONE 'Asia/Ho_Chi_Minh'
  AND service = ANY(%s) AND fault NOT LIKE 'Client.%%' GROUP BY service, client
"""


class Application:
    """One process of a gateway."""

    def __init__(self, folder: Path) -> None:
        """The home folder; nothing is opened before the server says so."""
        self._folder = folder
        self.gateway: Gateway
        self.poller: Poller
        self._face: ProviderFace
        self._secure: SecureFace

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] == "http":
            await self._serve(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(receive, send)

    async def start(self) -> None:
        """Open everything.  Raises HomeUnusable, OSError."""
        home = open_home(self._folder)
        self.gateway = build(home)
        tls, own_tls = provider_tls(), consumer_tls()
        self.poller = Poller(self.gateway, (tls, own_tls))
        self.poller.load()
        await self.gateway.journal.start()
        await _count_today(self.gateway)
        install(self.gateway)
        self._face = ProviderFace(self.gateway, tls)
        self._secure = SecureFace(home.configuration.consumer_tls, own_tls, self.carry)
        await self._face.start()
        await self._secure.start(shared=home.configuration.workers > 1)
        self.gateway.background(self._face.hang_up_on_the_silent())
        self.gateway.background(self.poller.run())
        self.gateway.background(_end_with_parent())
        self.gateway.routes.setdefault("health", self._health)
        # What was made until now stays; looking through it again and again would cost every call.
        gc.collect()
        gc.freeze()
        gc.set_threshold(20_000, 20, 50)

    async def stop(self) -> None:
        """Let calls under way end, write what waits, close."""
        deadline = time.monotonic() + _DRAIN_SECONDS
        while self.gateway.under_way and time.monotonic() < deadline:
            await asyncio.sleep(0.05)
        await self._secure.stop()
        await self._face.stop()
        await self.gateway.end_background()
        await self.gateway.journal.stop()
        self.gateway.outward.stop()
        self.gateway.links.close()

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            await self.start()
        except (HomeUnusable, OSError) as error:
            await send({"type": "lifespan.startup.failed", "message": f"the gateway cannot start: {error}"})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.stop()
        await send({"type": "lifespan.shutdown.complete"})

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        target = scope["raw_path"].decode("latin-1")
        if scope["query_string"]:
            target = f"{target}?{scope['query_string'].decode('latin-1')}"
        headers = list(scope["headers"])
        request = Incoming(scope["method"], target, headers, _pieces(receive) if _announces_body(headers) else _no_pieces())
        self.gateway.under_way += 1
        try:
            answer = await self._answer(request)
            await _give(send, answer)
        finally:
            self.gateway.under_way -= 1

    async def carry(self, request: Incoming) -> Outgoing:
        """Answer a request of the TLS face."""
        self.gateway.under_way += 1
        try:
            return await self._answer(request)
        finally:
            self.gateway.under_way -= 1

    async def _answer(self, request: Incoming) -> Outgoing:
        path = request.path
        route = self._route(path)
        if route is None:
            return await consume(self.gateway, request)
        try:
            return await route(self.gateway, request)
        except Fault as fault:
            status, headers, body = render(fault, request.get(b"accept"))
            return Outgoing(status, headers, body_of(body))

    def _route(self, path: str) -> Route | None:
        if path.startswith("/r1/") and path != "/r1/listClients":
            return None
        if path in _OWN:
            return _OWN[path]
        return self.gateway.routes.get(path.split("/", 2)[1], _nothing_here)

    async def _health(self, gateway: Gateway, _request: Incoming) -> Outgoing:
        """Whether calls can be carried now, and on what configuration."""
        snapshot = gateway.directory.snapshot if gateway.directory else None
        fit = gateway.journal.up and snapshot is not None and time.time() < snapshot.expires_at
        facts = {
            "status": "ok" if fit else "unfit", "server": gateway.home.server, "serial": snapshot.serial if snapshot else None,
            "expires_at": snapshot.expires_at if snapshot else None, "journal": gateway.journal.up, "chains": gateway.journal.chains,
            "fetched_at": int(self.poller.fetched_at) or None, "fetch_error": self.poller.failed, "under_way": gateway.under_way - 1,
        }  # fmt: skip
        return Outgoing(200 if fit else 503, list(_JSON), body_of(json.dumps(facts, ensure_ascii=False).encode()))


def build(home: Home) -> Gateway:
    """The means of one process, none of them opened."""
    settings = home.configuration
    for left in home.spool.iterdir():
        # Other processes of this server may be starting too; what is young may be theirs.
        if time.time() - left.stat().st_mtime > 3600:
            left.unlink(missing_ok=True)
    gateway = Gateway(home, Journal(settings.database), None, Outward(home.spool), Tokens(home.secret("tokens")))  # type: ignore[arg-type]
    gateway.links = Links(home.spool, gateway.guards, connect_seconds=settings.connect_seconds, answer_seconds=settings.answer_seconds)
    gateway.limits = Limits(settings.workers)
    return gateway


async def give_token(gateway: Gateway, request: Incoming) -> Outgoing:
    """The token endpoint: client credentials by Basic or in the form."""
    try:
        if request.method != "POST":
            raise TokenRefused("invalid_request", "the token endpoint takes POST", 405)
        form = read_form((await gateway.take_body(request, 16_384)).bytes())
        clients = gateway.configured(HERE).by_client_id
        # Checking a secret is slow on purpose; it must not hold up calls, nor may many of them take all the processor.
        busy = "too many tokens are being asked for"
        with gateway.guards.gate("tokens").enter(_MOST_AT_ONCE, f"{CLIENT}.TooManyRequests", busy, status=429):
            token = await asyncio.to_thread(gateway.tokens.ask, form, request.get(b"authorization"), clients, time.time())
    except (TokenRefused, BodyTooLarge) as error:
        code, text, status = error.args if isinstance(error, TokenRefused) else ("invalid_request", "the form is too large", 400)
        headers = [*_JSON, (b"cache-control", b"no-store")] + ([(b"www-authenticate", b'Basic realm="axis"')] if status == 401 else [])
        return Outgoing(status, headers, body_of(json.dumps({"error": code, "error_description": text}).encode()))
    facts = {"access_token": token.text, "scope": token.scope, "token_type": "Bearer", "expires_in": token.expires_in}
    return Outgoing(200, [*_JSON, (b"cache-control", b"no-store"), (b"pragma", b"no-cache")], body_of(json.dumps(facts).encode()))


_OWN: dict[str, Route] = {
    "/token": give_token,
    "/oauth2/token": give_token,
    "/listClients": list_clients,
    "/r1/listClients": list_clients,
}


async def _nothing_here(_gateway: Gateway, request: Incoming) -> Outgoing:
    raise Fault(f"{CLIENT}.BadRequest", f"nothing is at {request.path[:100]}; calls begin with /r1/")


def _announces_body(headers: Headers) -> bool:
    """Whether a request of HTTP/1.1 has a body; to ask the server for one that is not there costs a change of threads."""
    return any(name.lower() in _LENGTHS for name, _ in headers)


async def _no_pieces() -> AsyncIterator[bytes]:
    return
    yield b""


async def _pieces(receive: Receive) -> AsyncIterator[bytes]:
    while True:
        event = await receive()
        if event["type"] == "http.disconnect":
            raise ConnectionError("the caller hung up")
        if event.get("body"):
            yield event["body"]
        if not event.get("more_body"):
            return


async def _give(send: Send, answer: Outgoing) -> None:
    try:
        headers = answer.headers
        if answer.body.size:
            headers = [*headers, (b"content-length", str(answer.body.size).encode())]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        if answer.body.file is not None:
            async for piece in answer.body.pieces():
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": answer.body.data})
    finally:
        answer.body.drop()


async def _count_today(gateway: Gateway) -> None:
    """Daily quotas go on where they stood before this process began."""
    services = gateway.directory.services.values() if gateway.directory else ()
    counted = [service.id for service in services if any(each.per_day is not None for each in service.allowances)]
    if not counted:
        return
    try:
        async with await psycopg.AsyncConnection.connect(gateway.home.configuration.database, connect_timeout=3) as connection:
            rows = await (await connection.execute(_USED_TODAY, (counted,))).fetchall()
    except psycopg.Error as error:
        log.warning("quotas of the day begin anew: %s", error)
        return
    for service, client, count in rows:
        gateway.limits.used_today(service, client, count, time.time())


async def _end_with_parent() -> None:
    """A worker whose parent was killed must not keep the ports."""
    parent = os.getppid()
    while os.getppid() == parent:
        await asyncio.sleep(0.5)
    os._exit(1)
