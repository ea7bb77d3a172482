"""The catalogue as a spreadsheet."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from sen.capabilities.procedures.models import ServiceLevel
from sen.capabilities.procedures.selectors.completeness import absent_parts, part_names
from sen.capabilities.procedures.selectors.control import DOUBTS, STATE_NAMES, stated_of
from sen.capabilities.procedures.selectors.limits import limit_text
from sen.capabilities.procedures.selectors.versions import level_names
from sen.capabilities.procedures.services.import_report import REMARKS
from sen.capabilities.procedures.states import VersionState

_COLUMNS = (
    ("STT", 6),
    ("Mã thủ tục", 12),
    ("Tên thủ tục", 70),
    ("Lĩnh vực", 30),
    ("Bộ, ngành", 26),
    ("Cấp thực hiện", 20),
    ("Cơ quan thực hiện", 40),
    ("Thời hạn giải quyết", 22),
    ("Mức độ trực tuyến", 16),
    ("Phạm vi áp dụng", 18),
    ("Trạng thái", 14),
    ("Bản số", 8),
    ("Quyết định", 18),
    ("Hiệu lực từ", 12),
    ("Còn thiếu", 30),
    ("Cần đối chiếu", 40),
)


def catalogue_workbook(rows: Iterable[Any]) -> bytes:
    """An XLSX file of the records of ``selectors.control.list_records``, one a row; written as it is read."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Danh mục thủ tục")
    for place, (_, width) in enumerate(_COLUMNS):
        sheet.column_dimensions["ABCDEFGHIJKLMNOP"[place]].width = width
    sheet.freeze_panes = "A2"
    heads = []
    for title, _ in _COLUMNS:
        cell = WriteOnlyCell(sheet, title)
        cell.font = Font(bold=True)
        heads.append(cell)
    sheet.append(heads)
    iterator = rows.iterator(chunk_size=500) if hasattr(rows, "iterator") else rows
    for place, row in enumerate(iterator, 1):
        sheet.append(_cells(place, row))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _cells(place: int, row: Any) -> list[Any]:
    return [
        place,
        row.code,
        _safe(row.name),
        row.field.name,
        row.field.ministry,
        ", ".join(level_names(row)),
        _safe(row.executing_agency),
        limit_text(row.limit_amount, row.limit_unit, is_immediate=row.is_immediate, note=row.limit_note),
        ServiceLevel(row.service_level).label,
        row.territorial_scope or "Toàn tỉnh",
        STATE_NAMES[VersionState(row.state)],
        row.number,
        _safe(row.decision_number),
        row.valid_from,
        ", ".join(part_names(absent_parts(stated_of(row)))),
        " ".join(REMARKS[key] for key in DOUBTS if key in row.source_notes),
    ]


def _safe(text: str) -> str:
    """A text that a spreadsheet program never takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@" else text
