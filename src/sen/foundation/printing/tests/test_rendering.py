"""PDF from templates."""

import re

import pypdfium2
import pytest

from sen.foundation.printing import services

ALPHABET = "Ếế Ộộ Ậậ Ơơ Ưư Ỹỹ Ẵẵ Ẫẫ Ỵỵ Đđ Ằằ Ểể Ữữ Ợợ"
SHEET = "printing/sample.typ"


def sheet(text="Thử in"):
    return {"form": {"title": "Tờ thử"}, "issuer": {"unit": "Trung tâm"}, "date": "2026-11-23", "text": text}


def text_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in document).replace("\r", "")


def fonts_of(pdf):
    return set(re.findall(rb"/(?:BaseFont|FontName)\s*/(?:[A-Z]{6}\+)?([A-Za-z0-9-]+)", pdf))


def test_every_vietnamese_letter_is_printed_with_the_shipped_fonts_only():
    pdf = services.render_pdf(SHEET, sheet(ALPHABET))
    assert ALPHABET in " ".join(text_of(pdf).split())
    assert fonts_of(pdf), "the font list is readable"
    assert all(name.startswith(b"Liberation") for name in fonts_of(pdf))


def test_the_shipped_fonts_carry_their_licence():
    folder = services._FONT_DIR
    assert "SIL OPEN FONT LICENSE" in (folder / "OFL.txt").read_text()
    assert len(list(folder.glob("*.ttf"))) == 6


@pytest.mark.parametrize(
    "typed",
    [
        '#panic("x")',
        '"]#read("/etc/passwd")[',
        "*đậm* _nghiêng_ $x$",
        "\\#set page(width: 1pt)",
        "</svg><script>",
        "= Tiêu đề",
        "@nhan <nhan>",
    ],
)
def test_what_people_type_is_printed_as_typed_and_never_run(typed):
    assert "".join(typed.split()) in "".join(text_of(services.render_pdf(SHEET, sheet(typed))).split())


def test_the_same_facts_give_the_same_bytes():
    assert services.render_pdf(SHEET, sheet()) == services.render_pdf(SHEET, sheet())


def test_an_unknown_template_is_named():
    with pytest.raises(LookupError, match="no/such.typ"):
        services.render_pdf("no/such.typ", {})


@pytest.mark.parametrize("template", ["../../etc/passwd", "/etc/passwd"])
def test_a_template_is_never_taken_from_outside_the_apps(template):
    with pytest.raises(LookupError):
        services.render_pdf(template, {})


def test_facts_must_be_plain_values():
    with pytest.raises(TypeError):
        services.render_pdf(SHEET, sheet(object()))


def test_emoji_without_a_letter_in_the_fonts_does_not_stop_the_form():
    assert services.render_pdf(SHEET, sheet("Hồ sơ 🌸 của tôi")).startswith(b"%PDF")


def test_a_very_long_text_is_printed_whole():
    pdf = services.render_pdf(SHEET, sheet("Đăng ký khai sinh " * 200))
    assert text_of(pdf).replace("\n", " ").split().count("khai") == 200
