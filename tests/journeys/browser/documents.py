"""The story of one directive and its answer, told step by step by the people of two agencies; the same with and without JavaScript."""

import re
import secrets
from dataclasses import dataclass, field
from datetime import timedelta

from playwright.sync_api import Locator, expect

from sen.kernel import clock
from sen.kernel.text import fold
from tests.browsing import Visitor

INCOMING, OUTGOING = "/lam-viec/van-ban/den/", "/lam-viec/van-ban/di/"
DRAFTS, SIGNING, ISSUING = "/lam-viec/du-thao/", "/lam-viec/du-thao/ky/", "/lam-viec/du-thao/phat-hanh/"
OFFICE, COMMUNE = "Ủy ban nhân dân tỉnh Đồng Tháp", "Ủy ban nhân dân phường Cao Lãnh"
WORD = "Chủ trì kiểm tra các bến đò, báo cáo kết quả trước hạn."
RESULT = "Đã kiểm tra 4 bến đò và trả lời Ủy ban nhân dân tỉnh."
ANSWER = "Ủy ban nhân dân phường đã kiểm tra 4 bến đò; các bến đủ áo phao và phao cứu sinh."
_TURNS, _PAUSE_MS = 60, 500


@dataclass
class Told:
    """What later parts of the story need to know."""

    mark: str = field(default_factory=lambda: secrets.token_hex(3).upper())
    directive: str = ""
    directive_url: str = ""
    incoming_url: str = ""
    answer: str = ""
    file_url: str = ""

    @property
    def subject(self) -> str:
        """The subject of the directive; its mark tells it from those of other runs."""
        return f"Tăng cường an toàn giao thông đường thủy mùa lũ, đợt {self.mark}"


def draft_directive(specialist: Visitor, told: Told, signer: str) -> None:
    """The office's specialist takes the template of a directive, writes, says who gets it, and submits."""
    specialist.open(DRAFTS)
    specialist.press("Soạn văn bản")
    specialist.box("Loại văn bản").select_option(label="Chỉ thị")
    specialist.write("Trích yếu", told.subject)
    specialist.look("new-draft")
    specialist.press("Bắt đầu soạn")
    expect(specialist.box("Nội dung")).to_have_value(re.compile(r"Để \[mục đích\]"))
    specialist.look("template")
    specialist.write("Nội dung", f"Mùa lũ năm nay nước lên nhanh. Chủ tịch yêu cầu:\n1. Kiểm tra mọi bến đò, đợt {told.mark}.\n2. Báo cáo.")
    specialist.write("Nơi nhận in trên văn bản", "Ủy ban nhân dân xã, phường")
    _choose(specialist.box("Người ký"), signer)
    specialist.press("Lưu và xem")
    specialist.press("Chọn nơi gửi")
    everywhere = specialist.page.locator("[data-part=sources] li", has_text="Tất cả xã, phường")
    count = re.search(r"Đã chọn 0/(\d+)", everywhere.inner_text())
    assert count
    everywhere.get_by_role("button", name="Thêm").click()
    specialist.reads(f"{count[1]} nơi nhận")
    specialist.reads(COMMUNE)
    specialist.look("recipients")
    specialist.press("Lưu nơi gửi")
    specialist.press("Lưu và xem")
    submit(specialist)


def submit(writer: Visitor) -> None:
    """The writer sends the draft on its way."""
    writer.press("Trình duyệt")
    writer.write("Ý kiến gửi kèm", "Kính trình.")
    writer.press("Trình")
    writer.reads("Đã trình dự thảo.")
    writer.look("submitted")


def approve(head: Visitor, told: Told) -> None:
    """The head of division answers for the content."""
    _open_from(head, DRAFTS, told.mark)
    head.reads("Kính trình.")
    head.press("Duyệt nội dung")
    head.look("approves")
    head.press("Duyệt")
    head.reads("Đã duyệt nội dung.")


def check_form(clerk: Visitor, told: Told) -> None:
    """The clerk answers for the form."""
    _open_from(clerk, DRAFTS, told.mark)
    clerk.press("Kiểm tra thể thức, trình ký")
    clerk.look("checks-form")
    clerk.press("Đúng thể thức, trình ký")
    clerk.reads("Đã trình ký.")


def sign(leader: Visitor, told: Told) -> None:
    """The leader opens the draft among those that wait, reads it and signs."""
    leader.open(SIGNING)
    leader.look("signing")
    leader.page.locator("li.sign-row", has_text=told.mark).get_by_role("link", name="Đọc").click()
    leader.reads(told.mark)
    leader.look("reads-before-signing")
    leader.press("Ký số")
    leader.reads("Đã ký. Hệ thống đã cấp số và ngày")
    leader.look("signed")


def issue(clerk: Visitor, told: Told, *, kind: str) -> str:
    """The clerk adds the seal and sends; returns number and sign."""
    clerk.open(ISSUING)
    clerk.look("issuing")
    row = clerk.page.locator("main tr", has_text=told.mark)
    code = row.get_by_role("link").first.inner_text().strip()
    assert re.fullmatch(rf"\d+/{kind}", code), code
    row.get_by_role("link").first.click()
    clerk.press("Ký số cơ quan và phát hành")
    clerk.reads("Đã ký số cơ quan và phát hành.")
    clerk.look("issued")
    return code


def open_outgoing(clerk: Visitor, told: Told) -> None:
    """The page of the directive among the outgoing documents of the office."""
    _open_from(clerk, OUTGOING + "?nhom=tat-ca", told.mark)
    told.directive_url = clerk.at().split("?")[0]
    clerk.reads(told.directive)
    clerk.look("way")


def sees(office: Visitor, told: Told, state: str, *steps: str) -> None:
    """The office reads on the page of its directive how far the commune has come."""
    office.open(told.directive_url)
    office.page.locator("#duong-di").get_by_role("searchbox").fill("phường Cao Lãnh")
    with office.page.expect_navigation():
        office.page.locator("#duong-di").get_by_role("searchbox").press("Enter")
    row = office.page.locator("#duong-di tr", has=office.page.get_by_text(COMMUNE, exact=True))
    wait_for(office, row.get_by_text(state, exact=True))
    for step in steps:
        expect(row).to_contain_text(step)
    office.look("way-" + fold(state).replace(" ", "-"))


def wait_for(visitor: Visitor, place: Locator) -> None:
    """Load the page again until the thing is there; the worker brings it within seconds."""
    for _turn in range(_TURNS):
        if place.count():
            return
        visitor.page.wait_for_timeout(_PAUSE_MS)
        visitor.page.reload()
    raise AssertionError(f"{place} never came to {visitor.at()}: {visitor.page.locator('main').inner_text()[:900]}")


def register(clerk: Visitor, words: str, *, pass_to: str = "") -> None:
    """The clerk finds what arrived, looks at it and its signatures, gives it a number and passes it on."""
    clerk.open("/lam-viec/van-ban/")
    clerk.look("clerks-desk")
    _open_from(clerk, INCOMING + "?nhom=moi", words)
    clerk.look("arrived")
    clerk.press("Kiểm tra chữ ký số")
    clerk.reads("Hợp lệ")
    clerk.press("Vào sổ")
    clerk.page.wait_for_url("**/vao-so/**")
    for box in clerk.page.locator("main").get_by_role("checkbox").all():
        box.uncheck()
    clerk.look("registers")
    clerk.press("Vào sổ")
    clerk.reads("Đã vào sổ, nơi gửi đã được báo.")
    clerk.reads("Số đến")
    if pass_to:
        clerk.press("Trình, chuyển")
        clerk.page.get_by_role("checkbox", name=re.compile(re.escape(pass_to))).first.check()
        clerk.write("Lời trình", "Kính trình lãnh đạo cho ý kiến.")
        clerk.look("passes-on")
        clerk.press("Chuyển")
        clerk.reads("Đã chuyển. Người nhận thấy văn bản ngay.")
    clerk.look("registered")


def direct(leader: Visitor, told: Told, specialist: str) -> None:
    """The chairman says who leads, with a word and a term."""
    _open_from(leader, INCOMING + "?nhom=cho-chi-dao", told.mark)
    told.incoming_url = leader.at().split("?")[0]
    leader.look("chairman-reads")
    leader.press("Chỉ đạo")
    leader.reads("Kính trình lãnh đạo cho ý kiến.")
    _choose(leader.box("Chủ trì"), specialist)
    leader.write("Ý kiến chỉ đạo", WORD)
    leader.write("Hạn giải quyết", f"{clock.today() + timedelta(days=9):%d/%m/%Y}")
    leader.look("directs")
    leader.press("Chỉ đạo")
    leader.reads("Đã chỉ đạo văn bản")
    leader.reads(WORD)


def take(specialist: Visitor, told: Told) -> None:
    """The specialist finds the task, reads the word and takes it."""
    _open_task(specialist, told)
    specialist.reads(WORD)
    specialist.look("task")
    specialist.press("Nhận việc")
    specialist.reads("Đã nhận việc.")


def open_file(specialist: Visitor, told: Told) -> None:
    """The specialist opens a work file with the directive as its first paper."""
    specialist.open(told.incoming_url)
    specialist.press("Đưa vào hồ sơ công việc")
    specialist.press("Mở hồ sơ mới")
    specialist.page.locator("summary", has_text="Hồ sơ ngoài danh mục").click()
    specialist.write("Tiêu đề hồ sơ", f"Hồ sơ về an toàn đường thủy mùa lũ, đợt {told.mark}")
    specialist.box("Thời hạn bảo quản").select_option(index=1)
    specialist.look("opens-file")
    specialist.press("Mở hồ sơ ngoài danh mục")
    specialist.reads(told.directive)
    told.file_url = specialist.at().split("?")[0]
    specialist.look("file-opened")


def draft_answer(specialist: Visitor, told: Told, signer: str) -> None:
    """The specialist drafts an answer; issuer, number and recipient come from the document."""
    specialist.open(told.incoming_url)
    specialist.press("Soạn văn bản trả lời")
    specialist.look("reply")
    specialist.press("Lập dự thảo trả lời")
    body = specialist.box("Nội dung").input_value()
    assert told.directive in body
    specialist.write("Nội dung", f"{body}\n{ANSWER}")
    _choose(specialist.box("Người ký"), signer)
    specialist.look("answer")
    specialist.press("Lưu và xem")
    specialist.reads(OFFICE)
    submit(specialist)


def finish(specialist: Visitor, told: Told) -> None:
    """The specialist reports the task as done."""
    _open_task(specialist, told)
    specialist.press("Báo cáo hoàn thành")
    specialist.page.locator("main").get_by_role("textbox").first.fill(RESULT)
    specialist.press("Báo cáo hoàn thành")
    specialist.reads("Đã báo cáo hoàn thành.")
    specialist.look("task-done")


def close_file(specialist: Visitor, told: Told) -> None:
    """The specialist collects what is still missing and closes the file, which then has everything in it."""
    specialist.open(told.file_url)
    specialist.press("Đưa tài liệu vào")
    search = specialist.page.locator("main").get_by_role("searchbox")
    search.fill(told.mark)
    with specialist.page.expect_navigation():
        search.press("Enter")
    for box in specialist.page.locator("main form table").get_by_role("checkbox").all():
        box.check()
    specialist.look("collects")
    specialist.press("Đưa vào hồ sơ")
    specialist.reads("tài liệu vào hồ sơ.")
    specialist.look("file-full")
    specialist.press("Kết thúc hồ sơ")
    specialist.look("closes-file")
    specialist.press("Kết thúc hồ sơ")
    specialist.page.wait_for_url(lambda url: url.endswith(told.file_url))
    specialist.look("file-closed")


def _open_task(specialist: Visitor, told: Told) -> None:
    specialist.open(told.incoming_url)
    specialist.page.locator(".tasktree").get_by_role("link").first.click()


def _open_from(officer: Visitor, address: str, words: str) -> None:
    """Find something in a list by its words and open it."""
    officer.open(address)
    search = officer.page.locator("main form[role=search] input[name=q]")
    search.fill(words)
    with officer.page.expect_navigation():
        search.press("Enter")
    link = officer.page.locator("main tr", has_text=words).get_by_role("link").first
    wait_for(officer, link)
    link.click()


def _choose(box: Locator, part: str) -> None:
    """Choose the option with these words."""
    options = box.locator("option").all_inner_texts()
    box.select_option(label=next(text for text in options if part in text))
