"""Tokens for systems that speak OAuth: client credentials in, an opaque bearer token out, the same one while it is valid.

Tokens are computed, not stored: an HMAC of the client and its hour under the server's secret and the client's present
secret hash.  They hold in every process and after a restart, and end when the secret is changed or the client removed.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote_plus

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from sen.gateway.trust.snapshot import Client

LIFE_SECONDS = 3600
# A token that would end within this time is not handed out any more; the next one is.
MARGIN_SECONDS = 60
PREFIX = "sen_"
_MOST_PROVED = 10_000


class TokenRefused(Exception):
    """Error of RFC 6749: ``args`` are the code, the text and the status."""


@dataclass(frozen=True, slots=True)
class Token:
    """What the token endpoint answers; seconds until it ends."""

    text: str
    expires_in: int
    scope: str


class Tokens:
    """Makes and checks tokens."""

    def __init__(self, secret: bytes) -> None:
        """The server's secret; the same in all its processes."""
        self._secret = secret
        self._hasher = PasswordHasher()
        self._proved: dict[str, bytes] = {}

    def ask(self, form: Mapping[str, str], authorization: str, clients: Mapping[str, Client], now: float) -> Token:
        """The client's token for its credentials.  Raises TokenRefused."""
        if form.get("grant_type", "") != "client_credentials":
            code = "unsupported_grant_type" if form.get("grant_type") else "invalid_request"
            raise TokenRefused(code, "grant_type must be client_credentials", 400)
        client_id, secret = _credentials(form, authorization)
        client = clients.get(client_id)
        if client is None or not self._proves(client, secret):
            raise TokenRefused("invalid_client", "Client Authentication failed.", 401)
        scope = form.get("scope", "")
        wanted = [word for word in scope.split() if word not in ("default", "am_application_scope")]
        if client.scope and any(word not in client.scope for word in wanted):
            raise TokenRefused("invalid_scope", "the client was not given that scope", 400)
        hour = int(now + MARGIN_SECONDS) // LIFE_SECONDS
        ends = (hour + 1) * LIFE_SECONDS
        return Token(self._write(client, hour), int(ends - now), scope or "default")

    def client_of(self, token: str, clients: Mapping[str, Client], now: float) -> Client | None:
        """The client a valid token speaks for."""
        try:
            content = base64.urlsafe_b64decode(token[len(PREFIX) :] + "==")
            hour, name = int.from_bytes(content[:4], "big"), content[36:].decode()
        except (ValueError, binascii.Error):
            return None
        client = clients.get(name)
        if client is None or hour not in (int(now) // LIFE_SECONDS, int(now + MARGIN_SECONDS) // LIFE_SECONDS):
            return None
        return client if hmac.compare_digest(self._write(client, hour), token) else None

    def _write(self, client: Client, hour: int) -> str:
        start = hour.to_bytes(4, "big")
        proof = hmac.new(self._secret, start + f"{client.client_id}\n{client.secret_hash}".encode(), hashlib.sha256).digest()
        return PREFIX + base64.urlsafe_b64encode(start + proof + client.client_id.encode()).rstrip(b"=").decode()

    def _proves(self, client: Client, secret: str) -> bool:
        """Whether the secret is right; one that was is remembered by an HMAC, as argon2 is slow on purpose."""
        seen = hmac.new(self._secret, f"{client.secret_hash}\n{secret}".encode(), hashlib.sha256).digest()
        known = self._proved.get(client.client_id)
        if known and hmac.compare_digest(known, seen):
            return True
        try:
            self._hasher.verify(client.secret_hash, secret)
        except (Argon2Error, InvalidHashError):
            return False
        if len(self._proved) > _MOST_PROVED:
            self._proved.clear()
        self._proved[client.client_id] = seen
        return True


def read_form(body: bytes) -> dict[str, str]:
    """The fields of a form; of repeated ones the last.  Raises TokenRefused."""
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=20))
    except ValueError as error:
        raise TokenRefused("invalid_request", "the body is not a form", 400) from error


def _credentials(form: Mapping[str, str], authorization: str) -> tuple[str, str]:
    if authorization[:6].lower() == "basic ":
        try:
            name, _, secret = base64.b64decode(authorization[6:].strip(), validate=True).decode().partition(":")
        except (ValueError, binascii.Error) as error:
            raise TokenRefused("invalid_client", "the Authorization header cannot be read", 401) from error
        return unquote_plus(name), unquote_plus(secret)
    return form.get("client_id", ""), form.get("client_secret", "")
