"""What the registers tell the rest of the platform."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonChanged:
    """The record of a person changed.  ``count`` above one: the last of so many changes made together, as by an import."""

    person_id: int
    change_number: int
    count: int = 1


@dataclass(frozen=True, slots=True)
class BusinessChanged:
    """The record of a business changed; ``count`` as with people."""

    business_id: int
    change_number: int
    count: int = 1


@dataclass(frozen=True, slots=True)
class PersonsMerged:
    """Two records were found to be one person, or parted again (``undone``)."""

    kept_id: int
    absorbed_id: int
    undone: bool = False


@dataclass(frozen=True, slots=True)
class ImportMoved:
    """An import has rows left to bring in."""

    run_id: int
    position: int
