"""The portal's flattened pages become duties, cases, limits and fees a citizen can rely on."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from sen.capabilities.procedures.adapters.national_portal.components import GENERAL_CASE, read_papers
from sen.capabilities.procedures.adapters.national_portal.fees import read_fees
from sen.capabilities.procedures.adapters.national_portal.headings import HeadingKind, read_heading
from sen.capabilities.procedures.adapters.national_portal.limits import read_filing, split_note
from sen.capabilities.procedures.adapters.national_portal.reading import ERAS, read_catalogue
from sen.capabilities.procedures.adapters.national_portal.texts import enumerator, split_form, tidy
from sen.capabilities.procedures.types import CatalogueSource, ProcedureRecord
from sen.kernel.worktime import TermUnit

from .conftest import BIRTH, COPY, HOUSEHOLD

Records = dict[str, ProcedureRecord]


def test_birth_registration_has_one_paper_everybody_submits(records: Records) -> None:
    needed = [row for row in records[BIRTH].components if row.duty == "submit" and not row.is_conditional]
    assert [row.name.split(";")[0] for row in needed] == ["Giấy chứng sinh"]


def test_birth_registration_keeps_identity_papers_to_present_and_remarks_as_notes(records: Records) -> None:
    rows = records[BIRTH].components
    assert [row.name[:8] for row in rows if row.duty == "present" and not row.is_conditional] == ["Hộ chiếu"]
    notes = [row for row in rows if row.duty == "note"]
    assert len(notes) == 25
    assert not any(row.originals or row.copies for row in notes)


def test_papers_of_special_situations_are_conditional(records: Records) -> None:
    abandoned = next(row for row in records[BIRTH].components if "bị bỏ rơi" in row.name)
    assert abandoned.is_conditional
    assert abandoned.duty == "submit"


def test_group_titles_of_birth_registration_are_no_cases(records: Records) -> None:
    assert records[BIRTH].cases == ()


def test_household_business_asks_one_form_and_lists_authorisation_as_a_condition(records: Records) -> None:
    record = records[HOUSEHOLD]
    assert [row.name for row in record.components if not row.is_conditional] == ["Giấy đề nghị đăng ký hộ kinh doanh"]
    authorised = [row for row in record.components if row.heading.startswith("Trường hợp ủy quyền")]
    assert len(authorised) == 6
    assert record.cases == ()


def test_household_business_takes_its_limit_from_the_text_and_says_so(records: Records) -> None:
    record = records[HOUSEHOLD]
    assert (record.limit_amount, record.limit_unit) == (Decimal(3), TermUnit.WORKING_DAYS)
    assert "limit-from-text" in record.notes


def test_a_copy_is_certified_at_once_by_the_law_the_source_left_out(records: Records) -> None:
    record = records[COPY]
    assert record.is_immediate
    assert "limit-from-law" in record.notes
    assert "23/2015/NĐ-CP" in record.limit_note


def test_permanent_residence_offers_real_cases_after_the_general_one(records: Records) -> None:
    cases = records["1.004222"].cases
    assert cases[0] == GENERAL_CASE
    assert all(case.startswith("Đăng ký thường trú") for case in cases[1:])
    assert len(cases) == 6


def test_numbered_cases_come_in_their_order() -> None:
    rows = [_row(1, "(1.2) Đối với công trình theo tuyến:", "Bản vẽ B"), _row(2, "(1.1) Đối với công trình không theo tuyến:", "Bản vẽ A")]
    assert read_papers(rows).cases == ["Đối với công trình không theo tuyến", "Đối với công trình theo tuyến"]


def test_a_single_case_becomes_a_condition_not_a_choice() -> None:
    papers = read_papers(
        [_row(1, "", "Đơn đề nghị"), _row(2, "Trường hợp đăng ký doanh nghiệp xã hội:", "Cam kết thực hiện mục tiêu xã hội")]
    )
    assert papers.cases == []
    special = next(row for row in papers.rows if row.name.startswith("Cam kết"))
    assert special.is_conditional
    assert special.heading == "Trường hợp đăng ký doanh nghiệp xã hội"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("* Giấy tờ phải nộp:", HeadingKind.SUBMIT),
        ("* Giấy tờ phải xuất trình:", HeadingKind.PRESENT),
        ("* Lưu ý :", HeadingKind.NOTE),
        ("Thành phần hồ sơ:", HeadingKind.SUBMIT),
        ("a) Đối với hộ gia đình, cá nhân:", HeadingKind.CASE),
        ("Trường hợp ủy quyền thực hiện thủ tục:", HeadingKind.CONDITION),
        ("Nộp trực tiếp", HeadingKind.CHANNEL),
        ("Hồ sơ của người nhận con nuôi:", HeadingKind.SUBMIT),
    ],
)
def test_headings_are_told_apart(text: str, kind: HeadingKind) -> None:
    assert read_heading(text).kind is kind


def test_a_form_name_glued_to_a_paper_is_taken_off() -> None:
    assert split_form("Tờ trình phê duyệt (bản chính) theo quy địnhtờ trình.docx", "") == (
        "Tờ trình phê duyệt (bản chính) theo quy định",
        "tờ trình.docx",
    )


def test_bullets_and_invisible_letters_are_dropped() -> None:
    assert tidy("; + Giấy\u200b tờ  tùy thân ;") == "Giấy tờ tùy thân"
    assert enumerator("(1.10) Đối với") > enumerator("(1.9) Đối với")
    assert enumerator("(iv) Trường hợp") > enumerator("(ii) Trường hợp")


def test_a_fee_below_1000_is_doubtful_and_the_note_is_believed() -> None:
    remarks: list[str] = []
    fee = read_fees([_method(fee_vnd="150", note="150 VNĐ(150.000 đồng/lần/thẻ.)")], remarks)[0]
    assert (fee.amount, fee.is_doubtful) == (150_000, True)
    assert remarks == ["fee-below-1000"]


def test_a_doubtful_fee_without_a_clear_note_has_no_amount() -> None:
    assert read_fees([_method(fee_vnd="120", note="120 VNĐ")], [])[0].amount is None


def test_fee_and_levy_of_one_line_are_two_fees() -> None:
    fees = read_fees([_method(fee_vnd="800000", fees="Phí:800000;Lệ phí:100000", note="800,000 Việt Nam Đồng(/hồ sơ)")], [])
    assert [(fee.is_levy, fee.amount) for fee in fees] == [(False, 800_000), (True, 100_000)]


def test_money_and_description_of_a_note_are_separated() -> None:
    assert split_note("3,500,000 VNĐ(Phí thẩm định)Kể từ khi nhận đủ hồ sơ") == ("Phí thẩm định", "Kể từ khi nhận đủ hồ sơ")


def test_a_number_without_a_unit_is_taken_as_working_days_and_flagged() -> None:
    filing = read_filing([_method(duration="1")], "")
    assert (filing.amount, filing.unit) == (Decimal(1), TermUnit.WORKING_DAYS)
    assert filing.methods[0].is_assumed
    assert filing.remarks == ["unit-assumed"]


def test_several_limits_in_the_text_are_not_guessed_between() -> None:
    steps = "Trong thời hạn 03 ngày làm việc kể từ ngày nhận hồ sơ. Trong thời hạn 10 ngày kể từ ngày nhận đủ hồ sơ."
    filing = read_filing([_method()], steps)
    assert filing.amount is None
    assert filing.remarks == ["limit-only-in-words"]


def test_districts_appear_in_2020_only(source: CatalogueSource, tmp_path: Path) -> None:
    for file in (settings.REFERENCE_DIR / "procedures").iterdir():
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        known = any(HOUSEHOLD in line[:20] for line in lines)
        (tmp_path / file.name).write_text(
            "".join([lines[0], *(x for x in lines[1:] if HOUSEHOLD in x[:20])] if known else lines), encoding="utf-8"
        )
    household = next(record for record in read_catalogue(tmp_path, ERAS["dongthap-2020"]).procedures if record.code == HOUSEHOLD)
    assert household.at_district
    assert not household.at_commune
    assert not any(record.at_district for record in source.procedures)


def _row(seq: int, case: str, name: str) -> dict[str, str]:
    return {"code": "1.000001", "seq": str(seq), "case": case, "name": name, "original": "1", "copy": "0", "form_file": ""}


def _method(**values: str) -> dict[str, str]:
    return {
        "code": "1.000001",
        "method": "Trực tiếp",
        "duration": "",
        "unit": "",
        "free": "0",
        "fee_vnd": "",
        "fees": "",
        "note": "",
        **values,
    }
