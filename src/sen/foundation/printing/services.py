"""PDF and pictures from typst templates, and QR codes.  Writes nothing; the same facts give the same bytes."""

import io
import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pypdfium2
import segno
import typst
from django.conf import settings
from django.template.utils import get_app_template_dirs

from sen.foundation.printing.types import Facts, Pictures

_FONT_DIR = Path(__file__).parent / "fonts"
_POINTS = 72 / 25.4
_INK = 200


def render_pdf(template: str, facts: Facts, pictures: Pictures | None = None) -> bytes:
    """The PDF of a template such as ``dossiers/forms/receipt.typ`` filled with the facts.

    Templates lie in the apps' ``templates`` folders and may import ``/printing/form.typ``.  Facts are JSON values
    and reach the template as data only: nothing typed by a person is read as markup.  A fact ``qr_text`` is
    accompanied by its drawing.  Pictures (PNG by name) reach it as the fact ``pictures``, whose values are arrays of bytes.
    Raises LookupError for an unknown template, typst.TypstError for a faulty one.
    """
    return bytes(_compile(template, facts, pictures or {}, format="pdf"))


def render_png(template: str, facts: Facts, pictures: Pictures | None = None, *, ppi: int = 300) -> bytes:
    """The only page of a template as a PNG, transparent where the page has no fill; raises as render_pdf."""
    return bytes(_compile(template, facts, pictures or {}, format="png", ppi=ppi))


def _compile(template: str, facts: Facts, pictures: Pictures, **options: Any) -> Any:
    sources = _sources()
    if template not in sources:
        raise LookupError(f"no printing template {template}")
    values = dict(facts)
    if values.get("qr_text"):
        values["qr_svg"] = qr_svg(str(values["qr_text"]))
    main = f'#include "/{template}"'.encode()
    if pictures:
        values["pictures"] = {name: list(content) for name, content in pictures.items()}
    files: Any = {"main.typ": main, **sources}  # a virtual folder: the compiler sees no file of ours but these
    return typst.compile(
        files,
        root=_FONT_DIR,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"facts": json.dumps(values, ensure_ascii=False)},
        **options,
    )


def qr_svg(text: str) -> str:
    """The text as a QR code (error correction M) in SVG without fixed size, quiet zone of two modules."""
    drawing = io.BytesIO()
    _code(text).save(drawing, kind="svg", border=2, xmldecl=False, omitsize=True, svgclass=None, lineclass=None)
    return drawing.getvalue().decode().strip()


def qr_png(text: str, scale: int = 8) -> bytes:
    """The text as a QR code in PNG, ``scale`` pixels a module."""
    drawing = io.BytesIO()
    _code(text).save(drawing, kind="png", border=2, scale=scale)
    return drawing.getvalue()


def page_count(pdf: bytes) -> int:
    """Pages of a PDF; raises pypdfium2.PdfiumError when it is none."""
    return len(pypdfium2.PdfDocument(pdf))


def page_height_mm(pdf: bytes) -> float:
    """Height of the first page in millimetres."""
    return float(pypdfium2.PdfDocument(pdf)[0].get_height()) / _POINTS


def pick_pages(pdf: bytes, numbers: Sequence[int] = ()) -> bytes:
    """The pages with these numbers (from 1; all without any) as a PDF of its own, with stamps of signatures drawn into the page.

    What results is a picture of the paper for printing or excerpts: signatures of the source are no longer in it.
    """
    source = pypdfium2.PdfDocument(pdf)
    source.init_forms()
    if source.formenv is not None:
        for page in source:
            page.flatten()
    made = pypdfium2.PdfDocument.new()
    made.import_pages(source, pages=[number - 1 for number in numbers] or None)
    return _saved(made)


def append_pages(pdf: bytes, more: bytes) -> bytes:
    """The pages of both files, one behind the other."""
    made = pypdfium2.PdfDocument(pdf)
    made.import_pages(pypdfium2.PdfDocument(more))
    return _saved(made)


def lay_over(pdf: bytes, sheet: bytes, *, page: int, left_mm: float, top_mm: float) -> bytes:
    """The PDF with the first page of the sheet laid over a page (from 1), its top left corner this far from that of the page.

    A copy for printing: signatures of the source are no longer in it.
    """
    made = pypdfium2.PdfDocument(pdf)
    cover = pypdfium2.PdfDocument(sheet)
    ground = made[page - 1]
    _, height = ground.get_size()
    drawing = cover.page_as_xobject(0, made).as_pageobject()
    drawing.set_matrix(pypdfium2.PdfMatrix().translate(left_mm * _POINTS, height - top_mm * _POINTS - cover[0].get_height()))
    ground.insert_obj(drawing)
    ground.gen_content()
    return _saved(made)


def blank_place_mm(
    pdf: bytes, places: Iterable[tuple[float, float]], *, width_mm: float, height_mm: float, page: int = 1
) -> tuple[float, float] | None:
    """The first of the places (left, top; millimetres) where a rectangle of this size covers nothing on the page; None when all do."""
    bitmap = pypdfium2.PdfDocument(pdf)[page - 1].render(scale=1, grayscale=True)
    raw = bytes(bitmap.buffer)
    for left, top in places:
        first, last = round(left * _POINTS), round((left + width_mm) * _POINTS)
        rows = range(round(top * _POINTS), round((top + height_mm) * _POINTS))
        if last > bitmap.width or rows.stop > bitmap.height:
            continue
        if all(min(raw[row * bitmap.stride + first : row * bitmap.stride + last]) >= _INK for row in rows):
            return left, top
    return None


def free_height_mm(pdf: bytes, *, foot_mm: float = 15) -> tuple[float, float]:
    """Of the last page: where its last line ends, from the top, and how much stays free beneath it above the foot; millimetres."""
    document = pypdfium2.PdfDocument(pdf)
    last = document[len(document) - 1]
    bitmap = last.render(scale=1, grayscale=True)
    raw = bytes(bitmap.buffer)
    foot = bitmap.height - round(foot_mm * _POINTS)
    rows = (row for row in range(foot, 0, -1) if min(raw[row * bitmap.stride : row * bitmap.stride + bitmap.width]) < _INK)
    end = next(rows, 0)
    return end / _POINTS, (foot - end) / _POINTS


def _saved(document: pypdfium2.PdfDocument) -> bytes:
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def _code(text: str) -> segno.QRCode:
    return segno.make_qr(text, error="m", boost_error=False)


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_FONT_DIR)])


def _sources() -> dict[str, bytes]:
    return _read_sources() if settings.DEBUG else _kept_sources()


@lru_cache(maxsize=1)
def _kept_sources() -> dict[str, bytes]:
    return _read_sources()


def _read_sources() -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for folder in get_app_template_dirs("templates"):
        for path in sorted(Path(folder).rglob("*.typ")):
            found.setdefault(path.relative_to(folder).as_posix(), path.read_bytes())
    return found
