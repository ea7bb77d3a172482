"""The business registration in memory."""

from dataclasses import dataclass, field

from sen.capabilities.national.types import BusinessRecord
from sen.kernel.text import fold


@dataclass
class MemoryBusinesses:
    """Knows the businesses it was given."""

    records: list[BusinessRecord] = field(default_factory=list)

    def search(self, text: str) -> list[BusinessRecord]:
        """The businesses whose number begins with the text or whose name has all its words."""
        words = fold(text).split()
        return [one for one in self.records if one.number.startswith(text) or all(word in fold(one.name) for word in words)]

    def read(self, number: str) -> BusinessRecord | None:
        """One business by its number."""
        return next((one for one in self.records if one.number == number), None)
