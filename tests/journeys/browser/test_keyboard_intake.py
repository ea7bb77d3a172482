"""A dossier taken in at the counter with the keyboard alone."""

import time
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import CITIZEN, Come, Visitor, officer
from tests.journeys.browser.applying import CODE
from tests.journeys.browser.reading import text_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

CARD = f"{CITIZEN}||Nguyễn Thị Khánh Linh|17051990|Nữ|Số 203, đường Lê Lợi, Phường Cao Lãnh, Đồng Tháp|01012022"
NAME, PROCEDURE = "Nguyễn Thị Khánh Linh", "Đăng ký thành lập hộ kinh doanh"
TWO_MINUTES = 120
# A practised typist; a scanner is faster.
TYPING_MS, SCANNING_MS = 90, 4
NO_MOUSE = """
window.addEventListener('pointerdown', () => sessionStorage.setItem('mouse', 'used'), true);
window.addEventListener('mousedown', () => sessionStorage.setItem('mouse', 'used'), true);
"""


@pytest.fixture
def clerk(come: Come) -> Visitor:
    """A one-stop officer at the page of the one-stop, whose mouse is watched."""
    visitor = come(officer("motcua2"))
    visitor.page.add_init_script(NO_MOUSE)
    visitor.open("/mot-cua/")
    return visitor


def test_a_known_person_is_served_with_the_keyboard_alone_in_under_two_minutes(clerk: Visitor) -> None:
    page, keys = clerk.page, clerk.page.keyboard
    started = time.monotonic()
    with page.expect_navigation():
        keys.press("n")
    assert focused(page) == "number"

    keys.type(CARD, delay=SCANNING_MS)
    with page.expect_navigation():
        keys.press("Enter")
    expect(page.locator("[name=name]")).to_have_value(NAME)
    expect(page.locator("[name=born_on]")).to_have_value("17/05/1990")
    expect(page.locator("[name=address]")).to_have_value("Số 203, đường Lê Lợi")
    clerk.reads("Khớp dữ liệu đang có")
    clerk.look("person-filled")

    assert focused(page).startswith("procedure")
    keys.type("thanh lap ho kinh doanh", delay=TYPING_MS)
    expect(page.get_by_role("option").first).to_contain_text(PROCEDURE)
    keys.press("ArrowDown")
    with page.expect_navigation():
        keys.press("Enter")
    clerk.reads("Giấy đề nghị đăng ký hộ kinh doanh")

    assert focused(page).endswith("originals")
    keys.type("2", delay=TYPING_MS)
    expect(page.locator(":focus")).to_have_value("2")
    clerk.look("papers-counted")
    with page.expect_navigation():
        keys.press("Control+Enter")
    clerk.stands_at("Đã tiếp nhận hồ sơ")
    elapsed = time.monotonic() - started
    clerk.look("received")

    code = CODE.search(page.locator("main").inner_text())
    assert code
    with page.expect_popup() as printed:
        keys.press("p")
    printed.value.close()
    slip = page.get_by_role("link", name="In giấy").get_attribute("href")
    words = text_of(clerk.fetch(urljoin(page.url, str(slip))))
    assert code[0] in words and "".join(NAME.split()) in words and "GIẤYTIẾPNHẬNHỒSƠ" in words
    assert page.evaluate("sessionStorage.getItem('mouse')") is None
    assert elapsed < TWO_MINUTES

    with page.expect_navigation():
        keys.press("n")
    assert focused(page) == "number" and page.locator("[name=name]").input_value() == ""


def test_every_control_of_the_counter_is_reached_by_tab_and_shows_where_one_is(clerk: Visitor) -> None:
    page = clerk.page
    clerk.open("/mot-cua/tiep-nhan/?thu-tuc=1.001612")
    wanted = set(page.locator("main form").evaluate(REACHABLE))
    page.evaluate("document.getElementById('noi-dung').focus()")
    met: set[str] = set()
    for _turn in range(3 * len(wanted)):
        page.keyboard.press("Tab")
        here = str(page.evaluate(NAMED))
        met.add(here)
        # After the last control the focus goes through the browser's own frame and begins again.
        assert here.startswith("BODY") or page.evaluate(OUTLINED), f"focus is not seen on {here}"
        if wanted <= met:
            break
    assert wanted <= met


NAMED = "(e => `${e.tagName} ${e.name || e.textContent.trim().slice(0, 40)} ${e.value || ''}`)(document.activeElement)"
REACHABLE = """form => [...form.querySelectorAll('input:not([type=hidden]), select, textarea, button')]
    .filter(e => e.tabIndex >= 0 && e.checkVisibility())
    .map(e => `${e.tagName} ${e.name || e.textContent.trim().slice(0, 40)} ${e.value || ''}`)"""
OUTLINED = """(e => {
    const seen = one => { const s = getComputedStyle(one); return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none'; };
    return seen(e) || (e.parentElement !== null && seen(e.parentElement));
})(document.activeElement)"""


def focused(page: Page) -> str:
    """The name of the box that takes what is typed."""
    return str(page.evaluate("document.activeElement.name || document.activeElement.tagName"))
