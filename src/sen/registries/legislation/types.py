"""Values of the register of legal documents."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class LoadReport:
    """What a load did, row by row."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    problems: list[str] = field(default_factory=list)
