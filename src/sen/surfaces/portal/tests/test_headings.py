"""Long names of papers are cut where a clause ends."""

import pytest

from sen.kernel.text import initials
from sen.surfaces.portal.selectors.headings import heading


def test_a_short_name_stays_whole():
    assert heading("Giấy chứng sinh").head == "Giấy chứng sinh"
    assert heading("Giấy chứng sinh").rest == ""


def test_a_long_name_is_cut_at_the_end_of_its_first_clause():
    cut = heading(
        "Giấy chứng sinh; trường hợp không có Giấy chứng sinh thì nộp văn bản của người làm chứng xác nhận về việc sinh, hoặc giấy cam đoan."
    )
    assert cut.head == "Giấy chứng sinh"
    assert cut.rest.startswith("Trường hợp không có")


def test_a_comma_inside_a_phrase_is_no_place_to_cut():
    cut = heading(
        "Đơn đề nghị thanh toán chi phí khám bệnh, chữa bệnh của người được hỗ trợ chế độ bị tai nạn, bị thương hoặc người đại diện hợp pháp"
    )
    assert cut.head.startswith("Đơn đề nghị thanh toán chi phí khám bệnh, chữa bệnh")
    assert cut.head.endswith("…")


@pytest.mark.parametrize("mark", ["(i) ", "a) ", "1. ", "12) "])
def test_the_mark_of_a_list_is_dropped(mark: str):
    assert heading(f"{mark}Văn bản ủy quyền").head == "Văn bản ủy quyền"


def test_nothing_of_the_name_is_lost():
    name = "Bản sao " + "văn bản ủy quyền của thành viên hộ gia đình cho một thành viên " * 4
    cut = heading(name)
    assert (cut.head.rstrip("…") + " " + cut.rest.lstrip("… ")).split() == name.split()


def test_a_visitor_sees_initials_and_the_given_name():
    assert initials("Nguyễn Thị Bích Trâm") == "N. T. B. Trâm"
    assert initials("") == ""
