"""What a load did: the one shape in which every command that fills tables reports."""

from dataclasses import dataclass, field

_EXAMPLES = 20


@dataclass(slots=True)
class LoadReport:
    """Rows made, changed and left alone, and what could not be loaded and why."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    problems: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """The report as JSON types; of the problems the first ones."""
        return {
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "problems": len(self.problems),
            "examples": self.problems[:_EXAMPLES],
        }
