"""Values of agencies."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class LoadReport:
    """What a load did, row by row."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    problems: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """The report as JSON types; the problems are cut at 20."""
        return {
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "problems": len(self.problems),
            "examples": self.problems[:20],
        }
