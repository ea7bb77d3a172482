"""The process itself: one action on the file at standard input, the answer on standard output."""

import json
import os
import sys
import zipfile
from typing import IO
from xml.parsers.expat import ExpatError

import pypdfium2

from sen.foundation.contents.adapters.reader import limits
from sen.foundation.contents.adapters.reader.office import read_archive, read_compound
from sen.foundation.contents.adapters.reader.pages import draw_page, read_pdf, redraw_photo
from sen.foundation.contents.adapters.reader.texts import MAX_CHARACTERS, Refused, Sink

REFUSED, FAILED = 3, 4
_TEXT_SECONDS, _DRAW_SECONDS, _OCR_SECONDS = 40, 20, 90
_DAMAGED = (
    pypdfium2.PdfiumError,
    zipfile.BadZipFile,
    ExpatError,
    UnicodeDecodeError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


def main(arguments: list[str]) -> int:
    """Do the action; 0, or a status that says why not."""
    action, *rest = arguments
    if action == "recognise":
        limits.bind(cpu_seconds=_OCR_SECONDS, for_ocr=True)
        os.execv(rest[0], [rest[0], "stdin", "stdout", "-l", rest[1], "--psm", "3"])  # noqa: S606 - the program of the settings
    limits.bind(cpu_seconds=_TEXT_SECONDS if action == "text" else _DRAW_SECONDS)
    try:
        sys.stdout.buffer.write(_text(sys.stdin.buffer, rest[0]) if action == "text" else _picture(sys.stdin.buffer, action, rest))
    except (Refused, MemoryError) as error:
        sys.stderr.write(str(error) or "too much memory")
        return REFUSED
    except _DAMAGED as error:
        sys.stderr.write(type(error).__name__)
        return FAILED
    return 0


def _text(stream: IO[bytes], media_type: str) -> bytes:
    sink, pages, scanned, method = Sink(), 0, False, "office"
    if media_type == "application/pdf":
        method, (pages, scanned) = "pdf", read_pdf(stream, sink)
    elif media_type.startswith("image/"):
        method, pages, scanned = "none", 1, True
    elif media_type in ("text/plain", "application/xml", "text/csv"):
        method = "plain"
        sink.write(stream.read(MAX_CHARACTERS * 4).decode("utf-8-sig", "replace"))
    elif media_type in ("application/msword", "application/vnd.ms-excel"):
        read_compound(stream.read(), sink)
    else:
        read_archive(stream, media_type, sink)
    facts = {"method": method, "pages": pages, "scanned": scanned, "text": sink.text()}
    return json.dumps(facts).encode()


def _picture(stream: IO[bytes], action: str, rest: list[str]) -> bytes:
    if action == "photo":
        return redraw_photo(stream)
    return draw_page(stream, int(rest[0]), int(rest[1]), grey=action == "grey")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
