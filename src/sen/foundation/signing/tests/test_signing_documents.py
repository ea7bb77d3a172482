"""Signatures on PDF files."""

import datetime as dt
from io import BytesIO

import pypdfium2
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from sen.foundation.printing.services import render_pdf
from sen.foundation.signing import services
from sen.foundation.signing.adapters.demo import DemoAuthority, MemoryStore
from sen.foundation.signing.errors import NotSignable, UnreadablePdf

AT = dt.datetime(2026, 11, 23, 2, 10, 5, tzinfo=dt.UTC)
IN_2020 = dt.datetime(2020, 11, 23, 2, 10, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def result():
    """A sheet with an area for a person and one for an agency."""
    return render_pdf("printing/sample.typ", {"form": {"title": "Giấy xác nhận"}, "text": "Nội dung", "date": "2026-11-23"})


def signed(pdf, signer, **values):
    return services.sign_pdf(pdf, **{"signer": signer, "reason": "Ký duyệt", "location": "Mỹ Hiệp", "at": AT, **values})


def drawn(pdf):
    """The first page as a viewer shows it, stamps included, one byte a pixel."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    bitmap = document[0].render(scale=1, grayscale=True, may_draw_forms=True)
    return [bytes(bitmap.buffer[row * bitmap.stride : row * bitmap.stride + bitmap.width]) for row in range(bitmap.height)]


def area_of(pdf, name):
    """Left, top, right, bottom of the form's marked area in pixels from the top left."""
    page = PdfFileReader(BytesIO(pdf)).root["/Pages"]["/Kids"][0]
    notes = [note.get_object() for note in page["/Annots"]]
    rect = next(note["/Rect"] for note in notes if note["/A"]["/URI"] == f"sen:signature/{name}")
    left, bottom, right, top = (float(edge) for edge in rect)
    height = float(page["/MediaBox"][3])
    return round(left), round(height - top), round(right), round(height - bottom)


def test_a_signature_says_who_when_and_why_and_covers_the_whole_file(result, chairman):
    [report] = services.validate_pdf(signed(result, chairman))
    assert (report.signer_name, report.signer_title, report.agency) == (chairman.name, chairman.title, chairman.agency)
    assert (report.signed_at, report.timestamped, report.reason, report.location) == (AT, True, "Ký duyệt", "Mỹ Hiệp")
    assert (report.intact, report.trusted, report.covers_whole_file, report.changed_after, report.valid) == (True, True, True, False, True)
    assert report.is_demo


def test_person_then_agency_both_stay_valid(result, chairman, commune):
    twice = signed(signed(result, chairman), commune, role="agency")
    person, agency = services.validate_pdf(twice)
    assert (person.area, agency.area) == ("person", "agency")
    assert person.valid
    assert agency.valid
    assert not person.covers_whole_file
    assert agency.covers_whole_file


def test_the_stamp_is_drawn_inside_the_area_of_the_form_and_nowhere_else(result, chairman):
    before, after = drawn(result), drawn(signed(result, chairman))
    left, top, right, bottom = area_of(result, "person")
    changed = [(x, y) for y, (old, new) in enumerate(zip(before, after, strict=True)) for x in range(len(old)) if old[x] != new[x]]
    assert len(changed) > 500
    assert all(left - 2 <= x <= right + 2 and top - 2 <= y <= bottom + 2 for x, y in changed)


def test_no_mark_of_the_form_is_left_in_the_signed_file(result, chairman):
    page = PdfFileReader(BytesIO(signed(result, chairman))).root["/Pages"]["/Kids"][0]
    assert [note.get_object()["/Subtype"] for note in page["/Annots"]] == ["/Widget", "/Widget"]


def test_a_third_signature_without_free_area_is_invisible_and_breaks_nothing(result, chairman, commune):
    output = signed(signed(signed(result, chairman), commune, role="agency"), chairman, reason="Xác nhận lại")
    reports = services.validate_pdf(output)
    assert [report.area for report in reports] == ["person", "agency", "person-2"]
    assert all(report.valid for report in reports)


def test_one_changed_byte_of_what_was_signed_is_noticed(result, chairman):
    output = signed(result, chairman)
    reason = output.rindex(b"startxref", 0, len(result))
    tampered = bytearray(output)
    tampered[reason + 12] = ord("1") if tampered[reason + 12] != ord("1") else ord("2")
    [report] = services.validate_pdf(bytes(tampered))
    assert not report.intact
    assert not report.valid


def test_content_added_after_the_signature_is_noticed(result, chairman):
    output = signed(result, chairman)
    [report] = services.validate_pdf(output + b"\n% added\n")
    assert not report.covers_whole_file


def test_a_signature_of_another_authority_is_intact_but_not_trusted(result, chairman):
    services.use_signer(DemoAuthority(MemoryStore()))
    foreign = signed(result, chairman)
    services.use_signer(DemoAuthority(MemoryStore()))
    [report] = services.validate_pdf(foreign)
    assert report.intact
    assert not report.trusted
    assert not report.valid


def test_a_demonstration_on_the_clock_of_2020_signs_and_checks(result, chairman):
    [report] = services.validate_pdf(signed(result, chairman, at=IN_2020))
    assert (report.signed_at, report.valid) == (IN_2020, True)


def test_without_a_role_an_account_signs_as_a_person_and_an_agency_as_itself(result, chairman, commune):
    assert services.validate_pdf(signed(result, chairman))[0].area == "person"
    assert services.validate_pdf(signed(result, commune))[0].area == "agency"


def test_many_documents_are_signed_in_order(result, chairman):
    outputs = services.sign_many([result, result], signer=chairman, reason="", location="", at=AT)
    assert [services.validate_pdf(output)[0].valid for output in outputs] == [True, True]


def test_an_unsigned_file_has_no_report(result):
    assert services.validate_pdf(result) == []


@pytest.mark.parametrize("rubbish", [b"", b"%PDF-1.7", b"not a pdf" * 100])
def test_what_is_no_pdf_is_refused_by_name(rubbish, chairman):
    with pytest.raises(NotSignable):
        signed(rubbish, chairman)
    with pytest.raises(UnreadablePdf):
        services.validate_pdf(rubbish)


def test_a_very_long_agency_name_still_gets_a_certificate(result, chairman):
    long = "Ủy ban nhân dân " + "xã Mỹ Hiệp " * 20
    identity = type(chairman)(chairman.name, chairman.title * 4, long, 8)
    assert services.validate_pdf(signed(result, identity))[0].valid
