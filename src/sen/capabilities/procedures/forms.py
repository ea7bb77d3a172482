"""Forms of procedure control."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from sen.capabilities.procedures.models import Channel, ComponentDuty, ProcedureVersion, ServiceLevel
from sen.capabilities.procedures.types import FactsDraft, FeeDraft, MethodDraft, PaperDraft, StepDraft
from sen.foundation.agencies.selectors import ROLE_NAMES
from sen.kernel.actor import Role
from sen.kernel.worktime import TermUnit
from sen.ui.forms import SenForm, VietnameseDateField

_ASSURANCES = [(1, _("Mức 1, đăng nhập là đủ")), (2, _("Mức 2, đã xác thực danh tính")), (3, _("Mức 3, thêm lớp bảo vệ thứ hai"))]
_ASSURANCE: dict[str, Any] = {"coerce": int, "choices": _ASSURANCES, "required": False, "empty_value": 1}
_UNITS = [
    ("", _("Không ghi")),
    (TermUnit.WORKING_DAYS, _("ngày làm việc")),
    (TermUnit.CALENDAR_DAYS, _("ngày")),
    (TermUnit.HOURS, _("giờ làm việc")),
    (TermUnit.MONTHS, _("tháng")),
]
_GAPS = [
    ("", _("Tất cả")),
    ("missing", _("Thiếu bộ phận bắt buộc")),
    ("doubtful", _("Có điểm nghi vấn")),
    ("basis", _("Căn cứ hết hiệu lực")),
]
STEP_ROLES = (Role.ONE_STOP, Role.HEAD, Role.SPECIALIST, Role.LEADER, Role.CLERK)
_LONG = forms.Textarea(attrs={"rows": 8})


class RecordFilterForm(SenForm):
    """The bar above the list of records."""

    q = forms.CharField(label=_("Mã hoặc tên"), required=False)
    trang_thai = forms.ChoiceField(label=_("Trạng thái"), required=False)
    linh_vuc = forms.TypedChoiceField(label=_("Lĩnh vực"), required=False, coerce=int, empty_value=None)
    muc_do = forms.ChoiceField(label=_("Mức độ"), required=False, choices=[("", _("Tất cả")), *ServiceLevel.choices])
    can_sua = forms.ChoiceField(label=_("Cần sửa"), required=False, choices=_GAPS)

    def __init__(self, *args: Any, states: Mapping[Any, str], field_names: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        """Take the choices the catalogue has today."""
        super().__init__(*args, **kwargs)
        self.fields["trang_thai"].choices = [("", _("Tất cả")), *states.items()]  # type: ignore[attr-defined]
        self.fields["linh_vuc"].choices = [("", _("Tất cả")), *field_names]  # type: ignore[attr-defined]


class RouteFilterForm(SenForm):
    """The bar above the list of routes."""

    q = forms.CharField(label=_("Mã hoặc tên"), required=False)
    loai = forms.ChoiceField(
        label=_("Quy trình"),
        required=False,
        choices=[
            ("", _("Tất cả")),
            ("template", _("Còn dùng quy trình mẫu")),
            ("own", _("Có quy trình riêng của cơ quan")),
            ("draft", _("Đang có dự thảo")),
        ],
    )


class FactsForm(SenForm):
    """The single-valued parts of a record."""

    name = forms.CharField(label=_("Tên thủ tục"), widget=forms.Textarea(attrs={"rows": 2}))
    field_id = forms.TypedChoiceField(label=_("Lĩnh vực"), coerce=int)
    kind = forms.CharField(label=_("Loại thủ tục"), required=False, max_length=120)
    done_at_province = forms.BooleanField(label=_("Cấp tỉnh"), required=False)
    done_at_district = forms.BooleanField(label=_("Cấp huyện"), required=False)
    done_at_commune = forms.BooleanField(label=_("Cấp xã"), required=False)
    steps_text = forms.CharField(label=_("Trình tự thực hiện"), required=False, widget=forms.Textarea(attrs={"rows": 12}))
    subjects = forms.CharField(label=_("Đối tượng thực hiện"), required=False, widget=_LONG, help_text=_("Mỗi đối tượng một dòng."))
    executing_agency = forms.CharField(label=_("Cơ quan thực hiện"), required=False, max_length=600)
    limit_amount = forms.DecimalField(
        label=_("Thời hạn giải quyết"), required=False, min_value=Decimal("0.5"), max_digits=6, decimal_places=1
    )
    limit_unit = forms.ChoiceField(label=_("Đơn vị thời hạn"), required=False, choices=_UNITS)
    limit_note = forms.CharField(
        label=_("Thời hạn bằng lời"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Ghi khi một con số chưa nói hết."),
    )
    is_immediate = forms.BooleanField(label=_("Trả kết quả ngay trong ngày tiếp nhận"), required=False)
    has_financial_duty = forms.BooleanField(label=_("Có nghĩa vụ tài chính trước khi trả kết quả"), required=False)
    service_level = forms.ChoiceField(label=_("Mức độ trực tuyến"), choices=ServiceLevel.choices)
    partial_reason = forms.CharField(
        label=_("Lý do chưa toàn trình"), required=False, max_length=300, help_text=_("Bắt buộc khi mức độ là Một phần.")
    )
    territorial_scope = forms.CharField(
        label=_("Phạm vi áp dụng"), required=False, max_length=160, help_text=_("Để trống khi áp dụng trên toàn tỉnh.")
    )
    conditions = forms.CharField(label=_("Yêu cầu, điều kiện"), required=False, widget=_LONG)
    keywords = forms.CharField(label=_("Từ khóa người dân hay gõ"), required=False, help_text=_("Cách nhau bằng dấu phẩy."))
    required_assurance = forms.TypedChoiceField(label=_("Mức xác thực khi nộp trực tuyến"), **_ASSURANCE)
    change_note = forms.CharField(label=_("Lý do sửa đổi"), required=False, max_length=300)

    def __init__(self, *args: Any, field_names: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        """Take the fields of government of today."""
        super().__init__(*args, **kwargs)
        self.fields["field_id"].choices = list(field_names)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A number needs its unit; a partial service needs its reason."""
        facts = super().clean() or {}
        if facts.get("limit_amount") is not None and not facts.get("limit_unit"):
            self.add_error("limit_unit", _("Hãy chọn đơn vị của thời hạn."))
        if facts.get("service_level") == ServiceLevel.PARTIAL and not facts.get("partial_reason"):
            self.add_error("partial_reason", _("Hãy nêu lý do chưa cung cấp được toàn trình."))
        return facts

    def draft(self) -> FactsDraft:
        """What was entered, as the service takes it."""
        values = {**self.cleaned_data, "subjects": _lines(self.cleaned_data["subjects"])}
        if values["limit_amount"] is None:
            values["limit_unit"] = ""
        return FactsDraft(**values)

    @staticmethod
    def initial_of(version: ProcedureVersion) -> dict[str, Any]:
        """What the version says today."""
        values = {field.name: getattr(version, field.name) for field in fields(FactsDraft)}
        return {**values, "subjects": "\n".join(version.subjects), "limit_amount": plain_number(version.limit_amount)}


class PaperForm(SenForm):
    """One paper of a record."""

    name = forms.CharField(label=_("Tên giấy tờ"), widget=forms.Textarea(attrs={"rows": 3}))
    duty = forms.ChoiceField(label=_("Người nộp làm gì"), choices=ComponentDuty.choices)
    case = forms.TypedChoiceField(label=_("Trường hợp"), required=False, coerce=int, empty_value=None)
    originals = forms.IntegerField(label=_("Bản chính"), min_value=0, max_value=20, initial=0)
    copies = forms.IntegerField(label=_("Bản sao"), min_value=0, max_value=20, initial=0)
    is_conditional = forms.BooleanField(label=_("Chỉ cần trong tình huống nêu ở tên"), required=False)
    heading = forms.CharField(label=_("Thuộc nhóm"), required=False)
    form_file = forms.CharField(label=_("Tên tệp mẫu đơn"), required=False, max_length=300)

    def __init__(self, *args: Any, cases: Sequence[str], **kwargs: Any) -> None:
        """Take the cases of the record."""
        super().__init__(*args, **kwargs)
        self.fields["case"].choices = [("", _("Mọi trường hợp")), *enumerate(cases)]  # type: ignore[attr-defined]

    def draft(self) -> PaperDraft:
        """What was entered, as the service takes it."""
        return PaperDraft(**self.cleaned_data)


class CasesForm(SenForm):
    """The cases of a record and how many sets of papers are handed in."""

    copies = forms.IntegerField(label=_("Số lượng bộ hồ sơ"), min_value=1, max_value=20)
    cases = forms.CharField(
        label=_("Các trường hợp"), required=False, widget=_LONG,
        help_text=_("Mỗi trường hợp một dòng, theo thứ tự hiện cho người dân. Để trống khi thủ tục chỉ có một trường hợp."),
    )  # fmt: skip

    def names(self) -> list[str]:
        """The cases in order."""
        return _lines(self.cleaned_data["cases"])


class MethodForm(SenForm):
    """One way of filing."""

    channel = forms.ChoiceField(label=_("Cách nộp"), choices=[("", _("Chọn cách nộp")), *Channel.choices])
    amount = forms.DecimalField(
        label=_("Thời hạn"), required=False, min_value=Decimal("0.5"), max_digits=6, decimal_places=1, localize=True
    )
    unit = forms.ChoiceField(label=_("Đơn vị"), required=False, choices=_UNITS)
    note = forms.CharField(label=_("Mô tả"), required=False)

    def clean(self) -> dict[str, Any]:
        """A number needs its unit."""
        facts = super().clean() or {}
        if facts.get("amount") is not None and not facts.get("unit"):
            self.add_error("unit", _("Hãy chọn đơn vị của thời hạn."))
        return facts


class FeeForm(SenForm):
    """One fee or levy."""

    channel = forms.ChoiceField(label=_("Cách nộp"), required=False, choices=[("", _("Mọi cách nộp")), *Channel.choices])
    kind = forms.ChoiceField(label=_("Loại"), choices=[("levy", _("Lệ phí")), ("fee", _("Phí"))], initial="levy")
    amount = forms.IntegerField(label=_("Mức thu (đồng)"), required=False, min_value=0)
    note = forms.CharField(label=_("Ghi chú"), required=False)
    is_doubtful = forms.BooleanField(label=_("Còn nghi vấn, chưa thu"), required=False)


MethodSet = formset_factory(MethodForm, extra=1, can_delete=True)
FeeSet = formset_factory(FeeForm, extra=1, can_delete=True)


def method_drafts(formset: "BaseFormSet[MethodForm]") -> list[MethodDraft]:
    """The ways of filing entered, without blank and deleted rows."""
    return [MethodDraft(row["channel"], row["amount"], row["unit"], row["note"]) for row in _kept(formset)]


def fee_drafts(formset: "BaseFormSet[FeeForm]") -> list[FeeDraft]:
    """The fees entered, without blank and deleted rows."""
    return [FeeDraft(row["channel"], row["kind"] == "levy", row["amount"], row["note"], row["is_doubtful"]) for row in _kept(formset)]


class LinesForm(SenForm):
    """A part that is a list of lines."""

    lines = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 14}))

    def __init__(self, *args: Any, label: str, hint: str, **kwargs: Any) -> None:
        """Take the words of the part."""
        super().__init__(*args, **kwargs)
        self.fields["lines"].label, self.fields["lines"].help_text = label, hint

    def values(self) -> list[str]:
        """The lines, without empty ones."""
        return _lines(self.cleaned_data["lines"])


class DraftForm(SenForm):
    """Why a new draft is started."""

    change_note = forms.CharField(label=_("Lý do lập bản mới"), max_length=300)


class DecisionForm(SenForm):
    """A decision by number and date."""

    decision_number = forms.CharField(label=_("Số quyết định"), max_length=60)
    decision_on = VietnameseDateField(label=_("Ngày quyết định"), boxes=False)


class PublishForm(SenForm):
    """From when a version is in force."""

    valid_from = VietnameseDateField(label=_("Có hiệu lực từ ngày"), boxes=False)


class SendBackForm(SenForm):
    """Why a version goes back to draft."""

    reason = forms.CharField(label=_("Lý do trả lại"), max_length=300)


class AbolishForm(SenForm):
    """The decision that ends a procedure."""

    decision_number = forms.CharField(label=_("Số quyết định bãi bỏ"), max_length=60)
    last_day = VietnameseDateField(label=_("Ngày cuối còn hiệu lực"), boxes=False)


class StepForm(SenForm):
    """One step of a route."""

    name = forms.CharField(label=_("Nội dung công việc"), max_length=160)
    role = forms.ChoiceField(label=_("Người thực hiện"), choices=lambda: [(role.value, ROLE_NAMES[role]) for role in STEP_ROLES])
    hours = forms.DecimalField(label=_("Giờ làm việc"), min_value=0, max_digits=6, decimal_places=1, localize=True)
    agency_id = forms.TypedChoiceField(label=_("Cơ quan"), required=False, coerce=int, empty_value=None)
    output = forms.CharField(label=_("Sản phẩm"), required=False, max_length=200)
    signs = forms.BooleanField(label=_("Ký kết quả ở bước này"), required=False)
    parallel = forms.BooleanField(label=_("Song song với bước trước"), required=False)

    def __init__(self, *args: Any, agencies: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        """Take the agencies of the day."""
        super().__init__(*args, **kwargs)
        self.fields["agency_id"].choices = [("", _("Cơ quan giải quyết")), *agencies]  # type: ignore[attr-defined]


StepSet = formset_factory(StepForm, extra=0)


def step_drafts(rows: Sequence[Mapping[str, Any]]) -> list[StepDraft]:
    """The steps entered, numbered; a parallel step shares the number of the step before it."""
    drafts: list[StepDraft] = []
    for row in rows:
        order = drafts[-1].order + (0 if row["parallel"] else 1) if drafts else 1
        drafts.append(StepDraft(order, row["name"], row["role"], row["hours"], row["agency_id"], row["output"], row["signs"]))
    return drafts


class NewRouteForm(SenForm):
    """For which agency a route is made."""

    agency_id = forms.TypedChoiceField(label=_("Cơ quan áp dụng"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, agencies: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        """Take the agencies of the day."""
        super().__init__(*args, **kwargs)
        self.fields["agency_id"].choices = [("", _("Mọi cơ quan chưa có quy trình riêng")), *agencies]  # type: ignore[attr-defined]


class ApproveRouteForm(DecisionForm):
    """The decision that brings a route into force."""

    valid_from = VietnameseDateField(label=_("Áp dụng từ ngày"), boxes=False)


class RetireRouteForm(SenForm):
    """The last day of a route."""

    last_day = VietnameseDateField(label=_("Ngày áp dụng cuối cùng"), boxes=False)


def plain_number(value: Decimal | None) -> Decimal | None:
    """The number without a zero after the comma, as people write it."""
    return value if value is None or value != value.to_integral_value() else Decimal(int(value))


def _kept(formset: "BaseFormSet[Any]") -> list[dict[str, Any]]:
    """Rows that were there or were filled in, without those marked for removal; the blank row at the end is neither."""
    filled = [form for form in formset.forms if form.initial or form.has_changed()]
    return [form.cleaned_data for form in filled if form.cleaned_data and not form.cleaned_data.get("DELETE")]


def _lines(text: str) -> list[str]:
    return [line for line in (raw.strip() for raw in text.splitlines()) if line]


class CompetenceFilterForm(SenForm):
    """The bar above the rules of competence."""

    q = forms.CharField(label=_("Lĩnh vực, mã hoặc tên thủ tục"), required=False)
    co_quan = forms.TypedChoiceField(label=_("Cơ quan"), required=False, coerce=int, empty_value=None)
    loai = forms.ChoiceField(
        label=_("Phân công theo"),
        required=False,
        choices=[("", _("Tất cả")), ("field", _("Lĩnh vực")), ("procedure", _("Thủ tục riêng"))],
    )
    luc = forms.ChoiceField(
        label=_("Thời gian"),
        required=False,
        choices=[("", _("Đang áp dụng")), ("coming", _("Sắp áp dụng")), ("ended", _("Đã hết")), ("all", _("Tất cả"))],
    )

    def __init__(self, *args: Any, agencies: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        """Take the agencies of the day."""
        super().__init__(*args, **kwargs)
        self.fields["co_quan"].choices = [("", _("Tất cả")), *agencies]  # type: ignore[attr-defined]


class CompetenceForm(SenForm):
    """Which agency settles, and from when."""

    agency_id = forms.TypedChoiceField(label=_("Cơ quan giải quyết"), coerce=int)
    covers_all_levels = forms.BooleanField(
        label=_("Cơ quan ngành dọc, giải quyết cả hồ sơ cấp xã tiếp nhận"),
        required=False,
        help_text=_("Bỏ trống thì việc của cấp xã vẫn do Ủy ban nhân dân xã, phường giải quyết."),
    )
    valid_from = VietnameseDateField(label=_("Từ ngày"), boxes=False, help_text=_("Ví dụ: 01/12/2026"))

    def __init__(self, *args: Any, agencies: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        """Take the agencies of the day."""
        super().__init__(*args, **kwargs)
        self.fields["agency_id"].choices = [("", _("Chọn cơ quan")), *agencies]  # type: ignore[attr-defined]


class NewCompetenceForm(CompetenceForm):
    """Whom a field, or one procedure, is given to."""

    field_id = forms.TypedChoiceField(label=_("Lĩnh vực"), required=False, coerce=int, empty_value=None)
    code = forms.CharField(
        label=_("Hoặc mã của một thủ tục"),
        required=False,
        max_length=12,
        help_text=_("Ví dụ: 1.001612. Phân công của thủ tục đứng trước phân công của lĩnh vực."),
    )
    field_order = ("field_id", "code", "agency_id", "covers_all_levels", "valid_from")

    def __init__(self, *args: Any, field_names: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        """Take the fields of the catalogue."""
        super().__init__(*args, **kwargs)
        self.fields["field_id"].choices = [("", _("Không chọn")), *field_names]  # type: ignore[attr-defined]


class CompetenceEndForm(SenForm):
    """The last day of a rule of competence."""

    last_day = VietnameseDateField(label=_("Ngày áp dụng cuối cùng"), boxes=False, help_text=_("Ví dụ: 31/12/2026"))


class ResolutionForm(SenForm):
    """What became of a basis without effect."""

    resolution = forms.CharField(
        label=_("Kết quả rà soát"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Vì sao thủ tục vẫn đúng, hoặc đang sửa theo văn bản nào"),
    )
