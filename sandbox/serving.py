"""What every sandbox server shares: options, the mark on answers, faults on demand, tokens and the page that tells what it is."""

import argparse
import asyncio
import hmac
import html
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BasicAuth, web

MARK = {"X-Sandbox": "1"}
KINDS = ("none", "slow", "down", "wrong", "duplicate", "refuse")
TOKEN_SECONDS = 3600
# The long-lived token of the demonstration's gateway.
APPLICATION = "sandbox-application"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Faults:
    """What is to go wrong, and how often.

    ``slow`` waits, ``down`` breaks the connection, ``wrong`` answers with somebody else, ``duplicate`` answers with two
    records, ``refuse`` answers with an error of the service.
    """

    kind: str = "none"
    seconds: float = 5.0
    left: int | None = None

    def take(self) -> str:
        """The fault of this call."""
        if self.kind == "none" or self.left == 0:
            return "none"
        if self.left is not None:
            self.left -= 1
        return self.kind

    def choose(self, wanted: dict[str, Any]) -> str:
        """Set from ``{"kind", "seconds", "times"}``; the complaint, empty when it was understood."""
        kind, seconds, times = wanted.get("kind", "none"), wanted.get("seconds", 5), wanted.get("times")
        if kind not in KINDS or not isinstance(seconds, int | float) or not 0 <= seconds <= 120:
            return f"kind must be one of {', '.join(KINDS)}; seconds between 0 and 120"
        if times is not None and (not isinstance(times, int) or times < 0):
            return "times must be a whole number"
        self.kind, self.seconds, self.left = kind, float(seconds), times
        return ""


FAULTS = web.AppKey("faults", Faults)
FAULT = web.RequestKey("fault", str)
TOKENS = web.AppKey("tokens", dict[str, float])


@dataclass(frozen=True)
class Sandbox:
    """One server: its name, what it plays, and the handlers of its service paths (which need a token)."""

    name: str
    plays: str
    services: dict[tuple[str, str], Handler]
    key: str = "sandbox"
    secret: str = "sandbox-only"  # noqa: S105 - printed on its own page
    credential: str = APPLICATION
    faults: Faults = field(default_factory=Faults)
    play: dict[tuple[str, str], Handler] = field(default_factory=dict)
    """Paths under /thu-nghiem/ by which a person makes the outside world do something; open, like the faults."""
    largest: int = 2**20
    """Bytes of the largest request taken."""

    def application(self) -> web.Application:
        """The server, ready to run."""
        app = web.Application(middlewares=[_marked], client_max_size=self.largest)
        app[FAULTS] = self.faults
        app[TOKENS] = {}
        app.router.add_get("/", self._home)
        app.router.add_get("/thu-nghiem/loi", self._tell_fault)
        app.router.add_put("/thu-nghiem/loi", self._set_fault)
        app.router.add_post("/token", self._token)
        for (method, path), handler in self.play.items():
            app.router.add_route(method, path, handler)
        for (method, path), handler in self.services.items():
            app.router.add_route(method, path, self._guarded(handler))
        return app

    def _guarded(self, handler: Handler) -> Handler:
        async def answer(request: web.Request) -> web.StreamResponse:
            if not self._may_enter(request):
                return web.json_response({"code": "900901", "message": "Invalid Credentials"}, status=401)
            fault = self.faults.take()
            request[FAULT] = fault
            if fault == "slow":
                await asyncio.sleep(self.faults.seconds)
            if fault == "down":
                if request.transport is not None:
                    request.transport.abort()
                raise ConnectionResetError
            if fault == "refuse":
                return web.json_response({"error_code": "-1", "message": "Hệ thống đang bảo trì (thử nghiệm)"})
            return await handler(request)

        return answer

    def _may_enter(self, request: web.Request) -> bool:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer":
            return False
        if self.credential and hmac.compare_digest(token, self.credential):
            return True
        return request.app[TOKENS].get(token, 0.0) > time.monotonic()

    async def _token(self, request: web.Request) -> web.Response:
        """Client credentials, in the header or in the form; the same token again while it is valid."""
        form = await request.post()
        key, secret = str(form.get("client_id", "")), str(form.get("client_secret", ""))
        if "Authorization" in request.headers:
            try:
                given = BasicAuth.decode(request.headers["Authorization"])
                key, secret = given.login, given.password
            except ValueError:
                key = ""
        if form.get("grant_type") != "client_credentials":
            return web.json_response({"error": "unsupported_grant_type"}, status=400)
        if key != self.key or not hmac.compare_digest(secret, self.secret):
            return web.json_response({"error": "invalid_client"}, status=401)
        tokens, now = request.app[TOKENS], time.monotonic()
        token = next((one for one, until in tokens.items() if until > now + 1), "") or secrets.token_urlsafe(24)
        tokens.setdefault(token, now + TOKEN_SECONDS)
        left = int(tokens[token] - now)
        return web.json_response({"access_token": token, "scope": "default", "token_type": "Bearer", "expires_in": left})

    async def _tell_fault(self, _request: web.Request) -> web.Response:
        return web.json_response({"kind": self.faults.kind, "seconds": self.faults.seconds, "times": self.faults.left})

    async def _set_fault(self, request: web.Request) -> web.Response:
        try:
            wanted = await request.json()
        except ValueError:
            wanted = None
        complaint = self.faults.choose(wanted) if isinstance(wanted, dict) else "a JSON object is expected"
        if complaint:
            return web.json_response({"message": complaint}, status=400)
        return await self._tell_fault(request)

    async def _home(self, _request: web.Request) -> web.Response:
        rows = "".join(f"<li><code>{method} {html.escape(path)}</code></li>" for method, path in [*self.services, *self.play])
        return web.Response(
            text=_HOME.format(name=html.escape(self.name), plays=html.escape(self.plays), rows=rows), content_type="text/html"
        )


def run(sandbox: Sandbox, host: str, port: int) -> None:
    """Serve until stopped."""
    web.run_app(sandbox.application(), host=host, port=port, print=None, access_log=None)


def options(about: str) -> argparse.ArgumentParser:
    """The options every sandbox takes."""
    parser = argparse.ArgumentParser(description=about.splitlines()[0])
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--credential-file", default="", help="a file with the long-lived token that is let in")
    return parser


def credential_of(path: str) -> str:
    """The token in the file; that of the demonstration without one."""
    if not path:
        return APPLICATION
    with open(path, encoding="utf-8") as file:
        return file.read().strip()


@web.middleware
async def _marked(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every answer says what it comes from."""
    try:
        response = await handler(request)
    except web.HTTPException as error:
        error.headers.update(MARK)
        raise
    response.headers.update(MARK)
    return response


_HOME = """<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{name} (thử nghiệm)</title><body style="font-family:sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem;line-height:1.6">
<p style="background:#fff3cd;padding:.75rem"><strong>Máy chủ thử nghiệm.</strong> Không phải {plays}; mọi dữ liệu ở đây là dữ liệu giả.</p>
<h1>{name}</h1><p>Các dịch vụ:</p><ul>{rows}</ul>
<p>Tạo lỗi để thử: <code>PUT /thu-nghiem/loi</code> với <code>{{"kind": "slow", "seconds": 5, "times": 3}}</code>;
kind là none, slow, down, wrong, duplicate hoặc refuse.</p></body></html>
"""
