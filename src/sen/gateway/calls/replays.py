"""A message is taken once: its request number is remembered as long as its time stamp would still be accepted.

The journal's unique key holds beyond that, also over a restart and between processes; this spares it the work.
"""

from collections import deque
from uuid import UUID

SKEW_SECONDS = 60


class Replays:
    """The request numbers of the last two minutes."""

    def __init__(self) -> None:
        """Nothing was seen yet."""
        self._seen: set[UUID] = set()
        self._order: deque[tuple[float, UUID]] = deque()

    def is_new(self, number: UUID, now: float) -> bool:
        """Whether the number was not seen before; remembers it."""
        while self._order and self._order[0][0] < now - 2 * SKEW_SECONDS:
            self._seen.discard(self._order.popleft()[1])
        if number in self._seen:
            return False
        self._seen.add(number)
        self._order.append((now, number))
        return True


def in_time(sent_at: str, now: float) -> bool:
    """Whether the sender's clock (decimal milliseconds since 1970) is at most the allowed skew away from ours."""
    return sent_at.isascii() and sent_at.isdigit() and len(sent_at) < 16 and abs(int(sent_at) / 1000 - now) <= SKEW_SECONDS
