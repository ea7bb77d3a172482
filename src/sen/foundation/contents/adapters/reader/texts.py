"""Where a reader writes what it finds."""

MAX_CHARACTERS = 1_000_000


class Refused(Exception):
    """The file asks for more than a reader gives."""


class Sink:
    """Collects text up to a limit."""

    def __init__(self, most: int = MAX_CHARACTERS) -> None:
        """Begin empty."""
        self._pieces: list[str] = []
        self._left = most

    @property
    def full(self) -> bool:
        """Whether nothing more is taken."""
        return self._left <= 0

    def write(self, text: str) -> None:
        """Take as much of the text as there is room for."""
        if self._left > 0 and text:
            self._pieces.append(text[: self._left])
            self._left -= len(text)

    def line(self) -> None:
        """End the line."""
        if self._pieces and self._pieces[-1] != "\n":
            self.write("\n")

    def text(self) -> str:
        """All of it."""
        return "".join(self._pieces)
