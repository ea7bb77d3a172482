"""The layout of the decree, and the two signatures on it."""

import datetime as dt
from io import BytesIO

import pypdfium2
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from sen.capabilities.correspondence.types import Competence
from sen.capabilities.drafting.models import Draft
from sen.capabilities.drafting.selectors.signers import issuer_lines, signer_lines
from sen.capabilities.drafting.services.layouts import layout_of, list_layouts
from sen.capabilities.drafting.services.papers import render_draft, sign_agency, sign_annex, sign_person, signing_time
from sen.foundation.agencies.models import Agency
from sen.foundation.printing.services import pick_pages, render_pdf
from sen.foundation.signing import services as signing
from sen.foundation.signing.adapters.demo import DemoAuthority, MemoryStore
from sen.kernel.actor import Actor
from tests.factories import MONDAY, make_agency

AUTHORITY = DemoAuthority(MemoryStore())
DAY = dt.date(2026, 2, 5)
POINTS = 72 / 25.4


@pytest.fixture(autouse=True)
def _in_memory():
    signing.use_signer(AUTHORITY)
    yield
    signing.use_signer(None)


@pytest.fixture
def draft(agency: Agency, approver: Actor) -> Draft:
    """A decision of the commune, signed by its deputy chairman on behalf of the committee; never saved."""
    return Draft(
        agency=agency,
        kind_code="quyet-dinh",
        subject="Về việc kiện toàn Tổ chuyển đổi số",
        legal_basis="Căn cứ Luật Tổ chức chính quyền địa phương\nTheo đề nghị của Chánh Văn phòng",
        body="Điều 1. Kiện toàn Tổ chuyển đổi số gồm 05 thành viên.\n\nĐiều 2. Quyết định này có hiệu lực kể từ ngày ký.",
        places="Như Điều 2\nThường trực Đảng ủy",
        signer_competence="TM",
        signer_title="Phó Chủ tịch",
        signer_id=approver.account_id,
        code="05/QĐ-UBND",
        notation="QĐ-UBND",
        unit_sign="VHXH",
    )


def words_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())


def box_of(pdf: bytes, field: str) -> tuple[float, float, float, float]:
    fields = PdfFileReader(BytesIO(pdf)).root["/AcroForm"]["/Fields"]
    found = next(each.get_object() for each in fields if each.get_object()["/T"] == field)
    left, bottom, right, top = (float(edge) for edge in found["/Rect"])
    return left, bottom, right, top


def signed(draft: Draft, approver: Actor, registrar: Actor) -> bytes:
    pdf = sign_person(render_draft(draft, sign=draft.code, on=DAY), draft=draft, actor=approver, now=MONDAY)
    return sign_agency(pdf, draft=draft, actor=registrar, now=MONDAY)


def test_a_decision_bears_every_cell_of_the_decree(draft):
    words = words_of(render_draft(draft, sign="05/QĐ-UBND", on=DAY))
    for cell in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "ỦY BAN NHÂN DÂN PHƯỜNG CAO LÃNH",
        "Số: 05/QĐ-UBND",
        "Cao Lãnh, ngày 05 tháng 02 năm 2026",
        "QUYẾT ĐỊNH Về việc kiện toàn Tổ chuyển đổi số",
        "Căn cứ Luật Tổ chức chính quyền địa phương;",
        "Theo đề nghị của Chánh Văn phòng.",
        "QUYẾT ĐỊNH:",
        "kể từ ngày ký./.",
        "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH",
        "Nơi nhận: - Như Điều 2; - Thường trực Đảng ủy; - Lưu: VT, VHXH.",
        "Phạm Minh Đức",
    ):
        assert cell in words
    assert "DỰ THẢO" not in words


def test_a_preview_says_that_it_is_a_draft_and_has_neither_number_nor_areas_to_sign(draft):
    preview = render_draft(draft, on=DAY)
    assert "DỰ THẢO" in words_of(preview)
    assert "05/QĐ-UBND" not in words_of(preview)
    assert b"sen:signature" not in preview


@pytest.mark.parametrize("code", [*list_layouts(), "nghi-quyet", "cong-van", "ban-thoa-thuan", "thu-cong"])
def test_every_kind_of_the_decree_has_a_layout_that_prints(draft, code):
    draft.kind_code = code
    words = words_of(render_draft(draft, sign="05/KH-UBND", on=DAY))
    layout = layout_of(code)
    assert (layout.name.upper() in words) is (layout.template != "letter")
    assert ("Số: 05/KH-UBND" in words) is (layout.template != "public_letter")


def test_the_twenty_nine_kinds_are_all_there():
    assert len(list_layouts()) == 29


def test_a_letter_says_what_it_is_about_under_its_number(draft):
    draft.kind_code, draft.addressees = "cong-van", "Sở Nội vụ"
    words = words_of(render_draft(draft, sign="12/UBND-VX", on=DAY))
    assert "V/v kiện toàn Tổ chuyển đổi số" in words
    assert "Kính gửi: Sở Nội vụ" in words


def test_urgency_is_stamped_in_the_size_of_the_decree(draft):
    draft.urgency = 3
    assert "HỎA TỐC" in words_of(render_draft(draft, sign="05/QĐ-UBND", on=DAY))


def test_the_page_is_a4_with_the_margins_of_the_decree_and_numbers_from_the_second_page_on(draft):
    draft.body = "\n\n".join(f"Đoạn {number} của văn bản dài." for number in range(60))
    document = pypdfium2.PdfDocument(render_draft(draft, sign="05/QĐ-UBND", on=DAY))
    width, height = document[0].get_size()
    assert (round(width / POINTS), round(height / POINTS)) == (210, 297)
    assert document[1].get_textpage().get_text_range().strip().startswith("2")
    assert not document[0].get_textpage().get_text_range().strip().startswith("1")
    text = document[0].get_textpage()
    boxes = [text.get_rect(at) for at in range(text.count_rects())]
    assert min(left for left, *_ in boxes) >= 30 * POINTS - 1
    assert max(right for _, _, right, _ in boxes) <= (210 - 15) * POINTS


def test_an_annex_in_the_same_file_leaves_number_and_day_of_its_line_empty(draft):
    draft.body += "\n\nPhụ lục I\nDanh sách thành viên\n\n| STT | Họ tên |\n|---|---|\n| 1 | Nguyễn Văn An |"
    words = words_of(render_draft(draft, sign="05/QĐ-UBND", on=DAY))
    assert "PHỤ LỤC I Danh sách thành viên (Kèm theo Quyết định số /QĐ-UBND ngày tháng năm của" in words
    assert "Nguyễn Văn An" in words


def test_what_people_type_is_printed_and_never_run(draft):
    draft.body = 'Gõ #panic("x") $y$ \\#set page(width: 1pt) <nhan>'
    assert 'Gõ #panic("x") $y$ \\#set page(width: 1pt) <nhan>' in words_of(render_draft(draft, on=DAY))


def test_person_and_agency_sign_in_this_order_and_both_stay_valid(draft, approver, registrar):
    person, agency = signing.validate_pdf(signed(draft, approver, registrar))
    assert (person.area, person.signer_name, person.valid, person.timestamped) == ("person", approver.name, True, True)
    assert (agency.area, agency.agency, agency.valid, agency.covers_whole_file) == ("agency", draft.agency.name, True, True)


def test_the_seal_has_its_real_size_and_covers_a_third_of_the_signature_on_its_left(draft, approver, registrar):
    pdf = signed(draft, approver, registrar)
    person, seal = box_of(pdf, "person"), box_of(pdf, "agency")
    assert (seal[2] - seal[0]) / POINTS == pytest.approx(36, abs=0.2)
    assert (seal[3] - seal[1]) / POINTS == pytest.approx(36, abs=0.2)
    covered = (seal[2] - person[0]) / (person[2] - person[0])
    assert covered == pytest.approx(1 / 3, abs=0.03)
    assert seal[0] < person[0]


def test_the_signature_is_drawn_in_blue_and_the_seal_in_red(draft, approver, registrar):
    document = pypdfium2.PdfDocument(signed(draft, approver, registrar))
    document.init_forms()
    bitmap = document[0].render(scale=1, may_draw_forms=True, rev_byteorder=True)
    raw, depth = bytes(bitmap.buffer), bitmap.n_channels
    pixels = [
        tuple(raw[at : at + 3])
        for row in range(bitmap.height)
        for at in range(row * bitmap.stride, row * bitmap.stride + bitmap.width * depth, depth)
    ]
    assert sum(1 for r, g, b in pixels if b > r + 60 and b > g + 40) > 150
    assert sum(1 for r, g, b in pixels if r > g + 60 and r > b + 60) > 500


def test_an_annex_in_its_own_file_bears_number_and_time_at_the_top_right_and_no_picture(draft):
    annex = render_pdf("printing/sample.typ", {"form": {"title": "Phụ lục"}, "text": "Nội dung", "date": "2026-02-05"})
    pdf = sign_annex(annex, draft=draft, now=MONDAY)
    [report] = signing.validate_pdf(pdf)
    assert report.valid
    document = pypdfium2.PdfDocument(pick_pages(pdf))
    assert "05/QĐ-UBND; 16/11/2026 08:30:00 +07:00" in " ".join(document[0].get_textpage().get_text_range().split())
    left, _, right, top = box_of(pdf, report.area)
    assert right > 190 * POINTS
    assert top > 280 * POINTS
    assert b"/Subtype/Image" not in pdf.replace(b" ", b"")


def test_the_time_of_signing_names_its_zone():
    assert signing_time(dt.datetime(2024, 3, 5, 8, 1, 20, tzinfo=dt.UTC)) == "05/03/2024 15:01:20 +07:00"


def test_a_department_stands_under_its_committee(province, draft):
    draft.agency = make_agency("Sở Khoa học và Công nghệ", "department", parent=province)
    draft.signer_competence, draft.signer_title = "KT", "Phó Giám đốc Sở Khoa học và Công nghệ"
    words = words_of(render_draft(draft, sign="05/QĐ-SKHCN", on=DAY))
    assert "ỦY BAN NHÂN DÂN TỈNH ĐỒNG THÁP" in words
    assert "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC" in words
    assert "Đồng Tháp, ngày" in words


@pytest.mark.parametrize(
    ("power", "title", "lines"),
    [
        ("", "Chủ tịch", ["Chủ tịch"]),
        ("TM", "Chủ tịch", ["TM. Ủy ban nhân dân", "Chủ tịch"]),
        ("TM", "Phó Chủ tịch", ["TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"]),
        ("KT", "Phó Chủ tịch", ["KT. Chủ tịch", "Phó Chủ tịch"]),
        ("TL", "Chánh Văn phòng", ["TL. Chủ tịch", "Chánh Văn phòng"]),
        ("TUQ", "Trưởng phòng", ["TUQ. Chủ tịch", "Trưởng phòng"]),
        ("Q", "Chủ tịch", ["Q. Chủ tịch"]),
        ("Q", "Quyền Chủ tịch", ["Q. Chủ tịch"]),
        ("TM", "Quyền Chủ tịch", ["TM. Ủy ban nhân dân", "Q. Chủ tịch"]),
    ],
)
def test_the_power_to_sign_stands_above_the_position(power, title, lines):
    assert signer_lines(agency_name="Ủy ban nhân dân xã Mỹ Hiệp", power=Competence(power), title=title) == lines


def test_a_committee_stands_above_the_name_of_its_area():
    assert issuer_lines("Ủy ban nhân dân xã Mỹ Hiệp") == ["Ủy ban nhân dân", "xã Mỹ Hiệp"]
    assert issuer_lines("Sở Nội vụ") == ["Sở Nội vụ"]
