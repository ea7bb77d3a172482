"""A real browser: accessibility of every gallery page, keyboard, and the scripts' promises."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PAGES = ("", "to-khai/", "ban-lam-viec/", "giay-to/", "bang-goi-so/")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "preload": False}
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(autouse=True)
def _database_calls_beside_the_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    # The browser driver runs an event loop in this thread; the test's own clean-up uses the database from it.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        path = CHROMIUM if CHROMIUM.exists() else None
        opened = driver.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def tab(browser: Browser) -> Page:
    return browser.new_page()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(live_server: Any, browser: Browser, width: int, scheme: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    found = []
    for path in PAGES:
        page.goto(f"{live_server.url}/bo-thanh-phan/{path}")
        spill = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found += [f"{path} spills {spill} px"] if spill > 0 else []
        found += [f"{path} {item['id']} {item['nodes'][0]['target']}" for item in Axe().run(page, options=RULES).response["violations"]]
    assert not found


def test_a_wrong_form_moves_focus_to_the_summary_and_from_there_to_the_field(live_server: Any, tab: Page) -> None:
    tab.goto(f"{live_server.url}/bo-thanh-phan/to-khai/")
    tab.locator("form[data-keep] button.button--large").click()
    tab.wait_for_selector(".error-summary:focus")
    tab.get_by_role("link", name="Hãy nhập số định danh cá nhân.").click()
    assert tab.evaluate("document.activeElement.id") == "id_number"


def test_rows_are_walked_ticked_and_opened_by_keyboard(live_server: Any, tab: Page) -> None:
    tab.goto(f"{live_server.url}/bo-thanh-phan/ban-lam-viec/")
    for key in ("j", "j", "k", "j", "x"):
        tab.keyboard.press(key)
    assert tab.locator("tr[aria-current] .code").inner_text() == "H20.19-261118-0011"
    assert tab.locator("[data-ticked]").inner_text() == "Đã chọn 1 hồ sơ"
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile("ho-so=H20.19-261118-0011"))


def test_letters_do_nothing_while_typing_or_when_switched_off(live_server: Any, tab: Page) -> None:
    tab.goto(f"{live_server.url}/bo-thanh-phan/ban-lam-viec/")
    tab.keyboard.press("/")
    tab.keyboard.type("jx?")
    assert tab.input_value("#tim-nhanh") == "jx?"
    assert tab.locator("tr[aria-current]").count() == 0
    tab.evaluate("document.activeElement.blur()")
    tab.keyboard.press("?")
    tab.get_by_role("button", name="Tắt phím một chữ cái").click()
    tab.wait_for_selector('html[data-single-keys="off"]')
    tab.keyboard.press("j")
    assert tab.locator("tr[aria-current]").count() == 0


def test_a_place_is_chosen_by_keyboard_without_accents(live_server: Any, tab: Page) -> None:
    tab.goto(f"{live_server.url}/bo-thanh-phan/to-khai/")
    tab.fill("#id_place", "my tho")
    tab.wait_for_selector("[role=option]")
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        tab.keyboard.press(key)
    assert tab.input_value("#id_place") == "Xã Mỹ Thọ, tỉnh Đồng Tháp"
    assert tab.input_value("input[name=place]") == "p4"


def test_typed_text_survives_leaving_the_page(live_server: Any, tab: Page) -> None:
    tab.goto(f"{live_server.url}/bo-thanh-phan/to-khai/")
    tab.fill("#id_name", "Nguyễn Thị Bích Trâm")
    tab.check("#id_delivery_1")
    tab.goto(f"{live_server.url}/hien-thi/")
    tab.goto(f"{live_server.url}/bo-thanh-phan/to-khai/")
    assert tab.input_value("#id_name") == "Nguyễn Thị Bích Trâm"
    assert tab.is_checked("#id_delivery_1")


def test_without_javascript_the_server_offers_the_places(live_server: Any, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/bo-thanh-phan/to-khai/")
    page.fill("#id_place", "my tho")
    page.locator("form[data-keep] button.button--large").click()
    page.get_by_label("Xã Mỹ Thọ, tỉnh Đồng Tháp").check()
    page.fill("#id_name", "Lê Văn Hòa")
    page.locator("form[data-keep] button.button--large").click()
    page.wait_for_load_state()
    assert page.input_value("#id_place") == "Xã Mỹ Thọ, tỉnh Đồng Tháp"
