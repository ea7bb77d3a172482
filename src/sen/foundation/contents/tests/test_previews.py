"""Pages of files as a reader sees them in the browser."""

import pytest
from django.template.loader import render_to_string

from sen.foundation.contents import services
from sen.foundation.contents.adapters.reader import calling
from sen.foundation.contents.errors import PageNotDrawn
from sen.foundation.contents.selectors import page_picture, preview_of
from sen.foundation.contents.tests.conftest import DOCX, docx
from sen.foundation.files.errors import FileInfected
from sen.kernel import clock

pytestmark = pytest.mark.django_db


def test_a_page_is_drawn_once_and_kept(store, pdf, monkeypatch):
    file = store("a.pdf", pdf, "application/pdf")
    picture = page_picture(file, 1, 800)
    assert picture.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(picture.content[16:20], "big") == 800
    monkeypatch.setattr(calling, "draw", lambda *_: pytest.fail("drawn twice"))
    assert page_picture(file, 1, 800) == picture


@pytest.mark.parametrize(("number", "width"), [(2, 800), (0, 800), (1, 5000)])
def test_a_page_that_is_not_there_or_an_odd_size_is_refused(store, pdf, number, width):
    with pytest.raises(PageNotDrawn):
        page_picture(store("a.pdf", pdf, "application/pdf"), number, width)


def test_a_file_with_malware_is_not_drawn(store, pdf):
    file = store("a.pdf", pdf, "application/pdf")
    file.scan_state = "infected"
    with pytest.raises(FileInfected):
        page_picture(file)
    assert preview_of(file, 1, "/t/").kind == "note"


def test_the_component_shows_a_page_with_its_picture_and_no_script(store, pdf):
    file = store("quyet-dinh.pdf", pdf, "application/pdf")
    services.extract(file_id=file.pk, now=clock.now())
    html = render_to_string("contents/preview.html", {"preview": preview_of(file, 7, "/van-ban/1/trang/")})
    assert 'src="/van-ban/1/trang/?trang=1&amp;rong=800"' in html
    assert "Trang 1 của tệp quyet-dinh.pdf" in html
    assert "<script" not in html


def test_a_word_file_shows_its_words(store):
    file = store("a.docx", docx("Kế hoạch &lt;b&gt;"), DOCX)
    assert "Hãy tải tệp về" in preview_of(file, 1, "/t/").note
    services.extract(file_id=file.pk, now=clock.now())
    html = render_to_string("contents/preview.html", {"preview": preview_of(file, 1, "/t/")})
    assert "Kế hoạch &lt;b&gt;" in html


def test_a_file_without_signatures_says_so(store, pdf):
    assert services.check_signatures(file=store("a.pdf", pdf, "application/pdf"), now=clock.now()) == []
    assert "không có chữ ký số" in render_to_string("contents/signatures.html", {"signatures": []})
