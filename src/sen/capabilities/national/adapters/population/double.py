"""The population database in memory."""

from dataclasses import dataclass, field

from sen.capabilities.national.types import CitizenQuestion, CitizenRecord


@dataclass
class MemoryPopulation:
    """Knows the records it was given; remembers what it was asked."""

    records: list[CitizenRecord] = field(default_factory=list)
    asked: list[CitizenQuestion] = field(default_factory=list)

    def look_up(self, question: CitizenQuestion) -> list[CitizenRecord]:
        """The records whose three facts fit."""
        self.asked.append(question)
        wanted = (question.number, question.name.casefold(), f"{question.born_on:%Y%m%d}")
        return [one for one in self.records if (one.number, one.name.casefold(), one.born) == wanted]

    def confirm(self, question: CitizenQuestion) -> bool:
        """Whether the three facts belong together."""
        return bool(self.look_up(question))
