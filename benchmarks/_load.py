"""A closed loop of HTTP/1.1 callers on kept connections, cheap enough to leave the cores to what is measured."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import cast

import uvloop


@dataclass
class Load:
    """What the callers saw: milliseconds of each answered call, seconds in all, answers that were not 200."""

    spent: list[float] = field(default_factory=list)
    seconds: float = 0.0
    wrong: int = 0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.spent) / self.seconds


class _Caller(asyncio.Protocol):
    """One connection that asks again as soon as it was answered."""

    def __init__(self, request: bytes, load: Load, until: float, most: int, done: "asyncio.Future[None]") -> None:
        self._request, self._load, self._until, self._left, self._done = request, load, until, most, done
        self._buffer, self._missing, self._sent = b"", -1, 0.0
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._ask()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if self._missing < 0:
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            head = self._buffer[:end].lower()
            start = head.find(b"content-length:")
            self._missing = int(head[start + 15 :].partition(b"\r\n")[0]) + end + 4 if start >= 0 else end + 4
        if len(self._buffer) >= self._missing:
            self._answered(self._buffer.startswith(b"HTTP/1.1 200"))

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._done.done():
            self._load.wrong += exc is not None
            self._done.set_result(None)

    def _ask(self) -> None:
        if self._left == 0 or time.perf_counter() >= self._until:
            self._done.set_result(None)
            self._transport.close()
            return
        self._left -= 1
        self._buffer, self._missing, self._sent = b"", -1, time.perf_counter()
        self._transport.write(self._request)

    def _answered(self, well: bool) -> None:
        if well:
            self._load.spent.append((time.perf_counter() - self._sent) * 1000)
        else:
            self._load.wrong += 1
        self._ask()


def press(port: int, request: bytes, *, connections: int, seconds: float = 3600, most: int = -1) -> Load:
    """Call for so many seconds, or so often on each connection."""
    load = Load()

    async def run() -> None:
        loop = asyncio.get_running_loop()
        until, ends = time.perf_counter() + seconds, []
        for _ in range(connections):
            done = loop.create_future()
            ends.append(done)
            await loop.create_connection(lambda done=done: _Caller(request, load, until, most, done), "127.0.0.1", port)  # type: ignore[misc]
        await asyncio.gather(*ends)

    started = time.perf_counter()
    uvloop.run(run())
    load.seconds = time.perf_counter() - started
    return load
