"""What is read in files of every kind, and what is refused."""

import json
import subprocess
import sys
from io import BytesIO

import pypdfium2
import pytest
from openpyxl import Workbook

from sen.foundation.contents import services
from sen.foundation.contents.adapters.reader import calling
from sen.foundation.contents.models import ExtractedText
from sen.foundation.contents.selectors import text_of, text_states
from sen.foundation.contents.states import TextState
from sen.foundation.contents.tests.conftest import DOCX, ODT, XLSX, docx, zipped
from sen.foundation.files.models import StoredFile
from sen.foundation.jobs.models import OutboxEvent
from sen.kernel import clock

pytestmark = pytest.mark.django_db


def read(file):
    """The state and the text after reading."""
    state = services.extract(file_id=file.pk, now=clock.now())
    return state, text_of([file.pk]).get(file.pk, "")


def blank_pdf():
    """A PDF whose one page holds nothing that can be read."""
    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 300)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_the_words_of_a_pdf_are_read(store, pdf):
    state, text = read(store("a.pdf", pdf, "application/pdf"))
    assert state == TextState.READY
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert ExtractedText.objects.get().pages == 1


def test_the_words_of_a_word_file_are_read_paragraph_by_paragraph(store):
    _state, text = read(store("a.docx", docx("Kế hoạch chuyển đổi số", "năm 2026"), DOCX))
    assert text == "Kế hoạch chuyển đổi số\nnăm 2026"


def test_the_cells_of_a_workbook_are_read_words_and_numbers(store):
    book, stream = Workbook(), BytesIO()
    book.active.append(["Xã Mỹ Hiệp", 1250])
    book.save(stream)
    _state, text = read(store("a.xlsx", stream.getvalue(), XLSX))
    assert "Xã Mỹ Hiệp" in text
    assert "1250" in text


def test_an_open_document_is_read(store):
    ns = 'xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    body = f"<o:document-content {ns}><o:body><t:h>Báo cáo</t:h><t:p>Công tác <t:span>văn thư</t:span></t:p></o:body></o:document-content>"
    _state, text = read(store("a.odt", zipped({"mimetype": ODT, "content.xml": body}), ODT))
    assert text == "Báo cáo\nCông tác văn thư"


def test_an_old_binary_word_file_is_found_by_its_words(store):
    content = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + "Quyết định về việc khen thưởng".encode("utf-16-le") + b"\x00\x00\xff\xff"
    )
    _state, text = read(store("a.doc", content, "application/msword"))
    assert "Quyết định về việc khen thưởng" in text


def test_an_entity_bomb_in_a_word_file_is_refused(store):
    bomb = '<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    state, text = read(store("a.docx", docx("&b;", head=bomb), DOCX))
    assert (state, text) == (TextState.REFUSED, "")


def test_a_damaged_pdf_is_said_to_be_unreadable_and_nothing_breaks(store):
    state, text = read(store("a.pdf", b"%PDF-1.7 broken", "application/pdf"))
    assert (state, text) == (TextState.FAILED, "")


def test_a_file_with_malware_is_not_opened(store, pdf, monkeypatch):
    file = store("a.pdf", pdf, "application/pdf")
    StoredFile.objects.filter(pk=file.pk).update(scan_state="infected")
    monkeypatch.setattr(calling, "read_text", lambda *_: pytest.fail("opened"))
    assert read(file) == (TextState.REFUSED, "")


def test_a_scan_waits_until_letters_can_be_recognised_and_is_then_read(store, monkeypatch):
    monkeypatch.setattr(calling, "recogniser", lambda: "")
    file = store("a.pdf", blank_pdf(), "application/pdf")
    assert read(file) == (TextState.SCAN, "")
    assert services.read_waiting_scans(now=clock.now()) == 0
    monkeypatch.setattr(calling, "recogniser", lambda: "/usr/bin/tesseract")
    seen = []
    monkeypatch.setattr(calling, "recognise", lambda picture, program: seen.append(picture.read_bytes()[:2]) or "Giấy mời họp")
    assert services.read_waiting_scans(now=clock.now()) == 1
    assert read(file) == (TextState.READY, "Giấy mời họp")
    assert seen == [b"P5"]


def test_the_same_bytes_are_read_once_and_every_file_is_announced(store, pdf, monkeypatch):
    first, second = store("a.pdf", pdf, "application/pdf"), store("b.pdf", pdf, "application/pdf")
    read(first)
    monkeypatch.setattr(calling, "read_text", lambda *_: pytest.fail("read twice"))
    state, text = read(second)
    assert state == TextState.READY
    assert text
    told = [payload for payload in OutboxEvent.objects.filter(topic="contents.TextExtracted").values_list("payload", flat=True)]
    assert [row["file_id"] if isinstance(row, dict) else json.loads(row)["file_id"] for row in told] == [first.pk, second.pk]


def test_a_reader_that_takes_too_long_is_stopped(store, tmp_path, monkeypatch):
    monkeypatch.setattr(calling, "_TEXT_SECONDS", 0.01)
    assert read(store("a.docx", docx("chữ"), DOCX))[0] == TextState.REFUSED


def test_a_reader_may_not_write_files_nor_take_all_memory():
    code = (
        "from sen.foundation.contents.adapters.reader import limits\nlimits.bind(cpu_seconds=5)\n"
        "import sys\ntry:\n    x = bytearray(3_000_000_000)\nexcept MemoryError:\n    print('memory')\n"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "try:\n    f = open('/tmp/sen-reader-test', 'wb', buffering=0); f.write(b'x')\nexcept OSError:\n    print('file')\n"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=False)
    assert said.stdout.split() == ["memory", "file"]


def test_of_a_very_long_text_the_beginning_is_kept(store):
    state, text = read(store("a.docx", docx("a" * 3_000_000), DOCX))
    assert state == TextState.READY
    assert len(text) == 1_000_000


def test_a_part_that_unpacks_to_more_than_a_reader_takes_is_refused(store):
    assert read(store("a.docx", docx("chữ", head=" " * 70_000_000), DOCX)) == (TextState.REFUSED, "")


def test_texts_and_states_of_many_files_take_two_queries(store, pdf, django_assert_num_queries):
    ids = [store(f"{n}.pdf", pdf + b"%" * n, "application/pdf").pk for n in range(3)]
    for file_id in ids:
        services.extract(file_id=file_id, now=clock.now())
    with django_assert_num_queries(2):
        assert len(text_of(ids, most=20)) == 3
    with django_assert_num_queries(2):
        assert set(text_states(ids)) == set(ids)
