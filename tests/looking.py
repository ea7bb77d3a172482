"""Looking at pages the way a careful person would: screenshots, sideways scroll, complaints of the browser, axe."""

import json
import re
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ConsoleMessage, Page, Response

PICTURES = Path(__file__).resolve().parents[1] / "test-results"
WIDE, NARROW, ZOOMED = 1440, 360, 320
HEIGHT = 900
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_OPTIONS = {"runOnly": {"type": "tag", "values": list(RULES)}, "resultTypes": ["violations"]}
# A refused form and a page that is not there answer so on purpose; the browser notes it in its console.
_ANSWERED = re.compile(r"Failed to load resource: the server responded with a status of (\d+)")


class Watch:
    """Collects what is wrong with the pages of one test; ``blame`` fails with all of it at once."""

    def __init__(self, folder: str) -> None:
        """Pictures go to the folder of this name under ``test-results``."""
        self.folder = PICTURES / folder
        self.faults: list[str] = []
        self.allowed: set[int] = {422}
        self._ignored: list[str] = []
        self._count = 0

    def follow(self, page: Page) -> None:
        """Listen to the page's console, its scripts and its answers."""
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.faults.append(f"script error at {page.url}: {error}"))
        page.on("response", self._answered)

    def look(self, page: Page, name: str, *, widths: tuple[int, ...] = (WIDE, NARROW), axe: bool = True, zoom: bool = False) -> None:
        """Take a picture at each width, measure sideways scroll and run axe; the page stays as wide as it was.

        With ``zoom`` it is measured at 320 px too, which is what 1280 px are at 400 per cent.
        """
        self._count += 1
        self.folder.mkdir(parents=True, exist_ok=True)
        before = page.viewport_size
        for width in widths:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            settle(page)
            page.screenshot(path=self.folder / f"{self._count:02d}-{name}-{width}.png", full_page=True)
            self._measure(page, name, width)
            if axe:
                self._examine(page, name, width)
        if zoom:
            page.set_viewport_size({"width": ZOOMED, "height": HEIGHT})
            self._measure(page, name, ZOOMED)
        if before:
            page.set_viewport_size(before)

    def ignore(self, words: str) -> None:
        """Say nothing of console lines with these words, which the test brings about itself."""
        self._ignored.append(words)

    def blame(self) -> None:
        """Fail with everything that was noticed."""
        faults, self.faults = list(dict.fromkeys(self.faults)), []
        assert not faults, "\n".join([f"{len(faults)} faults", *faults])

    def _measure(self, page: Page, name: str, width: int) -> None:
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            self.faults.append(f"{name} at {width} px scrolls sideways: {wide} px, {_widest(page, width)}")

    def _examine(self, page: Page, name: str, width: int) -> None:
        for violation in examine(page):
            nodes = [f"{' '.join(map(str, node['target']))}: {node['html'][:160]}" for node in violation["nodes"][:3]]
            self.faults.append(f"{name} at {width} px: axe {violation['id']}, {violation['help']}\n    " + "\n    ".join(nodes))

    def _heard(self, message: ConsoleMessage) -> None:
        answered = _ANSWERED.match(message.text)
        if answered and int(answered[1]) in self.allowed:
            return
        if message.type in ("error", "warning") and not any(words in message.text for words in self._ignored):
            place = message.location or {}
            self.faults.append(f"console {message.type}: {message.text} ({place.get('url', '')})")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.allowed:
            self.faults.append(f"{response.status} for {response.request.method} {response.url}")


def examine(page: Page) -> list[dict[str, Any]]:
    """The violations axe finds, by the rules of WCAG 2.0 to 2.2 A and AA and its best practices."""
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(f"axe.run({json.dumps(_OPTIONS)}).then(results => results.violations)")
    return found


def settle(page: Page) -> None:
    """Wait for fonts, and end transitions, so that a picture shows the page at rest."""
    page.evaluate("document.fonts.ready.then(() => document.getAnimations().forEach(one => { try { one.finish() } catch {} }))")


def _widest(page: Page, width: int) -> str:
    script = """width => [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > width + 1)
        .slice(-3).map(one => one.outerHTML.slice(0, 120)).join(' | ')"""
    return str(page.evaluate(script, width))
