"""Reading the rows of a CSV or Excel file.  Plain Python: bytes in, rows and problems out."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from sen.kernel.text import clean
from sen.registries.codelists.errors import ColumnsMissing, FileUnreadable
from sen.registries.codelists.types import CodeRow

MAX_BYTES, MAX_ROWS, MAX_COLUMNS = 5 * 1024 * 1024, 50_000, 40
MAX_PROBLEMS = 200
CODE_SHAPE = re.compile(r"[\w.\-/]{1,30}")
_NAMES = {"code": ("ma", "mã", "code"), "name": ("ten", "tên", "name"), "parent": ("ma_cha", "mã cha", "parent_code", "parent")}
_UNPACKED = 60 * 1024 * 1024


def read_rows(content: bytes) -> tuple[list[CodeRow], list[str]]:
    """The rows of a file and one sentence for each row that is wrong.  Raises FileUnreadable, ColumnsMissing."""
    table = read_table(content)
    head = [str(cell).lower() for cell in next(table, [])]
    places = {part: next((head.index(name) for name in names if name in head), None) for part, names in _NAMES.items()}
    if places["code"] is None or places["name"] is None:
        raise ColumnsMissing("file")
    rows: dict[str, CodeRow] = {}
    problems: list[str] = []
    for number, cells in enumerate(table, start=2):
        if not any(cells):
            continue
        row = _row(head, places, cells)
        trouble = _trouble(row, rows)
        if trouble and len(problems) < MAX_PROBLEMS:
            problems.append(f"Dòng {number}: {trouble}")
        elif not trouble:
            rows[row.code] = row
    problems += (
        [
            f"Mã {row.code}: mã cha {row.parent_code} không có trong tệp"
            for row in rows.values()
            if row.parent_code and places["parent"] is not None and row.parent_code not in rows
        ][: MAX_PROBLEMS - len(problems)]
        if _has_parents_inside(rows)
        else []
    )
    return list(rows.values()), problems


def read_table(content: bytes) -> Iterator[list[str]]:
    """The cells of a CSV file or of the first sheet of a work book, as clean text; raises FileUnreadable."""
    if not content or len(content) > MAX_BYTES:
        raise FileUnreadable("file")
    return iter(_sheet(content) if content[:4] == b"PK\x03\x04" else _text(content))


def _text(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileUnreadable("file") from None
    if "\x00" in text:
        raise FileUnreadable("file")
    first = text.partition("\n")[0]
    delimiter = max((",", ";", "\t"), key=first.count)
    try:
        rows = [_cells(row) for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    except csv.Error:
        raise FileUnreadable("file") from None
    return _bounded(rows)


def _sheet(content: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _UNPACKED:
                raise FileUnreadable("file")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows = []
        for row in book.worksheets[0].iter_rows(values_only=True, max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS):
            rows.append(_cells(row))
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError):
        raise FileUnreadable("file") from None
    return _bounded(_without_title(rows))


def _without_title(rows: list[list[str]]) -> list[list[str]]:
    """The rows from the head on: our own work books carry a title and a note above it."""
    for place, row in enumerate(rows[:6]):
        lowered = {cell.lower() for cell in row}
        if lowered & set(_NAMES["code"]) and lowered & set(_NAMES["name"]):
            return rows[place:]
    return rows


def _bounded(rows: list[list[str]]) -> list[list[str]]:
    if len(rows) > MAX_ROWS + 2:
        raise FileUnreadable("file")
    return rows


def _cells(row: Sequence[Any]) -> list[str]:
    return [
        clean(str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell)).lstrip("'") if cell is not None else ""
        for cell in row
    ]


def _row(head: list[str], places: dict[str, int | None], cells: list[str]) -> CodeRow:
    def at(part: str) -> str:
        place = places[part]
        return cells[place] if place is not None and place < len(cells) else ""

    used = {place for place in places.values() if place is not None}
    extra = {name: cells[i] for i, name in enumerate(head) if i not in used and name and i < len(cells) and cells[i]}
    return CodeRow(at("code"), at("name"), at("parent"), extra)


def _trouble(row: CodeRow, rows: dict[str, CodeRow]) -> str:
    if not CODE_SHAPE.fullmatch(row.code):
        return "mã trống, dài quá 30 ký tự hoặc có ký tự lạ"
    if not row.name or len(row.name) > 400:
        return "tên trống hoặc dài quá 400 ký tự"
    if row.code in rows:
        return f"mã {row.code} đã có ở dòng trên"
    return "mã cha trùng chính nó" if row.parent_code == row.code else ""


def _has_parents_inside(rows: dict[str, CodeRow]) -> bool:
    """Whether parents are codes of the list itself; in some lists they are codes of another one."""
    return any(row.parent_code in rows for row in rows.values() if row.parent_code)
