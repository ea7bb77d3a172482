"""The legal documents in memory."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from sen.capabilities.national.types import LegalRecord


@dataclass
class MemoryLegislation:
    """Knows the documents it was given, and gives at most ``page`` of them at a time."""

    records: list[LegalRecord] = field(default_factory=list)
    page: int = 50

    def changed_since(self, day: dt.date) -> tuple[Sequence[LegalRecord], bool]:
        """Documents whose record changed on the day or later, oldest first."""
        found = sorted((one for one in self.records if one.changed_on >= day), key=lambda one: (one.changed_on, one.key))
        return found[: self.page], len(found) > self.page
