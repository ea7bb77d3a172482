"""Letters of real scans, recognised by the real program where it is installed."""

import io

import pypdfium2
import pytest

from sen.foundation.contents import services
from sen.foundation.contents.adapters.reader import calling
from sen.foundation.contents.adapters.reader.texts import Refused
from sen.foundation.contents.models import ExtractedText
from sen.foundation.contents.selectors import text_of
from sen.foundation.contents.states import TextMethod, TextState
from sen.foundation.files.selectors import stored_path
from sen.foundation.printing.services import render_pdf
from sen.kernel import clock

SENTENCE = "Ủy ban nhân dân xã Mỹ Hiệp đề nghị các đơn vị rà soát công tác văn thư"
FACTS = {"width": 480, "height": 60, "words": [SENTENCE]}

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not calling.recogniser(), reason="tesseract with Vietnamese is not installed: apt-get install tesseract-ocr-vie"),
]


@pytest.fixture(scope="module")
def picture():
    """A line of Vietnamese as a scanner sees it: pixels at 300 dots per inch."""
    page = pypdfium2.PdfDocument(render_pdf("signing/words.typ", FACTS))[0]
    return page.render(scale=300 / 72, rev_byteorder=False, prefer_bgrx=False)


@pytest.fixture(scope="module")
def png(picture, tmp_path_factory):
    """The picture as PNG, drawn by the isolated reader."""
    place = tmp_path_factory.mktemp("scan") / "line.pdf"
    place.write_bytes(render_pdf("signing/words.typ", FACTS))
    return calling.draw(place, 1, 1600)


def scan_of(picture, pages=1):
    """A PDF that holds nothing but the picture on each page."""
    document = pypdfium2.PdfDocument.new()
    across, down = picture.width * 72 / 300, picture.height * 72 / 300
    for _number in range(pages):
        image = pypdfium2.PdfImage.new(document)
        image.set_bitmap(picture)
        image.set_matrix(pypdfium2.PdfMatrix().scale(across, down))
        page = document.new_page(across, down)
        page.insert_obj(image)
        page.gen_content()
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def words_of(file):
    return " ".join(text_of([file.pk]).get(file.pk, "").split())


def test_the_text_of_a_scanned_pdf_is_read_with_every_mark(store, picture):
    file = store("quet.pdf", scan_of(picture, pages=2), "application/pdf")
    assert services.extract(file_id=file.pk, now=clock.now()) == TextState.READY
    assert words_of(file).count(SENTENCE) == 2
    kept = ExtractedText.objects.get(sha256=file.sha256)
    assert (kept.method, kept.pages, kept.note) == (TextMethod.OCR, 2, "")


def test_the_text_of_a_photographed_page_is_read(store, png):
    file = store("chup.png", png, "image/png")
    assert services.extract(file_id=file.pk, now=clock.now()) == TextState.READY
    assert SENTENCE in words_of(file)


def test_a_blank_scan_is_empty_and_not_tried_again(store, picture):
    picture_of_nothing = pypdfium2.PdfBitmap.new_native(600, 200, picture.format)
    picture_of_nothing.fill_rect((255, 255, 255, 255), 0, 0, 600, 200)
    file = store("trang.pdf", scan_of(picture_of_nothing), "application/pdf")
    assert services.extract(file_id=file.pk, now=clock.now()) == TextState.EMPTY
    assert services.read_waiting_scans(now=clock.now()) == 0


def test_a_page_that_takes_too_long_costs_only_itself(store, picture, monkeypatch):
    recognise, told = calling.recognise, []

    def second_is_slow(place, program):
        told.append(place)
        if len(told) == 2:
            raise Refused("stopped")
        return recognise(place, program)

    monkeypatch.setattr(calling, "recognise", second_is_slow)
    file = store("quet.pdf", scan_of(picture, pages=2), "application/pdf")
    assert services.extract(file_id=file.pk, now=clock.now()) == TextState.READY
    assert words_of(file).count(SENTENCE) == 1
    assert ExtractedText.objects.get(sha256=file.sha256).note == "pages left out: 2"


def test_a_file_may_take_only_so_long(store, picture, monkeypatch):
    monkeypatch.setattr(services, "_OCR_SECONDS_A_FILE", 0.0)
    file = store("quet.pdf", scan_of(picture, pages=3), "application/pdf")
    services.extract(file_id=file.pk, now=clock.now())
    assert "pages left out" in ExtractedText.objects.get(sha256=file.sha256).note


def test_the_program_that_recognises_is_bound_like_every_reader(store, picture, tmp_path):
    """What stands in the place of tesseract here tells what it was left with."""
    spy = tmp_path / "spy"
    spy.write_text("#!/bin/sh\nulimit -f; ulimit -v; ulimit -t; ulimit -n; ls /sys/class/net 2>/dev/null | wc -l\n", encoding="utf-8")
    spy.chmod(0o755)
    file = store("quet.pdf", scan_of(picture), "application/pdf")
    size, memory, seconds, files, *_rest = calling.recognise(stored_path(file.sha256), str(spy)).split()
    assert (size, files) == ("0", "64")
    assert int(memory) * 1024 <= 2 * 1024**3
    assert int(seconds) <= 90


def test_a_picture_that_is_none_fails_without_harm(store):
    file = store("hong.png", b"\x89PNG\r\n\x1a\n" + bytes(400), "image/png")
    assert services.extract(file_id=file.pk, now=clock.now()) == TextState.FAILED
