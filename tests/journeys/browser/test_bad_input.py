"""What people do wrong, on purpose or not, at the pages of a running installation."""

import http.client
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Route, expect

from sen.kernel.hashing import content_hash
from tests.browsing import OTHER_CITIZEN, THIRD_CITIZEN, Come, Visitor, officer
from tests.journeys.browser import applying
from tests.journeys.browser.papers import program, small_pdf, zip_bomb

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

MEGABYTE = 1024 * 1024
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DECOMPOSED = unicodedata.normalize("NFD", "Quán cà phê Sen Hồng 🌸 mở cửa từ 6 giờ")


@pytest.fixture
def citizen(come: Come) -> Visitor:
    return come(OTHER_CITIZEN)


@pytest.fixture
def asking(citizen: Visitor) -> str:
    """The page that asks for the one required paper."""
    draft = applying.start(citizen.hand)
    return citizen.hand.link(f"{draft}kiem-tra/", "giay-to-[0-9]+/").split("?")[0]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("trong.pdf", b"", "Tệp này trống"),
        ("don.pdf", program(), "Chưa nhận được tệp chương trình"),
        ("anh.jpg", small_pdf(), "bên trong là PDF"),
        ("don.pdf", b"<html><script>alert(1)</script></html>", "Chưa nhận được tệp trang web"),
        ("don.docx", zip_bomb(), "nén quá nhiều nội dung"),
    ],
    ids=["empty", "program", "wrong-name", "web-page", "zip-bomb"],
)
def test_a_bad_file_sent_with_the_form_is_named_and_not_kept(citizen: Visitor, asking: str, name: str, content: bytes, told: str) -> None:
    answer = citizen.hand.attach(asking, name, content, status=422)
    assert told in answer.text() and name in answer.text()
    assert "SHA-256" not in citizen.hand.read(asking)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("trong.pdf", b"", "Tệp này trống"),
        ("don.pdf", program(), "Chưa nhận được tệp chương trình"),
        ("anh.jpg", small_pdf(), "bên trong là PDF"),
        ("don.docx", b"PK", "Chưa nhận được loại tệp này"),
    ],
    ids=["empty", "program", "wrong-name", "type-not-asked-for"],
)
def test_a_bad_file_sent_in_pieces_is_refused_in_its_row(citizen: Visitor, asking: str, name: str, content: bytes, told: str) -> None:
    citizen.watch.allowed |= {413, 415}
    citizen.open(asking)
    citizen.page.locator("main input[type=file]").set_input_files({"name": name, "mimeType": "application/pdf", "buffer": content})
    expect(citizen.page.locator(".file", has_text=name)).to_contain_text(told)
    citizen.look("refused")
    citizen.press("Tiếp tục")
    citizen.reads("Có 1 chỗ cần sửa")
    citizen.look("required")


def test_a_file_of_300_megabytes_is_refused_before_it_is_sent(citizen: Visitor, asking: str, tmp_path: Path) -> None:
    huge = tmp_path / "quay-phim.pdf"
    with huge.open("wb") as file:
        file.truncate(300 * MEGABYTE)
    sent: list[str] = []
    citizen.page.on("request", lambda request: sent.append(request.url) if "/tep/" in request.url else None)
    citizen.open(asking)
    citizen.page.locator("main input[type=file]").set_input_files(huge)
    expect(citizen.page.locator(".file")).to_contain_text("Tệp lớn hơn 20 MB")
    assert sent == []


def test_an_announced_size_of_300_megabytes_is_refused(citizen: Visitor, asking: str) -> None:
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', citizen.hand.read(asking))
    assert token
    address = f"{citizen.site.url}/tep/"
    headers = {"X-CSRFToken": token[1], "Accept": "application/json"}
    answer = citizen.page.request.post(address, data={"name": "a.pdf", "size": 300 * MEGABYTE}, headers=headers)
    assert answer.status == 413
    assert "Tệp lớn hơn 20 MB" in answer.json()["detail"]


def test_300_megabytes_streamed_with_a_form_are_refused_and_do_not_fill_the_disk(citizen: Visitor, asking: str) -> None:
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', citizen.hand.read(asking))
    assert token
    status, text = _stream(citizen, asking, token[1], 300)
    assert status == 422 and "Tệp lớn hơn 20 MB" in text
    assert "SHA-256" not in citizen.hand.read(asking)


def _stream(citizen: Visitor, path: str, token: str, megabytes: int) -> tuple[int, str]:
    edge = "----mot-doan"
    head = (
        f'--{edge}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'
        f'--{edge}\r\nContent-Disposition: form-data; name="tep"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
    ).encode()
    tail = f"\r\n--{edge}--\r\n".encode()

    def body() -> Iterator[bytes]:
        yield head
        yield b"%PDF-1.4\n" + bytes(MEGABYTE - 9)
        for _turn in range(megabytes - 1):
            yield bytes(MEGABYTE)
        yield tail

    cookies = "; ".join(f"{one['name']}={one['value']}" for one in citizen.page.context.cookies())
    headers = {
        "Cookie": cookies,
        "Content-Type": f"multipart/form-data; boundary={edge}",
        "Content-Length": str(len(head) + megabytes * MEGABYTE + len(tail)),
    }
    connection = http.client.HTTPConnection(urlsplit(citizen.site.url).netloc, timeout=120)
    connection.request("POST", path, body=body(), headers=headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


def test_an_upload_goes_on_where_the_connection_was_lost(citizen: Visitor, asking: str) -> None:
    content = small_pdf() + b"%" + bytes(1_700_000) + b"\n%%EOF\n"
    pieces: list[int] = []

    def lose_the_third(route: Route) -> None:
        if route.request.method != "PATCH":
            return route.continue_()
        pieces.append(int(route.request.headers["upload-offset"]))
        return route.abort("connectionreset") if len(pieces) == 3 else route.continue_()

    citizen.watch.ignore("net::ERR_CONNECTION_RESET")
    citizen.page.route("**/tep/*/", lose_the_third)
    citizen.open(asking)
    citizen.page.locator("main input[type=file]").set_input_files({"name": "ban-ve.pdf", "mimeType": "application/pdf", "buffer": content})
    row = citizen.page.locator(".file", has_text="ban-ve.pdf")
    expect(row).to_contain_text("Mất kết nối mạng")
    expect(row.locator(".file__done")).to_be_visible()
    citizen.press("Tiếp tục")
    assert pieces == [0, 524288, 1048576, 1048576, 1572864]
    citizen.open(asking)
    citizen.reads(content_hash(content))


def test_combining_accents_and_emoji_arrive_composed(citizen: Visitor) -> None:
    draft = applying.fill(citizen.hand)
    citizen.open(f"{draft}noi-dung/")
    citizen.page.locator("[name=note]").fill(DECOMPOSED)
    citizen.press("Tiếp tục")
    citizen.open(f"{draft}kiem-tra/")
    shown = citizen.page.locator("main").inner_text()
    assert unicodedata.normalize("NFC", DECOMPOSED) in shown and DECOMPOSED not in shown


def test_a_search_in_combining_accents_finds_the_same(come: Come) -> None:
    found = []
    for shape in ("NFC", "NFD"):
        visitor = come()
        visitor.open("/")
        visitor.page.locator("main").get_by_role("searchbox").first.fill(unicodedata.normalize(shape, "đăng ký kết hôn"))
        visitor.press("Tìm thủ tục")
        found.append(visitor.page.locator("main h3").all_inner_texts())
    assert found[0] and found[0] == found[1]


def test_a_birthday_in_the_future_and_a_phone_with_letters_are_explained_where_they_stand(come: Come) -> None:
    visitor = come()
    visitor.open("/dang-ky/")
    page = visitor.page
    for name, value in (
        ("identity_number", "087190999999"),
        ("name", "Trần Văn Thử"),
        ("phone", "09chin0000"),
        ("password", "mat-khau-dai-88"),
    ):
        page.locator(f"[name={name}]").fill(value)
    for part, value in (("day", "1"), ("month", "1"), ("year", "2099")):
        page.locator(f"[name=born_on_{part}]").fill(value)
    page.locator("main form button").last.click()
    visitor.reads("Có 2 chỗ cần sửa")
    assert "error-summary" in str(page.evaluate("document.activeElement.className"))
    assert page.locator("[name=phone]").input_value() == "09chin0000"
    assert page.locator("[name=born_on_year]").input_value() == "2099"
    visitor.look("register-errors")
    page.locator(".error-summary a").first.click()
    assert page.evaluate("document.activeElement.name") == "born_on_day"


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_a_double_click_submits_once_and_going_back_submits_nothing_more(come: Come, scripts: bool) -> None:
    citizen = come(THIRD_CITIZEN, scripts=scripts)
    before = applying.dossiers_of(citizen.hand)
    citizen.open(f"{applying.fill(citizen.hand)}kiem-tra/")
    review = citizen.at()
    citizen.page.get_by_label("Tôi chịu trách nhiệm").check()
    citizen.page.get_by_role("button", name="Nộp hồ sơ").dblclick()
    citizen.stands_at("Đã nộp hồ sơ")
    assert len(applying.dossiers_of(citizen.hand) - before) == 1

    citizen.page.go_back()
    if citizen.at() == review and citizen.page.get_by_role("button", name="Nộp hồ sơ").count():
        citizen.page.get_by_label("Tôi chịu trách nhiệm").check()
        citizen.press("Nộp hồ sơ")
    citizen.reads("Hồ sơ này đã nộp")
    citizen.look("after-going-back")
    assert len(applying.dossiers_of(citizen.hand) - before) == 1


def test_the_second_of_two_officers_is_told_and_loses_nothing(come: Come, citizen: Visitor) -> None:
    code, _address = applying.submit(citizen.hand, applying.fill(citizen.hand))
    first, second = come(officer("motcua")), come(officer("motcua2"))
    for clerk in (first, second):
        clerk.open(f"/mot-cua/ho-so/{code}/")
    first.press("Tiếp nhận và gửi giấy hẹn")
    first.reads("Đã tiếp nhận hồ sơ")

    reason = "Thiếu chữ ký của chủ hộ ở trang hai."
    second.page.locator("main").get_by_label("Nếu thiếu hoặc sai, ghi lý do").first.fill(reason)
    second.press("Yêu cầu bổ sung các chỗ đã ghi")
    second.reads("vừa thay đổi hồ sơ này")
    second.look("told-of-the-other")
    second.reads(reason)
    assert "Yêu cầu bổ sung" not in first.hand.read(f"/lam-viec/ho-so/{code}/").split("Lịch sử")[-1]


def test_what_was_typed_survives_an_expired_session(citizen: Visitor) -> None:
    citizen.watch.allowed |= {401, 403}
    typed = "Xin cấp hai bản, một bản gửi về nhà."
    draft = applying.fill(citizen.hand)
    citizen.open(f"{draft}noi-dung/")
    citizen.page.locator("[name=note]").press_sequentially(typed)
    citizen.page.context.clear_cookies(name="phien")
    citizen.press("Tiếp tục")
    citizen.stands_at("Chưa gửi được, điều bạn nhập vẫn còn")
    citizen.look("typed-text-is-held")
    with citizen.page.expect_popup() as opened:
        citizen.press("Đăng nhập ở thẻ mới của trình duyệt")
    other = Visitor(opened.value, citizen.site, citizen.watch, scripts=True)
    other.sign_in(OTHER_CITIZEN)
    other.page.close()
    for _turn in range(2):
        if "/nhan-ket-qua/" not in citizen.page.url:
            citizen.press("Gửi lại")
    citizen.open(f"{draft}kiem-tra/")
    citizen.reads(typed)
