"""Forms of officials on the dossier page: shapes only, the use cases decide."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sen.capabilities.dossiers.models import FormKind, GoalKind, OutcomeKind, RuleSet
from sen.capabilities.dossiers.types import Lack, RuleValues
from sen.foundation.accounts.types import Officer
from sen.kernel import clock
from sen.kernel.worktime import Rounding
from sen.ui.forms import PhoneField, SenForm, VietnameseDateField
from sen.ui.types import Option

Choice = tuple[str, str]
CLOSING = dt.time(17)
_FORM_TEXTS = ("title", "list_number", "pattern", "basis")


def _text(label: Any, *, rows: int = 3, required: bool = True, hint: Any = "", limit: int = 4000) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=required, max_length=limit, widget=forms.Textarea(attrs={"rows": rows}))


class WhenTicked(forms.CharField):
    """A text that is needed only beside a ticked box; the form checks that, so the field itself lets an empty one pass."""

    def validate(self, value: Any) -> None:
        """Leave emptiness to the form."""


class WhenChosen(forms.TypedChoiceField):
    """A choice that may be left alone in a spare row."""

    def validate(self, value: Any) -> None:
        """Refuse only values outside the list."""
        if value not in self.empty_values and not self.valid_value(value):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")


class SeenForm(SenForm):
    """A form that knows which version of the dossier its reader saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def renew(self, event_count: int | None) -> bool:
        """After somebody else was quicker: carry the new version, so that a second press is a decision; tells whether it was so."""
        if not self.has_error(NON_FIELD_ERRORS, "stale") or event_count is None:
            return False
        data = QueryDict(mutable=True)
        data.update(self.data)
        data[self.add_prefix("seen")] = str(event_count)
        self.data = data
        return True


class PurposeForm(SenForm):
    """Why personal data is looked at."""

    purpose = _text(
        gettext_lazy("Mục đích xem"),
        rows=2,
        limit=300,
        hint=gettext_lazy("Ghi rõ việc cần làm, ví dụ: đối chiếu số định danh với giấy tờ. Người nộp xem được lượt xem và mục đích này."),
    )

    def clean_purpose(self) -> str:
        """At least a few words."""
        if len(self.cleaned_data["purpose"]) < 10:
            raise forms.ValidationError(_("Ghi mục đích cụ thể hơn, ít nhất 10 ký tự."), code="short")
        return str(self.cleaned_data["purpose"])


def officer_choices(officers: Iterable[Officer]) -> list[Choice]:
    """Officers as choices: name, title, and that they act by delegation."""
    lent = _("(được ủy quyền)")
    return [
        (str(o.account_id), ", ".join(part for part in (o.name, o.title or (lent if o.by_delegation else "")) if part)) for o in officers
    ]


class FinishForm(SeenForm):
    """Finish a step: opinion, and who takes the next one."""

    note = _text(gettext_lazy("Ý kiến xử lý"), required=False, hint=gettext_lazy("Người ở bước sau đọc được ý kiến này."))
    assignee = forms.TypedChoiceField(label=gettext_lazy("Chuyển đến"), required=False, coerce=int, empty_value=None)
    without_opinions = _text(
        gettext_lazy("Lý do chuyển khi chưa đủ ý kiến"),
        required=False,
        rows=2,
        hint=gettext_lazy("Còn cơ quan chưa trả lời. Lý do được ghi vào lịch sử hồ sơ."),
    )

    def __init__(self, *args: Any, officers: Sequence[Officer], waiting: bool = False, **kwargs: Any) -> None:
        """Take the officers of the next step, and whether an opinion is still awaited."""
        super().__init__(*args, **kwargs)
        self.fields["assignee"].choices = [("", _("Để ngỏ, ai có việc thì nhận")), *officer_choices(officers)]  # type: ignore[attr-defined]
        if not officers:
            del self.fields["assignee"]
        if not waiting:
            del self.fields["without_opinions"]


class AssignForm(SeenForm):
    """Give work to a person."""

    assignee = forms.TypedChoiceField(label=gettext_lazy("Giao cho"), coerce=int)
    note = _text(gettext_lazy("Lời giao việc"), required=False, rows=2)

    def __init__(self, *args: Any, officers: Sequence[Officer], **kwargs: Any) -> None:
        """Take the officers who hold the role."""
        super().__init__(*args, **kwargs)
        self.fields["assignee"].choices = [("", _("Chọn người")), *officer_choices(officers)]  # type: ignore[attr-defined]


class ReasonForm(SeenForm):
    """One reason, which the reader of the action will see."""

    reason = _text(gettext_lazy("Lý do"))

    def __init__(self, *args: Any, label: str = "", hint: str = "", **kwargs: Any) -> None:
        """Name the reason and say who reads it."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label or self.fields["reason"].label
        self.fields["reason"].help_text = hint


class NoteForm(SeenForm):
    """An optional note."""

    note = _text(gettext_lazy("Ghi chú"), required=False, rows=2)


class ConsultForm(SeenForm):
    """The question to other agencies."""

    question = _text(
        gettext_lazy("Nội dung cần lấy ý kiến"),
        rows=4,
        hint=gettext_lazy("Nêu rõ vấn đề và giấy tờ liên quan. Mọi cơ quan được hỏi đọc cùng nội dung này."),
    )


class ConsultRow(SenForm):
    """One agency and its term."""

    agency = WhenChosen(label=gettext_lazy("Cơ quan được hỏi"), coerce=int, empty_value=None)
    due_on = VietnameseDateField(label=gettext_lazy("Trả lời trước 17:00 ngày"), required=False, future=True, boxes=False)

    def __init__(self, *args: Any, agencies: Sequence[Choice], **kwargs: Any) -> None:
        """Take the agencies that can be asked."""
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", _("Chọn cơ quan")), *agencies]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Both or neither."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("agency") and not data.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Ghi hạn trả lời của cơ quan này."))
        return data


class ConsultRows(forms.BaseFormSet):  # type: ignore[type-arg]
    """Several agencies, each once."""

    def clean(self) -> None:
        """At least one agency, none twice."""
        agencies = [form.cleaned_data["agency"] for form in self.forms if getattr(form, "cleaned_data", {}).get("agency")]
        if not agencies:
            raise forms.ValidationError(_("Chọn ít nhất một cơ quan cần hỏi."))
        if len(set(agencies)) < len(agencies):
            raise forms.ValidationError(_("Có cơ quan được chọn hai lần. Mỗi cơ quan chỉ chọn một lần."))

    def terms(self) -> dict[dt.date, list[int]]:
        """The chosen agencies by the day their answer is due."""
        found: dict[dt.date, list[int]] = {}
        for form in self.forms:
            if form.cleaned_data.get("agency"):
                found.setdefault(form.cleaned_data["due_on"], []).append(form.cleaned_data["agency"])
        return found


class AnswerForm(SenForm):
    """The answer to another agency's question."""

    agrees = forms.TypedChoiceField(
        label=gettext_lazy("Ý kiến của cơ quan"),
        choices=[("yes", gettext_lazy("Đồng ý")), ("no", gettext_lazy("Không đồng ý")), ("other", gettext_lazy("Ý kiến khác"))],
        coerce=lambda value: {"yes": True, "no": False}.get(value),
        widget=forms.RadioSelect,
    )
    answer = _text(gettext_lazy("Nội dung trả lời"), rows=5)


class OutcomeForm(SeenForm):
    """The proposed result."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kết quả đề xuất"),
        choices=[
            (OutcomeKind.GRANTED.value, Option(gettext_lazy("Giải quyết theo đề nghị"), gettext_lazy("Ban hành kết quả của thủ tục"))),
            (
                OutcomeKind.REFUSED.value,
                Option(gettext_lazy("Không giải quyết"), gettext_lazy("Trả lời bằng văn bản, nêu lý do, trước hạn trả")),
            ),
        ],
        widget=forms.RadioSelect,
    )
    title = forms.CharField(label=gettext_lazy("Tên văn bản kết quả"), max_length=300)
    content = _text(
        gettext_lazy("Nội dung"),
        rows=8,
        required=False,
        limit=20000,
        hint=gettext_lazy("Mỗi dòng là một đoạn. Họ tên, số định danh và căn cứ được in sẵn."),
    )


class SupplementForm(SeenForm):
    """Which components lack and why; one more that was not handed in can be named."""

    contact_phone = PhoneField(label=gettext_lazy("Điện thoại để người nộp hỏi"), required=False)
    override_reason = _text(
        gettext_lazy("Lý do yêu cầu thêm lần nữa"),
        required=False,
        rows=2,
        hint=gettext_lazy("Chỉ lãnh đạo được làm. Hồ sơ bị tính là quá hạn."),
    )

    def __init__(self, *args: Any, papers: Sequence[tuple[str, int | None, str]], again: bool, **kwargs: Any) -> None:
        """Take the components as (key, id of the handed-in one, name), and whether the one request was already used."""
        super().__init__(*args, **kwargs)
        self.papers = [*papers, ("other", None, _("Giấy tờ khác"))]
        if not again:
            del self.fields["override_reason"]
        self.fields["other_name"] = WhenTicked(label=_("Tên giấy tờ khác"), max_length=300)
        for key, _id, name in self.papers:
            self.fields[f"{key}_lacks"] = forms.BooleanField(label=name, required=False)
            label = _("Lý do: %(name)s") % {"name": name[:80]}
            self.fields[f"{key}_reason"] = WhenTicked(label=label, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField | None]]:
        """The tick, the reason and, for the free row, the name of each component."""
        return [
            (self[f"{key}_lacks"], self[f"{key}_reason"], self["other_name"] if key == "other" else None) for key, _id, _name in self.papers
        ]

    def clean(self) -> dict[str, Any]:
        """A reason for every ticked component."""
        data: dict[str, Any] = super().clean() or {}
        for key, _id, _name in self.papers:
            ticked, reason = data.get(f"{key}_lacks"), data.get(f"{key}_reason") or ""
            if ticked and len(reason) < 5:
                self.add_error(f"{key}_reason", _("Ghi lý do để người nộp biết phải sửa gì."))
            if reason and not ticked:
                self.add_error(f"{key}_lacks", _("Có lý do mà chưa đánh dấu. Đánh dấu giấy tờ này, hoặc xóa lý do."))
        if data.get("other_lacks") and not data.get("other_name"):
            self.add_error("other_name", _("Ghi tên giấy tờ cần nộp thêm."))
        return data

    def lacks(self) -> list[Lack]:
        """The ticked components with their reasons."""
        data = self.cleaned_data
        return [
            Lack(name=data["other_name"] if key == "other" else name, reason=data[f"{key}_reason"], document_id=document_id)
            for key, document_id, name in self.papers
            if data.get(f"{key}_lacks")
        ]


class ExtendForm(SeenForm):
    """The new date and the reason of the apology."""

    new_due = VietnameseDateField(label=gettext_lazy("Ngày hẹn trả mới"), future=True, noun="hẹn")
    at = forms.TimeField(label=gettext_lazy("Giờ"), initial=CLOSING.strftime("%H:%M"))
    reason = _text(gettext_lazy("Lý do chậm"), hint=gettext_lazy("In trên phiếu xin lỗi gửi người nộp."))
    although_late = forms.BooleanField(label=gettext_lazy("Vẫn gửi dù đã muộn; hồ sơ được ghi nhận là xin lỗi muộn"), required=False)

    def __init__(self, *args: Any, late: bool, **kwargs: Any) -> None:
        """Take whether the lawful moment to apologise has passed."""
        super().__init__(*args, **kwargs)
        if not late:
            del self.fields["although_late"]

    def new_due_at(self) -> dt.datetime:
        """The chosen instant."""
        return clock.at_local(self.cleaned_data["new_due"], self.cleaned_data["at"])


class WithdrawalForm(SeenForm):
    """The decision on a request to take the dossier back."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Quyết định"),
        choices=[
            ("agree", Option(gettext_lazy("Đồng ý cho rút"), gettext_lazy("Hồ sơ dừng, giấy tờ được trả lại"))),
            ("keep", Option(gettext_lazy("Không đồng ý"), gettext_lazy("Chỉ khi kết quả đã được quyết định; hồ sơ tiếp tục"))),
        ],
        widget=forms.RadioSelect,
    )
    reason = _text(gettext_lazy("Lý do, ghi chú"), required=False)


class NewRulesForm(SenForm):
    """From when a new rule set holds, and what it is called."""

    name = forms.CharField(label=gettext_lazy("Tên bộ quy định"), max_length=160, help_text=gettext_lazy("Số hiệu nghị định, thông tư"))
    basis = forms.CharField(label=gettext_lazy("Văn bản căn cứ"), max_length=200)
    valid_from = VietnameseDateField(label=gettext_lazy("Có hiệu lực từ ngày"), boxes=False, help_text=gettext_lazy("Ví dụ: 01/01/2027"))


class SendAgainForm(SenForm):
    """Where a letter goes this time."""

    def __init__(self, *args: Any, by_mail: bool, **kwargs: Any) -> None:
        """Ask for the kind of address the letter travels to."""
        super().__init__(*args, **kwargs)
        hint = _("Để trống nếu địa chỉ cũ đúng. Địa chỉ mới dùng cho cả các thư sau của hồ sơ này.")
        kind, label = (forms.EmailField, _("Thư điện tử đúng")) if by_mail else (PhoneField, _("Số điện thoại đúng"))
        self.fields["address"] = kind(label=label, required=False, help_text=hint)


class ToldForm(SenForm):
    """How the applicant was told without the letter."""

    note = _text(gettext_lazy("Đã báo bằng cách nào"), rows=2, limit=300, hint=gettext_lazy("Ví dụ: gọi điện lúc 14 giờ, đã nghe rõ."))


class GoalForm(SenForm):
    """From when which share in time is asked for, of what."""

    kind = forms.ChoiceField(label=gettext_lazy("Mốc cho"), choices=GoalKind.choices)
    percent = forms.DecimalField(label=gettext_lazy("Tỷ lệ đúng hạn phải đạt, %"), min_value=0, max_value=100, decimal_places=1)
    valid_from = VietnameseDateField(label=gettext_lazy("Áp dụng từ ngày"), boxes=False)
    basis = forms.CharField(label=gettext_lazy("Văn bản giao mốc"), max_length=200, help_text=gettext_lazy("Số, ký hiệu và ngày ban hành"))


class RulesForm(SenForm):
    """What a rule set says; for a set in force only the texts of the given kinds of forms."""

    name = forms.CharField(label=gettext_lazy("Tên bộ quy định"), max_length=160)
    basis = forms.CharField(label=gettext_lazy("Văn bản căn cứ"), max_length=200)
    supplement_clock = forms.ChoiceField(
        label=gettext_lazy("Sau khi người nộp bổ sung, thời hạn"), choices=RuleSet.SupplementClock.choices, widget=forms.RadioSelect
    )
    due_rounding = forms.ChoiceField(
        label=gettext_lazy("Hạn trả rơi vào"),
        choices=[
            (Rounding.KEEP_MINUTE.value, gettext_lazy("Đúng giờ phút tiếp nhận của ngày cuối")),
            (Rounding.END_OF_DAY.value, gettext_lazy("Cuối giờ làm việc của ngày cuối")),
        ],
        widget=forms.RadioSelect,
    )
    max_supplements = forms.IntegerField(label=gettext_lazy("Số lần yêu cầu bổ sung"))
    max_extensions = forms.IntegerField(label=gettext_lazy("Số lần xin lỗi, hẹn lại"))
    apology_days_before = forms.IntegerField(label=gettext_lazy("Xin lỗi trước hạn, ngày làm việc"))
    reception_hours = forms.IntegerField(label=gettext_lazy("Trả lời hồ sơ trực tuyến, giờ làm việc"))
    return_to_applicant_days = forms.IntegerField(label=gettext_lazy("Trả lại hồ sơ chưa đạt, ngày làm việc"))
    transfer_cutoff = forms.TimeField(
        label=gettext_lazy("Giờ chốt chuyển hồ sơ trong ngày"),
        widget=forms.TimeInput(format="%H:%M"),
        help_text=gettext_lazy("Ví dụ: 15:00"),
    )
    code_template = forms.CharField(
        label=gettext_lazy("Mẫu mã hồ sơ"),
        max_length=80,
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
        help_text=gettext_lazy("{unit} là mã đơn vị, {date:%y%m%d} là ngày, {seq:04d} là số thứ tự trong ngày."),
    )

    def __init__(self, *args: Any, values: RuleValues, kinds: Sequence[FormKind], texts_only: bool = False, **kwargs: Any) -> None:
        """Start from the values of a set; offer the texts of the kinds."""
        general = {name: value for name, value in asdict(values).items() if name != "forms"}
        texts = {f"{kind.value}_{text}": value for kind in kinds for text, value in values.forms[kind.value].items()}
        super().__init__(*args, initial=general | texts, **kwargs)
        self.values_before, self.kinds, self.texts_only = values, kinds, texts_only
        if texts_only:
            self.fields.clear()
        for kind in kinds:
            self.fields[f"{kind.value}_title"] = forms.CharField(label=_("Tên in trên biểu mẫu"), max_length=160)
            self.fields[f"{kind.value}_list_number"] = forms.CharField(label=_("Mẫu số"), max_length=10, required=False)
            self.fields[f"{kind.value}_pattern"] = forms.CharField(label=_("Cách ghi số"), max_length=40)
            self.fields[f"{kind.value}_basis"] = forms.CharField(label=_("Căn cứ"), max_length=200, required=False)

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Each kind of form with its boxes."""
        return [(str(kind.label), [self[f"{kind.value}_{text}"] for text in _FORM_TEXTS]) for kind in self.kinds]

    def values(self) -> RuleValues:
        """The set as entered, on top of what it said before."""
        facts = self.cleaned_data
        texts = {kind.value: {text: facts[f"{kind.value}_{text}"] for text in _FORM_TEXTS} for kind in self.kinds}
        general = {} if self.texts_only else {name: facts[name] for name in asdict(self.values_before) if name != "forms"}
        return replace(self.values_before, forms=self.values_before.forms | texts, **general)
