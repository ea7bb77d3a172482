"""Fixtures of the browser tests: one installation for all of them, one browser for each module, people who use it."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.instance import Site, running_site
from tests.looking import HEIGHT, NARROW, WIDE, Watch
from tests.sending import Hand

PASSWORD = "sen-demo-2025"
CITIZEN, OTHER_CITIZEN, THIRD_CITIZEN = "087190990001", "087085990002", "087301990003"
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_PATIENCE_MS = 30_000


def officer(desk: str, agency: str = "29869") -> str:
    """The log-in of a demonstration officer: ``motcua``, ``chuyenvien``, ``truongphong``, ``lanhdao``, ``kiemsoat`` …"""
    return f"{desk}.{agency}@demo.dongthap.example"


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """The installation the browser tests use.  ``SEN_TEST_SITE="URL FOLDER"`` names one that already runs."""
    given = os.environ.get("SEN_TEST_SITE", "").split()
    if given:
        yield Site(given[0].rstrip("/"), Path(given[1]), "dongthap-2025")
        return
    with running_site() as site:
        yield site


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser with an empty profile; closed with the module, so that later tests meet no running event loop."""
    path = os.environ.get("SEN_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not path:
        pytest.skip("No Chromium on this machine. Install the package chromium to run the browser tests.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
        yield chromium
        chromium.close()


class Visitor:
    """One person with a browser of their own, who reads, presses and types by what stands on the page."""

    def __init__(self, page: Page, site: Site, watch: Watch, *, scripts: bool, hurried: bool = False) -> None:
        """Sit down at the page; somebody in a hurry looks at nothing."""
        self.page, self.site, self.watch, self.scripts, self.hurried = page, site, watch, scripts, hurried
        self.hand = Hand(page.request, site)

    def open(self, path: str) -> None:
        """Type an address."""
        self.page.goto(path if path.startswith("http") else self.site.url + path)

    def sign_in(self, login: str) -> None:
        """Give log-in and password on the page of signing in, wherever it came from."""
        if "/dang-nhap/" not in self.page.url:
            self.open("/dang-nhap/")
        self.page.locator("[name=login]").fill(login)
        self.page.locator("[name=password]").fill(PASSWORD)
        self.press("Đăng nhập")
        self.page.wait_for_url(lambda url: "/dang-nhap/" not in url)

    def press(self, name: str, *, within: Locator | None = None) -> None:
        """Press the one button or link whose name is this, or begins so and goes on with a hint."""
        place = within or self.page.locator("main")
        words = re.compile(rf"^\s*{re.escape(name)}(\s|$)")
        button = place.get_by_role("button", name=words).or_(place.get_by_role("link", name=words))
        exact = (
            place.get_by_role("button", name=name, exact=True).or_(place.get_by_role("link", name=name, exact=True)).filter(visible=True)
        )
        (exact if exact.count() == 1 else button.filter(visible=True)).click()

    def write(self, label: str, text: str) -> None:
        """Type into the box of this label."""
        self.box(label).fill(text)

    def box(self, label: str) -> Locator:
        """The box of this label in the main part of the page."""
        return self.page.locator("main").get_by_label(label).filter(visible=True)

    def reads(self, text: str) -> None:
        """See a text on the page."""
        try:
            expect(self.page.locator("body")).to_contain_text(text)
        except AssertionError:
            words = self.page.locator("main").inner_text()
            raise AssertionError(f"{text!r} is not on {self.at()}, which begins: {words[:600]}") from None

    def stands_at(self, heading: str) -> None:
        """Be on the page with this first heading."""
        expect(self.page.get_by_role("heading", level=1, name=heading).first).to_be_visible()

    def at(self) -> str:
        """The path of the page."""
        return self.page.url.removeprefix(self.site.url)

    def look(self, name: str, **options: Any) -> None:
        """Look at the page with care.  The pages without scripts are the same ones: there a phone's width is enough, and axe cannot run."""
        if not self.hurried:
            self.watch.look(self.page, name, **({} if self.scripts else {"axe": False, "widths": (NARROW,)}) | options)

    def fetch(self, url: str) -> bytes:
        """Download with the person's own session."""
        answer = self.page.request.get(url if url.startswith("http") else self.site.url + url)
        assert answer.status == 200, f"{answer.status} for {url}"
        return answer.body()


Come = Callable[..., Visitor]


@pytest.fixture
def watch(request: pytest.FixtureRequest) -> Iterator[Watch]:
    """Collects faults of every page of the test and fails it at its end."""
    name = request.node.name.replace("[", "-").replace("]", "").removeprefix("test_")
    found = Watch(f"{request.path.stem.removeprefix('test_')}/{name}"[:120])
    yield found
    found.blame()


@pytest.fixture
def come(browser: Browser, site: Site, watch: Watch) -> Iterator[Come]:
    """Lets people come, each with an own profile.

    ``login`` signs in, unless ``state`` holds the cookies of an earlier sign-in; ``scripts=False`` switches JavaScript off;
    whoever is ``hurried`` looks at no page closely.
    """
    contexts = []

    def one(login: str = "", *, scripts: bool = True, dark: bool = False, hurried: bool = False, state: Any = None) -> Visitor:
        context = browser.new_context(
            storage_state=state,
            viewport={"width": WIDE, "height": HEIGHT},
            java_script_enabled=scripts,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(_PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        watch.follow(page)
        visitor = Visitor(page, site, watch, scripts=scripts, hurried=hurried)
        if login and state is None:
            visitor.sign_in(login)
        return visitor

    expect.set_options(timeout=_PATIENCE_MS)
    yield one
    for context in contexts:
        context.close()
