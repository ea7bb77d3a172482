"""The counter reads cards of people nobody knows yet, and shows the slip as it will be printed."""

import pytest
from playwright.sync_api import expect

from tests.browsing import Come, Visitor, officer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]


def clerk_at_the_counter(come: Come) -> Visitor:
    clerk = come(officer("motcua"))
    clerk.open("/mot-cua/tiep-nhan/")
    clerk.stands_at("Tiếp nhận hồ sơ")
    return clerk


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
