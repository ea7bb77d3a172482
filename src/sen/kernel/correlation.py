"""The id that ties together everything done for one request or job: page, log lines, calls to other systems."""

import hashlib
import secrets
from contextvars import ContextVar, Token

_current: ContextVar[str] = ContextVar("correlation", default="")


def current_id() -> str:
    """The correlation id of the request or job at hand; empty outside one."""
    return _current.get()


def begin(chosen: str) -> "Token[str]":
    """Make this the id of everything that follows; hand the token to ``end``."""
    return _current.set(chosen)


def end(token: "Token[str]") -> None:
    """Return to the id before ``begin``."""
    _current.reset(token)


def traceparent() -> str:
    """A W3C trace context for the next call outwards; calls of one request share the trace.

    Basis: W3C Trace Context, section 3.2.
    """
    current = current_id()
    trace = hashlib.sha256(current.encode()).hexdigest()[:32] if current else secrets.token_hex(16)
    return f"00-{trace}-{secrets.token_hex(8)}-01"
