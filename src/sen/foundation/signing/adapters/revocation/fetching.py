"""One bounded HTTP question to an address a stranger named."""

import contextlib
import ipaddress
import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class NotAnswered(Exception):
    """The address may not be asked, does not answer in time, or says too much."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a question may take, how much an answer may hold, and which addresses beside public ones may be asked."""

    seconds: float
    most_bytes: int
    allowed: Sequence[Network] = ()


def fetch(address: str, limits: Limits, question: bytes | None = None) -> bytes:
    """The answer of an ``http`` address to a GET, or to an OCSP question by POST.  Follows no redirection.  Raises NotAnswered."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port or 80
    except ValueError as error:
        raise NotAnswered("address") from error
    if parts.scheme != "http" or not host:
        raise NotAnswered("address")
    line = _CheckedConnection(host, port, limits)
    alarm = threading.Timer(limits.seconds, line.break_off)
    alarm.start()
    try:
        headers = {"Content-Type": "application/ocsp-request"} if question else {}
        line.request("POST" if question else "GET", f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}", question, headers)
        answer = line.getresponse()
        content = answer.read(limits.most_bytes + 1)
    except (OSError, HTTPException, ValueError) as error:
        raise NotAnswered(type(error).__name__) from error
    finally:
        alarm.cancel()
        line.close()
    if answer.status != 200 or len(content) > limits.most_bytes:
        raise NotAnswered(f"status {answer.status}, {len(content)} bytes")
    return content


class _CheckedConnection(HTTPConnection):
    """A connection to the very address that was checked, so that a name cannot lead elsewhere the second time."""

    def __init__(self, host: str, port: int, limits: Limits) -> None:
        super().__init__(host, port, timeout=limits.seconds)
        self._limits, self._ends = limits, time.monotonic() + limits.seconds

    def connect(self) -> None:
        """Connect, if the host may be asked, within the time the whole question has."""
        place = self._checked()
        self.sock = socket.create_connection((place, self.port), self._left())

    def _left(self) -> float:
        return max(self._ends - time.monotonic(), 0.01)

    def break_off(self) -> None:
        """End the conversation from outside, however slowly the other side goes on."""
        if self.sock is not None:
            with contextlib.suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)

    def _checked(self) -> str:
        found = resolved(self.host, self.port, self._left())
        if not found or not all(may_be_asked(place, self._limits.allowed) for place in found):
            raise NotAnswered("not a public address")
        return found[0]


def resolved(host: str, port: int, seconds: float) -> list[str]:
    """The addresses of a host.  Raises NotAnswered when its name servers know none or do not say so in time.

    The system's resolver knows no time limit; a thread that still waits for it is left behind and ends by itself.
    """
    found: list[str] = []

    def look_up() -> None:
        with contextlib.suppress(OSError, UnicodeError):
            found.extend(str(place[4][0]) for place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))

    looking = threading.Thread(target=look_up, daemon=True)
    looking.start()
    looking.join(seconds)
    if looking.is_alive() or not found:
        raise NotAnswered("name")
    return list(found)


def may_be_asked(place: str, allowed: Sequence[Network] = ()) -> bool:
    """Whether an address is one of the public Internet, or in a network the settings allow."""
    ip = ipaddress.ip_address(place.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return (ip.is_global and not ip.is_multicast) or any(ip in network for network in allowed)
