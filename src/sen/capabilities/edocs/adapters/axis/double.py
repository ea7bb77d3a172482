"""The document axis in memory: what it offers, what it was handed, what it refuses."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from sen.capabilities.edocs.errors import AxisRefused
from sen.capabilities.edocs.types import DirectoryPage, Listed, MessageType, Offered


@dataclass
class MemoryDocumentAxis:
    """Keeps packets by id; ``locked`` receivers are refused, ``trouble`` is raised by the next call and then forgotten."""

    packets: dict[str, tuple[Offered, bytes]] = field(default_factory=dict)
    sent: list[tuple[MessageType, str, tuple[str, ...], bytes]] = field(default_factory=list)
    confirmed: dict[str, bool] = field(default_factory=dict)
    listed: list[Listed] = field(default_factory=list)
    changed: dict[str, dt.date] = field(default_factory=dict)
    locked: set[str] = field(default_factory=set)
    trouble: Exception | None = None
    page_size: int = 2000

    def put(self, axis_id: str, kind: MessageType, sender: str, packet: bytes, receiver: str = "H20") -> None:
        """Let a packet wait for us."""
        self.packets[axis_id] = (Offered(axis_id, kind, sender, receiver), packet)

    def offered(self, kind: MessageType) -> Sequence[Offered]:
        """The packets of the kind not confirmed yet."""
        self._stumble()
        return [each for each, _packet in self.packets.values() if each.kind is kind and each.axis_id not in self.confirmed]

    def fetch(self, axis_id: str) -> bytes:
        """The packet."""
        self._stumble()
        if axis_id not in self.packets:
            raise AxisRefused(number="10", reason="docId")
        return self.packets[axis_id][1]

    def send(self, kind: MessageType, sender: str, receivers: Sequence[str], packet: bytes) -> str:
        """Keep the packet; refused whole when one receiver is locked."""
        self._stumble()
        for receiver in receivers:
            if receiver in self.locked:
                raise AxisRefused(number="23", reason=f"Đơn vị nhận đã khóa: {receiver}")
        self.sent.append((kind, sender, tuple(receivers), packet))
        return f"axis-{len(self.sent)}"

    def confirm(self, axis_id: str, *, done: bool) -> None:
        """Remember what was said."""
        self._stumble()
        self.confirmed[axis_id] = done

    def agencies(self, page: int, since: dt.date | None) -> DirectoryPage:
        """A page of what is listed."""
        self._stumble()
        found = [each for each in self.listed if since is None or self.changed.get(each.code, dt.date.min) >= since]
        start = (page - 1) * self.page_size
        return DirectoryPage(found[start : start + self.page_size], more=len(found) > start + self.page_size)

    def _stumble(self) -> None:
        trouble, self.trouble = self.trouble, None
        if trouble is not None:
            raise trouble
