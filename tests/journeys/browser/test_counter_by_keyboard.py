"""The counter by keyboard alone: a known person in less than two minutes, without one touch of the mouse."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browsing import OTHER_CITIZEN, Come, Visitor, officer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]
RECEIVED = re.compile(r"/mot-cua/tiep-nhan/[^/]+/xong/")
SECONDS = 120


def clerk_at_the_counter(come: Come) -> Visitor:
    clerk = come(officer("motcua"))
    clerk.open("/mot-cua/tiep-nhan/")
    clerk.stands_at("Tiếp nhận hồ sơ")
    return clerk


def test_a_known_person_is_received_without_the_mouse(come: Come) -> None:
    clerk = clerk_at_the_counter(come)
    page, began = clerk.page, time.monotonic()
    page.keyboard.press("F2")
    expect(clerk.box("Số định danh, mã số")).to_be_focused()
    page.keyboard.type(OTHER_CITIZEN)
    page.keyboard.press("Enter")
    expect(clerk.box("Họ, chữ đệm, tên")).not_to_have_value("")
    expect(clerk.box("Tên hoặc mã thủ tục")).to_be_focused()
    clerk.look("person-filled")

    page.keyboard.type("thanh lap ho kinh doanh", delay=15)
    expect(page.get_by_role("option").first).to_contain_text("Đăng ký thành lập hộ kinh doanh")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Thành phần hồ sơ").get_by_role("spinbutton").first).to_be_focused()
    expect(page.locator("#hen-tra")).to_contain_text("Hẹn trả")
    clerk.look("papers")

    page.keyboard.press("Alt+4")
    expect(clerk.box("Nhận kết quả")).to_be_focused()
    page.keyboard.press("Alt+1")
    expect(clerk.box("Số định danh, mã số")).to_be_focused()
    page.keyboard.press("Control+Enter")
    page.wait_for_url(RECEIVED)
    assert time.monotonic() - began < SECONDS
    clerk.stands_at("Đã tiếp nhận hồ sơ")
    clerk.look("received")

    page.keyboard.press("N")
    clerk.stands_at("Tiếp nhận hồ sơ")
    expect(clerk.box("Số định danh, mã số")).to_have_value("")


def test_a_scanned_card_fills_the_form(come: Come) -> None:
    clerk = clerk_at_the_counter(come)
    clerk.page.keyboard.press("F2")
    clerk.page.keyboard.insert_text("087190999988||Phan Thị Kim Ngân|17051990|Nữ|Số 5, Khóm 3, Phường Cao Lãnh, Đồng Tháp|01012022")
    clerk.page.keyboard.press("Enter")
    expect(clerk.box("Họ, chữ đệm, tên")).to_have_value("Phan Thị Kim Ngân")
    expect(clerk.box("Ngày sinh")).to_have_value("17/05/1990")
    expect(clerk.box("Xã, phường")).to_have_value("Phường Cao Lãnh, Tỉnh Đồng Tháp")
    clerk.reads("Đã đọc từ thẻ")


def test_the_slip_in_preview_follows_what_is_typed(come: Come) -> None:
    clerk = clerk_at_the_counter(come)
    clerk.write("Họ, chữ đệm, tên", "Trần Văn Ơn")
    clerk.page.keyboard.press("Tab")
    expect(clerk.page.locator("#giay-hen")).to_contain_text("Trần Văn Ơn")
