"""What the parts of a running gateway share."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from sen.gateway.calls.guards import Guards, Limits
from sen.gateway.calls.links import Links
from sen.gateway.calls.outward import Outward
from sen.gateway.calls.replays import Replays
from sen.gateway.journal.records import Exchange
from sen.gateway.journal.writing import Journal
from sen.gateway.protocol.faults import CLIENT, Fault
from sen.gateway.protocol.messages import Headers, last
from sen.gateway.protocol.spool import Body, Spool
from sen.gateway.trust.directory import Directory
from sen.gateway.trust.home import Home
from sen.gateway.trust.signing import Signer
from sen.gateway.trust.tokens import Tokens


@dataclass(slots=True)
class Incoming:
    """A request as it came in from the own network; ``target`` is raw, ``certificate`` the DER shown in TLS, if any."""

    method: str
    target: str
    headers: Headers
    pieces: AsyncIterator[bytes]
    certificate: bytes = b""

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        """The raw query."""
        return self.target.partition("?")[2]

    def get(self, name: bytes) -> str:
        """The last value of the header (lower-case name), empty when there is none."""
        return last(self.headers, name)


@dataclass(slots=True)
class Outgoing:
    """An answer to the own network."""

    status: int
    headers: Headers
    body: Body


Route = Callable[["Gateway", Incoming], Awaitable[Outgoing]]
# Told of every finished exchange of this side, with the seconds each phase took: sign, verify, provider, log.
Observer = Callable[[Exchange, dict[str, float]], None]


@dataclass
class Gateway:
    """One process of a server: its configuration of now and its means.

    ``routes`` answer further addresses of the consumer face by their first segment; ``observers`` see every exchange;
    ``refusals`` tell why no message may be taken now, or nothing.
    """

    home: Home
    journal: Journal
    links: Links
    outward: Outward
    tokens: Tokens
    guards: Guards = field(default_factory=Guards)
    limits: Limits = field(default_factory=Limits)
    replays: Replays = field(default_factory=Replays)
    directory: Directory | None = None
    routes: dict[str, Route] = field(default_factory=dict)
    observers: list[Observer] = field(default_factory=list)
    refusals: list[Callable[[], str]] = field(default_factory=list)
    under_way: int = 0
    _tasks: set["asyncio.Task[None]"] = field(default_factory=set)

    def background(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something until the gateway stops."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def end_background(self) -> None:
        """Cancel what runs in the background."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def configured(self, side: str) -> Directory:
        """The directory, if it may still be used.  Raises Fault, ``OutdatedGlobalConf`` said by the side."""
        directory = self.directory
        if directory is None:
            raise Fault(f"{side}.OutdatedGlobalConf", "this server has not received a configuration yet")
        if directory.expired(time.time()):
            raise Fault(f"{side}.OutdatedGlobalConf", "this server's configuration has expired and the control plane cannot be reached")
        for refusal in self.refusals:
            if reason := refusal():
                raise Fault(f"{side}.LoggingFailed.TimestamperFailed", reason)
        return directory

    def signer(self, member: str, side: str) -> Signer:
        """The key that signs for the member.  Raises Fault when this server has none."""
        signer = self.home.signers.get(member)
        if signer is None:
            raise Fault(f"{side}.CannotCreateSignature", f"this server holds no signing key of {member}")
        self.journal.meet(signer.fingerprint, signer.pem)
        return signer

    async def take_body(self, request: Incoming, limit: int) -> Body:
        """Read the request's body.  Raises BodyTooLarge, or Fault when the caller hung up."""
        spool = Spool(self.home.spool, limit)
        try:
            async for piece in request.pieces:
                spool.add(piece)
        except ConnectionError as error:
            spool.drop()
            raise Fault(f"{CLIENT}.BadRequest", "the request was broken off") from error
        return spool.finish()

    def observe(self, exchange: Exchange, phases: dict[str, float]) -> None:
        """Tell the observers."""
        for observer in self.observers:
            observer(exchange, phases)
