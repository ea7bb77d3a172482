"""The gateway's record of exchanges: many exchanges per commit, a few commits at once.

Whoever writes waits for the commit that holds its rows, so what was answered is on disk.  A commit takes only a share of the
exchanges under way, over one of a few connections: while the server brings one share to disk the next one fills, and two
gateways that wait for each other's answers both have work.  Messages form one hash chain per connection; after a lost
connection, when nobody can tell whether the last commit arrived, a new chain begins.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from sen.gateway.errors import JournalDown
from sen.gateway.journal.lanes import Entry, Lane
from sen.gateway.journal.records import Exchange, Record

LANES = 2
# Each connection takes its share of the exchanges under way, but at least these few together, and never more than those.
FEW, MOST = 8, 500
SOON_SECONDS = 0.05
LOOK_SECONDS = 0.5


class Journal:
    """The writer of one process."""

    def __init__(self, database: str, lanes: int = LANES) -> None:
        """Name the database; nothing is opened yet."""
        self._lanes = [Lane(database, self._go_on) for _ in range(lanes)]
        self._pressing: deque[Entry] = deque()
        self._resting: deque[Entry] = deque()
        self._signers: dict[str, str] = {}
        self._known: set[str] = set()
        self._called = self._soon = self._ending = False
        self._task: asyncio.Task[None] | None = None
        self.under_way = 0

    @property
    def up(self) -> bool:
        """Whether records can be written now."""
        return any(lane.up for lane in self._lanes)

    @property
    def chains(self) -> list[str]:
        """The chains being written."""
        return [lane.chain for lane in self._lanes]

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Count an exchange that will write before it ends."""
        self.under_way += 1
        try:
            yield
        finally:
            self.under_way -= 1

    async def start(self) -> None:
        """Connect, make the tables, begin writing; without a database go on trying."""
        await self._connect()
        self._task = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        """Write what waits, then close."""
        self._ending = True
        self._send_resting()
        while self.up and not (all(lane.idle for lane in self._lanes if lane.up) and not self._pressing and not self._resting):
            await asyncio.sleep(0.01)
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        self._refuse_all()
        for lane in self._lanes:
            lane.close()

    def meet(self, fingerprint: str, certificate: str) -> None:
        """Make sure the signer's certificate (PEM) is kept with the messages it signed."""
        if fingerprint not in self._known:
            self._signers[fingerprint] = certificate

    def write(self, records: Sequence[Record], exchange: Exchange | None = None, *, soon: bool = False) -> "asyncio.Future[None]":
        """Hand over rows; the future is done when they are committed, or fails with JournalDown or AlreadyRecorded.

        Rows that are to be written ``soon`` go along with the next commit, or with one of their own after a moment.
        """
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        done.add_done_callback(_seen)
        if self._ending or not self.up:
            done.set_exception(_down())
            return done
        (self._resting if soon else self._pressing).append(Entry(records, exchange, done))
        if soon and not self._soon:
            self._soon = True
            loop.call_later(SOON_SECONDS, self._send_resting)
        elif len(self._pressing) >= self._share:
            self._send()
        elif self._pressing and not self._called:
            # Those whose turn comes at the same moment go together.
            self._called = True
            loop.call_soon(self._send)
        return done

    @property
    def _share(self) -> int:
        return min(max(FEW, self.under_way // len(self._lanes)), MOST)

    def _send_resting(self) -> None:
        self._soon = False
        self._pressing.extendleft(reversed(self._resting))
        self._resting.clear()
        self._send()

    def _send(self) -> None:
        """Give every idle lane its share."""
        self._called = False
        for lane in self._lanes:
            if not self._pressing:
                return
            if lane.idle:
                batch = [self._resting.popleft() for _ in range(min(len(self._resting), MOST))]
                batch += [self._pressing.popleft() for _ in range(min(len(self._pressing), self._share))]
                lane.send(batch, dict(self._signers))

    def _go_on(self, committed: Mapping[str, str]) -> None:
        """A lane is free again, or lost."""
        self._known.update(committed)
        for fingerprint in committed:
            self._signers.pop(fingerprint, None)
        if self.up:
            self._send()
        else:
            self._refuse_all()

    async def _watch(self) -> None:
        """Look after the lanes, so that a loss is known before the next call; runs until cancelled."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            for lane in self._lanes:
                lane.look()
            await self._connect()

    async def _connect(self) -> None:
        for lane in self._lanes:
            if not lane.up:
                await lane.connect()

    def _refuse_all(self) -> None:
        for entry in (*self._pressing, *self._resting):
            entry.fail(_down())
        self._pressing.clear()
        self._resting.clear()


def _down() -> JournalDown:
    return JournalDown("the journal's database cannot be reached")


def _seen(done: "asyncio.Future[None]") -> None:
    # A caller that already answered with another fault no longer looks; the failure is logged where it arose.
    if not done.cancelled():
        done.exception()
