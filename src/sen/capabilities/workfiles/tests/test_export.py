"""A whole file leaves as PDF and XML in time order, its originals untouched."""

import datetime as dt
import hashlib
import io
import zipfile
from xml.etree import ElementTree as ET

import pypdfium2
import pytest

from sen.capabilities.workfiles import services
from sen.capabilities.workfiles.adapters.memory import MemorySource
from sen.capabilities.workfiles.errors import FileMissing
from sen.capabilities.workfiles.models import WorkFileItem
from sen.capabilities.workfiles.tests.conftest import close, put, record, stored_pdf
from sen.capabilities.workfiles.types import FiledFile
from sen.foundation.files.models import StoredFile
from sen.foundation.files.selectors import read_bytes, stored_path
from sen.foundation.files.services import store_bytes
from sen.foundation.history.selectors import list_events
from sen.foundation.signing.adapters.demo import DemoAuthority, MemoryStore
from sen.foundation.signing.services import sign_pdf, use_signer, validate_pdf
from sen.foundation.signing.types import SignerIdentity
from sen.kernel.actor import SYSTEM
from sen.kernel.errors import NotFound
from tests.factories import MONDAY


@pytest.fixture
def full_file(workfile, specialist):
    """Two documents with one original each, the later one put in first."""
    for number, day in ((1, dt.date(2026, 6, 1)), (2, dt.date(2026, 4, 1))):
        file = stored_pdf(f"Văn bản {number}")
        put(specialist, workfile, record(number, day=day, files=(FiledFile(file.pk, f"vb{number}.pdf"),)))
    return close(specialist, workfile)


def export(actor, workfile):
    name, content = services.export_file(actor=actor, workfile_id=workfile.pk, now=MONDAY)
    return name, zipfile.ZipFile(io.BytesIO(content))


def test_the_bundle_holds_pdf_xml_and_the_originals_in_time_order(full_file, specialist):
    name, bundle = export(specialist, full_file)
    assert name.endswith("-2026-02.TH.zip")
    assert bundle.namelist() == ["ho-so.pdf", "ho-so.xml", "van-ban/001-01-vb2.pdf", "van-ban/002-01-vb1.pdf"]
    originals = {item.files[0]["sha256"] for item in full_file.items.all()}
    assert {hashlib.sha256(bundle.read(path)).hexdigest() for path in bundle.namelist()[2:]} == originals


def test_the_xml_speaks_appendix_six(full_file, specialist):
    root = ET.fromstring(export(specialist, full_file)[1].read("ho-so.xml"))
    told = {child.tag for child in root}
    assert {"FileCode", "Title", "Maintenance", "Rights", "Creator", "Language", "StartDate", "EndDate", "DocTotal", "PageTotal"} <= told
    assert root.findtext("FileCode/FileNotation") == "02.TH"
    first, second = root.findall("DocumentList/IncomingDocument")
    assert [one.findtext("DocOrdinal") for one in (first, second)] == ["1", "2"]
    assert [one.findtext("IssuedDate") for one in (first, second)] == ["2026-04-01", "2026-06-01"]
    assert (first.findtext("CodeNumber"), first.findtext("CodeNotation")) == ("02", "UBND-KT")
    assert first.findtext("SignerInfo/FullName") == "Lê Văn Sáu"
    assert "Giao phòng Kinh tế chủ trì" in first.findtext("TraceHeaderList")
    assert first.find("{urn:sen:work-file:1}File").get("path") == "van-ban/001-01-vb2.pdf"


def test_the_pdf_begins_with_cover_and_index_and_carries_the_originals(full_file, specialist):
    document = pypdfium2.PdfDocument(export(specialist, full_file)[1].read("ho-so.pdf"))
    pages = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    assert "HỒ SƠ" in pages[0]
    assert "MỤC LỤC VĂN BẢN, TÀI LIỆU TRONG HỒ SƠ" in pages[1]
    assert len(pages) == 6
    assert [document.get_attachment(n).get_name() for n in range(document.count_attachments())] == [
        "van-ban/001-01-vb2.pdf",
        "van-ban/002-01-vb1.pdf",
    ]


def test_signatures_stay_valid_in_the_folder_and_inside_the_pdf(workfile, specialist):
    use_signer(DemoAuthority(MemoryStore()))
    try:
        identity = SignerIdentity("Phạm Minh Đức", "Phó Chủ tịch", "Ủy ban nhân dân phường Cao Lãnh", account_id=1)
        signed = sign_pdf(read_bytes(stored_pdf()), signer=identity, reason="Ký", location="Cao Lãnh", at=MONDAY)
        file = store_bytes(name="vb.pdf", content=signed, actor=SYSTEM, now=MONDAY, media_type="application/pdf", produced=True)
        put(specialist, workfile, record(1, files=(FiledFile(file.pk, "vb.pdf"),)))
        bundle = export(specialist, close(specialist, workfile))[1]
        attached = pypdfium2.PdfDocument(bundle.read("ho-so.pdf")).get_attachment(0).get_data()
        for original in (bundle.read("van-ban/001-01-vb.pdf"), bytes(attached)):
            assert original == signed
            assert [report.valid for report in validate_pdf(original)] == [True]
    finally:
        use_signer(None)


def test_a_document_the_exporter_may_not_see_is_named_by_its_ordinal_only(full_file, specialist, approver):
    MemorySource.readers[1] = frozenset({specialist.account_id})
    bundle = export(approver, full_file)[1]
    assert bundle.namelist() == ["ho-so.pdf", "ho-so.xml", "van-ban/001-01-vb2.pdf"]
    withheld = ET.fromstring(bundle.read("ho-so.xml")).findall("DocumentList/IncomingDocument")[1]
    assert (withheld.get("withheld"), [child.tag for child in withheld]) == ("true", ["DocOrdinal"])
    assert list_events("workfile", full_file.pk)[-1].payload == {"items": 2, "left_out": 1}


def test_an_original_that_changed_since_closing_stops_the_export(full_file, specialist):
    item = WorkFileItem.objects.filter(workfile=full_file).first()
    StoredFile.objects.filter(pk=item.files[0]["file_id"]).update(sha256="0" * 64)
    with pytest.raises(FileMissing):
        export(specialist, full_file)


def test_an_original_that_is_gone_stops_the_export(full_file, specialist):
    item = WorkFileItem.objects.filter(workfile=full_file).first()
    stored_path(item.files[0]["sha256"]).unlink()
    with pytest.raises(FileMissing):
        export(specialist, full_file)


def test_an_outsider_exports_nothing(full_file, outsider_officer):
    with pytest.raises(NotFound):
        export(outsider_officer, full_file)
    assert "export" not in {event.action for event in list_events("workfile", full_file.pk)}
