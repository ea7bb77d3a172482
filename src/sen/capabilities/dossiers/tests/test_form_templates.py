"""Every official form prints, in full and with nothing known."""

import datetime as dt
import json
from pathlib import Path

import pypdfium2
import pytest

from sen.foundation.printing.services import render_pdf
from sen.foundation.signing import services as signing
from sen.foundation.signing.adapters.demo import DemoAuthority, MemoryStore
from sen.foundation.signing.types import SignerIdentity

EXAMPLES = Path(__file__).parent / "form_examples"
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.json"))
A5, A4, A4_WIDE = (420, 595), (595, 842), (842, 595)
SIZES = {
    "receipt": A5,
    "supplement": A5,
    "refusal": A5,
    "apology": A5,
    "stop": A5,
    "register": A4_WIDE,
    "report_06a": A4_WIDE,
    "ticket": None,
}


def facts_of(name):
    return json.loads((EXAMPLES / f"{name}.json").read_text())


def pages_of(name, facts):
    return pypdfium2.PdfDocument(render_pdf(f"dossiers/forms/{name}.typ", facts))


def words_of(document):
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def test_there_is_an_example_of_every_template():
    templates = {path.stem for path in (Path(__file__).parents[1] / "templates/dossiers/forms").glob("*.typ")}
    assert set(NAMES) == templates


@pytest.mark.parametrize("name", NAMES)
def test_a_form_has_its_legal_size_and_title(name):
    facts = facts_of(name)
    document = pages_of(name, facts)
    if SIZES.get(name, A4):
        assert tuple(round(edge) for edge in document[0].get_size()) == SIZES.get(name, A4)
    if name != "ticket":
        assert facts["form"]["title"].upper() in words_of(document)
        assert "Bản minh họa" in words_of(document)


@pytest.mark.parametrize("name", ["receipt", "supplement", "refusal", "apology", "stop"])
def test_a_slip_fits_one_sheet_under_the_national_header(name):
    document = pages_of(name, facts_of(name))
    assert len(document) == 1
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc" in words_of(document)


@pytest.mark.parametrize("name", NAMES)
def test_a_form_prints_with_nothing_filled_in(name):
    assert len(pages_of(name, {"form": {"title": "Biểu mẫu"}, "number": "", "date": ""})) >= 1


def test_a_receipt_shows_the_agent_only_when_there_is_one():
    facts = facts_of("receipt")
    assert "Người được ủy quyền nộp: Trần Văn Ơn" in words_of(pages_of("receipt", facts))
    assert "ủy quyền" not in words_of(pages_of("receipt", {**facts, "agent": None}))


def test_a_real_form_carries_no_mark_of_the_demonstration():
    facts = {**facts_of("receipt"), "demo": False}
    assert "minh họa" not in words_of(pages_of("receipt", facts)).lower()


def test_a_cancelled_slip_says_so_across_the_sheet():
    assert "ĐÃ HỦY" in words_of(pages_of("receipt", {**facts_of("receipt"), "cancelled": True}))


def test_an_apology_before_the_due_date_does_not_claim_it_has_passed():
    facts = facts_of("apology")
    assert "chưa thể trả kết quả" in words_of(pages_of("apology", facts))
    assert "Tuy nhiên đến nay" in words_of(pages_of("apology", {**facts, "late": True}))


def test_forty_components_run_over_to_further_sheets_with_the_table_head_repeated():
    facts = facts_of("receipt")
    document = pages_of("receipt", {**facts, "components": facts["components"] * 14})
    assert len(document) > 1
    assert words_of(document).count("Tên giấy tờ") == sum("Tờ khai" in page.get_textpage().get_text_range() for page in document)
    assert "Trang 1/" in words_of(document)


def test_a_register_of_five_hundred_lines_keeps_its_columns_on_every_page():
    facts = facts_of("register")
    document = pages_of("register", {**facts, "rows": facts["rows"] * 20})
    assert all("Hẹn trả kết" in " ".join(page.get_textpage().get_text_range().split()) for page in list(document)[:-1])


def test_the_figures_of_report_06a_add_up():
    facts = facts_of("report_06a")
    for line in [facts["total"], *(row for group in facts["groups"] for row in [group["total"], *group["rows"]])]:
        assert line["received"] == line["online"] + line["direct"] + line["carried"]
        assert line["settled"] == line["early"] + line["on_time"] + line["late"]
        assert line["pending"] == line["pending_in_time"] + line["pending_late"]
        assert line["received"] == line["settled"] + line["pending"]


@pytest.fixture(scope="module")
def authority():
    signing.use_signer(DemoAuthority(MemoryStore()))
    yield
    signing.use_signer(None)


@pytest.mark.parametrize(
    ("name", "role"),
    [(name, "person") for name in ("receipt", "supplement", "refusal", "apology", "stop", "register", "result", "report_06a")]
    + [("proof", "agency"), ("result", "agency")],
)
def test_a_form_with_a_signature_area_takes_the_signature_there(authority, name, role):
    signer = SignerIdentity("Phạm Quốc Bảo", "Chủ tịch", "Ủy ban nhân dân xã Mỹ Hiệp")
    pdf = render_pdf(f"dossiers/forms/{name}.typ", facts_of(name))
    at = dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC)
    [report] = signing.validate_pdf(signing.sign_pdf(pdf, signer=signer, reason="", location="", at=at, role=role))
    assert (report.area, report.valid) == (role, True)
