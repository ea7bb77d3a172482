"""Excel work sheets, written row by row so that a long register needs little memory."""

import datetime as dt
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from sen.capabilities.dossiers.selectors import RegisterRow, ReportRow
from sen.capabilities.onestop.selectors.reports import FORM_06A, Report
from sen.kernel import clock

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REGISTER_HEADS = (
    "STT", "Mã hồ sơ", "Tên thủ tục hành chính", "Tên tổ chức, cá nhân", "Địa chỉ", "Số điện thoại", "Cơ quan chủ trì giải quyết",
    "Nhận hồ sơ", "Hẹn trả kết quả", "Trả kết quả", "Phương thức nhận kết quả", "Ký nhận",
)  # fmt: skip
_REGISTER_WIDTHS = (6, 24, 48, 28, 44, 14, 34, 17, 17, 17, 18, 22)
REPORT_HEADS = (
    "TT", "Lĩnh vực giải quyết", "Tiếp nhận: tổng số", "Trực tuyến", "Trực tiếp, bưu chính", "Từ kỳ trước", "Đã giải quyết: tổng số",
    "Trước hạn", "Đúng hạn", "Quá hạn", "Đang giải quyết: tổng số", "Trong hạn", "Quá hạn",
)  # fmt: skip
_REPORT_WIDTHS = (6, 44, *([13] * 11))
_LINE = Side(style="thin", color="FF74898E")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD_FILL = PatternFill("solid", start_color="FFE4F1F2")
_A4 = 9
_MOMENT = "dd/mm/yyyy hh:mm"
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def register_sheet(rows: Iterable[RegisterRow], *, title: str, period: str) -> bytes:
    """The follow-up register as a work book with every column of the form."""
    book = Workbook(write_only=True)
    sheet = _sheet(book, "Sổ theo dõi", _REGISTER_WIDTHS, [title, period], REGISTER_HEADS)
    for row in rows:
        values = (
            row.entry, row.code, row.procedure, row.applicant, row.address, row.phone, row.agency,
            row.received_at, row.due_at, row.returned_at, row.receipt_way, row.received_sign,
        )  # fmt: skip
        sheet.append([_cell(sheet, value) for value in values])
    return _bytes(book)


def report_sheet(report: Report, *, receiver: str) -> bytes:
    """Report II.06a as a work book in the order of the form's columns."""
    book = Workbook(write_only=True)
    heads = [f"Biểu số {FORM_06A['list_number']}, {FORM_06A['basis']}", FORM_06A["title"]]
    days = f"Từ ngày {report.period.since:%d/%m/%Y} đến ngày {report.period.until:%d/%m/%Y}"
    heads += [f"Kỳ báo cáo: {report.period.label}. {days}", f"Đơn vị báo cáo: {report.reporter}. Đơn vị nhận báo cáo: {receiver}"]
    sheet = _sheet(book, "II.06a", _REPORT_WIDTHS, heads, REPORT_HEADS)
    sheet.append([_cell(sheet, f"({number})", head=True) for number in range(1, 14)])
    for group in report.groups:
        sheet.append(_report_row(sheet, group.head, group.name, group.total, bold=True))
        for place, line in enumerate(group.lines, 1):
            sheet.append(_report_row(sheet, place, line.name, line.counts))
    sheet.append(_report_row(sheet, "", "Tổng cộng", report.total, bold=True))
    return _bytes(book)


def _report_row(sheet: Any, head: str | int, name: str, row: ReportRow, *, bold: bool = False) -> list[Any]:
    numbers = (row.c3, row.c4, row.c5, row.c6, row.c7, row.c8, row.c9, row.c10, row.c11, row.c12, row.c13)
    return [_cell(sheet, value, bold=bold) for value in (head, name, *numbers)]


def _sheet(book: Workbook, name: str, widths: Sequence[int], titles: Sequence[str], heads: Sequence[str]) -> Any:
    sheet: Any = book.create_sheet(name)
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = f"A{len(titles) + 2}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for title in titles:
        cell = WriteOnlyCell(sheet, value=title)
        cell.font = Font(bold=True, size=13)
        sheet.append([cell])
    sheet.append([_cell(sheet, head, head=True) for head in heads])
    return sheet


def _cell(sheet: Any, value: Any, *, bold: bool = False, head: bool = False) -> Any:
    is_moment = isinstance(value, dt.datetime)
    cell = WriteOnlyCell(sheet, value=clock.local(value).replace(tzinfo=None) if is_moment else _plain(value))
    cell.border = _BOX
    cell.alignment = Alignment(vertical="center" if head else "top", horizontal="center" if head else None, wrap_text=True)
    cell.font = Font(bold=bold or head)
    if head:
        cell.fill = _HEAD_FILL
    if is_moment:
        cell.number_format = _MOMENT
    return cell


def _plain(value: Any) -> Any:
    """Text typed by a person never becomes a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_RISKY) else value


def _bytes(book: Workbook) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
