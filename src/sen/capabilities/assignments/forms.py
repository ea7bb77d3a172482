"""Forms of tasks: shapes only, the use cases decide."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sen.capabilities.assignments.states import TaskRole
from sen.capabilities.assignments.types import Target, Targets, TaskLine, line_to
from sen.kernel.clock import at_local
from sen.ui.forms import SenForm, VietnameseDateField
from sen.ui.types import Option

CLOSING = dt.time(17)
URGENCIES = (("0", gettext_lazy("Thường")), ("1", gettext_lazy("Khẩn")), ("2", gettext_lazy("Thượng khẩn")), ("3", gettext_lazy("Hỏa tốc")))
_GROUPS = {"division": gettext_lazy("Phòng, ban"), "officer": gettext_lazy("Người"), "agency": gettext_lazy("Cơ quan")}


def due_of(day: dt.date | None) -> dt.datetime | None:
    """The instant a day ends at the office; None without a day."""
    return at_local(day, CLOSING) if day else None


def _text(label: Any, *, rows: int = 3, required: bool = True, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=required, max_length=4000, widget=forms.Textarea(attrs={"rows": rows}))


def _day(label: Any, *, required: bool = False, hint: Any = "") -> VietnameseDateField:
    return VietnameseDateField(label=label, required=required, help_text=hint, boxes=False, future=True)


def _ticks(label: Any, hint: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, help_text=hint, required=False, widget=forms.CheckboxSelectMultiple)


class GiveForm(SenForm):
    """A new task: the word, who leads, who assists, who should know, the term."""

    title = forms.CharField(label=gettext_lazy("Việc cần làm"), max_length=500)
    instruction = _text(gettext_lazy("Ý kiến chỉ đạo"), required=False, rows=3)
    lead = forms.ChoiceField(label=gettext_lazy("Chủ trì"), required=False)
    due = _day(gettext_lazy("Thời hạn"), hint=gettext_lazy("Đến 17:00 ngày này. Để trống nếu không có hạn."))
    urgency = forms.TypedChoiceField(label=gettext_lazy("Mức độ khẩn"), choices=URGENCIES, coerce=int, initial="0")
    wants_report = forms.BooleanField(label=gettext_lazy("Tôi xác nhận khi hoàn thành"), required=False, initial=True)
    assist = _ticks(gettext_lazy("Phối hợp"))
    know = _ticks(gettext_lazy("Để biết"))
    agencies = _ticks(gettext_lazy("Giao cho cơ quan"), gettext_lazy("Mỗi cơ quan nhận một việc và tự phân công."))

    def __init__(self, *args: Any, leads: Sequence[Target], targets: Targets, **kwargs: Any) -> None:
        """Take whom the actor may make the lead, and whom else it may name."""
        super().__init__(*args, **kwargs)
        own = Targets(targets.divisions, targets.officers)
        lead_ids = {target.key for target in leads}
        kept = Targets(*(tuple(t for t in found if t.key in lead_ids) for found in (own.divisions, own.officers)))
        grouped = [(_GROUPS[kind], choices) for kind, choices in kept.choices()]
        self._offer("lead", [("", _("Chọn người hoặc phòng chủ trì")), *grouped])
        flat = [(t.key, Option(t.name, t.title)) for _kind, found in own.by_kind() for t in found]
        for name in ("assist", "know"):
            self._offer(name, flat)
        self._offer("agencies", [(t.key, t.name) for t in targets.agencies])
        for name, unused in (("lead", not leads), ("agencies", not targets.agencies)):
            if unused:
                del self.fields[name]

    def _offer(self, name: str, choices: Sequence[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def lines(self, agency_id: int) -> list[TaskLine]:
        """One line for each receiver named."""
        data = self.cleaned_data
        named = [(TaskRole.LEAD, data.get("lead") or "")]
        named += [(TaskRole.LEAD, key) for key in data.get("agencies") or ()]
        named += [(TaskRole.ASSIST, key) for key in data["assist"]] + [(TaskRole.KNOW, key) for key in data["know"]]
        due_at, word = due_of(data["due"]), data["instruction"]
        lines = []
        for role, key in named:
            wants = data["wants_report"] and role is not TaskRole.KNOW
            line = line_to(key, agency_id, role=role, instruction=word, due_at=due_at, urgency=data["urgency"], wants_report=wants)
            if line is not None:
                lines.append(line)
        return lines


class ReportForm(SenForm):
    """How far a task has come."""

    text = _text(gettext_lazy("Đã làm được gì, còn vướng gì"), rows=4)
    progress = forms.IntegerField(label=gettext_lazy("Tiến độ, phần trăm"), min_value=0, max_value=100)


class ResultForm(SenForm):
    """The end of a task."""

    text = _text(gettext_lazy("Kết quả"), rows=4, hint=gettext_lazy("Ghi số văn bản trả lời nếu có."))


class WordForm(SenForm):
    """A word that may be left out."""

    text = _text(gettext_lazy("Lời nhắn"), required=False)


class ReasonForm(SenForm):
    """A reason its reader sees."""

    text = _text(gettext_lazy("Lý do"), hint=gettext_lazy("Người làm việc này đọc được lý do."))


class ReturnForm(ReasonForm):
    """Do it again, and until when."""

    due = _day(gettext_lazy("Thời hạn mới"), hint=gettext_lazy("Để trống nếu giữ thời hạn cũ."))


class AskTimeForm(SenForm):
    """A later term and why."""

    due = _day(gettext_lazy("Thời hạn đề nghị"), required=True)
    text = _text(gettext_lazy("Lý do"), hint=gettext_lazy("Người giao việc đọc lý do này trước khi trả lời."))


class AnswerTimeForm(SenForm):
    """Yes or no to more time."""

    granted = forms.ChoiceField(
        label=gettext_lazy("Trả lời"),
        choices=(("yes", gettext_lazy("Đồng ý")), ("no", gettext_lazy("Không đồng ý, giữ thời hạn cũ"))),
        widget=forms.RadioSelect,
    )
    due = _day(gettext_lazy("Thời hạn khác"), hint=gettext_lazy("Để trống nếu đồng ý đúng thời hạn đã đề nghị."))
    text = _text(gettext_lazy("Lời nhắn"), required=False)


class HandForm(SenForm):
    """Who does it, with a word and a term inside the giver's."""

    officer = forms.TypedChoiceField(label=gettext_lazy("Người làm"), coerce=int)
    due = _day(gettext_lazy("Thời hạn riêng"), hint=gettext_lazy("Không muộn hơn thời hạn đã giao. Để trống nếu giữ nguyên."))
    text = _text(gettext_lazy("Lời giao việc"), required=False)

    def __init__(self, *args: Any, officers: Sequence[Target], **kwargs: Any) -> None:
        """Take the officers who can be named."""
        super().__init__(*args, **kwargs)
        people = [(t.key.partition("-")[2], ", ".join(part for part in (t.name, t.title, t.division) if part)) for t in officers]
        self.fields["officer"].choices = [("", _("Chọn người")), *people]  # type: ignore[attr-defined]


class TaskFilterForm(SenForm):
    """The bar above the list of tasks; unknown values narrow nothing."""

    text = forms.CharField(label=gettext_lazy("Tìm việc"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"}))
    state = forms.ChoiceField(
        label=gettext_lazy("Trạng thái"),
        required=False,
        choices=(
            ("", gettext_lazy("Đang mở")),
            ("late", gettext_lazy("Trễ hạn")),
            ("given", gettext_lazy("Chưa nhận")),
            ("doing", gettext_lazy("Đang làm")),
            ("reported", gettext_lazy("Chờ xác nhận")),
            ("returned", gettext_lazy("Làm lại")),
            ("done", gettext_lazy("Đã kết thúc")),
        ),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Vai trò"),
        required=False,
        choices=(
            ("", gettext_lazy("Mọi vai trò")),
            ("lead", gettext_lazy("Chủ trì")),
            ("assist", gettext_lazy("Phối hợp")),
            ("know", gettext_lazy("Để biết")),
        ),
    )
    whose = forms.CharField(required=False, widget=forms.HiddenInput)

    def add_prefix(self, field_name: str) -> str:
        """The word for the field in the address."""
        return {"text": "tim", "state": "tinh-trang", "role": "vai-tro", "whose": "cua"}.get(field_name, field_name)


class ManyForm(SenForm):
    """Ticked tasks and a word for all of them."""

    viec = forms.MultipleChoiceField(widget=forms.MultipleHiddenInput, required=False)
    text = _text(gettext_lazy("Lời nhắn chung"), required=False, rows=2)

    def __init__(
        self, *args: Any, ids: Sequence[int], officers: Sequence[Target] | None = None, wordless: bool = False, **kwargs: Any
    ) -> None:
        """Take the tasks the reader may act on, and the officers where one is to be named."""
        kwargs["initial"] = {**kwargs.get("initial", {}), "viec": [str(one) for one in ids]}
        super().__init__(*args, **kwargs)
        self.fields["viec"].choices = [(str(one), str(one)) for one in ids]  # type: ignore[attr-defined]
        if wordless:
            del self.fields["text"]
        if officers is not None:
            people = [(t.key.partition("-")[2], ", ".join(part for part in (t.name, t.title) if part)) for t in officers]
            field = forms.TypedChoiceField(label=_("Người làm"), coerce=int, choices=[("", _("Chọn người")), *people])
            self.fields = {"viec": self.fields["viec"], "officer": field, **self.fields}
