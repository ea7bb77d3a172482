"""What the sen command says on the terminal."""

import json
import sys
import time
from types import TracebackType
from typing import Any

_BAR = 24


class Stop(Exception):
    """An expected failure: one clear line, no traceback."""


def say(text: str) -> None:
    """Print a line at once."""
    print(text, flush=True)


def result(facts: Any) -> None:
    """Print the one JSON object that ends a command run with --json."""
    print(json.dumps(facts, ensure_ascii=False, default=str), flush=True)


class Progress:
    """A bar that redraws itself on a terminal and prints one line a step elsewhere."""

    def __init__(self, total: int) -> None:
        """Prepare for so many steps."""
        self.total, self.done, self.name, self.started = total, 0, "", time.monotonic()
        self.alive = sys.stdout.isatty()

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.alive and self.name:
            print(flush=True)

    def step(self, name: str) -> None:
        """Say which step begins."""
        self.name = name
        if self.alive:
            self._draw()

    def finished(self, note: str = "") -> None:
        """Count the step as done."""
        self.done += 1
        if self.alive:
            self._draw()
        else:
            say(f"  [{self.done}/{self.total}] {self.name}{' · ' + note if note else ''}")

    def _draw(self) -> None:
        filled = round(_BAR * self.done / max(self.total, 1))
        spent = time.monotonic() - self.started
        print(f"\r\x1b[2K  {'█' * filled}{'░' * (_BAR - filled)} {self.done}/{self.total} {self.name} ({spent:.0f} s)", end="", flush=True)
