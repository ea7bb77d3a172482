"""A record as people read it: in the groups of information of the law of the day, masked unless it was opened for a purpose."""

import csv
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from sen.kernel.text import mask
from sen.registries.codelists.selectors import get_item_name
from sen.registries.parties.types import COUNTRIES, ETHNICITIES, GENDERS, MARITAL_STATES, RELIGIONS, PersonRecord
from sen.ui.format import date_text

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """One group of information with its values; ``basis`` is the law that lists it."""

    number: int
    name: str
    basis: str
    rows: Sequence[Pair]


@dataclass(frozen=True, slots=True)
class _Listed:
    number: int
    name: str
    keys: tuple[str, ...]
    valid_from: dt.date
    valid_to: dt.date
    basis: str


@cache
def _listed() -> tuple[_Listed, ...]:
    path = Path(settings.REFERENCE_DIR) / "people" / "information_groups.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            _Listed(
                int(row["so"]),
                row["ten"],
                tuple(row["truong"].split()),
                dt.date.fromisoformat(row["tu_ngay"]),
                dt.date.fromisoformat(row["den_ngay"]) if row["den_ngay"] else dt.date.max,
                row["can_cu"],
            )
            for row in csv.DictReader(file)
        )


def groups_of(record: PersonRecord, on: dt.date, *, is_open: bool, household: str = "") -> list[Group]:
    """The groups the law of the date lists, in its order, with what the record holds."""
    drawn = _Drawer(record, household, is_open=is_open)
    listed = [one for one in _listed() if one.valid_from <= on <= one.valid_to]
    return [Group(one.number, one.name, one.basis, [pair for key in one.keys for pair in drawn.rows(key)]) for one in listed]


def born_text(born_on: dt.date | None, precision: str) -> str:
    """A date of birth as far as it is known: 17/05/1990, 05/1990 or 1990."""
    if born_on is None:
        return ""
    return {"y": f"{born_on.year}", "m": f"{born_on.month:02d}/{born_on.year}"}.get(precision, date_text(born_on))


class _Drawer:
    """Writes the rows of each group."""

    def __init__(self, record: PersonRecord, household: str, *, is_open: bool) -> None:
        """Keep the record and whether its numbers may be read."""
        self.record, self.household, self.is_open = record, household, is_open

    def rows(self, key: str) -> list[Pair]:
        """Pairs of a label and a value."""
        draw: Callable[[], list[Pair]] = getattr(self, f"_{key}")
        return draw()

    def _hidden(self, value: str) -> str:
        return value if self.is_open else mask(value)

    def _name(self) -> list[Pair]:
        return [(_("Họ, chữ đệm và tên"), self.record.name)]

    def _other_name(self) -> list[Pair]:
        return [(_("Tên gọi khác"), self.record.other_name)]

    def _number(self) -> list[Pair]:
        return [(_("Số định danh cá nhân"), self._hidden(self.record.identity_number))]

    def _old_number(self) -> list[Pair]:
        return [(_("Số CMND 9 số"), self._hidden(self.record.old_number))]

    def _card(self) -> list[Pair]:
        return [
            (_("Ngày cấp thẻ"), date_text(self.record.card_issued_on)),
            (_("Có giá trị đến"), date_text(self.record.card_expires_on)),
        ]

    def _born_on(self) -> list[Pair]:
        full = born_text(self.record.born_on, self.record.birth_precision)
        return [(_("Ngày sinh"), full if self.is_open else f"••/••/{full[-4:]}" if full else "")]

    def _gender(self) -> list[Pair]:
        return [(_("Giới tính"), GENDERS.get(self.record.gender, ""))]

    def _birth(self) -> list[Pair]:
        return [(_("Nơi đăng ký khai sinh"), self._place(self.record.birth_place, self.record.birth_unit))]

    def _origin(self) -> list[Pair]:
        return [(_("Quê quán"), self._place(self.record.origin_place, self.record.origin_unit))]

    def _ethnicity(self) -> list[Pair]:
        return [(_("Dân tộc"), _coded(ETHNICITIES, self.record.ethnicity))]

    def _religion(self) -> list[Pair]:
        return [(_("Tôn giáo"), _coded(RELIGIONS, self.record.religion) if self.is_open else _sealed(self.record.religion))]

    def _nationality(self) -> list[Pair]:
        return [(_("Quốc tịch"), _coded(COUNTRIES, self.record.nationality))]

    def _marital_status(self) -> list[Pair]:
        return [(_("Tình trạng hôn nhân"), _coded(MARITAL_STATES, self.record.marital_status))]

    def _residence(self) -> list[Pair]:
        return [(_("Nơi thường trú"), self._place(self.record.address, self.record.unit_name))]

    def _temporary(self) -> list[Pair]:
        found = [one for one in self.record.residences if one.kind == "temporary"]
        return [(_("Nơi tạm trú"), "; ".join(self._place(one.address, one.unit_name) for one in found))]

    def _current(self) -> list[Pair]:
        same = not (self.record.current_address or self.record.current_unit)
        text = _("Như nơi thường trú") if same else self._place(self.record.current_address, self.record.current_unit)
        return [(_("Nơi ở hiện tại"), text)]

    def _blood_type(self) -> list[Pair]:
        return [(_("Nhóm máu"), self.record.blood_type if self.is_open else _sealed(self.record.blood_type))]

    def _relatives(self) -> list[Pair]:
        present = [one for one in self.record.relatives if one.valid_to is None]
        return [(one.word, f"{one.name} ({self._hidden(one.number)})" if one.number else one.name) for one in present]

    def _household(self) -> list[Pair]:
        return [(_("Hộ gia đình"), self.household), (_("Quan hệ với chủ hộ"), self.record.head_relation)]

    def _end(self) -> list[Pair]:
        return [
            (_("Ngày mất"), date_text(self.record.died_on)),
            (_("Ngày bị tuyên bố mất tích"), date_text(self.record.missing_on)),
        ]

    def _contact(self) -> list[Pair]:
        return [(_("Điện thoại"), self._hidden(self.record.phone)), (_("Thư điện tử"), self._hidden(self.record.email))]

    def _place(self, address: str, unit: str) -> str:
        shown = address if self.is_open else _sealed(address)
        return ", ".join(part for part in (shown, unit) if part)


def _sealed(value: str) -> str:
    return "•••••" if value else ""


def _coded(key: str, code: str) -> str:
    return get_item_name(key, code) if code else ""
