"""PDF from typst templates, and QR codes.  Writes nothing; the same facts give the same bytes."""

import io
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import segno
import typst
from django.conf import settings
from django.template.utils import get_app_template_dirs

from sen.foundation.printing.types import Facts

_FONT_DIR = Path(__file__).parent / "fonts"


def render_pdf(template: str, facts: Facts) -> bytes:
    """The PDF of a template such as ``dossiers/forms/receipt.typ`` filled with the facts.

    Templates lie in the apps' ``templates`` folders and may import ``/printing/form.typ``.  Facts are JSON values
    and reach the template as data only: nothing typed by a person is read as markup.  A fact ``qr_text`` is
    accompanied by its drawing.  Raises LookupError for an unknown template, typst.TypstError for a faulty one.
    """
    sources = _sources()
    if template not in sources:
        raise LookupError(f"no printing template {template}")
    values = dict(facts)
    if values.get("qr_text"):
        values["qr_svg"] = qr_svg(str(values["qr_text"]))
    main = f'#include "/{template}"'.encode()
    files: Any = {"main.typ": main, **sources}  # a virtual folder: the compiler sees no file of ours but these
    pdf = typst.compile(
        files,
        root=_FONT_DIR,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"facts": json.dumps(values, ensure_ascii=False)},
    )
    return bytes(pdf)


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
