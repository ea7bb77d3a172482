"""What a PNG picture is: its size, whether its ground is transparent, in which colour it is drawn."""

import struct
from dataclasses import dataclass
from enum import StrEnum

import pypdfium2

from sen.foundation.printing.services import render_pdf

_MAGIC = b"\x89PNG\r\n\x1a\n"
_WITH_ALPHA = {4, 6}
_DARK = 235


@dataclass(frozen=True, slots=True)
class PngFacts:
    """Size in pixels, and whether the picture has a transparent ground."""

    width: int
    height: int
    transparent: bool


class Ink(StrEnum):
    """The colour most of a drawing has."""

    BLUE = "blue"
    RED = "red"
    OTHER = "other"


def png_facts(png: bytes) -> PngFacts | None:
    """The facts of the picture's head; None when the bytes are no PNG."""
    if not png.startswith(_MAGIC) or len(png) < 33 or png[12:16] != b"IHDR":
        return None
    width, height, _, colour = struct.unpack(">IIBB", png[16:26])
    if not width or not height:
        return None
    return PngFacts(width, height, colour in _WITH_ALPHA or b"tRNS" in png[:4096])


def ink_of(png: bytes) -> Ink:
    """The colour of what is drawn, seen on white paper; OTHER also when the picture cannot be drawn or is empty."""
    try:
        page = render_pdf("signing/picture.typ", {"width": 120, "height": 120, "words": []}, {"look": png})
    except RuntimeError:
        return Ink.OTHER
    bitmap = pypdfium2.PdfDocument(page)[0].render(scale=1, rev_byteorder=True)
    depth = bitmap.n_channels
    red = green = blue = drawn = 0
    raw = bytes(bitmap.buffer)
    for row in range(bitmap.height):
        start = row * bitmap.stride
        for at in range(start, start + bitmap.width * depth, depth):
            r, g, b = raw[at], raw[at + 1], raw[at + 2]
            if min(r, g, b) < _DARK:
                red, green, blue, drawn = red + r, green + g, blue + b, drawn + 1
    if not drawn or max(red, green, blue) == green:
        return Ink.OTHER
    other = max(green, red if blue > red else blue)
    if max(red, blue) - other < 25 * drawn:
        return Ink.OTHER
    return Ink.BLUE if blue > red else Ink.RED
