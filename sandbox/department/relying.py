"""The relying party: authorization code with PKCE, checked id-tokens, checked logout tokens."""

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jwt import JWTClaimsRegistry

SCOPES = "openid profile position"
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
_LEEWAY_SECONDS, _KEPT_SECONDS = 60, 300
_TIMEOUT = aiohttp.ClientTimeout(total=8)


class Refused(Exception):
    """The other side's answer cannot be trusted, or it said no."""


@dataclass(frozen=True)
class Beginning:
    """What must be remembered of a sign-in on its way."""

    url: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class SignedOn:
    """A person who came back."""

    subject: str
    sid: str
    id_token: str
    access_token: str
    claims: dict[str, Any]
    proof: dict[str, Any]


@dataclass
class RelyingParty:
    """One client of one provider."""

    issuer: str
    client_id: str
    secret: Callable[[], str]
    redirect_uri: str
    leaving_uri: str
    _kept: dict[str, tuple[float, dict[str, Any]]] = field(default_factory=dict)
    _told: dict[str, float] = field(default_factory=dict)

    async def begin(self) -> Beginning:
        """The way to the provider."""
        state, nonce, verifier = secrets.token_urlsafe(16), secrets.token_urlsafe(16), secrets.token_urlsafe(48)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        values = {
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "response_type": "code",
            "scope": SCOPES,
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            "ui_locales": "vi",
        }
        address = (await self._metadata())["authorization_endpoint"]
        return Beginning(f"{address}?{urlencode(values)}", state, nonce, verifier)

    async def finish(self, answer: dict[str, str], beginning: Beginning) -> SignedOn:
        """The person behind the provider's answer.  Raises Refused."""
        metadata = await self._metadata()
        if not hmac.compare_digest(answer.get("state", ""), beginning.state):
            raise Refused("state")
        if answer.get("iss", "") != self.issuer and metadata.get("authorization_response_iss_parameter_supported"):
            raise Refused("iss")
        if "code" not in answer:
            raise Refused(answer.get("error", "no code"))
        form = {
            "grant_type": "authorization_code",
            "code": answer["code"],
            "redirect_uri": self.redirect_uri,
            "code_verifier": beginning.verifier,
        }
        basic = aiohttp.encode_basic_auth(self.client_id, self.secret())
        async with aiohttp.ClientSession(timeout=_TIMEOUT) as web:
            async with web.post(metadata["token_endpoint"], data=form, headers={"Authorization": basic}) as response:
                tokens = await response.json()
                if response.status != 200:
                    raise Refused(tokens.get("error", "token"))
            proof = await self._checked(tokens["id_token"], beginning.nonce, tokens["access_token"])
            async with web.get(metadata["userinfo_endpoint"], headers={"Authorization": f"Bearer {tokens['access_token']}"}) as response:
                if response.status != 200:
                    raise Refused("userinfo")
                claims = await response.json()
        if claims.get("sub") != proof["sub"]:
            raise Refused("sub")
        return SignedOn(proof["sub"], proof.get("sid", ""), tokens["id_token"], tokens["access_token"], claims, proof)

    async def leave(self, id_token: str) -> str:
        """Where a browser goes to sign out of the province's account as well."""
        address = (await self._metadata())["end_session_endpoint"]
        return f"{address}?{urlencode({'id_token_hint': id_token, 'post_logout_redirect_uri': self.leaving_uri})}"

    async def read_logout_token(self, token: str) -> tuple[str, str]:
        """Session and subject of a logout token, each possibly empty but not both.  Raises Refused.

        OpenID Connect Back-Channel Logout 1.0, section 2.6.
        """
        found = await self._decoded(token)
        claims = found.claims
        registry = JWTClaimsRegistry(
            now=int(time.time()),
            leeway=_LEEWAY_SECONDS,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self.client_id},
            iat={"essential": True},
            exp={"essential": True},
            jti={"essential": True},
        )
        try:
            registry.validate(claims)
        except JoseError as error:
            raise Refused(str(error)) from error
        if found.header.get("typ") != "logout+jwt" or LOGOUT_EVENT not in claims.get("events", {}) or "nonce" in claims:
            raise Refused("not a logout token")
        if not (claims.get("sid") or claims.get("sub")) or self._heard_before(claims["jti"]):
            raise Refused("nobody named, or told before")
        return str(claims.get("sid", "")), str(claims.get("sub", ""))

    def _heard_before(self, name: str) -> bool:
        now = time.time()
        self._told = {known: until for known, until in self._told.items() if until > now}
        if name in self._told:
            return True
        self._told[name] = now + 600
        return False

    async def _checked(self, id_token: str, nonce: str, access_token: str) -> dict[str, Any]:
        claims: dict[str, Any] = dict((await self._decoded(id_token)).claims)
        half = hashlib.sha256(access_token.encode()).digest()[:16]
        registry = JWTClaimsRegistry(
            now=int(time.time()),
            leeway=_LEEWAY_SECONDS,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self.client_id},
            exp={"essential": True},
            nonce={"essential": True, "value": nonce},
            sub={"essential": True},
            at_hash={"value": base64.urlsafe_b64encode(half).rstrip(b"=").decode()},
        )
        try:
            registry.validate(claims)
        except JoseError as error:
            raise Refused(str(error)) from error
        return claims

    async def _decoded(self, token: str) -> Any:
        """The token under one of the provider's keys; they are read again once when none fits."""
        address = (await self._metadata())["jwks_uri"]
        try:
            return jwt.decode(token, KeySet.import_key_set(await self._json(address)), algorithms=["RS256"])
        except (JoseError, ValueError):
            fresh = await self._json(address, fresh=True)
        try:
            return jwt.decode(token, KeySet.import_key_set(fresh), algorithms=["RS256"])
        except (JoseError, ValueError) as error:
            raise Refused("signature") from error

    async def _metadata(self) -> dict[str, Any]:
        found = await self._json(f"{self.issuer}/.well-known/openid-configuration")
        if found.get("issuer") != self.issuer:
            raise Refused("issuer")
        return found

    async def _json(self, address: str, *, fresh: bool = False) -> dict[str, Any]:
        read_at, found = self._kept.get(address, (0.0, {}))
        if found and not fresh and time.monotonic() - read_at < _KEPT_SECONDS:
            return found
        async with aiohttp.ClientSession(timeout=_TIMEOUT) as web, web.get(address) as response:
            response.raise_for_status()
            found = dict(await response.json())
        self._kept[address] = (time.monotonic(), found)
        return found
