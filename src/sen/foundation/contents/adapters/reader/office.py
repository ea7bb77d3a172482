"""Text of office files: Word, Excel and OpenDocument archives by streaming their XML; the old binary formats by their strings."""

import re
import zipfile
from collections.abc import Callable, Iterator
from typing import IO
from xml.parsers import expat

from sen.foundation.contents.adapters.reader.texts import Refused, Sink

_PART_BYTES = 64 * 1024 * 1024
_PIECE = 64 * 1024
_MAX_DEPTH = 200
_SHEETS = 50
_BREAKS = frozenset({"p", "h", "row", "br", "tr", "si", "table-row", "line-break", "tab", "tc", "c", "table-cell"})
_WRITTEN = frozenset({"t", "v", "p", "h", "span", "a"})
_DOCX_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_XLSX_PARTS = re.compile(r"xl/(sharedStrings|worksheets/sheet\d+)\.xml")
_WIDE = re.compile(rb"(?:[\x20-\x7e\xa0-\xff\x0d\x09]\x00|[\x00-\xff][\x01\x03\x1e])" + rb"{4,}")
_NARROW = re.compile(rb"[\x20-\x7e\xc0-\xff]{6,}")


def read_archive(stream: IO[bytes], media_type: str, sink: Sink) -> None:
    """Write the text of a zip-based office file into the sink.  Raises Refused for entity declarations or oversized parts."""
    with zipfile.ZipFile(stream) as archive:
        for name in _parts(archive.namelist(), media_type):
            with archive.open(name) as part:
                _read_xml(part, sink, _wanted(name))
            sink.line()
            if sink.full:
                return


def read_compound(content: bytes, sink: Sink) -> None:
    """Write the longer runs of letters of an old binary Word or Excel file into the sink: good enough to be found by."""
    for place in _WIDE.finditer(content):
        run = place.group().decode("utf-16-le", "ignore")
        if sum(ch.isalnum() for ch in run) * 2 >= len(run):
            sink.write(run)
            sink.line()
    for place in _NARROW.finditer(content):
        sink.write(place.group().decode("cp1252", "ignore"))
        sink.line()


def _parts(names: list[str], media_type: str) -> Iterator[str]:
    if "opendocument" in media_type:
        yield from (name for name in names if name == "content.xml")
        return
    pattern = _XLSX_PARTS if "spreadsheet" in media_type else _DOCX_PARTS
    found = sorted((name for name in names if pattern.fullmatch(name)), key=lambda name: ("header" in name or "footer" in name, name))
    yield from found[: _SHEETS + 1]


def _wanted(part: str) -> Callable[[list[str]], bool]:
    """Which text counts: in a worksheet a cell's number only when it is not a pointer into the shared strings."""
    if part.startswith("xl/worksheets/"):
        return lambda path: path[-1] == "t" or (path[-1] == "v" and path[-2:-1] != ["c:s"])
    if part == "content.xml":
        return lambda path: any(name in ("p", "h") for name in path)
    return lambda path: path[-1] in _WRITTEN


class _Letters:
    """Follows the elements of a part and keeps the letters that count."""

    def __init__(self, sink: Sink, wanted: Callable[[list[str]], bool]) -> None:
        self._sink, self._wanted, self._path = sink, wanted, list[str]()

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        local = name.rpartition(" ")[2]
        self._path.append("c:s" if local == "c" and attributes.get("t") == "s" else local)
        if len(self._path) > _MAX_DEPTH:
            raise Refused("nested too deeply")

    def end(self, name: str) -> None:
        """An element closes."""
        self._path.pop()
        if name.rpartition(" ")[2] in _BREAKS:
            self._sink.line()

    def letters(self, text: str) -> None:
        """Text inside an element."""
        if self._path and self._wanted(self._path):
            self._sink.write(text)


def _refuse(*_facts: object) -> None:
    raise Refused("document type declaration")


def _read_xml(part: IO[bytes], sink: Sink, wanted: Callable[[list[str]], bool]) -> None:
    parser, letters = expat.ParserCreate(namespace_separator=" "), _Letters(sink, wanted)
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = letters.begin
    parser.EndElementHandler = letters.end
    parser.CharacterDataHandler = letters.letters
    taken = 0
    while piece := part.read(_PIECE):
        taken += len(piece)
        if taken > _PART_BYTES:
            raise Refused("part too large")
        parser.Parse(piece, False)
        if sink.full:
            return
    parser.Parse(b"", True)
