"""How often an address without a credential may ask: a count for each minute, kept in the process.

With several worker processes each counts for itself, so the limit of an installation is that of a process times their number.
"""

import threading
from collections import OrderedDict

from sen.ui.api.errors import TooManyCalls

WINDOW_SECONDS = 60
_MOST_ADDRESSES = 20_000


class CallCounter:
    """Calls of each address in its current minute; the addresses longest unseen are forgotten first."""

    def __init__(self) -> None:
        """Start with nobody seen."""
        self._lock = threading.Lock()
        self._seen: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def take(self, address: str, most: int, at: float) -> int:
        """Count one call at the moment ``at`` (seconds, only moving forward); returns how many are left.  Raises TooManyCalls."""
        with self._lock:
            begun, count = self._seen.pop(address, (at, 0))
            if at - begun >= WINDOW_SECONDS:
                begun, count = at, 0
            self._seen[address] = (begun, count + 1)
            while len(self._seen) > _MOST_ADDRESSES:
                self._seen.popitem(last=False)
        if count >= most:
            raise TooManyCalls(seconds=max(1, int(begun + WINDOW_SECONDS - at + 0.999)))
        return most - count - 1

    def forget(self) -> None:
        """Forget every address."""
        with self._lock:
            self._seen.clear()


calls = CallCounter()
