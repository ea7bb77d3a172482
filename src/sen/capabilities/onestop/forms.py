"""Shape of what officers and visitors of the one-stop type."""

import re
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from sen.capabilities.onestop.selectors.counter import (
    agency_label,
    find_competent,
    find_places,
    find_procedures,
    place_label,
    procedure_label,
    return_points,
)
from sen.capabilities.onestop.types import ShownCard
from sen.capabilities.procedures.types import CaseRow
from sen.kernel import clock
from sen.kernel.identifiers import is_citizen_number, read_identity_card
from sen.ui.fields import IdentityNumberField, NameField, PhoneField, PlaceBox, PlaceField, VietnameseDateField
from sen.ui.forms import SenForm
from sen.ui.types import Option

_ORGANISATION = re.compile(r"\d{10}(-?\d{3})?")
WAYS = (("counter", _("Tại quầy")), ("post", _("Qua bưu chính")), ("online", _("Trực tuyến")), ("home", _("Tại nhà")))
FEE_MODES = (("none", _("Không thu phí")), ("before", _("Thu trước")), ("after", _("Thu sau")), ("exempt", _("Đối tượng được miễn")))
MOST_SHEETS = 999
_UNSCANNED = {"required": _("Quét thẻ, hoặc gõ như trên thẻ.")}
# Resolved when a page is drawn, not when this module is read.
_SUGGEST: dict[str, Any] = {what: reverse_lazy("onestop:suggest", args=[what]) for what in ("places", "procedures", "agencies")}


class ProcedureBox(PlaceBox):
    """The box that finds a procedure by code or words."""

    none_text = _("Chưa thấy thủ tục nào. Thử từ khác.")
    found_text = _("Có {count} thủ tục, dùng phím mũi tên để chọn.")


class ProcedureField(PlaceField):
    """A procedure chosen by code or by plain words; the value is its code."""

    _MESSAGES = {
        "several": _("Có nhiều thủ tục gần với lời này. Hãy chọn một."),
        "unknown": _("Chưa thấy thủ tục nào như vậy. Thử từ khác, hoặc gõ mã thủ tục."),
    }

    def clean(self, value: Any) -> str:
        """The code of the chosen procedure, or of the only one found."""
        try:
            return super().clean(value)
        except ValidationError as error:
            code = getattr(error, "code", "") or ""
            if code not in self._MESSAGES:
                raise
            raise ValidationError(self._MESSAGES[code], code=code) from None


class ApplicantNumberField(forms.CharField):
    """A personal identity number, a business number, or the string a scanner reads from an identity card."""

    def clean(self, value: Any) -> str:
        """The number; the errors count digits."""
        text = str(super().clean(value) or "")
        card = read_identity_card(text) if "|" in text else None
        if card:
            return card.number
        plain = re.sub(r"[\s.]", "", text)
        if not plain or _ORGANISATION.fullmatch(plain):
            return plain
        return IdentityNumberField(required=False).clean(plain)


class CardForm(SenForm):
    """An identity card held by the officer: scanned, or typed from what is printed on it."""

    number = forms.CharField(
        label=_("Quét thẻ, hoặc gõ số định danh"), max_length=400, widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"})
    )
    name = NameField(label=_("Họ, chữ đệm, tên trên thẻ"), help_text=_("Để trống khi đã quét thẻ."), error_messages=_UNSCANNED)
    born_on = VietnameseDateField(label=_("Ngày sinh trên thẻ"), past=True, boxes=False, noun="sinh", error_messages=_UNSCANNED)
    seen = forms.BooleanField(label=_("Tôi đã xem thẻ thật và đối chiếu với người đang có mặt."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A scan says name and birthday; beside a typed number both are needed."""
        super().__init__(*args, **kwargs)
        scanned = "|" in str(self.data.get("number", ""))
        for name in ("name", "born_on"):
            self.fields[name].required = not scanned

    def clean(self) -> dict[str, Any]:
        """What a scanned card says stands for what is typed."""
        values = super().clean() or {}
        text = str(values.get("number") or "")
        card = read_identity_card(text) if "|" in text else None
        if card:
            return {**values, "number": card.number, "name": card.name, "born_on": card.born_on}
        values["number"] = re.sub(r"[\s.]", "", text)
        if text and not is_citizen_number(values["number"]):
            self.add_error("number", _("Số định danh gồm 12 chữ số. Quét lại thẻ, hoặc gõ lại số."))
        return values

    def shown(self) -> ShownCard:
        """What the card says."""
        values = self.cleaned_data
        return ShownCard(values["number"], values["name"], values["born_on"])


class CounterForm(SenForm):
    """What the counter asks about the applicant, the procedure and the return."""

    request_id = forms.UUIDField(widget=forms.HiddenInput)
    looked_up = forms.CharField(required=False, widget=forms.HiddenInput)
    found_in = forms.CharField(required=False, widget=forms.HiddenInput)
    mode = forms.CharField(required=False, widget=forms.HiddenInput)
    fee_for = forms.CharField(required=False, widget=forms.HiddenInput)
    confirmed = forms.CharField(required=False, widget=forms.HiddenInput)
    confirmed_for = forms.CharField(required=False, widget=forms.HiddenInput)

    number = ApplicantNumberField(label=_("Số định danh, mã số"), max_length=400)
    name = forms.CharField(label=_("Họ, chữ đệm, tên"), max_length=200)
    born_on = VietnameseDateField(label=_("Ngày sinh"), past=True, boxes=False, required=False, noun="sinh")
    phone = PhoneField(label=_("Điện thoại"), required=False)
    email = forms.EmailField(label=_("Thư điện tử"), required=False)
    address = forms.CharField(label=_("Số nhà, đường, ấp, khóm"), max_length=300, required=False)
    unit = PlaceField(
        label=_("Xã, phường"),
        required=False,
        search=lambda text: find_places(text, clock.today()),
        label_of=place_label,
        search_url=_SUGGEST["places"],
    )
    agent_name = forms.CharField(label=_("Người nộp thay"), max_length=120, required=False)
    agent_number = IdentityNumberField(label=_("Số định danh người nộp thay"), required=False)
    agent_phone = PhoneField(label=_("Điện thoại người nộp thay"), required=False)
    agent_paper = forms.CharField(label=_("Giấy ủy quyền"), max_length=200, required=False)

    procedure = ProcedureField(
        label=_("Tên hoặc mã thủ tục"),
        search=lambda text: find_procedures(text, clock.today()),
        label_of=lambda code: procedure_label(code, clock.today()),
        widget=ProcedureBox(_SUGGEST["procedures"]),
    )
    case = forms.TypedChoiceField(label=_("Trường hợp"), required=False, coerce=int, empty_value=None)
    competent = PlaceField(
        label=_("Cơ quan giải quyết khác"),
        required=False,
        search=lambda text: find_competent(text, clock.today()),
        label_of=agency_label,
        search_url=_SUGGEST["agencies"],
    )
    receipt_way = forms.ChoiceField(label=_("Nhận kết quả"), choices=WAYS, initial="counter")
    return_point = forms.TypedChoiceField(label=_("Nơi trả kết quả"), required=False, coerce=int, empty_value=None)
    receipt_address = forms.CharField(label=_("Địa chỉ nhận"), max_length=300, required=False)
    fee_mode = forms.ChoiceField(label=_("Phí, lệ phí"), choices=FEE_MODES, initial="none")
    wants_receipt = forms.BooleanField(label=_("Người nộp muốn nhận giấy hẹn"), required=False, initial=True)
    note = forms.CharField(label=_("Ghi chú"), max_length=500, required=False, widget=forms.TextInput)
    reason = forms.CharField(label=_("Lý do từ chối"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    contact_phone = PhoneField(label=_("Điện thoại liên hệ in trên phiếu"), required=False)

    def __init__(self, *args: Any, cases: Sequence[CaseRow] = (), **kwargs: Any) -> None:
        """Offer the cases of the procedure in hand and the return points of the day."""
        super().__init__(*args, **kwargs)
        self.needs_case = bool(cases)
        _choices(self, "case", [("", _("Chọn trường hợp")), *((case.id, case.name) for case in cases)])
        _choices(self, "return_point", [("", _("Nơi tiếp nhận")), *return_points(clock.today())])
        self.fields["number"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false", "data-key": "F2"}
        self.fields["name"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}
        self.fields["phone"].widget.attrs |= {"autocomplete": "off"}

    def clean_case(self) -> int | None:
        """The case, which is required as soon as the procedure has several."""
        chosen: int | None = self.cleaned_data.get("case")
        if self.needs_case and chosen is None:
            raise ValidationError(_("Hãy chọn trường hợp để biết đúng giấy tờ."), code="required")
        return chosen

    def clean(self) -> dict[str, Any]:
        """A natural person's name has letters only; a parcel needs an address."""
        values = super().clean() or self.cleaned_data
        if values.get("name") and is_citizen_number(values.get("number", "")):
            try:
                NameField().validate(values["name"])
            except ValidationError as error:
                self.add_error("name", error)
        if values.get("receipt_way") in ("post", "home") and not values.get("receipt_address"):
            self.add_error("receipt_address", _("Hãy nhập địa chỉ nhận kết quả."))
        return values


class PaperForm(SenForm):
    """One paper: sheets by kind, scanned files kept so far, and why it lacks."""

    originals = forms.IntegerField(label=_("Bản chính"), min_value=0, max_value=MOST_SHEETS, required=False)
    certified = forms.IntegerField(label=_("Bản chứng thực"), min_value=0, max_value=MOST_SHEETS, required=False)
    photocopies = forms.IntegerField(label=_("Bản chụp"), min_value=0, max_value=MOST_SHEETS, required=False)
    reason = forms.CharField(label=_("Thiếu hoặc sai vì"), max_length=500, required=False)
    title = forms.CharField(label=_("Tên giấy tờ khác"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Small number boxes."""
        super().__init__(*args, **kwargs)
        for name in ("originals", "certified", "photocopies"):
            self.fields[name].widget.attrs |= {"class": "input--n", "inputmode": "numeric", "min": "0"}

    def sheets(self) -> tuple[int, int, int]:
        """Originals, certified copies and photocopies; empty boxes count as 0."""
        data = self.cleaned_data
        return data.get("originals") or 0, data.get("certified") or 0, data.get("photocopies") or 0


def typed_values(form_class: type[forms.Form], data: Any, prefix: str = "") -> dict[str, Any]:
    """What was typed so far, to be shown again without judging it."""
    dash = f"{prefix}-" if prefix else ""
    values = {}
    for name, field in form_class.base_fields.items():
        value = field.widget.value_from_datadict(data, {}, dash + name)
        if value is not None:
            values[name] = value
    return values


def _choices(form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    form.fields[name].choices = list(choices)  # type: ignore[attr-defined]


class SeenForm(SenForm):
    """An action on a dossier carries how many events the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def renew(self, event_count: int | None) -> None:
        """After somebody else was quicker: carry the new count, so that a second press is a decision and not the same mistake."""
        if self.has_error(NON_FIELD_ERRORS, "stale") and event_count is not None:
            data = QueryDict(mutable=True)
            data.update(self.data)
            data[self.add_prefix("seen")] = str(event_count)
            self.data = data


class LackForm(SenForm):
    """Why one paper of the dossier lacks; empty when it is in order."""

    reason = forms.CharField(label=_("Nếu thiếu hoặc sai, ghi lý do"), max_length=500, required=False)


class AbsentForm(SenForm):
    """A paper that was not handed in at all, and whom to call."""

    name = forms.CharField(label=_("Tên giấy tờ"), max_length=300, required=False)
    reason = forms.CharField(label=_("Vì sao cần"), max_length=500, required=False)
    phone = PhoneField(label=_("Điện thoại liên hệ in trên phiếu"), required=False)


class AnswerForm(SenForm):
    """What was brought for one lacking paper."""

    note = forms.CharField(label=_("Ghi nhận"), max_length=500, required=False, help_text=_("Ví dụ: đã nhận 1 bản chính."))


class ReasonForm(SeenForm):
    """An action that needs a reason."""

    reason = forms.CharField(label=_("Lý do"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class RedirectForm(ReasonForm):
    """Another competent agency."""

    competent = PlaceField(
        label=_("Cơ quan có thẩm quyền"),
        search=lambda text: find_competent(text, clock.today()),
        label_of=agency_label,
        search_url=_SUGGEST["agencies"],
    )
    move_reception = forms.BooleanField(label=_("Chuyển luôn việc tiếp nhận cho bộ phận một cửa của cơ quan đó"), required=False)


class ReturnForm(SeenForm):
    """Who takes the result."""

    collected_by = forms.CharField(label=_("Người nhận"), max_length=120)
    proof = forms.ChoiceField(
        label=_("Đã đối chiếu"),
        choices=(
            ("receipt", Option(_("Giấy tiếp nhận và giấy tờ tùy thân"))),
            ("identity", Option(_("Giấy tờ tùy thân của người nộp"), _("Người nộp không mang giấy tiếp nhận."))),
            ("authorised", Option(_("Giấy ủy quyền và giấy tờ tùy thân của người nhận thay"))),
            ("post", Option(_("Giao nhân viên bưu chính"), _("Ghi tên người giao nhận ở trên."))),
        ),
        widget=forms.RadioSelect,
        initial="receipt",
    )
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False)


class PurposeForm(SenForm):
    """Why somebody needs the full numbers."""

    purpose = forms.CharField(label=_("Lý do xem đầy đủ"), max_length=200)


class SearchForm(SenForm):
    """Words above a list."""

    q = forms.CharField(label=_("Mã hồ sơ, họ tên, thủ tục"), required=False, max_length=100)
    tab = forms.CharField(required=False, widget=forms.HiddenInput)


class HandOverForm(SenForm):
    """Who took the papers."""

    received_by = forms.CharField(label=_("Người nhận"), max_length=120)
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False)


class RegisterForm(SenForm):
    """Which part of the register."""

    since = VietnameseDateField(label=_("Từ ngày"), boxes=False)
    until = VietnameseDateField(label=_("Đến ngày"), boxes=False)
    field = forms.TypedChoiceField(label=_("Lĩnh vực"), required=False, coerce=int, empty_value=None)
    agency = forms.TypedChoiceField(label=_("Nơi tiếp nhận"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, fields: Iterable[tuple[int, str]], agencies: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        """Offer fields and agencies."""
        super().__init__(*args, **kwargs)
        _choices(self, "field", [("", _("Mọi lĩnh vực")), *fields])
        _choices(self, "agency", list(agencies))


class ReportForm(SenForm):
    """Which period of the report."""

    kind = forms.ChoiceField(
        label=_("Kỳ"),
        choices=(("month", _("Tháng")), ("quarter", _("Quý")), ("half", _("6 tháng")), ("year", _("Năm")), ("free", _("Khoảng ngày"))),
    )
    place = forms.IntegerField(label=_("Tháng, quý thứ"), min_value=1, max_value=12, required=False)
    year = forms.IntegerField(label=_("Năm"), min_value=2015, max_value=2100, required=False)
    since = VietnameseDateField(label=_("Từ ngày"), boxes=False, required=False)
    until = VietnameseDateField(label=_("Đến ngày"), boxes=False, required=False)
    agency = forms.TypedChoiceField(label=_("Đơn vị báo cáo"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, agencies: Iterable[tuple[Any, str]], **kwargs: Any) -> None:
        """Offer the agencies."""
        super().__init__(*args, **kwargs)
        _choices(self, "agency", list(agencies))

    def clean(self) -> dict[str, Any]:
        """A free period needs both days, the others a year and a place in it."""
        values = super().clean() or self.cleaned_data
        needed = ("since", "until") if values.get("kind") == "free" else ("year",) if values.get("kind") == "year" else ("year", "place")
        for name in needed:
            if values.get(name) is None and name not in self.errors:
                self.add_error(name, _("Hãy nhập ô này."))
        return values


class ReportingForm(SenForm):
    """How reporting periods are cut from a date on."""

    valid_from = VietnameseDateField(label=_("Hiệu lực từ ngày"), boxes=False)
    first_day = forms.TypedChoiceField(
        label=_("Tháng báo cáo"),
        coerce=int,
        choices=((15, Option(_("Từ ngày 15 tháng trước đến ngày 14"))), (1, Option(_("Theo tháng dương lịch")))),
        widget=forms.RadioSelect,
        initial=15,
    )
    receiver = forms.CharField(label=_("Nơi nhận báo cáo"), max_length=160)


class GroupForm(SenForm):
    """A group of fields in the hall."""

    letter = forms.CharField(label=_("Chữ cái"), max_length=1)
    name = forms.CharField(label=_("Tên nhóm lĩnh vực"), max_length=120)
    minutes = forms.IntegerField(label=_("Phút cho một người"), min_value=1, max_value=240, initial=8)
    is_open = forms.BooleanField(label=_("Đang phát số"), required=False, initial=True)


class DesksForm(SenForm):
    """How many desks the hall has."""

    count = forms.IntegerField(label=_("Số quầy"), min_value=1, max_value=60)


class TicketForm(SenForm):
    """A press on the kiosk."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    group = forms.IntegerField(widget=forms.HiddenInput)
