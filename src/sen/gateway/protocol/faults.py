"""Errors as the protocol speaks them: a dotted type, a message, the number under which the log tells more.

``Client.*`` is the caller's fault (400), ``Server.*`` the axis's (500).  A few of our own carry a clearer status:
429 with ``Retry-After`` past a limit, 401 for a token that is no good.
"""

import json
import uuid
from collections.abc import Sequence
from xml.sax.saxutils import escape

CLIENT = "Client"
HERE = "Server.ClientProxy"
THERE = "Server.ServerProxy"
_XML = ("text/xml", "application/xml", "text/*")


class Fault(Exception):
    """The exchange ends here with this error."""

    def __init__(self, kind: str, message: str, *, status: int = 0, detail: str = "", wait: int = 0, more: dict[str, str] | None = None):
        """``kind`` is the whole dotted type; ``wait`` are seconds until another try makes sense; ``more`` are further JSON members."""
        super().__init__(f"{kind}: {message}")
        self.kind = kind
        self.message = message
        self.status = status or (500 if kind.lower().startswith("server.") else 400)
        self.detail = detail or str(uuid.uuid4())
        self.wait = wait
        self.more = more or {}

    def below(self, prefix: str) -> "Fault":
        """The same fault, said by the side in the prefix (``Server.ClientProxy.ServiceFailed`` …)."""
        return Fault(f"{prefix}.{self.kind}", self.message, detail=self.detail)


def render(fault: Fault, accept: str) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """Status, headers and body of the answer that tells the fault, in the form the caller accepts."""
    media = next((kind for kind in _XML if kind in accept.lower()), "")
    headers = [(b"x-road-error", fault.kind.encode())]
    if fault.wait:
        headers.append((b"retry-after", str(fault.wait).encode()))
    if fault.status == 401:
        headers.append((b"www-authenticate", b'Bearer error="invalid_token"'))
    if media:
        kind = "text/xml" if media == "text/*" else media
        body = f"<error><type>{escape(fault.kind)}</type><message>{escape(fault.message)}</message><detail>{fault.detail}</detail></error>"
        return fault.status, [(b"content-type", f"{kind};charset=utf-8".encode()), *headers], body.encode()
    facts = {"type": fault.kind, "message": fault.message, "detail": fault.detail, **fault.more}
    return fault.status, [(b"content-type", b"application/json;charset=utf-8"), *headers], json.dumps(facts, ensure_ascii=False).encode()


def normal_kind(kind: str) -> str:
    """A type in the newer spelling ``server.serverproxy.access_denied`` brought back to ours."""
    if kind != kind.lower():
        return kind
    words: Sequence[str] = kind.split(".")
    known = {"clientproxy": "ClientProxy", "serverproxy": "ServerProxy"}
    return ".".join(known.get(word) or "".join(part.capitalize() for part in word.split("_")) for word in words)
