"""What contents announce."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextWanted:
    """Somebody wants the text of a file to be found by."""

    file_id: int


@dataclass(frozen=True, slots=True)
class TextExtracted:
    """The text of a file is known now, or it is known that there is none."""

    file_id: int
