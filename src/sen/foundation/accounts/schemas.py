"""A spreadsheet of officials as rows of text: Excel or CSV, heads in any order."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from sen.foundation.accounts.errors import SheetTooLong, SheetUnreadable, SheetWithoutHeads
from sen.kernel.text import clean, fold

MOST_ROWS = 20_000
LONGEST_CELL = 300
COLUMNS = {
    "login": "Thư công vụ",
    "name": "Họ và tên",
    "phone": "Điện thoại",
    "agency": "Cơ quan",
    "division": "Phòng",
    "role": "Vai trò",
    "title": "Chức danh",
    "valid_from": "Từ ngày",
    "valid_to": "Đến ngày",
}
NEEDED = ("login", "name", "agency", "role", "title", "valid_from")
_HEADS = {fold(head): key for key, head in COLUMNS.items()} | {
    "email": "login",
    "thu dien tu": "login",
    "ho ten": "name",
    "so dien thoai": "phone",
    "ma co quan": "agency",
    "phong, bo phan": "division",
    "chuc vu": "title",
    "ngay bat dau": "valid_from",
    "ngay ket thuc": "valid_to",
}


def read_sheet(name: str, content: bytes) -> list[tuple[int, dict[str, str]]]:
    """The rows under the heads with their numbers in the sheet; empty rows are left out.

    Raises SheetUnreadable, SheetWithoutHeads, SheetTooLong.
    """
    rows = _excel_rows(content) if name.lower().endswith((".xlsx", ".xlsm")) else _csv_rows(content)
    heads: dict[int, str] = {}
    found: list[tuple[int, dict[str, str]]] = []
    for number, cells in enumerate(rows, 1):
        if not heads:
            heads = _heads_of(cells)
            continue
        values = {key: cells[place] for place, key in heads.items() if place < len(cells)}
        if any(values.values()):
            found.append((number, values))
        if len(found) > MOST_ROWS:
            raise SheetTooLong(most=MOST_ROWS)
    if not heads:
        raise SheetWithoutHeads(heads=", ".join(COLUMNS[key] for key in NEEDED))
    return found


def _heads_of(cells: Sequence[str]) -> dict[int, str]:
    """Places of the known heads; empty while the row is not the one with the heads."""
    known = {place: _HEADS[fold(cell)] for place, cell in enumerate(cells) if fold(cell) in _HEADS}
    return known if set(NEEDED) <= set(known.values()) else {}


def _excel_rows(content: bytes) -> Iterator[list[str]]:
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise SheetUnreadable from error
    with_values: Iterable[Sequence[Any]] = book.worksheets[0].iter_rows(values_only=True)
    for number, row in enumerate(with_values):
        if number > MOST_ROWS + 50:
            raise SheetTooLong(most=MOST_ROWS)
        yield [_cell(value) for value in row[:40]]


def _csv_rows(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SheetUnreadable from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        for row in csv.reader(io.StringIO(text), delimiter=delimiter):
            yield [_cell(value) for value in row[:40]]
    except csv.Error as error:
        raise SheetUnreadable from error


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime | dt.date):
        return f"{value:%d/%m/%Y}"
    # A quote before a sign that begins a formula is put there by our own export.
    text = clean(str(value))[:LONGEST_CELL]
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text
