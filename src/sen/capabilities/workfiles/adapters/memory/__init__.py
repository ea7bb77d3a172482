"""Fileable records kept in memory: the double of the port, for tests of work files and as the shortest example of a source."""

import datetime as dt
from collections.abc import Iterable
from typing import ClassVar

from sen.capabilities.workfiles.types import Fileable
from sen.kernel.actor import Actor
from sen.kernel.text import fold


class MemorySource:
    """Records by number, and who may see each; a record without readers is seen by everybody."""

    kind = "incoming"
    label = "Văn bản đến"
    icon = "inbox"
    records: ClassVar[dict[int, Fileable]] = {}
    readers: ClassVar[dict[int, frozenset[int]]] = {}

    def visible_ids(self, actor: Actor, ids: Iterable[int], on: dt.date) -> frozenset[int]:
        """Those the actor may see."""
        known = (number for number in ids if number in self.records)
        return frozenset(n for n in known if n not in self.readers or actor.account_id in self.readers[n])

    def facts(self, ids: Iterable[int]) -> dict[int, Fileable]:
        """The records."""
        return {number: self.records[number] for number in ids if number in self.records}

    def search(self, actor: Actor, words: str, limit: int, on: dt.date) -> list[Fileable]:
        """Records with the words in title or number."""
        seen = self.visible_ids(actor, list(self.records), on)
        found = [
            self.records[n] for n in sorted(seen, reverse=True) if fold(words) in fold(f"{self.records[n].number} {self.records[n].title}")
        ]
        return found[:limit]
