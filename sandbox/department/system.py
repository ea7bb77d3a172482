"""The department's system: its sessions, its pages, its ear for sign-out messages."""

import hmac
import re
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from sandbox.department import pages
from sandbox.department.axis import Gateway, Question
from sandbox.department.relying import Beginning, Refused, RelyingParty, SignedOn

COOKIE = "so_nong_nghiep"
_SESSION_SECONDS, _WAY_SECONDS = 8 * 3600, 600
_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self' http: https:; frame-ancestors 'none'"


@dataclass
class Session:
    """One browser: on its way through a sign-in, or signed on."""

    until: float
    beginning: Beginning | None = None
    person: SignedOn | None = None
    token: str = field(default_factory=lambda: secrets.token_urlsafe(16))


@dataclass
class DepartmentSystem:
    """The whole program; its sessions live in memory."""

    party: RelyingParty
    gateway: Gateway
    sessions: dict[str, Session] = field(default_factory=dict)

    def application(self) -> web.Application:
        """The server, ready to run."""
        app = web.Application(middlewares=[self._guarded], client_max_size=2**16)
        app.router.add_get("/", self._home)
        app.router.add_get("/style.css", self._style)
        app.router.add_get("/favicon.ico", self._nothing)
        app.router.add_get("/dang-nhap", self._begin)
        app.router.add_get("/ve", self._finish)
        app.router.add_post("/tra-cuu", self._look_up)
        app.router.add_post("/dang-xuat", self._leave)
        app.router.add_get("/da-thoat", self._left)
        app.router.add_post("/dang-xuat-nen", self._told)
        return app

    @web.middleware
    async def _guarded(self, request: web.Request, handler: Any) -> web.StreamResponse:
        headers = {"X-Sandbox": "1", "Content-Security-Policy": _POLICY, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
        try:
            response: web.StreamResponse = await handler(request)
        except web.HTTPException as answer:
            answer.headers.update(headers)
            raise
        except (aiohttp.ClientError, TimeoutError):
            response = _html(pages.welcome("Máy chủ tài khoản của tỉnh không trả lời. Thử lại sau ít phút."), status=503)
        response.headers.update(headers)
        return response

    async def _style(self, _request: web.Request) -> web.Response:
        return web.Response(text=pages.STYLE, content_type="text/css")

    async def _nothing(self, _request: web.Request) -> web.Response:
        return web.Response(status=204)

    async def _home(self, request: web.Request) -> web.Response:
        session = self._session(request)
        if session is None or session.person is None:
            return _html(pages.welcome())
        return _html(pages.home(session.person.claims, session.person.proof, session.token))

    async def _begin(self, _request: web.Request) -> web.Response:
        beginning = await self.party.begin()
        name = secrets.token_urlsafe(24)
        self._forget_old()
        self.sessions[name] = Session(time.monotonic() + _WAY_SECONDS, beginning=beginning)
        response = web.HTTPFound(beginning.url)
        response.set_cookie(COOKIE, name, httponly=True, samesite="Lax", path="/")
        raise response

    async def _finish(self, request: web.Request) -> web.Response:
        session = self._session(request)
        if session is None or session.beginning is None:
            return _html(pages.welcome("Lần đăng nhập này đã quá lâu. Hãy bắt đầu lại."), status=400)
        beginning, session.beginning = session.beginning, None
        try:
            person = await self.party.finish(dict(request.query), beginning)
        except Refused as reason:
            words = "Bạn chưa đồng ý cho vào." if str(reason) == "access_denied" else f"Chưa đăng nhập được ({reason})."
            return _html(pages.welcome(words), status=403)
        self.sessions.pop(request.cookies[COOKIE], None)
        name = secrets.token_urlsafe(24)
        self.sessions[name] = Session(time.monotonic() + _SESSION_SECONDS, person=person)
        response = web.HTTPFound("/")
        response.set_cookie(COOKIE, name, httponly=True, samesite="Lax", path="/")
        raise response

    async def _look_up(self, request: web.Request) -> web.Response:
        session, form = await self._own_form(request)
        if session is None or session.person is None:
            raise web.HTTPFound("/")
        claims = session.person.claims
        number, wanted, purpose, issue = (str(form.get(name, "")).strip() for name in ("number", "wanted", "purpose", "issue"))
        if not re.fullmatch(r"[0-9]{12}", number) or wanted not in pages.WANTED or not purpose or not issue:
            words = '<section class="fault" role="alert"><p>Nhập đủ số định danh 12 chữ số, mã hồ sơ và mục đích.</p></section>'
            return _html(pages.home(claims, session.person.proof, session.token, words), status=422)
        question = Question(
            number, wanted, purpose, issue, str(claims.get("name", "")), str(claims.get("agency_name", "")), session.person.subject
        )
        answer = await self.gateway.ask(question)
        return _html(pages.home(claims, session.person.proof, session.token, pages.result(answer, number)))

    async def _leave(self, request: web.Request) -> web.Response:
        session, _form = await self._own_form(request)
        self.sessions.pop(request.cookies.get(COOKIE, ""), None)
        if session is None or session.person is None:
            raise web.HTTPFound("/")
        raise web.HTTPSeeOther(await self.party.leave(session.person.id_token))

    async def _left(self, _request: web.Request) -> web.Response:
        return _html(pages.left())

    async def _told(self, request: web.Request) -> web.Response:
        """A sign-out message of the provider: the sessions it names end here."""
        form = await request.post()
        try:
            sid, subject = await self.party.read_logout_token(str(form.get("logout_token", "")))
        except Refused as reason:
            return web.json_response({"error": "invalid_request", "error_description": str(reason)}, status=400)
        for name, session in list(self.sessions.items()):
            person = session.person
            if person is not None and (person.sid == sid if sid else person.subject == subject):
                del self.sessions[name]
        return web.Response(status=200)

    def _session(self, request: web.Request) -> Session | None:
        session = self.sessions.get(request.cookies.get(COOKIE, ""))
        return session if session is not None and session.until > time.monotonic() else None

    async def _own_form(self, request: web.Request) -> tuple[Session | None, dict[str, Any]]:
        """The session and the form it sent; no session when the form was not its own page's."""
        form = dict(await request.post())
        session = self._session(request)
        fits = session is not None and hmac.compare_digest(str(form.get("token", "")).encode(), session.token.encode())
        return (session if fits else None), form

    def _forget_old(self) -> None:
        now = time.monotonic()
        self.sessions = {name: session for name, session in self.sessions.items() if session.until > now}


def _html(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, content_type="text/html", status=status)
