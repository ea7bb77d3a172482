"""Calls to the information systems of the own network: kept connections, bounded time and size, no redirects, no surprises."""

import asyncio
import contextlib
import ipaddress
import re
import socket
import ssl
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from sen.gateway.protocol.faults import THERE, Fault
from sen.gateway.protocol.messages import BODY_METHODS, Headers, reason_of
from sen.gateway.protocol.spool import EMPTY, PIECE, Body, BodyTooLarge
from sen.gateway.protocol.systems import LONGEST_HEAD, Disagreement, read_beginning, read_body
from sen.gateway.trust.snapshot import Service

# Providers commonly close idle connections after five seconds; ours must be gone before, or a POST meets a closed door.
KEEP_SECONDS = 4.0
CONNECT_SECONDS = 3.0
_AGAIN = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
_TARGET = re.compile(r"[\x21-\x7e]+")


@dataclass(slots=True)
class Reply:
    """What the information system answered."""

    status: int
    reason: str
    headers: Headers
    body: Body


class Unanswered(Exception):
    """The provider gave no answer; ``args[0]`` is the fault.  Counts against its breaker."""

    @property
    def fault(self) -> Fault:
        """What to tell the caller."""
        fault: Fault = self.args[0]
        return fault


def may_be_provider(address: str) -> bool:
    """Whether an information system may be at the IP address."""
    try:
        place = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return place.is_loopback or not (place.is_link_local or place.is_multicast or place.is_unspecified or place.is_reserved)


def address_of(service: Service, path: str, query: str, hosts: tuple[str, ...]) -> str:
    """The address of a call below the service's base.  Raises Fault when the base is not one to be called."""
    if wrong := _wrong_with(service.base_url, hosts):
        raise Fault(f"{THERE}.ServiceMalformedUrl", f"the address of {service.id} {wrong}")
    start = service.base_url[:-1] if service.base_url.endswith("/") and path.startswith("/") else service.base_url
    return f"{start}{path}?{query}" if query else start + path


@lru_cache(maxsize=1024)
def _wrong_with(base_url: str, hosts: tuple[str, ...]) -> str:
    base = urlsplit(base_url)
    if base.scheme not in ("http", "https") or not base.hostname or base.username or base.query or base.fragment:
        return "is not a plain http address"
    literal = base.hostname.replace(".", "").isdigit() or ":" in base.hostname
    if (hosts and base.hostname not in hosts) or (literal and not may_be_provider(base.hostname)):
        return "lies outside the hosts this server may call"
    return ""


@dataclass(slots=True)
class _Line:
    """One open connection to an information system."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    used_at: float
    fresh: bool = True


class _Gone(ConnectionError):
    """A kept connection ended before the answer began; nobody knows whether the request was read."""


class Outward:
    """The client of one process."""

    def __init__(self, spool: Path) -> None:
        """Answers larger than memory allows go to the spool."""
        self._spool = spool
        self._kept: dict[tuple[str, str, bool], list[_Line]] = {}
        self._checked = ssl.create_default_context()
        self._unchecked = ssl.create_default_context()
        self._unchecked.check_hostname, self._unchecked.verify_mode = False, ssl.CERT_NONE

    def stop(self) -> None:
        """Hang up."""
        for lines in self._kept.values():
            for line in lines:
                line.writer.close()
        self._kept.clear()

    async def call(self, service: Service, address: str, method: str, headers: Headers, body: Body) -> Reply:
        """Ask the information system.  Raises Unanswered, or Fault for an answer past the service's limit."""
        try:
            async with asyncio.timeout(service.timeout_seconds):
                if method in _AGAIN:
                    with contextlib.suppress(_Unopened, _Gone):
                        return await self._once(service, address, method, headers, body)
                return await self._once(service, address, method, headers, body)
        except _Unopened as error:
            raise Unanswered(Fault(f"{THERE}.NetworkError", f"{service.id} cannot be reached: {error}")) from error
        except TimeoutError as error:
            text = f"{service.id} did not answer within {service.timeout_seconds:g} s"
            raise Unanswered(Fault(f"{THERE}.ServiceFailed.Timeout", text)) from error
        except BodyTooLarge as error:
            raise Fault(f"{THERE}.ServiceFailed.AnswerTooLarge", f"{service.id} answered more than {error.args[0]} bytes") from error
        except (EOFError, OSError, ValueError) as error:
            raise Unanswered(Fault(f"{THERE}.ServiceFailed.IOError", f"{service.id} broke off: {error or 'hung up'}")) from error

    async def _once(self, service: Service, address: str, method: str, headers: Headers, body: Body) -> Reply:
        place = urlsplit(address)
        key = (place.scheme, place.netloc, service.verify_tls)
        request = _opening(method, place.netloc, address.partition("://")[2][len(place.netloc) :], headers, body)
        line = self._take(key) or await self._open(place.scheme, place.hostname or "", place.port, service.verify_tls)
        whole = False
        try:
            await _write(line.writer, request, body if method in BODY_METHODS else EMPTY)
            try:
                beginning = await read_beginning(line.reader)
            except (EOFError, ConnectionError) as error:
                if line.fresh or isinstance(error, Disagreement):
                    raise
                raise _Gone("the connection was closed") from error
            taken = await read_body(line.reader, method, beginning, self._spool, service.max_answer_bytes)
            whole = beginning.lasting
        finally:
            if whole:
                self._keep(key, line)
            else:
                line.writer.close()
        return Reply(beginning.status, beginning.reason or reason_of(beginning.status), beginning.headers, taken)

    def _keep(self, key: tuple[str, str, bool], line: _Line) -> None:
        line.used_at = time.monotonic()
        kept = self._kept.setdefault(key, [])
        kept.append(line)
        # The oldest stands first; what nobody took for long is not needed.
        while line.used_at - kept[0].used_at > KEEP_SECONDS:
            kept.pop(0).writer.close()

    def _take(self, key: tuple[str, str, bool]) -> _Line | None:
        kept = self._kept.get(key)
        while kept:
            line = kept.pop()
            if time.monotonic() - line.used_at < KEEP_SECONDS and not line.reader.at_eof() and not line.writer.is_closing():
                line.fresh = False
                return line
            line.writer.close()
        return None

    async def _open(self, scheme: str, host: str, port: int | None, verify: bool) -> _Line:
        """Connect to one of the addresses behind the name that a service may have."""
        tls = (self._checked if verify else self._unchecked) if scheme == "https" else None
        failed: Exception = OSError(f"{host} leads to no address a service may have")
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                for where in await _addresses(host, port or (443 if tls else 80)):
                    try:
                        reader, writer = await asyncio.open_connection(
                            *where, ssl=tls, server_hostname=host if tls else None, limit=LONGEST_HEAD
                        )
                        return _Line(reader, writer, time.monotonic())
                    except OSError as error:
                        failed = error
        except TimeoutError as error:
            failed = error
        except OSError as error:
            failed = error
        raise _Unopened(str(failed) or "no answer") from failed


class _Unopened(Exception):
    """No connection came about; nothing was sent."""


async def _addresses(host: str, port: int) -> list[tuple[str, int]]:
    """The addresses of the host that a service may have."""
    if may_be_provider(host):
        return [(host, port)]
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [(str(place[0]), port) for *_, place in found if may_be_provider(str(place[0]))]


def _opening(method: str, netloc: str, target: str, headers: Headers, body: Body) -> bytes:
    """The request's first lines.  Raises ValueError for a target that could be read as more than one."""
    if not target.startswith("/"):
        target = f"/{target}"
    if not _TARGET.fullmatch(target):
        raise ValueError("the address holds signs that stand in none")
    length = b"content-length: %d\r\n" % body.size if method in BODY_METHODS else b""
    lines = b"".join([b"%b: %b\r\n" % pair for pair in headers])
    return f"{method} {target} HTTP/1.1\r\nhost: {netloc}\r\n".encode("ascii") + lines + length + b"\r\n"


async def _write(writer: asyncio.StreamWriter, request: bytes, body: Body) -> None:
    if body.file is None:
        writer.write(request + body.data if body.size else request)
        if body.size > PIECE // 4:
            await writer.drain()
        return
    writer.write(request)
    async for piece in body.pieces():
        writer.write(piece)
        await writer.drain()
