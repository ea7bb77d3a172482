"""CSV files as they really come: read row by row from any byte on, never held in memory, every oddity kept to its row."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sen.kernel.text import clean, fold
from sen.registries.parties.errors import FileUnreadable

_BOM = b"\xef\xbb\xbf"
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_SEPARATORS = ",;\t|"
MAX_ROW_BYTES = 64 * 1024
_MAX_ROW_LINES = 40


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is to be read: its separator, the place of each field, the byte where the rows begin, heads nobody knows."""

    separator: str
    columns: Mapping[str, int]
    start: int
    strange: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by field, the byte after it, or what is wrong with it as a whole."""

    cells: Mapping[str, str]
    end: int
    problem: str = ""


def read_layout(path: Path, heads: Mapping[str, str], needed: tuple[str, ...]) -> Layout:
    """The layout by the first row; ``heads`` maps folded heads to fields.

    Raises FileUnreadable when the file is empty, is not UTF-8 text, repeats a column or lacks a needed one.
    """
    with path.open("rb") as file:
        first = file.readline(MAX_ROW_BYTES)
        start = file.tell()
    if first.startswith(_WIDE):
        raise FileUnreadable("file", why="tệp ở dạng UTF-16. Trong Excel hãy chọn lưu “CSV UTF-8”")
    try:
        text = first.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError:
        raise FileUnreadable("file", why="chữ không ở dạng UTF-8. Trong Excel hãy chọn lưu “CSV UTF-8”") from None
    if not clean(text) or "\x00" in text:
        raise FileUnreadable("file", why="dòng đầu phải là tên các cột")
    separator = max(_SEPARATORS, key=text.count)
    names = [_head(cell) for cell in next(csv.reader([text.strip("\r\n")], delimiter=separator))]
    fields = [heads.get(name, "") for name in names]
    known = [field for field in fields if field]
    if twice := sorted({field for field in known if known.count(field) > 1}):
        raise FileUnreadable("file", why=f"cột {', '.join(_names(heads, twice))} có hai lần")
    if missing := [field for field in needed if field not in known]:
        raise FileUnreadable("file", why=f"thiếu cột {', '.join(_names(heads, missing))}")
    strange = tuple(name for name, field in zip(names, fields, strict=True) if name and not field)
    return Layout(separator, {field: place for place, field in enumerate(fields) if field}, start, strange[:20])


def _head(cell: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", fold(clean(cell))).strip("_")


def _names(heads: Mapping[str, str], fields: list[str]) -> list[str]:
    return [next(head for head, known in heads.items() if known == field) for field in fields]


def read_rows(path: Path, layout: Layout, position: int) -> Iterator[Row]:
    """The rows from a byte on; blank rows come without cells and without a problem."""
    with path.open("rb") as file:
        file.seek(max(position, layout.start))
        while True:
            row = _next_row(file, layout)
            if row is None:
                return
            yield row


def _next_row(file: BinaryIO, layout: Layout) -> Row | None:
    raw = file.readline(MAX_ROW_BYTES)
    if not raw:
        return None
    if not raw.endswith(b"\n") and len(raw) == MAX_ROW_BYTES:
        _skip_line(file)
        return Row({}, file.tell(), "dòng quá dài")
    end = file.tell()
    lines = 1
    while raw.count(b'"') % 2 and lines < _MAX_ROW_LINES and len(raw) < MAX_ROW_BYTES:
        more = file.readline(MAX_ROW_BYTES)
        if not more:
            break
        raw, lines = raw + more, lines + 1
    if raw.count(b'"') % 2:
        # The quote was never closed: only this line is lost, not the rest of the file.
        file.seek(end)
        return Row({}, end, "dấu ngoặc kép mở mà không đóng")
    return _taken_apart(raw, layout, file.tell())


def _skip_line(file: BinaryIO) -> None:
    while piece := file.readline(MAX_ROW_BYTES):
        if piece.endswith(b"\n"):
            return


def _taken_apart(raw: bytes, layout: Layout, end: int) -> Row:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return Row({}, end, "có chữ không ở dạng UTF-8")
    if "\x00" in text:
        return Row({}, end, "có ký tự lạ (byte 0)")
    if not text.strip(" \r\n" + _SEPARATORS):
        return Row({}, end)
    try:
        cells = next(csv.reader(text.splitlines(keepends=True), delimiter=layout.separator))
    except csv.Error:
        return Row({}, end, "không tách được thành các ô")
    if len(cells) <= max(layout.columns.values()):
        return Row({}, end, f"chỉ có {len(cells)} ô, ít hơn số cột")
    return Row({field: clean(cells[place]) for field, place in layout.columns.items()}, end)
