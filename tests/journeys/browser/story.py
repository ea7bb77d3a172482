"""The story of one dossier, told step by step by the people who handle it; the same with and without JavaScript."""

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.browsing import Visitor
from tests.journeys.browser.applying import BIRTHDAY, CODE
from tests.journeys.browser.papers import small_pdf

PROCEDURE = "Đăng ký thành lập hộ kinh doanh"
RESULT = "Giấy chứng nhận đăng ký hộ kinh doanh"
LACK = "Bản chụp mờ, không đọc được số định danh. Chụp lại rõ bốn góc."


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
    _without_a_draft(citizen)
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
        if slug == "ve-ban":
            _say_the_birthday(page)
        elif slug == "truong-hop":
            page.get_by_role("radio").first.check()
        elif slug.startswith("giay-to-") and slug != "giay-to-khac":
            attach(citizen, f"{slug}.pdf", small_pdf(slug))
            attach(citizen, f"{slug}.jpg", photograph(page))
        _go_on(citizen, slug)
    raise AssertionError("the questions never end")


def _say_the_birthday(page: Page) -> None:
    """Type it where the register of people did not: an installation without the axis asks nobody."""
    if page.locator("#id_born_on_day").count() and not page.locator("#id_born_on_day").input_value():
        for part, value in BIRTHDAY.items():
            page.locator(f"#id_{part}").fill(value)


def _without_a_draft(citizen: Visitor) -> None:
    """The story begins at the beginning: what another test of this citizen left half written is thrown away."""
    if citizen.page.get_by_role("button", name="Làm tiếp").count():
        here = citizen.page.url
        draft = re.sub(r"[^/]+/$", "", citizen.hand.path(citizen.hand.send(citizen.page.url.removeprefix(citizen.site.url))))
        citizen.hand.send(f"{draft}bo-nhap/")
        citizen.page.goto(here)


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


def receive(clerk: Visitor, told: Told) -> None:
    """Find the dossier among those that wait, look at its papers, accept it and hand it over."""
    _open_from(clerk, "/mot-cua/?tab=tiep-nhan", told)
    clerk.look("reception")
    clerk.press("Tiếp nhận và gửi giấy hẹn")
    clerk.reads("Đã tiếp nhận hồ sơ")
    clerk.look("accepted")
    clerk.press("Chuyển hồ sơ")
    clerk.reads("Đã chuyển hồ sơ")
    clerk.look("handed-over")


def assign(head: Visitor, told: Told, name: str) -> None:
    """The head of division gives the dossier to a specialist."""
    _open_from(head, "/lam-viec/", told)
    head.look("head-dossier")
    head.press("Hoàn thành bước")
    head.page.get_by_label("Chuyển đến").select_option(label=_option(head, "Chuyển đến", name))
    head.write("Ý kiến xử lý", "Giao thẩm định, chú ý địa điểm kinh doanh.")
    head.look("head-assigns")
    head.press("Hoàn thành bước")
    head.reads("Đã hoàn thành bước")


def ask_supplement(specialist: Visitor, told: Told) -> None:
    """The specialist finds one paper unreadable and says so, once."""
    _open_from(specialist, "/lam-viec/", told)
    specialist.reads("Giao thẩm định, chú ý địa điểm kinh doanh.")
    specialist.look("specialist-dossier")
    specialist.press("Yêu cầu bổ sung")
    specialist.page.locator("main").get_by_role("checkbox").first.check()
    specialist.page.locator("main").get_by_role("textbox").first.fill(LACK)
    specialist.look("asks-supplement")
    specialist.press("Gửi yêu cầu bổ sung")
    specialist.reads(LACK)
    specialist.look("waits-for-applicant")


def answer_supplement(citizen: Visitor, told: Told) -> None:
    """The applicant reads why and hands in a better picture."""
    citizen.open(told.dossier_url)
    citizen.look("tracking-supplement")
    citizen.press("Bổ sung giấy tờ")
    citizen.reads(LACK)
    citizen.look("supplement")
    citizen.press("Bắt đầu bổ sung")
    citizen.reads(LACK)
    attach(citizen, "chup-lai.jpg", photograph(citizen.page))
    citizen.write("Lời giải thích", "Tôi đã chụp lại ở nơi sáng hơn.")
    citizen.look("supplement-item")
    citizen.press("Tiếp tục")
    citizen.stands_at("Kiểm tra và gửi bổ sung")
    citizen.look("supplement-check")
    citizen.press("Gửi bổ sung")
    citizen.page.wait_for_url(lambda url: url.endswith(told.dossier_url))
    citizen.look("tracking-answered")


def propose(specialist: Visitor, told: Told) -> None:
    """The specialist drafts the result and sends it to be signed."""
    _open_from(specialist, "/lam-viec/", told)
    specialist.press("Soạn kết quả")
    specialist.page.get_by_label("Giải quyết theo đề nghị").check()
    specialist.write("Tên văn bản kết quả", RESULT)
    specialist.write("Nội dung", "Tên hộ kinh doanh: Quán Sen Hồng.\nĐịa chỉ trụ sở: số 12, đường Lê Lợi.")
    specialist.look("drafts")
    specialist.press("Lưu dự thảo")
    specialist.reads("Đã lưu dự thảo kết quả")
    specialist.look("drafted")
    specialist.press("Hoàn thành bước")
    specialist.write("Ý kiến xử lý", "Đủ điều kiện.")
    specialist.press("Hoàn thành bước")
    specialist.reads("Đã hoàn thành bước")


def send_to_sign(head: Visitor, told: Told) -> None:
    """The head of division reads the draft and sends it to the leader."""
    _open_from(head, "/lam-viec/", told)
    head.reads("Đủ điều kiện.")
    head.look("head-checks")
    head.press("Trình ký")
    head.look("sends-to-sign")
    head.press("Trình ký")
    head.reads("Đã trình ký")


def sign_after_reading(leader: Visitor, told: Told) -> None:
    """The leader opens the document, reads it and signs."""
    leader.open("/lam-viec/ky/")
    leader.look("signing")
    leader.page.locator("li.sign-row", has_text=told.code).get_by_role("link", name="Đọc").click()
    leader.reads("Quán Sen Hồng")
    leader.look("reads-before-signing")
    leader.press("Ký số và phát hành")
    leader.reads("Đã ký và phát hành")
    leader.look("signed")


def sign_from_the_list(leader: Visitor, told: Told) -> None:
    """The leader ticks the document in the list and signs."""
    leader.open("/lam-viec/ky/")
    leader.page.locator("li.sign-row", has_text=told.code).get_by_role("checkbox").check()
    leader.press("Ký số các văn bản đã chọn")
    leader.reads("Đã ký 1 văn bản")


def return_result(clerk: Visitor, told: Told) -> None:
    """The one-stop officer returns the result."""
    _open_from(clerk, "/mot-cua/?tab=tra", told)
    clerk.reads(RESULT)
    clerk.look("returning")
    clerk.press("Trả kết quả")
    clerk.reads("Đã trả kết quả")
    clerk.look("returned")


def download_result(citizen: Visitor, told: Told) -> bytes:
    """The applicant downloads the signed result."""
    citizen.open(told.dossier_url)
    citizen.look("tracking-done")
    link = citizen.page.locator("main").get_by_role("link", name="Tải kết quả có ký số").first
    return citizen.fetch(str(link.get_attribute("href")))


def check_as_stranger(stranger: Visitor, address: str, pdf: bytes) -> None:
    """Somebody who was shown the paper scans its code, and holds the file against the record."""
    stranger.open(address)
    stranger.stands_at("Kết quả này có thật và còn hiệu lực")
    stranger.reads(RESULT)
    stranger.look("stranger")
    result = {"name": "ket-qua.pdf", "mimeType": "application/pdf", "buffer": pdf}
    stranger.page.locator("main input[type=file]").set_input_files(result)
    stranger.press("So với bản gốc")
    stranger.reads("Tệp trùng khớp bản đã ban hành.")
    stranger.look("stranger-compares")


def _open_from(officer: Visitor, address: str, told: Told) -> None:
    """Find the dossier in a list by its code and open it."""
    officer.open(address)
    officer.look(address.strip("/").replace("/", "-").replace("?", "-"))
    search = officer.page.locator("main").get_by_role("searchbox").or_(officer.page.locator("main input[name=q]")).first
    search.fill(told.code)
    with officer.page.expect_navigation():
        search.press("Enter")
    officer.page.locator("main tr", has_text=told.code).get_by_role("link").first.click()
    officer.page.wait_for_url(re.compile(re.escape(told.code)))


def _option(officer: Visitor, label: str, part: str) -> str:
    options = officer.page.get_by_label(label).locator("option").all_inner_texts()
    return next(text for text in options if part in text)
