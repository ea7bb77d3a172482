"""Forms of those who keep the registers."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sen.kernel import clock
from sen.registries.codelists.selectors import choices_of
from sen.registries.parties.models import BusinessState, ResidenceKind
from sen.registries.parties.types import BUSINESS_KINDS, COUNTRIES, ETHNICITIES, MARITAL_STATES, RELIGIONS
from sen.registries.units.selectors import place_label, search_places
from sen.ui.fields import IdentityNumberField, NameField, PhoneField, PlaceField, VietnameseDateField
from sen.ui.forms import SenForm

_BASIS_HINT = _("Ví dụ: Giấy khai sinh số 12/2026, Quyết định số 45/QĐ-UBND")
_FIRST_YEAR = 1880
_PERSON_ORDER = (
    *("identity_number", "name", "other_name", "born_on", "gender", "old_number", "ethnicity", "religion", "nationality"),
    *("marital_status", "phone", "email", "unit", "address", "effective_on", "basis"),
)
_BUSINESS_ORDER = (
    *("name", "foreign_name", "short_name", "kind", "unit", "address", "phone", "email", "capital", "representative_number"),
    *("representative_name", "representative_title", "lines", "effective_on", "basis"),
)


def place_field(label: Any, *, required: bool = False) -> PlaceField:
    """A commune by typing."""
    return PlaceField(
        label=label,
        required=required,
        search=lambda text: search_places(text, clock.today()),
        label_of=place_label,
        search_url=reverse_lazy("units:search"),  # type: ignore[arg-type]
    )


def coded(key: str, label: Any, nothing: Any = "") -> forms.ChoiceField:
    """A code of a shared list, or ``nothing`` in words; the list is read when the form is drawn."""
    return forms.ChoiceField(label=label, required=False, choices=lambda: [("", nothing or _("Chưa rõ")), *choices_of(key)])


class PeopleSearchForm(SenForm):
    """Words, a year of birth and a commune."""

    q = forms.CharField(label=_("Họ tên, số định danh hoặc điện thoại"), required=False, max_length=120)
    nam = forms.IntegerField(label=_("Năm sinh"), required=False, min_value=_FIRST_YEAR, max_value=2100)
    xa = place_field(_("Xã, phường"))


class ReasonForm(SenForm):
    """Why a whole record is opened."""

    purpose = forms.CharField(
        label=_("Lý do xem đầy đủ"), max_length=200, help_text=_("Người có dữ liệu đọc được lý do này trong trang của họ.")
    )
    dossier = forms.CharField(label=_("Mã hồ sơ, nếu có"), max_length=60, required=False)


class BasisForm(SenForm):
    """The paper a change rests on, and its day."""

    effective_on = VietnameseDateField(label=_("Ngày có hiệu lực"), past=True, boxes=False)
    basis = forms.CharField(label=_("Căn cứ"), max_length=300, help_text=_BASIS_HINT)


class PersonForm(BasisForm):
    """A person's own facts."""

    identity_number = IdentityNumberField(label=_("Số định danh cá nhân"))
    name = NameField(label=_("Họ, chữ đệm, tên"), max_length=120)
    other_name = NameField(label=_("Tên gọi khác"), required=False, max_length=120)
    born_on = VietnameseDateField(label=_("Ngày sinh"), past=True, boxes=False, required=False, noun="sinh")
    gender = forms.ChoiceField(label=_("Giới tính"), choices=(("", _("Chưa rõ")), ("1", _("Nam")), ("2", _("Nữ"))), required=False)
    old_number = forms.RegexField(
        r"^\d{9}$", label=_("Số CMND 9 số"), required=False, error_messages={"invalid": _("Số CMND có 9 chữ số.")}
    )
    ethnicity = coded(ETHNICITIES, _("Dân tộc"))
    religion = coded(RELIGIONS, _("Tôn giáo"))
    nationality = coded(COUNTRIES, _("Quốc tịch"))
    marital_status = coded(MARITAL_STATES, _("Tình trạng hôn nhân"))
    phone = PhoneField(label=_("Điện thoại"), required=False)
    email = forms.EmailField(label=_("Thư điện tử"), required=False)
    field_order: tuple[str, ...] = _PERSON_ORDER

    def values(self) -> dict[str, Any]:
        """What belongs to the person."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("effective_on", "basis", "unit")}


class NewPersonForm(PersonForm):
    """A person with a residence."""

    unit = place_field(_("Xã, phường thường trú"), required=True)
    address = forms.CharField(label=_("Số nhà, đường, ấp, khóm"), max_length=300, required=False)

    def values(self) -> dict[str, Any]:
        """What belongs to the person, with the commune's id."""
        return {**super().values(), "unit_id": int(self.cleaned_data["unit"])}


class MoveForm(BasisForm):
    """A new residence."""

    kind = forms.ChoiceField(label=_("Loại cư trú"), choices=ResidenceKind.choices)
    unit = place_field(_("Xã, phường"), required=True)
    address = forms.CharField(label=_("Số nhà, đường, ấp, khóm"), max_length=300, required=False)
    field_order = ("kind", "unit", "address", "effective_on", "basis")


class DeathForm(SenForm):
    """A death."""

    died_on = VietnameseDateField(label=_("Ngày mất"), past=True, boxes=False)
    basis = forms.CharField(label=_("Căn cứ"), max_length=300, help_text=_("Số giấy báo tử hoặc trích lục khai tử"))


class MergeForm(SenForm):
    """Which record stays, which facts of the other it takes over, and why."""

    kept = forms.ChoiceField(label=_("Bản ghi còn lại"), widget=forms.RadioSelect)
    take = forms.MultipleChoiceField(
        label=_("Lấy từ bản ghi được gộp dù bản ghi còn lại đã có"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(label=_("Căn cứ gộp"), max_length=300)


class UndoForm(SenForm):
    """Why two records are parted again."""

    reason = forms.CharField(label=_("Căn cứ tách"), max_length=300)


class ImportForm(SenForm):
    """A file, the system it comes from, and whether it is only tried."""

    source = forms.CharField(
        label=_("Nguồn dữ liệu"), max_length=80, help_text=_("Tên hệ thống hoặc đơn vị đã gửi tệp; mã nguồn là duy nhất trong nguồn này.")
    )
    basis = forms.CharField(label=_("Căn cứ"), max_length=300, help_text=_("Ví dụ: Biên bản bàn giao số 12/BB-UBND"))
    is_trial = forms.BooleanField(label=_("Chỉ kiểm tra, chưa ghi vào cơ sở dữ liệu"), required=False)
    tep = forms.FileField(required=False)
    tep_received = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_tep_received(self) -> uuid.UUID | None:
        """The key of a file sent in pieces."""
        text = self.cleaned_data["tep_received"].split(",")[0]
        try:
            return uuid.UUID(text) if text else None
        except ValueError:
            raise ValidationError(_now("Tệp chưa được gửi lên. Hãy chọn lại tệp."), code="file") from None


class BusinessSearchForm(SenForm):
    """Words, kind, state and line."""

    q = forms.CharField(label=_("Tên hoặc mã số"), required=False, max_length=120)
    loai = coded(BUSINESS_KINDS, _("Loại hình"), _("Tất cả"))
    tinh_trang = forms.ChoiceField(label=_("Tình trạng"), required=False, choices=[("", _("Tất cả")), *BusinessState.choices])
    nganh = forms.RegexField(r"^[A-U]?\d{0,5}$", label=_("Mã ngành"), required=False)


class BusinessForm(BasisForm):
    """The registration of a business."""

    name = forms.CharField(label=_("Tên doanh nghiệp"), max_length=300)
    foreign_name = forms.CharField(label=_("Tên nước ngoài"), max_length=300, required=False)
    short_name = forms.CharField(label=_("Tên viết tắt"), max_length=100, required=False)
    kind = coded(BUSINESS_KINDS, _("Loại hình"))
    unit = place_field(_("Xã, phường đặt trụ sở"), required=True)
    address = forms.CharField(label=_("Số nhà, đường, ấp, khóm"), max_length=300, required=False)
    phone = PhoneField(label=_("Điện thoại"), required=False)
    email = forms.EmailField(label=_("Thư điện tử"), required=False)
    capital = forms.IntegerField(label=_("Vốn (đồng)"), required=False, min_value=0)
    representative_number = IdentityNumberField(label=_("Số định danh người đại diện"), required=False)
    representative_name = NameField(label=_("Họ tên người đại diện"), required=False, max_length=120)
    representative_title = forms.CharField(label=_("Chức danh"), max_length=80, required=False)
    lines = forms.CharField(
        label=_("Mã ngành, nghề"), max_length=400, required=False, help_text=_("Cách nhau bằng dấu phẩy; mã đầu là ngành chính.")
    )
    field_order: tuple[str, ...] = _BUSINESS_ORDER

    def values(self) -> dict[str, Any]:
        """What belongs to the business, with the commune's id."""
        facts = {
            name: value for name, value in self.cleaned_data.items() if name not in ("effective_on", "basis", "unit", "lines", "number")
        }
        return {**facts, "unit_id": int(self.cleaned_data["unit"])}

    def codes(self) -> list[str]:
        """The codes of the lines."""
        return [code.strip() for code in self.cleaned_data["lines"].replace(";", ",").split(",") if code.strip()]


class NewBusinessForm(BusinessForm):
    """A business with its number."""

    number = forms.CharField(label=_("Mã số doanh nghiệp"), max_length=20)
    field_order = ("number", *_BUSINESS_ORDER)


class StateForm(BasisForm):
    """Another state of a business."""

    state = forms.ChoiceField(label=_("Tình trạng"), choices=BusinessState.choices)
    field_order = ("state", "effective_on", "basis")
