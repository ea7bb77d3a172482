"""The story of one dossier, told step by step by the people who handle it; the same with and without JavaScript."""

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.browsing import Visitor
from tests.journeys.browser.papers import small_pdf

PROCEDURE = "Đăng ký thành lập hộ kinh doanh"
LACK = "Bản chụp mờ, không đọc được số định danh. Chụp lại rõ bốn góc."
CODE = re.compile(r"H20[.\w]*-\d{6}-\d{4,}")


@dataclass
class Told:
    """What later parts of the story need to know."""

    code: str = ""
    dossier_url: str = ""


def find_procedure(citizen: Visitor) -> None:
    """Type plain words without accents on the first page and open the procedure."""
    citizen.open("/")
    citizen.look("home")
    search = citizen.page.locator("main").get_by_role("searchbox").first
    search.fill("dang ky ho kinh doanh")
    search.press("Enter")
    citizen.reads(PROCEDURE)
    citizen.look("found")
    citizen.press(PROCEDURE)
    citizen.stands_at(PROCEDURE)
    citizen.look("procedure")


def apply(citizen: Visitor, login: str) -> Told:
    """Answer every question, check, and submit."""
    citizen.press("Nộp trực tuyến", within=citizen.page.get_by_role("complementary"))
    citizen.look("sign-in")
    citizen.sign_in(login)
    citizen.look("before")
    citizen.press("Bắt đầu")
    citizen.page.get_by_label("Cho chính tôi").check()
    _go_on(citizen, "who")
    _answer_until_review(citizen)
    citizen.stands_at("Kiểm tra trước khi nộp")
    citizen.look("check-answers")
    citizen.page.get_by_label("Tôi chịu trách nhiệm").check()
    citizen.press("Nộp hồ sơ")
    citizen.stands_at("Đã nộp hồ sơ")
    citizen.look("submitted")
    found = CODE.search(citizen.page.locator("main").inner_text())
    assert found, "the confirmation shows no code"
    return Told(code=found[0], dossier_url=citizen.at().removesuffix("da-nop/"))


def _answer_until_review(citizen: Visitor) -> None:
    page = citizen.page
    for _turn in range(25):
        slug = page.url.split("?")[0].rstrip("/").rsplit("/", 1)[-1]
        if slug == "kiem-tra":
            return
        if slug == "truong-hop":
            page.get_by_role("radio").first.check()
        elif slug.startswith("giay-to-") and slug != "giay-to-khac":
            attach(citizen, f"{slug}.pdf", small_pdf(slug))
            attach(citizen, f"{slug}.jpg", photograph(page))
        _go_on(citizen, slug)
    raise AssertionError("the questions never end")


def _go_on(citizen: Visitor, name: str) -> None:
    citizen.look(f"question-{name}")
    was = citizen.page.url
    citizen.press("Tiếp tục")
    citizen.page.wait_for_url(lambda url: url != was)


def attach(citizen: Visitor, name: str, content: bytes) -> None:
    """Hand in a file: with scripts it is sent at once, without them it travels with the form."""
    kind = "image/jpeg" if name.endswith("jpg") else "application/pdf"
    citizen.page.locator("main input[type=file]").first.set_input_files({"name": name, "mimeType": kind, "buffer": content})
    row = citizen.page.locator(".file", has_text=name)
    if citizen.scripts:
        expect(row.locator(".file__done")).to_be_visible()
    else:
        citizen.press("Thêm tệp nữa")
        expect(row.first).to_be_visible()


def photograph(page: Page) -> bytes:
    """A small real photograph in JPEG."""
    return page.screenshot(type="jpeg", quality=60, clip={"x": 0, "y": 0, "width": 320, "height": 200})
