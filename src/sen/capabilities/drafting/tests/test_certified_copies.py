"""Certified copies: sao y, sao lục, trích sao."""

import pypdfium2
import pytest

from sen.capabilities.correspondence.types import KindGroup, NewFile
from sen.capabilities.drafting.errors import BookMissing, CopyNeedsNoForm, CopySignerMissing, PagesUnknown, SourceNotCopied
from sen.capabilities.drafting.models import CertifiedCopy, CopyForm, CopyKind
from sen.capabilities.drafting.selectors.copies import access_copy, access_source, visible_copies
from sen.capabilities.drafting.services.copies import NewCopy, make_copy, parse_pages
from sen.foundation.files.selectors import read_bytes
from sen.foundation.files.services import store_bytes
from sen.foundation.history.selectors import list_events
from sen.foundation.printing.services import pick_pages, render_pdf
from sen.foundation.signing import services as signing
from sen.foundation.signing.adapters.demo import DemoAuthority, MemoryStore
from sen.foundation.signing.types import SignerIdentity
from sen.kernel.errors import NotAllowed, NotFound
from tests.document_factories import issue, make_book, new_content
from tests.factories import MONDAY, signed_in

AUTHORITY = DemoAuthority(MemoryStore())


@pytest.fixture(autouse=True)
def _in_memory(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    signing.use_signer(AUTHORITY)
    yield
    signing.use_signer(None)


def scan(pages: int = 1) -> bytes:
    text = "Nội dung của văn bản. " * (1 if pages == 1 else 400 * pages)
    return render_pdf("printing/sample.typ", {"form": {"title": "Văn bản"}, "text": text, "date": "2026-11-16"})


@pytest.fixture
def source(agency, other_agency, approver, registrar):
    """A document of the agency with one unsigned PDF, and the series its copies are numbered in."""
    make_book(agency, group=KindGroup.COPY, name="Sổ sao văn bản")
    return source_with(scan(), registrar, agency, other_agency)


def source_with(pdf, registrar, agency, other_agency):
    file = store_bytes(name="ban-quet.pdf", content=pdf, actor=registrar, now=MONDAY, media_type="application/pdf", produced=True)
    outgoing = issue(registrar, agency, [other_agency], content=new_content(files=[NewFile(file.pk)]))
    return access_source(registrar, "outgoing", outgoing.pk)


def copied(source, registrar, approver, kind=CopyKind.FULL, form=CopyForm.PAPER, **values):
    asked = NewCopy(source.files[0][0], kind, form, approver.account_id, **values)
    return make_copy(actor=registrar, source=source, asked=asked, now=MONDAY)


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pick_pages(pdf))
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def test_all_kinds_of_copies_share_one_series_of_numbers(source, registrar, approver):
    first = copied(source, registrar, approver)
    second = copied(source, registrar, approver, CopyKind.FROM_COPY)
    third = copied(source, registrar, approver, CopyKind.EXCERPT, pages="1")
    assert [first.code, second.code, third.code] == ["01/SY-UBND", "02/SL-UBND", "03/TrS-UBND"]


def test_an_electronic_copy_names_form_agency_and_time_in_the_agencys_signature(source, registrar, approver):
    copy = copied(source, registrar, approver, form=CopyForm.ELECTRONIC)
    pdf = read_bytes(copy.file)
    [report] = signing.validate_pdf(pdf)
    assert report.valid
    assert report.agency == source.agency.name
    assert "SAO Y; Ủy ban nhân dân phường Cao Lãnh; 16/11/2026 08:30:00 +07:00" in words_of(pdf)


def test_a_paper_copy_ends_with_the_block_of_the_decree_and_bears_no_digital_signature(source, registrar, approver):
    copy = copied(source, registrar, approver, places="Phòng Kinh tế\nThanh tra")
    pdf = read_bytes(copy.file)
    words = words_of(pdf)
    assert signing.validate_pdf(pdf) == []
    for cell in (
        "SAO Y",
        "Số: 01/SY-UBND",
        "Cao Lãnh, ngày 16 tháng 11 năm 2026",
        "KT. CHỦ TỊCH PHÓ CHỦ TỊCH",
        approver.name,
        "- Phòng Kinh tế; - Thanh tra;",
    ):
        assert cell in words
    assert len(pypdfium2.PdfDocument(pdf)) == 1


def test_the_block_gets_a_sheet_of_its_own_when_the_last_page_is_full(agency, other_agency, registrar, approver):
    make_book(agency, group=KindGroup.COPY, name="Sổ sao văn bản")
    long = render_pdf("printing/sample.typ", {"form": {"title": "Văn bản"}, "text": "Nội dung của văn bản. " * 175, "date": "2026-11-16"})
    copy = copied(source_with(long, registrar, agency, other_agency), registrar, approver)
    assert len(pypdfium2.PdfDocument(read_bytes(copy.file))) == len(pypdfium2.PdfDocument(long)) + 1


def test_an_excerpt_holds_only_its_pages(agency, other_agency, registrar, approver):
    make_book(agency, group=KindGroup.COPY, name="Sổ sao văn bản")
    source = source_with(scan(3), registrar, agency, other_agency)
    copy = copied(source, registrar, approver, CopyKind.EXCERPT, CopyForm.ELECTRONIC, pages="2, 3")
    assert len(pypdfium2.PdfDocument(read_bytes(copy.file))) == 2
    assert copy.pages == "2, 3"


def test_the_copy_stands_in_the_history_of_its_document(source, registrar, approver):
    copy = copied(source, registrar, approver)
    event = list_events("outgoing", source.record_id)[-1]
    assert (event.action, event.payload["code"]) == ("copy", copy.code)


def test_a_signed_electronic_document_is_forwarded_not_copied_electronically(agency, other_agency, registrar, approver):
    make_book(agency, group=KindGroup.COPY, name="Sổ sao văn bản")
    signer = SignerIdentity("Phạm Minh Đức", "Phó Chủ tịch", agency.name, 7)
    signed = signing.sign_pdf(scan(), signer=signer, reason="", location="", at=MONDAY)
    source = source_with(signed, registrar, agency, other_agency)
    with pytest.raises(CopyNeedsNoForm):
        copied(source, registrar, approver, form=CopyForm.ELECTRONIC)
    assert copied(source, registrar, approver).code == "01/SY-UBND"


def test_nobody_but_the_clerk_makes_copies_and_no_number_is_lost(source, registrar, approver, specialist):
    with pytest.raises(NotAllowed):
        copied(source, specialist, approver)
    assert not CertifiedCopy.objects.exists()
    assert copied(source, registrar, approver).code == "01/SY-UBND"


def test_what_cannot_be_copied_is_refused_and_takes_no_number(source, registrar, approver, specialist):
    with pytest.raises(CopySignerMissing):
        copied(source, registrar, specialist)
    with pytest.raises(PagesUnknown):
        copied(source, registrar, approver, CopyKind.EXCERPT, pages="9")
    with pytest.raises(SourceNotCopied):
        make_copy(actor=registrar, source=source, asked=NewCopy(0, CopyKind.FULL, CopyForm.PAPER, approver.account_id), now=MONDAY)
    assert not CertifiedCopy.objects.exists()
    assert copied(source, registrar, approver).code == "01/SY-UBND"


def test_without_a_book_for_copies_the_clerk_is_told(agency, other_agency, registrar, approver):
    source = source_with(scan(), registrar, agency, other_agency)
    with pytest.raises(BookMissing):
        copied(source, registrar, approver)


def test_copies_are_seen_by_clerks_and_leaders_of_the_agency_only(source, registrar, approver, outsider_officer, specialist):
    copy = copied(source, registrar, approver)
    assert access_copy(approver, copy.pk) == copy
    for stranger in (outsider_officer, specialist):
        assert not visible_copies(stranger).exists()
        with pytest.raises(NotFound):
            access_copy(stranger, copy.pk)


@pytest.mark.parametrize(("text", "pages"), [("1", [1]), ("3-5, 1", [1, 3, 4, 5]), ("2–3; 2", [2, 3])])
def test_pages_are_read_as_people_write_them(text, pages):
    assert parse_pages(text, 5) == pages


@pytest.mark.parametrize("text", ["", "0", "6", "a", "4-9", "5-2", "1-999999999999"])
def test_pages_that_are_not_there_are_refused(text):
    with pytest.raises(PagesUnknown):
        parse_pages(text, 5)


def test_the_clerk_makes_a_copy_on_the_page_and_opens_it(client, source, registrar, approver, monkeypatch):
    monkeypatch.setattr("sen.kernel.clock.now", lambda: MONDAY)
    signed_in(client, registrar)
    address = f"/lam-viec/du-thao/ban-sao/van-ban-di/{source.record_id}/"
    assert client.get(address).status_code == 200
    data = {"file_id": source.files[0][0], "kind": "sao-y", "form": "paper", "signer_id": approver.account_id, "pages": "", "places": ""}
    answer = client.post(address, data, follow=True)
    assert "01/SY-UBND" in answer.content.decode()
    copy = CertifiedCopy.objects.get()
    file = client.get(f"/lam-viec/du-thao/ban-sao/{copy.pk}/tep/")
    assert b"".join(file.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    assert "01/SY-UBND" in client.get("/lam-viec/du-thao/ban-sao/?q=01/SY").content.decode()


def test_a_wrong_page_keeps_what_was_typed(client, source, registrar, approver, monkeypatch):
    monkeypatch.setattr("sen.kernel.clock.now", lambda: MONDAY)
    signed_in(client, registrar)
    data = {
        "file_id": source.files[0][0],
        "kind": "trich-sao",
        "form": "paper",
        "signer_id": approver.account_id,
        "pages": "7",
        "places": "Thanh tra",
    }
    answer = client.post(f"/lam-viec/du-thao/ban-sao/van-ban-di/{source.record_id}/", data)
    assert answer.status_code == 422
    assert "Thanh tra" in answer.content.decode()
    assert not CertifiedCopy.objects.exists()
