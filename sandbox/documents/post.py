"""The post between provinces: what was sent, what waits for the platform, and how the other agencies answer."""

import asyncio
import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from sandbox.documents import packets
from sandbox.documents.directory import Directory

VIETNAM = dt.timezone(dt.timedelta(hours=7))
_WORDS = {
    "01": "Phần mềm QLVB đã nhận nhưng văn thư chưa xử lý", "02": "Văn bản gửi không đúng nơi nhận", "03": "Đã tiếp nhận",
    "04": "Lãnh đạo: Phân công xử lý", "05": "Đang xử lý", "06": "Hoàn thành", "15": "Đồng ý", "16": "Không đồng ý",
}  # fmt: skip
_KEPT = 5000


@dataclass
class Manner:
    """How an agency answers: the codes in turn, seconds between them, and what it says to a recall, an update or a replacement."""

    codes: tuple[str, ...] = ("01", "03", "04", "05", "06")
    seconds: float = 2.0
    change: str = "15"


@dataclass
class Post:
    """Packets on their way, in memory; a new start begins empty."""

    directory: Directory
    system: str
    waiting: dict[str, dict[str, Any]] = field(default_factory=dict)
    sent: list[dict[str, Any]] = field(default_factory=list)
    manners: dict[str, Manner] = field(default_factory=dict)
    number: int = 1000

    def is_ours(self, code: str) -> bool:
        """Whether the code belongs to the platform's system."""
        return code == self.system or code.startswith(f"{self.system}.")

    def bring(self, kind: str, sender: str, receiver: str, packet: bytes, twice: bool = False) -> list[str]:
        """Put a packet where the platform finds it; twice gives it a second id, as the axis sometimes does."""
        ids = [str(uuid.uuid4()) for _ in range(2 if twice else 1)]
        for axis_id in ids:
            now = dt.datetime.now(VIETNAM).strftime("%Y/%m/%d %H:%M:%S")
            self.waiting[axis_id] = {
                "docId": axis_id, "serviceType": "eDoc", "messageType": kind, "created_time": now, "updated_time": now, "from": sender,
                "to": receiver, "status": "initial", "status_desc": "", "packet": packet,
            }  # fmt: skip
        while len(self.waiting) > _KEPT:
            self.waiting.pop(next(iter(self.waiting)))
        return ids

    def open_for(self, kind: str, receiver: str) -> list[dict[str, Any]]:
        """What waits for the system, oldest first."""
        return [
            each for each in self.waiting.values() if each["messageType"] == kind and each["status"] == "initial" and self.is_ours(receiver)
        ]

    def take(self, packet: bytes, read: packets.Read, receivers: list[str]) -> str:
        """Take a packet of the platform over and have the receivers answer; returns the axis's id."""
        axis_id = str(uuid.uuid4())
        self.sent.append(
            {"docId": axis_id, "from": read.sender, "to": receivers, "documentId": read.document_id, "subject": read.subject,
             "business": read.business, "status": read.status, "about": read.about, "bytes": len(packet),
             "sentTime": dt.datetime.now(VIETNAM).strftime("%Y/%m/%d %H:%M:%S")}
        )  # fmt: skip
        del self.sent[:-_KEPT]
        for receiver in receivers:
            if not self.is_ours(receiver):
                self._answer(receiver, read)
        return axis_id

    def manner_of(self, code: str) -> Manner:
        """How the agency answers."""
        return self.manners.get(code) or self.manners.get("*") or Manner()

    def say(self, organ: str, receiver: str, about: str, code: str, text: str = "") -> None:
        """Have an agency report a status now."""
        name = str(self.directory.by_code.get(organ, {}).get("name", organ))
        at = dt.datetime.now(VIETNAM)
        # Agencies with an odd length of code write times the other way round, so that both forms are always met.
        packet = packets.status(
            sender=organ, sender_name=name, organ=receiver, about=about, code=code, text=text or _WORDS.get(code, ""), at=at,
            day_first=len(organ) % 2 == 1,
        )  # fmt: skip
        self.bring("status", organ, receiver, packet)

    def _answer(self, receiver: str, read: packets.Read) -> None:
        manner = self.manner_of(receiver)
        asks_back = read.status == "13"
        if read.status and not asks_back:
            return
        loop = asyncio.get_running_loop()
        if (asks_back or read.business in (1, 2)) and manner.change:
            about = read.about or read.document_id
            loop.call_later(manner.seconds, self.say, receiver, read.sender, about, manner.change)
            return
        for place, code in enumerate(manner.codes):
            loop.call_later(place * manner.seconds, self.say, receiver, read.sender, read.document_id, code)
