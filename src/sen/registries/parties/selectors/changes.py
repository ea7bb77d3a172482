"""Reads of what changed: the history of one record, and the feed of all."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sen.kernel.text import mask
from sen.registries.codelists.selectors import choices_of
from sen.registries.parties.models import BusinessChange, BusinessState, ChangeKind, PersonChange, RelationKind
from sen.registries.parties.types import BUSINESS_KINDS, COUNTRIES, ETHNICITIES, GENDERS, MARITAL_STATES, RELIGIONS, ChangeFacts
from sen.registries.units.selectors import units_by_ids

_LABELS: dict[str, str | Promise] = {
    "identity_number": _("Số định danh"),
    "old_number": _("Số CMND 9 số"),
    "name": _("Họ, chữ đệm và tên"),
    "other_name": _("Tên gọi khác"),
    "born_on": _("Ngày sinh"),
    "birth_precision": _("Mức biết ngày sinh"),
    "gender": _("Giới tính"),
    "birth_place": _("Nơi đăng ký khai sinh"),
    "birth_unit_id": _("Nơi đăng ký khai sinh"),
    "origin_place": _("Quê quán"),
    "origin_unit_id": _("Quê quán"),
    "ethnicity": _("Dân tộc"),
    "religion": _("Tôn giáo"),
    "nationality": _("Quốc tịch"),
    "marital_status": _("Tình trạng hôn nhân"),
    "blood_type": _("Nhóm máu"),
    "address": _("Nơi thường trú"),
    "unit_id": _("Xã, phường thường trú"),
    "current_address": _("Nơi ở hiện tại"),
    "current_unit_id": _("Xã, phường nơi ở hiện tại"),
    "temporary": _("Nơi tạm trú"),
    "temporary_unit_id": _("Xã, phường nơi tạm trú"),
    "phone": _("Điện thoại"),
    "email": _("Thư điện tử"),
    "card_issued_on": _("Ngày cấp thẻ"),
    "card_expires_on": _("Thẻ có giá trị đến"),
    "died_on": _("Ngày mất"),
    "missing_on": _("Ngày bị tuyên bố mất tích"),
    "household": _("Hộ gia đình"),
    "head_relation": _("Quan hệ với chủ hộ"),
    "merged_into": _("Bản ghi còn lại"),
    "absorbed": _("Bản ghi được gộp"),
    "number": _("Mã số"),
    "foreign_name": _("Tên nước ngoài"),
    "short_name": _("Tên viết tắt"),
    "kind": _("Loại hình"),
    "state": _("Tình trạng"),
    "website": _("Trang thông tin"),
    "capital": _("Vốn"),
    "registered_on": _("Ngày đăng ký"),
    "closed_on": _("Ngày chấm dứt"),
    "representative_name": _("Người đại diện"),
    "representative_number": _("Số định danh người đại diện"),
    "representative_title": _("Chức danh người đại diện"),
    "lines": _("Ngành, nghề"),
    **{str(kind): str(kind.label) for kind in RelationKind},
}
_LISTS = {
    "ethnicity": ETHNICITIES,
    "religion": RELIGIONS,
    "nationality": COUNTRIES,
    "marital_status": MARITAL_STATES,
    "kind": BUSINESS_KINDS,
}
# A history may be read without opening the record: numbers of people stay masked in it.
_MASKED = frozenset({"identity_number", "old_number", "phone", "email", "representative_number", "merged_into", "absorbed"})
_BUSINESS_WORDS = {
    "create": _("Ghi nhận lần đầu"),
    "correct": _("Thay đổi đăng ký"),
    "state": _("Thay đổi tình trạng"),
    "import": _("Nhập từ tệp"),
}


def field_label(name: str) -> str:
    """What a field is called on paper."""
    return str(_LABELS.get(name, name))


def list_person_changes(person_ids: Iterable[int]) -> list[ChangeFacts]:
    """The history of a record, and of those merged into it, the latest first; at most fifty."""
    rows = PersonChange.objects.filter(person_id__in=list(person_ids)).select_related("person").order_by("-number")[:50]
    return _person_facts(list(rows))


def person_changes_after(number: int = 0) -> QuerySet[PersonChange]:
    """The feed of people above a change number, in its order: for delta readers, who page by the last number they have."""
    return PersonChange.objects.filter(number__gt=number).select_related("person").order_by("number")


def latest_person_changes() -> QuerySet[PersonChange]:
    """The feed of people, the latest first: for the page of those who keep the register."""
    return PersonChange.objects.select_related("person").order_by("-number")


def describe_person_changes(rows: Iterable[PersonChange]) -> list[ChangeFacts]:
    """The changes as people read them."""
    return _person_facts(list(rows))


def _person_facts(rows: list[PersonChange]) -> list[ChangeFacts]:
    words = _Words(row.detail for row in rows)
    return [
        ChangeFacts(
            row.number,
            row.kind,
            str(ChangeKind(row.kind).label),
            row.effective_on,
            row.recorded_at,
            row.actor_name,
            row.basis,
            words.fields(row.detail),
            row.person_id,
            row.person.name,
        )
        for row in rows
    ]


def list_business_changes(business_id: int) -> list[ChangeFacts]:
    """The history of a business, the latest first; at most fifty."""
    return describe_business_changes(latest_business_changes().filter(business_id=business_id)[:50])


def business_changes_after(number: int = 0) -> QuerySet[BusinessChange]:
    """The feed of businesses above a change number, in its order."""
    return BusinessChange.objects.filter(number__gt=number).select_related("business").order_by("number")


def latest_business_changes() -> QuerySet[BusinessChange]:
    """The feed of businesses, the latest first."""
    return BusinessChange.objects.select_related("business").order_by("-number")


def describe_business_changes(found: Iterable[BusinessChange]) -> list[ChangeFacts]:
    """The changes as people read them."""
    rows = list(found)
    words = _Words(row.detail for row in rows)
    return [
        ChangeFacts(
            row.number,
            row.kind,
            str(_BUSINESS_WORDS.get(row.kind, row.kind)),
            row.effective_on,
            row.recorded_at,
            row.actor_name,
            row.basis,
            words.fields(row.detail),
            row.business_id,
            row.business.name,
        )
        for row in rows
    ]


def compared(values: dict[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """Label and both values of each field as people read them; ``values`` maps fields to pairs."""
    return _Words([values]).fields(values)


class _Words:
    """Names for the codes and units that occur in some changes: one query for the units, one for each list that occurs."""

    def __init__(self, details: Iterable[dict[str, Any]]) -> None:
        """Read what the changes need."""
        told = list(details)
        values = [value for detail in told for name, pair in detail.items() if name.endswith("unit_id") for value in pair]
        self._units = units_by_ids([value for value in values if isinstance(value, int)]) if values else {}
        keys = {_LISTS[name] for detail in told for name in detail if name in _LISTS}
        self._lists = {key: dict(choices_of(key)) for key in keys}

    def fields(self, detail: dict[str, Any]) -> tuple[tuple[str, str, str], ...]:
        """Label, old and new value of each field."""
        return tuple((field_label(name), self._word(name, old), self._word(name, new)) for name, (old, new) in detail.items())

    def _word(self, name: str, value: Any) -> str:
        if value in (None, ""):
            return ""
        if name in _MASKED:
            return mask(str(value))
        if name.endswith("unit_id"):
            unit = self._units.get(value)
            return unit.path_name if unit else str(value)
        if name == "gender":
            return GENDERS.get(value, str(value))
        if name == "state":
            return str(BusinessState(value).label) if value in BusinessState.values else str(value)
        if name in _LISTS:
            return self._lists[_LISTS[name]].get(value, str(value))
        return _as_text(value)


def _as_text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    try:
        return f"{dt.date.fromisoformat(value):%d/%m/%Y}"
    except (TypeError, ValueError):
        return str(value)
