"""The header part of a message: the exact bytes that are signed, hashed and kept.

A request is ``VERB CRLF /r1/…?query CRLF Name:Value CRLF …``, an answer ``STATUS CRLF reason CRLF Name:Value CRLF …``.
"""

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from http import HTTPStatus

Headers = list[tuple[bytes, bytes]]

METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"})
BODY_METHODS = frozenset({"POST", "PUT", "PATCH"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
STRIPPED = frozenset(
    b"connection keep-alive proxy-authenticate proxy-authorization te trailer transfer-encoding upgrade host user-agent server "
    b"content-length expect".split()
)
CLIENT_NAMES = (b"x-road-client", b"x-govstack-client", b"information-mediator-client")
_FROM_PROVIDER = frozenset(
    {b"x-road-id", b"x-road-client", b"x-road-service", b"x-road-request-id", b"x-road-request-hash", b"x-road-error"}
)
_FROM_CONSUMER = frozenset({b"x-road-request-id", b"x-road-request-hash", b"x-road-error", b"x-sen-sent-at"})
SENT_AT = b"x-sen-sent-at"
# Who asks, for what and why: of these the last counts, and a second one would let two readers read two things.
SINGLE = frozenset(
    b"x-road-id x-road-service x-road-userid x-road-issue x-road-represented-party x-road-security-server "
    b"x-sen-purpose x-sen-officer".split()
)
_ONCE = SINGLE | _FROM_PROVIDER | _FROM_CONSUMER | frozenset(CLIENT_NAMES)
_LINES = re.compile(rb"(?:[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[^\x00-\x08\x0a-\x1f\x7f]*\r\n)*")
_VALUE = re.compile(rb"[^\x00-\x08\x0a-\x1f\x7f]*")


class HeadBroken(ValueError):
    """The bytes are no header part."""


@dataclass(slots=True)
class Head:
    """A header part taken apart; for an answer ``first`` is the status and ``second`` the reason; ``last`` by lower-case name."""

    raw: bytes
    first: str
    second: str
    headers: Headers = field(repr=False)
    last: dict[bytes, bytes] = field(repr=False)

    def get(self, name: bytes) -> str:
        """The last value of the header (lower-case name), empty when there is none."""
        return self.last.get(name, b"").decode("latin-1").strip()


def last(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> str:
    """The last value under the lower-case name, empty when there is none."""
    found = b""
    for key, value in headers:
        if key.lower() == name:
            found = value
    return found.decode("latin-1").strip()


def kept(headers: Headers, *, also: frozenset[bytes] = frozenset()) -> Headers:
    """The headers that travel: without those of the connection, those named in ``Connection`` and the further ones."""
    dropped = STRIPPED | also
    for key, value in headers:
        if key.lower() == b"connection":
            dropped |= {word.strip().lower() for word in value.split(b",")}
    return [pair for pair in headers if pair[0].lower() not in dropped]


def request_headers(headers: Headers, *, client: bytes, request_id: str, message_id: str, sent_at: str) -> Headers:
    """The headers of a request's head: exactly one client under each name used, own names last."""
    wanted = _last_of_each(kept(headers, also=_FROM_CONSUMER))
    given = {name for name, _ in wanted if name.lower() in CLIENT_NAMES}
    single = {name.lower(): name for name in given}
    out: Headers = []
    for name, value in wanted:
        low = name.lower()
        if low not in CLIENT_NAMES:
            out.append((name, value))
        elif low in single:
            out.append((single.pop(low), client))
    if not any(name.lower() == b"x-road-client" for name in given):
        out.append((b"x-road-client", client))
    supplied = any(name.lower() == b"x-road-id" for name, _ in out)
    out.append((b"x-road-request-id", request_id.encode()))
    if not supplied:
        out.append((b"x-road-id", message_id.encode()))
    out.append((SENT_AT, sent_at.encode()))
    return out


def answer_headers(headers: Headers, own: Headers) -> Headers:
    """The headers of an answer's head: the provider's that travel, then the axis's own.  A value with control characters stays behind."""
    return [pair for pair in kept(headers, also=_FROM_PROVIDER) if _VALUE.fullmatch(pair[1])] + own


def _last_of_each(headers: Headers) -> Headers:
    """The headers with only the last of each that may stand once."""
    places = {name.lower(): place for place, (name, _) in enumerate(headers)}
    return [pair for place, pair in enumerate(headers) if pair[0].lower() not in SINGLE or places[pair[0].lower()] == place]


def write_head(first: str, second: str, headers: Headers) -> bytes:
    """The header part's bytes."""
    lines = b"".join([b"%b:%b\r\n" % pair for pair in headers])
    return f"{first}\r\n{second}\r\n".encode() + lines


def read_head(raw: bytes) -> Head:
    """The header part behind the bytes.  Raises HeadBroken, also where two readers could understand two things."""
    lines = raw.split(b"\r\n")
    if len(lines) < 3 or lines[-1]:
        raise HeadBroken("lines must end with CR LF")
    if not _LINES.fullmatch(raw, len(lines[0]) + len(lines[1]) + 4):
        raise HeadBroken("a line that is no header")
    headers: Headers = []
    seen: dict[bytes, bytes] = {}
    for line in lines[2:-1]:
        name, _, value = line.partition(b":")
        low = name.lower()
        if low in seen and low in _ONCE:
            raise HeadBroken(f"{low.decode()} stands twice")
        seen[low] = value
        headers.append((name, value))
    try:
        return Head(raw, lines[0].decode("ascii"), lines[1].decode(), headers, seen)
    except UnicodeDecodeError as error:
        raise HeadBroken("the first lines are not text") from error


def reason_of(status: int) -> str:
    """The standard reason of a status, empty for one nobody registered."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def digest(data: bytes) -> bytes:
    """SHA-512 of the bytes."""
    return hashlib.sha512(data).digest()


def request_hash(head: bytes, body_digest: bytes | None) -> str:
    """The value of X-Road-Request-Hash for a request's header part and the SHA-512 of its body (None: no body)."""
    of_head = hashlib.sha512(head).digest()
    whole = of_head if body_digest is None else hashlib.sha512(of_head + body_digest).digest()
    return base64.b64encode(whole).decode()
