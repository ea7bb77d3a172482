"""PDF pages: their text, and their pictures as PNG or grey map, with PDFium."""

import ctypes
import struct
import zlib
from typing import IO

import pypdfium2
import pypdfium2.raw as pdfium

from sen.foundation.contents.adapters.reader.texts import Refused, Sink

MAX_PAGES = 400
MAX_SIDE = 6000
_SPARSE = 25


def read_pdf(stream: IO[bytes], sink: Sink) -> tuple[int, bool]:
    """Write the text of the pages into the sink; returns the number of pages and whether they are mere pictures."""
    document = pypdfium2.PdfDocument(stream.read())
    count, written = len(document), 0
    for number in range(min(count, MAX_PAGES)):
        words = document[number].get_textpage().get_text_bounded().replace("\r", "")
        written += sum(not letter.isspace() for letter in words)
        sink.write(words)
        sink.line()
        if sink.full:
            break
    return count, written < _SPARSE * min(count, MAX_PAGES)


def draw_page(stream: IO[bytes], number: int, width: int, *, grey: bool = False) -> bytes:
    """The page, counted from 1, so many pixels wide: PNG in colour, or PGM for recognising letters.

    Raises Refused when there is no such page or it would be too large a picture.
    """
    document = pypdfium2.PdfDocument(stream.read())
    if not 1 <= number <= len(document):
        raise Refused("no such page")
    document.init_forms()  # before the page is taken, or what signatures show is not drawn
    page = document[number - 1]
    across, down = page.get_size()
    if across <= 0 or down <= 0 or width * down / across > MAX_SIDE or width > MAX_SIDE:
        raise Refused("too large a picture")
    bitmap = page.render(scale=width / across, grayscale=grey, rev_byteorder=True, prefer_bgrx=False, may_draw_forms=True)
    return _pgm(bitmap) if grey else _png(bitmap)


def redraw_photo(stream: IO[bytes]) -> bytes:
    """A JPEG photo drawn anew, so that nothing but pixels of the file reaches a browser; PNG."""
    document = pypdfium2.PdfDocument.new()
    image = pypdfium2.PdfImage.new(document)
    image.load_jpeg(stream, inline=True)
    across, down = image.get_px_size()
    if across > MAX_SIDE * 2 or down > MAX_SIDE * 2:
        raise Refused("too large a picture")
    image.set_matrix(pypdfium2.PdfMatrix().scale(across, down))
    page = document.new_page(across, down)
    page.insert_obj(image)
    page.gen_content()
    return _png(page.render(scale=min(1.0, 1400 / across), rev_byteorder=True, prefer_bgrx=False))


def _png(bitmap: pypdfium2.PdfBitmap) -> bytes:
    if bitmap.format != pdfium.FPDFBitmap_BGR:
        raise Refused("unknown picture")
    lines = b"".join(b"\x00" + row for row in _rows(bitmap, 3))
    head = struct.pack(">IIBBBBB", bitmap.width, bitmap.height, 8, 2, 0, 0, 0)
    body = _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(lines, 6)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def _pgm(bitmap: pypdfium2.PdfBitmap) -> bytes:
    return f"P5 {bitmap.width} {bitmap.height} 255\n".encode() + b"".join(_rows(bitmap, 1))


def _rows(bitmap: pypdfium2.PdfBitmap, depth: int) -> list[bytes]:
    whole = ctypes.string_at(bitmap.buffer, bitmap.stride * bitmap.height)
    return [whole[place : place + bitmap.width * depth] for place in range(0, len(whole), bitmap.stride)]


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
