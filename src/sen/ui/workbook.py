"""A list as an Excel work book.  Plain Python: rows in, bytes out."""

import datetime as dt
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from sen.kernel import clock

EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HEAD_FILL = PatternFill("solid", start_color="FFE3F1F3")
_RISKY = ("=", "+", "-", "@", "\t", "\r")

Column = tuple[str, int]


def list_workbook(name: str, title: str, note: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> bytes:
    """One sheet: a title, a note (when and what was counted), heads and rows.

    ``columns`` are pairs of a head and a width in characters.  Instants are written on the province's wall clock; text that
    begins like a formula stays text.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:31])
    for place, (_head, width) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A4"
    sheet.append([_text(sheet, title, Font(bold=True, size=13))])
    sheet.append([_text(sheet, note, Font(italic=True))])
    heads = [_text(sheet, head, Font(bold=True)) for head, _width in columns]
    for cell in heads:
        cell.fill = _HEAD_FILL
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    sheet.append(heads)
    for row in rows:
        sheet.append([_plain(value) for value in row])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _text(sheet: Any, value: str, font: Font) -> Cell:
    cell: Cell = WriteOnlyCell(sheet, value=_plain(value))
    cell.font = font
    return cell


def _plain(value: Any) -> Any:
    """A value a spreadsheet can hold; text typed by a person never becomes a formula."""
    if isinstance(value, dt.datetime):
        return clock.local(value).replace(tzinfo=None)
    return f"'{value}" if isinstance(value, str) and value.startswith(_RISKY) else value
