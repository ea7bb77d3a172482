"""Who speaks for which subsystem: a header under any of its three names, proved by a token, a certificate, or the open network."""

import hashlib
import time
from dataclasses import dataclass

from sen.gateway.calls.core import Gateway, Incoming
from sen.gateway.protocol.faults import CLIENT, HERE, Fault
from sen.gateway.protocol.identifiers import MEMBER_PARTS, SUBSYSTEM_PARTS, BadIdentifier, parse_identifier
from sen.gateway.protocol.messages import CLIENT_NAMES, Headers
from sen.gateway.trust.directory import Directory
from sen.gateway.trust.snapshot import Client
from sen.gateway.trust.tokens import PREFIX

_MISSING = {"code": "900902", "description": "Missing Credentials"}
_INVALID = {"code": "900901", "description": "Invalid Credentials"}
_FORBIDDEN = {"code": "900908", "description": "Resource forbidden"}


@dataclass(frozen=True, slots=True)
class Caller:
    """The subsystem that asks, and the request's headers without the gateway's own token."""

    client: Client
    headers: Headers
    by_token: bool

    def must_be_in_scope(self, service_code: str) -> None:
        """Raises Fault when the token's scope leaves the service out."""
        if self.by_token and self.client.scope and service_code not in self.client.scope:
            raise Fault(f"{CLIENT}.OutOfScope", f"the token does not cover {service_code}", status=403, more=_FORBIDDEN)


def caller_of(gateway: Gateway, directory: Directory, request: Incoming) -> Caller:
    """The caller, proved in the way its registration demands.  Raises Fault."""
    named = _named(request.headers)
    token = _token_of(request)
    if token:
        client = gateway.tokens.client_of(token, directory.by_client_id, time.time())
        if client is None:
            raise Fault(f"{CLIENT}.InvalidToken", "the token is not valid or has ended", status=401, more=_INVALID)
        if named and named != client.id:
            raise Fault(f"{CLIENT}.InvalidClientIdentifier", f"the token does not speak for {named}", status=403, more=_FORBIDDEN)
        return Caller(client, [pair for pair in request.headers if pair[0].lower() != b"authorization"], True)
    if not named:
        raise Fault(f"{CLIENT}.InvalidClientIdentifier", "the header X-Road-Client is missing")
    found = directory.clients.get(named)
    if found is None:
        raise Fault(f"{HERE}.UnknownMember", f"{named} is not registered on this server")
    if not found.open and not _shows_certificate(found, request):
        text = f"{named} must show its certificate or a token"
        raise Fault(f"{HERE}.SslAuthenticationFailed", text, status=401, more=_MISSING)
    return Caller(found, request.headers, False)


def _named(headers: Headers) -> str:
    """The subsystem in the client headers: of one name the last counts, different names must agree."""
    given = {name.lower(): value for name, value in headers if name.lower() in CLIENT_NAMES}
    try:
        named = {parse_identifier(value.decode("latin-1").strip(), MEMBER_PARTS, SUBSYSTEM_PARTS) for value in given.values()}
    except BadIdentifier as error:
        raise Fault(f"{CLIENT}.InvalidClientIdentifier", str(error)) from error
    if len(named) > 1:
        raise Fault(f"{CLIENT}.InvalidClientIdentifier", "the headers name different clients")
    return named.pop() if named else ""


def _token_of(request: Incoming) -> str:
    scheme, _, token = request.get(b"authorization").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip().startswith(PREFIX) else ""


def _shows_certificate(client: Client, request: Incoming) -> bool:
    seen = hashlib.sha256(request.certificate).hexdigest() if request.certificate else ""
    return bool(seen) and seen in {each.lower() for each in client.certificates}
