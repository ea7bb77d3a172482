"""Forms of agencies and the working calendar."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from sen.foundation.agencies.models import AgencyLevel, CalendarDay
from sen.foundation.agencies.types import AgencyFacts
from sen.kernel.worktime import Shift
from sen.ui.forms import PhoneField, SenForm, VietnameseDateField

WEEKDAYS = (_("Thứ Hai"), _("Thứ Ba"), _("Thứ Tư"), _("Thứ Năm"), _("Thứ Sáu"), _("Thứ Bảy"), _("Chủ nhật"))
PARTS = (("am_open", _("sáng, từ")), ("am_close", _("sáng, đến")), ("pm_open", _("chiều, từ")), ("pm_close", _("chiều, đến")))


class DayForm(SenForm):
    """A day that differs from the weekly pattern."""

    date = VietnameseDateField(label=_("Ngày"), boxes=False, help_text=_("Ví dụ: 24/11/2026"))
    kind = forms.ChoiceField(label=_("Loại"), choices=CalendarDay.Kind.choices)
    name = forms.CharField(label=_("Tên ngày nghỉ, lý do làm bù"), max_length=120)
    source = forms.CharField(label=_("Văn bản căn cứ"), max_length=120, required=False)


class AgencyFilter(SenForm):
    """The bar above the list of agencies."""

    q = forms.CharField(label=_("Tên hoặc mã"), required=False, max_length=100)
    cap = forms.ChoiceField(label=_("Cấp"), required=False, choices=[("", _("Mọi cấp")), *AgencyLevel.choices])


class AgencyForm(SenForm):
    """An agency the shipped list does not have."""

    name = forms.CharField(label=_("Tên cơ quan"), max_length=200, help_text=_("Tên đầy đủ theo quyết định, ví dụ: Công an tỉnh Đồng Tháp"))
    level = forms.ChoiceField(label=_("Cấp"), choices=[one for one in AgencyLevel.choices if one[0] != AgencyLevel.PROVINCE])
    one_stop_name = forms.CharField(
        label=_("Tên Bộ phận Một cửa của cơ quan"),
        max_length=200,
        required=False,
        help_text=_("Để trống khi hồ sơ nhận ở nơi khác; sau đó phân công nơi tiếp nhận ở trang của cơ quan."),
    )
    phone = PhoneField(label=_("Điện thoại"), required=False)
    address = forms.CharField(label=_("Địa chỉ"), max_length=300, required=False)
    basis = forms.CharField(
        label=_("Văn bản thành lập hoặc quy định chức năng"), max_length=300, help_text=_("Số, ký hiệu và ngày ban hành")
    )

    def facts(self) -> AgencyFacts:
        """What was typed about the agency."""
        return AgencyFacts(**{one.name: self.cleaned_data[one.name] for one in fields(AgencyFacts)})


class NewAgencyForm(AgencyForm):
    """The same, and since when."""

    valid_from = VietnameseDateField(label=_("Hoạt động trên hệ thống từ ngày"), boxes=False, help_text=_("Ví dụ: 01/12/2026"))


class CodesForm(SenForm):
    """The official identification codes of an agency."""

    code = forms.CharField(label=_("Mã định danh (Quyết định 20/2020/QĐ-TTg)"), max_length=30, required=False, help_text=_("Ví dụ: H20.14"))
    code_old = forms.CharField(
        label=_("Mã định danh cũ (Thông tư 10/2016/TT-BTTTT)"), max_length=30, required=False, help_text=_("Ví dụ: 000.00.14.H20")
    )


class ReceptionForm(SenForm):
    """Who receives for an agency, from when, and by which decision."""

    receiver = forms.TypedChoiceField(label=_("Nơi tiếp nhận"), coerce=int)
    valid_from = VietnameseDateField(label=_("Áp dụng từ ngày"), boxes=False, help_text=_("Ví dụ: 01/12/2026"))
    basis = forms.CharField(label=_("Văn bản phân công"), max_length=200, help_text=_("Số, ký hiệu và ngày ban hành"))

    def __init__(self, *args: Any, receivers: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        """Offer the agencies with a one-stop."""
        super().__init__(*args, **kwargs)
        self.fields["receiver"].choices = receivers  # type: ignore[attr-defined]


class WeekForm(SenForm):
    """Morning and afternoon hours of each weekday, from a date on; blank means closed."""

    valid_from = VietnameseDateField(label=_("Áp dụng từ ngày"), boxes=False, help_text=_("Ví dụ: 01/12/2026"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Make four time boxes for every weekday."""
        super().__init__(*args, **kwargs)
        for day, name in enumerate(WEEKDAYS):
            for part, label in PARTS:
                box = forms.TimeInput(
                    format="%H:%M",
                    attrs={
                        "title": label,
                        "placeholder": "--:--",
                        "inputmode": "numeric",
                        "autocomplete": "off",
                        "maxlength": "5",
                        "size": "6",
                    },
                )
                field = forms.TimeField(label=f"{name}, {label}", required=False, widget=box)
                field.error_messages["invalid"] = _("Giờ có dạng 07:30.")
                self.fields[f"d{day}_{part}"] = field

    def clean(self) -> dict[str, Any]:
        """Refuse an opening time without its closing time."""
        facts: dict[str, Any] = super().clean() or {}
        for day in range(len(WEEKDAYS)):
            for half in ("am", "pm"):
                opens, closes = facts.get(f"d{day}_{half}_open"), facts.get(f"d{day}_{half}_close")
                if (opens is None) != (closes is None):
                    missing = "open" if opens is None else "close"
                    self.add_error(f"d{day}_{half}_{missing}", _("Hãy nhập cả giờ mở và giờ đóng."))
        return facts

    def week(self) -> dict[int, list[Shift]]:
        """The shifts of each weekday."""
        facts = self.cleaned_data
        return {
            day: [
                (facts[f"d{day}_{half}_open"], facts[f"d{day}_{half}_close"]) for half in ("am", "pm") if facts.get(f"d{day}_{half}_open")
            ]
            for day in range(len(WEEKDAYS))
        }

    def days(self) -> list[tuple[Any, list[BoundField]]]:
        """Each weekday's name with its four boxes, for the page."""
        return [(name, [self[f"d{day}_{part}"] for part, _label in PARTS]) for day, name in enumerate(WEEKDAYS)]


def week_initial(rows: list[Any], valid_from: dt.date) -> Mapping[str, Any]:
    """The boxes filled with hours in force."""
    facts: dict[str, Any] = {"valid_from": valid_from}
    for row in rows:
        half = "am" if f"d{row.weekday}_am_open" not in facts and row.opens_at < dt.time(12) else "pm"
        facts[f"d{row.weekday}_{half}_open"], facts[f"d{row.weekday}_{half}_close"] = row.opens_at, row.closes_at
    return facts
