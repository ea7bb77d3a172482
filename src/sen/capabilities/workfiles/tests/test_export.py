"""A whole file leaves as PDF and XML in time order, its originals untouched."""

import datetime as dt
import hashlib
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pypdfium2
import pytest
from django.conf import settings
from django.db import connection, transaction

from sen.capabilities.workfiles import services
from sen.capabilities.workfiles.adapters.memory import MemorySource
from sen.capabilities.workfiles.errors import ExportNotReady
from sen.capabilities.workfiles.models import FileExport, WorkFileItem
from sen.capabilities.workfiles.selectors.form_facts import index_facts
from sen.capabilities.workfiles.selectors.work import ExportWork
from sen.capabilities.workfiles.services import exporting
from sen.capabilities.workfiles.tests.conftest import close, put, record, stored_pdf
from sen.capabilities.workfiles.types import FiledFile
from sen.foundation.files.models import StoredFile
from sen.foundation.files.selectors import read_bytes, stored_path
from sen.foundation.files.services import store_bytes
from sen.foundation.history.selectors import list_events
from sen.foundation.jobs.models import OutboxEvent
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
    """Asked for, made to the end, and taken away."""
    made = services.ask_export(actor=actor, workfile_id=workfile.pk, now=MONDAY)
    while services.advance_export(export_id=made.pk, position=made.position, now=MONDAY):
        made.refresh_from_db()
    name, path = services.take_export(actor=actor, workfile_id=workfile.pk, public_id=made.public_id, now=MONDAY)
    return name, zipfile.ZipFile(path)


def folder_of(made):
    return Path(settings.DATA_DIR) / "exports" / str(made.public_id)


def asked_for():
    """Events that wait in the outbox."""
    return [(event.topic.rpartition(".")[2], event.payload) for event in OutboxEvent.objects.all()]


def waiting_exports(actor):
    query = ExportWork().mine(actor, MONDAY)
    with connection.cursor() as cursor:
        cursor.execute(query.sql, query.values)
        return len(cursor.fetchall())


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


@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_an_original_that_changed_or_is_gone_ends_the_export_with_its_reason(full_file, specialist, harm):
    original = WorkFileItem.objects.filter(workfile=full_file).first().files[0]
    if harm == "changed":
        StoredFile.objects.filter(pk=original["file_id"]).update(sha256="0" * 64)
    else:
        stored_path(original["sha256"]).unlink()
    with pytest.raises(ExportNotReady):
        export(specialist, full_file)
    made = FileExport.objects.get()
    assert (made.state, original["name"] in made.problem) == ("failed", True)


def test_a_step_keeps_what_it_made_and_asks_for_the_next(full_file, specialist, monkeypatch):
    monkeypatch.setattr(exporting, "STEP", 1)
    made = services.ask_export(actor=specialist, workfile_id=full_file.pk, now=MONDAY)
    assert services.advance_export(export_id=made.pk, position=0, now=MONDAY)
    made.refresh_from_db()
    assert (made.position, made.total, made.state) == (1, 2, "making")
    assert len(list(folder_of(made).glob("*.pdf"))) == 1
    assert ("ExportMoved", {"export_id": made.pk, "position": 1}) in asked_for()


def test_a_step_that_a_dead_worker_left_half_done_is_done_again_and_an_old_one_is_not(full_file, specialist, monkeypatch):
    monkeypatch.setattr(exporting, "STEP", 1)
    made = services.ask_export(actor=specialist, workfile_id=full_file.pk, now=MONDAY)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        services.advance_export(export_id=made.pk, position=0, now=MONDAY)
        raise KeyboardInterrupt
    made.refresh_from_db()
    assert made.position == 0
    assert services.advance_export(export_id=made.pk, position=0, now=MONDAY)
    assert not services.advance_export(export_id=made.pk, position=0, now=MONDAY)
    made.refresh_from_db()
    assert made.position == 1


def test_asking_twice_begins_one_export_and_a_new_one_replaces_the_old(full_file, specialist):
    first = services.ask_export(actor=specialist, workfile_id=full_file.pk, now=MONDAY)
    assert services.ask_export(actor=specialist, workfile_id=full_file.pk, now=MONDAY) == first
    export(specialist, full_file)
    second = services.ask_export(actor=specialist, workfile_id=full_file.pk, now=MONDAY)
    first.refresh_from_db()
    assert (second == first, first.state, folder_of(first).exists()) == (False, "gone", False)


def test_an_export_is_removed_after_a_week(full_file, specialist):
    export(specialist, full_file)
    assert services.discard_exports(now=MONDAY + dt.timedelta(days=6)) == 0
    assert services.discard_exports(now=MONDAY + dt.timedelta(days=8)) == 1
    made = FileExport.objects.get()
    assert (made.state, folder_of(made).exists()) == ("gone", False)


def test_a_finished_export_waits_in_the_inbox_until_it_is_taken(full_file, specialist, approver):
    made = services.ask_export(actor=specialist, workfile_id=full_file.pk, now=MONDAY)
    while services.advance_export(export_id=made.pk, position=made.position, now=MONDAY):
        made.refresh_from_db()
    assert waiting_exports(specialist) == 1
    with pytest.raises(NotFound):
        services.take_export(actor=approver, workfile_id=full_file.pk, public_id=made.public_id, now=MONDAY)
    services.take_export(actor=specialist, workfile_id=full_file.pk, public_id=made.public_id, now=MONDAY)
    assert waiting_exports(specialist) == 0


def test_what_bears_one_date_stands_in_the_order_it_happened_in_bundle_index_and_xml(workfile, specialist):
    day = dt.date(2026, 6, 1)
    for number, hour in ((1, 15), (2, 8), (3, 11)):
        put(specialist, workfile, record(number, day=day, at=MONDAY.replace(hour=hour)))
    names = [row["number"] for row in index_facts(workfile, day)["rows"]]
    bundle = export(specialist, workfile)[1]
    told = [one.findtext("CodeNumber") for one in ET.fromstring(bundle.read("ho-so.xml")).findall("DocumentList/IncomingDocument")]
    assert names == ["02/UBND-KT", "03/UBND-KT", "01/UBND-KT"]
    assert told == ["02", "03", "01"]
    closed = close(specialist, workfile)
    assert list(closed.items.order_by("ordinal").values_list("record_id", flat=True)) == [2, 3, 1]


def test_an_outsider_exports_nothing(full_file, outsider_officer):
    with pytest.raises(NotFound):
        export(outsider_officer, full_file)
    assert "export" not in {event.action for event in list_events("workfile", full_file.pk)}
