"""The provider: discovery, authorization code with PKCE, tokens, keys; and its faults."""

import asyncio
import base64
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_plus, urlencode

from aiohttp import web
from joserfc import jwt
from joserfc.jwk import RSAKey

from sandbox.identity import pages
from sandbox.identity.people import Person

KINDS = (
    "none",
    "slow",
    "down",
    "wrong-signature",
    "wrong-nonce",
    "wrong-issuer",
    "wrong-audience",
    "expired",
    "none-algorithm",
    "hs256",
)
_CODE_SECONDS, _TOKEN_SECONDS = 60, 300
_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'"


@dataclass
class Faults:
    """What is to go wrong, how long a slow answer takes, and how often."""

    kind: str = "none"
    seconds: float = 20.0
    left: int | None = None

    def take(self, *kinds: str) -> str:
        """The fault of this step, if it is one of these; empty otherwise."""
        if self.kind not in kinds or self.left == 0:
            return ""
        if self.left is not None:
            self.left -= 1
        return self.kind


@dataclass
class Grant:
    """A code that waits for its client."""

    person: Person
    redirect_uri: str
    challenge: str
    nonce: str
    until: float


@dataclass
class Provider:
    """One provider with one client; requests and codes live in memory."""

    issuer: str
    client_id: str
    secret: str
    people: Sequence[Person]
    faults: Faults = field(default_factory=Faults)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, auto_kid=True))
    asked: dict[str, dict[str, str]] = field(default_factory=dict)
    grants: dict[str, Grant] = field(default_factory=dict)

    def application(self) -> web.Application:
        """The server, ready to run."""
        app = web.Application(middlewares=[self._guarded], client_max_size=2**16)
        app.router.add_get("/", self._home)
        app.router.add_get("/style.css", self._style)
        app.router.add_get("/favicon.ico", self._nothing)
        app.router.add_get("/.well-known/openid-configuration", self._configuration)
        app.router.add_get("/jwks", self._jwks)
        app.router.add_get("/authorize", self._authorize)
        app.router.add_post("/dang-nhap", self._sign_in)
        app.router.add_post("/token", self._token)
        app.router.add_get("/thu-nghiem/loi", self._tell_fault)
        app.router.add_put("/thu-nghiem/loi", self._set_fault)
        return app

    @web.middleware
    async def _guarded(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if request.path != "/thu-nghiem/loi":
            fault = self.faults.take("slow", "down")
            if fault == "slow":
                await asyncio.sleep(self.faults.seconds)
            elif fault == "down":
                if request.transport is not None:
                    request.transport.abort()
                raise ConnectionResetError
        response: web.StreamResponse = await handler(request)
        response.headers.update({"X-Sandbox": "1", "Content-Security-Policy": _POLICY, "Cache-Control": "no-store"})
        return response

    async def _home(self, _request: web.Request) -> web.Response:
        return _html(pages.home(self.faults.kind))

    async def _style(self, _request: web.Request) -> web.Response:
        return web.Response(text=pages.STYLE, content_type="text/css")

    async def _nothing(self, _request: web.Request) -> web.Response:
        return web.Response(status=204)

    async def _configuration(self, _request: web.Request) -> web.Response:
        return web.json_response(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/jwks",
                "response_types_supported": ["code"],
                "subject_types_supported": ["pairwise"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
                "scopes_supported": ["openid", "profile", "identity"],
                "acr_values_supported": ["muc-1", "muc-2"],
                "claims_supported": ["sub", "name", "birthdate", "identity_number", "acr", "amr"],
                "token_endpoint_auth_methods_supported": ["client_secret_basic"],
                "authorization_response_iss_parameter_supported": True,
            }
        )

    async def _jwks(self, _request: web.Request) -> web.Response:
        return web.json_response({"keys": [{**self.key.as_dict(private=False), "use": "sig", "alg": "RS256"}]})

    async def _authorize(self, request: web.Request) -> web.Response:
        values = dict(request.query)
        if values.get("client_id") != self.client_id or not values.get("redirect_uri", "").startswith(("http://", "https://")):
            return _html(pages.refusal("Hệ thống gửi bạn tới đây chưa được đăng ký."), status=400)
        if values.get("response_type") != "code" or values.get("code_challenge_method") != "S256" or not values.get("code_challenge"):
            return _html(pages.refusal("Yêu cầu đăng nhập thiếu PKCE hoặc sai loại."), status=400)
        name = secrets.token_urlsafe(16)
        self.asked[name] = values
        level = 2 if "muc-2" in values.get("acr_values", "").split() else 1
        return _html(pages.sign_in(name, self.people, level))

    async def _sign_in(self, request: web.Request) -> web.Response:
        form = await request.post()
        values = self.asked.pop(str(form.get("request", "")), None)
        person = next((one for one in self.people if one.number == form.get("number")), None)
        if values is None:
            return _html(pages.refusal("Lần đăng nhập này đã được dùng. Hãy quay lại và bắt đầu lại."), status=400)
        answer = {"state": values.get("state", ""), "iss": self.issuer}
        if form.get("choice") != "yes" or person is None:
            answer["error"] = "access_denied"
        else:
            code = answer["code"] = secrets.token_urlsafe(24)
            until = time.monotonic() + _CODE_SECONDS
            self.grants[code] = Grant(person, values["redirect_uri"], values["code_challenge"], values.get("nonce", ""), until)
        raise web.HTTPFound(f"{values['redirect_uri']}?{urlencode(answer)}", headers={"X-Sandbox": "1", "Cache-Control": "no-store"})

    async def _token(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        if not self._recognised(request.headers.get("Authorization", "")):
            return web.json_response({"error": "invalid_client"}, status=401)
        grant = self.grants.pop(form.get("code", ""), None)
        made = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        wrong = grant is None or grant.until < time.monotonic() or grant.redirect_uri != form.get("redirect_uri") or made != grant.challenge
        if wrong or grant is None or form.get("grant_type") != "authorization_code":
            return web.json_response({"error": "invalid_grant"}, status=400)
        return web.json_response(
            {
                "access_token": secrets.token_urlsafe(24),
                "token_type": "Bearer",
                "expires_in": _TOKEN_SECONDS,
                "id_token": self._id_token(grant),
            }
        )

    def _recognised(self, header: str) -> bool:
        scheme, _, text = header.partition(" ")
        try:
            name, _, secret = base64.b64decode(text, validate=True).decode("utf-8").partition(":")
        except ValueError:
            return False
        return scheme == "Basic" and unquote_plus(name) == self.client_id and hmac.compare_digest(unquote_plus(secret), self.secret)

    def _id_token(self, grant: Grant) -> str:
        now, person = int(time.time()), grant.person
        subject = hashlib.sha256(f"{self.client_id} {person.number}".encode()).hexdigest()[:32]
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "sub": subject,
            "aud": self.client_id,
            "iat": now,
            "exp": now + _TOKEN_SECONDS,
            "auth_time": now,
            "nonce": grant.nonce,
            "name": person.name,
            "birthdate": person.birthdate,
            "identity_number": person.number,
            "acr": f"muc-{person.level}",
            "amr": ["pwd", "otp"] if person.level > 1 else ["pwd"],
        }
        fault = self.faults.take(*KINDS[3:])
        wrong = {
            "wrong-nonce": {"nonce": secrets.token_urlsafe(8)},
            "wrong-issuer": {"iss": "https://khac.example"},
            "wrong-audience": {"aud": "khac"},
            "expired": {"iat": now - 7200, "exp": now - 3600},
        }
        return self._signed(claims | wrong.get(fault, {}), fault)

    def _signed(self, claims: dict[str, Any], fault: str) -> str:
        """The claims signed as they should be, or in one of the wrong ways."""
        if fault in {"none-algorithm", "hs256"}:
            header = {"alg": "none" if fault == "none-algorithm" else "HS256", "typ": "JWT", "kid": self.key.kid}
            text = f"{_encoded(json.dumps(header).encode())}.{_encoded(json.dumps(claims).encode())}"
            confused = hmac.new(self.key.as_pem(private=False), text.encode(), hashlib.sha256).digest()
            return f"{text}." + ("" if fault == "none-algorithm" else _encoded(confused))
        key = RSAKey.generate_key(2048) if fault == "wrong-signature" else self.key
        return jwt.encode({"alg": "RS256", "typ": "JWT", "kid": self.key.kid}, claims, key)

    async def _tell_fault(self, _request: web.Request) -> web.Response:
        return web.json_response({"kind": self.faults.kind, "seconds": self.faults.seconds, "times": self.faults.left})

    async def _set_fault(self, request: web.Request) -> web.Response:
        wanted = await request.json()
        if wanted.get("kind") not in KINDS:
            return web.json_response({"message": f"kind must be one of {', '.join(KINDS)}"}, status=400)
        self.faults.kind, self.faults.left = wanted["kind"], wanted.get("times")
        self.faults.seconds = float(wanted.get("seconds", 20))
        return await self._tell_fault(request)


def _encoded(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _html(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, content_type="text/html", status=status)
