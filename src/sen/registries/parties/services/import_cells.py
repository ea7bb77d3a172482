"""Cells of an imported row as values, and what is wrong with them in words for the person who sent the file."""

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sen.kernel.text import fold
from sen.registries.codelists.selectors import list_items
from sen.registries.parties.models import BirthPrecision
from sen.registries.units.selectors import units_on

_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_MONTH = re.compile(r"(\d{1,2})[/.\-](\d{4})")
_YEAR = re.compile(r"\d{4}")
_FORMULAS = ("=", "@", "+", "-", "\t")
_GENDERS = {"1": "1", "nam": "1", "2": "2", "nu": "2", "": ""}
_FIRST_YEAR = 1880
_EMPTY_SIGNS = ("", "0", "null", "none", "n/a", "-")


class CellWrong(Exception):
    """A cell that cannot be taken, with the column, its content and why."""

    def __init__(self, column: str, value: str, reason: str) -> None:
        """Keep what the report will say."""
        super().__init__(reason)
        self.column, self.value, self.reason = column, value, reason


def text_cell(cells: Mapping[str, str], column: str, longest: int, *, needed: bool = False, is_phone: bool = False) -> str:
    """A text as it stands; what a spreadsheet would run as a formula is refused."""
    value = cells.get(column, "")
    if value.startswith(_FORMULAS) and not is_phone:
        raise CellWrong(column, value, f"ô bắt đầu bằng dấu “{value[0]}” như một công thức")
    if needed and not value:
        raise CellWrong(column, value, "ô trống")
    if len(value) > longest:
        raise CellWrong(column, value, f"dài {len(value)} ký tự, tối đa {longest}")
    return value


def name_cell(cells: Mapping[str, str], column: str, *, needed: bool = False) -> str:
    """A person's name: letters, spaces, hyphens, apostrophes, full stops."""
    value = text_cell(cells, column, 120, needed=needed)
    strange = next((sign for sign in value if not (sign.isalpha() or sign in " -.'’")), "")
    if strange:
        raise CellWrong(column, value, f"họ tên có ký tự “{strange}”")
    return value


def date_cell(cells: Mapping[str, str], column: str) -> dt.date | None:
    """A whole date, dd/mm/yyyy or yyyy-mm-dd."""
    date, precision = birth_cell(cells, column)
    if date is not None and precision != BirthPrecision.DAY:
        raise CellWrong(column, cells[column], "phải là ngày đầy đủ dạng 31/12/2025")
    return date


def birth_cell(cells: Mapping[str, str], column: str) -> tuple[dt.date | None, str]:
    """A date of birth, which may be a month (05/1960) or a year (1960) alone, and how much of it is known."""
    value = cells.get(column, "")
    if value.lower() in _EMPTY_SIGNS:
        return None, BirthPrecision.DAY
    for shape, order in ((_DAY, (2, 1, 0)), (_ISO, (0, 1, 2))):
        if found := shape.fullmatch(value):
            year, month, day = (int(found.groups()[place]) for place in order)
            return _date(column, value, year, month, day), BirthPrecision.DAY
    if found := _MONTH.fullmatch(value):
        return _date(column, value, int(found[2]), int(found[1]), 1), BirthPrecision.MONTH
    if _YEAR.fullmatch(value):
        return _date(column, value, int(value), 1, 1), BirthPrecision.YEAR
    raise CellWrong(column, value, "không phải ngày, ví dụ 31/12/1985")


def _date(column: str, value: str, year: int, month: int, day: int) -> dt.date:
    if year < _FIRST_YEAR or not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise CellWrong(column, value, "ngày này không có trong lịch")
    return dt.date(year, month, day)


def gender_cell(cells: Mapping[str, str], column: str) -> str:
    """1 or 2, or Nam and Nữ; empty when not stated."""
    value = cells.get(column, "")
    gender = _GENDERS.get(fold(value))
    if gender is None:
        raise CellWrong(column, value, "giới tính là Nam hoặc Nữ")
    return gender


@dataclass(slots=True)
class Lists:
    """The shared lists an import needs, read once: codes by code and by folded name, communes by code."""

    on: dt.date
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)

    def code_cell(self, cells: Mapping[str, str], column: str, key: str) -> str:
        """A code of the list, given as code or as name."""
        value = cells.get(column, "")
        if not value:
            return ""
        if key not in self.codes:
            items = list_items(key)
            self.codes[key] = {fold(item.name): item.code for item in items} | {fold(item.code): item.code for item in items}
        code = self.codes[key].get(fold(value))
        if code is None:
            raise CellWrong(column, value, "không có trong danh mục dùng chung")
        return code

    def unit_cell(self, cells: Mapping[str, str], column: str) -> int | None:
        """The unit with the code of a commune on the day of the import, or on the day before when it has just ended."""
        value = cells.get(column, "")
        if not value:
            return None
        if not self.units:
            rows = units_on(self.on).filter(level="commune").values_list("code", "pk")
            self.units = {code: pk for code, pk in rows}
        unit = self.units.get(value.zfill(5))
        if unit is None:
            raise CellWrong(column, value, "không có xã, phường nào mang mã này")
        return unit

    def has(self, key: str, code: str) -> bool:
        """Whether the list has the code; for checks of values that are codes already."""
        try:
            return bool(code) and self.code_cell({"": code}, "", key) == code
        except CellWrong:
            return False


def amount_cell(cells: Mapping[str, str], column: str) -> int | None:
    """An amount of money in đồng, with or without separators."""
    value = re.sub(r"[\s.,]|đ(ồng)?$", "", cells.get(column, ""))
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) <= 17):
        raise CellWrong(column, cells[column], "không phải số tiền")
    return int(value)


def shown(value: Any) -> str:
    """A cell's content as the report repeats it: short, and with numbers of people masked but for their ends."""
    text = str(value)[:120]
    return re.sub(r"\d{9,}", lambda found: found[0][:3] + "•" * (len(found[0]) - 6) + found[0][-3:], text)
