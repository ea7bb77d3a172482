"""Who calls: the headers of the data-exchange axis as one typed value."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpRequest

from sen.kernel.actor import Actor, ActorKind
from sen.kernel.text import clean
from sen.ui.api.errors import CredentialUnknown, HeaderMalformed, HeadersConflict, PurposeRequired, ScopeMissing

CLIENT_HEADERS = ("X-Road-Client", "X-GovStack-Client", "Information-Mediator-Client")
_LONGEST = 200
VISIBLE = re.compile(r"[!-~]{1,600}")
SYSTEM_ID = re.compile(r"[^/\s]+/[^/\s]+/[^/\s]+(/[^/\s]+)?")


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """What an access token says of the system that holds it; ``user`` is set when a person stands behind it."""

    client: str
    scopes: frozenset[str] = frozenset()
    user: str = ""


TokenReader = Callable[[str], TokenFacts | None]
_readers: list[TokenReader] = []


def register_token_reader(reader: TokenReader) -> None:
    """Let the reader recognise bearer tokens the service credential does not; it answers None for a token it does not know."""
    if reader not in _readers:
        _readers.append(reader)


@dataclass(frozen=True, slots=True)
class Caller:
    """The system behind a call and, for personal data, the officer, dossier and purpose.

    ``known`` systems showed a credential; what the others say of themselves is not believed and stays empty.
    """

    address: str
    known: bool = False
    client: str = ""
    user: str = ""
    issue: str = ""
    purpose: str = ""
    officer: str = ""
    message_id: str = ""
    request_id: str = ""
    scopes: frozenset[str] = field(default_factory=frozenset)
    through_axis: bool = False

    def actor(self) -> Actor:
        """The actor of use cases and of the trail: the system, under the officer's name when one is given."""
        return Actor(ActorKind.SYSTEM, name=self.officer or self.user or self.client)

    def trace(self) -> dict[str, str]:
        """What the trail keeps of the call, without empty parts."""
        said = {
            "client": self.client,
            "user": self.user,
            "officer": self.officer,
            "issue": self.issue,
            "message_id": self.message_id,
            "request_id": self.request_id,
        }
        return {name: value for name, value in said.items() if value}

    def require_purpose(self) -> None:
        """Pass when a known system names officer, dossier and purpose; raises CredentialUnknown, PurposeRequired.

        Basis: 91/2025/QH15 (protection of personal data).
        """
        if not self.known:
            raise CredentialUnknown
        stated = {"X-Road-Client": self.client, "X-Road-UserId": self.user, "X-Road-Issue": self.issue, "X-Sen-Purpose": self.purpose}
        missing = [name for name, value in stated.items() if not value]
        if missing:
            raise PurposeRequired(headers=", ".join(missing))

    def require_read(self, scope: str) -> None:
        """Pass when the system may read: the axis has checked its own rights, a token names the scope.

        Raises CredentialUnknown, ScopeMissing.
        """
        if not self.known:
            raise CredentialUnknown
        if not self.through_axis:
            self.require_scope(scope)

    def require_scope(self, scope: str) -> None:
        """Pass when a known system holds the scope; raises CredentialUnknown, ScopeMissing."""
        if not self.known:
            raise CredentialUnknown
        if scope not in self.scopes:
            raise ScopeMissing(scope=scope)


def read_caller(request: HttpRequest) -> Caller:
    """The caller by credential and headers.  Raises CredentialUnknown for a credential nobody knows, HeadersConflict."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    credential = _credential(request)
    if not credential:
        return Caller(address)
    client = _client(request)
    own = _is_own(credential)
    if own:
        scopes: frozenset[str] = frozenset(settings.API_WRITERS.get(client, ()))
        user = _plain(request, "X-Road-UserId")
    else:
        token = next((facts for facts in (reader(credential) for reader in _readers) if facts), None)
        if token is None:
            raise CredentialUnknown
        if client and client != token.client:
            raise HeadersConflict
        client, scopes, user = token.client, token.scopes, token.user or _plain(request, "X-Road-UserId")
    return Caller(
        address,
        known=True,
        client=client,
        user=user,
        issue=_plain(request, "X-Road-Issue"),
        purpose=_encoded(request, "X-Sen-Purpose"),
        officer=_encoded(request, "X-Sen-Officer"),
        message_id=_plain(request, "X-Road-Id"),
        request_id=_plain(request, "X-Road-Request-Id"),
        scopes=scopes,
        through_axis=own,
    )


def _credential(request: HttpRequest) -> str:
    """The bearer credential; GovStack clients send it bare.  Another scheme is no credential anybody knows."""
    given = request.headers.get("Authorization", "").strip()
    scheme, space, value = given.partition(" ")
    if not space:
        return scheme
    return value.strip() if scheme.lower() == "bearer" else given


def _is_own(credential: str) -> bool:
    own = settings.SERVICE_CREDENTIAL
    return bool(own) and secrets.compare_digest(credential.encode("utf-8", "replace"), own.encode())


def _client(request: HttpRequest) -> str:
    said = {value for value in (_plain(request, name) for name in CLIENT_HEADERS) if value}
    if len(said) > 1:
        raise HeadersConflict
    return said.pop() if said else ""


def _plain(request: HttpRequest, name: str) -> str:
    """A header that must be a word of visible ASCII signs; raises HeaderMalformed."""
    value = request.headers.get(name, "").strip()
    if value and not VISIBLE.fullmatch(value):
        raise HeaderMalformed(header=name)
    return value


def _encoded(request: HttpRequest, name: str) -> str:
    """A header whose text travels percent-encoded in UTF-8; raises HeaderMalformed."""
    return _tidy(unquote(_plain(request, name), errors="replace"))


def require_header(request: HttpRequest, name: str) -> None:
    """Pass when the header names a system as INSTANCE/CLASS/MEMBER/SUBSYSTEM; raises HeaderMalformed."""
    if not SYSTEM_ID.fullmatch(_plain(request, name)):
        raise HeaderMalformed(header=name)


def _tidy(text: str) -> str:
    return clean("".join(sign for sign in text if sign.isprintable()))[:_LONGEST]
