"""QR codes."""

import pypdfium2
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from sen.foundation.printing import services

ADDRESS = "https://dichvucong.dongthap.example/tra-cuu/?ma=H20.19-261123-0037"


def test_the_code_printed_on_a_slip_leads_to_the_address():
    pdf = services.render_pdf("printing/sample.typ", {"form": {"title": "Tờ thử"}, "qr_text": ADDRESS})
    bitmap = pypdfium2.PdfDocument(pdf)[0].render(scale=4, grayscale=True)
    pixels = memoryview(bytes(bitmap.buffer)).cast("B", shape=[bitmap.height, bitmap.stride])
    assert [code.text for code in zxingcpp.read_barcodes(pixels)] == [ADDRESS]


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x1EFF, exclude_categories=["Cs"]), min_size=1, max_size=120))
@settings(max_examples=25, deadline=None)
def test_any_text_gives_a_drawing_without_script_or_style(text):
    drawing = services.qr_svg(text)
    assert drawing.startswith("<svg")
    assert "script" not in drawing
    assert "style=" not in drawing


def test_the_picture_form_is_a_png():
    assert services.qr_png(ADDRESS).startswith(b"\x89PNG")
