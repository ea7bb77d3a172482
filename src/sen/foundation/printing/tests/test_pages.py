"""Pages of finished files: picked, laid over, appended, measured."""

import pypdfium2
import pytest

from sen.foundation.printing import services

SHEET = "printing/sample.typ"


def sheet(text):
    return services.render_pdf(SHEET, {"form": {"title": "Tờ thử"}, "issuer": {"unit": "Trung tâm"}, "date": "2026-11-23", "text": text})


def words(pdf, page=0):
    return " ".join(pypdfium2.PdfDocument(pdf)[page].get_textpage().get_text_range().split())


@pytest.fixture(scope="module")
def three():
    return services.append_pages(services.append_pages(sheet("Trang thứ nhất"), sheet("Trang thứ hai")), sheet("Trang thứ ba"))


def test_pages_stand_one_behind_the_other(three):
    assert services.page_count(three) == 3
    assert "Trang thứ ba" in words(three, 2)


def test_only_the_pages_asked_for_are_kept_in_their_order(three):
    picked = services.pick_pages(three, [3, 1])
    assert services.page_count(picked) == 2
    assert "Trang thứ ba" in words(picked, 0)
    assert "Trang thứ nhất" in words(picked, 1)


def test_a_stamp_is_laid_over_one_page_and_leaves_the_others(three):
    stamp = services.render_pdf(
        "printing/arrival_stamp.typ", {"agency": "Ủy ban nhân dân xã Mỹ Hiệp", "number": "128", "date": "2026-11-23"}
    )
    stamped = services.lay_over(three, stamp, page=2, left_mm=10, top_mm=10)
    assert "128" in words(stamped, 1)
    assert "Trang thứ hai" in words(stamped, 1)
    assert "128" not in words(stamped, 0)


def test_the_stamp_of_arrival_has_the_size_of_the_decree():
    stamp = services.render_pdf("printing/arrival_stamp.typ", {"agency": "Sở Nội vụ", "number": "1", "date": "2026-11-23"})
    width, height = pypdfium2.PdfDocument(stamp)[0].get_size()
    assert (round(width / 72 * 25.4) - 1, round(height / 72 * 25.4) - 1) == (50, 35)


def test_the_room_under_the_last_line_is_measured():
    _, short = services.free_height_mm(sheet("Một dòng"))
    _, long = services.free_height_mm(sheet("Đăng ký khai sinh " * 150))
    assert short > long > 0


def test_a_picture_of_a_template_is_transparent_where_nothing_is_drawn():
    picture = services.render_png("signing/demo_seal.typ", {"size": 36, "name": "Sở Nội vụ"}, ppi=72)
    assert picture.startswith(b"\x89PNG")
    assert picture[25] == 6
