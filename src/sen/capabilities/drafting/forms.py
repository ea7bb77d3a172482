"""What people type about drafts."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sen.capabilities.correspondence.types import Urgency
from sen.capabilities.drafting.models import DraftFile, Verdict
from sen.capabilities.drafting.states import SigningPower
from sen.capabilities.drafting.types import DraftContent
from sen.kernel import clock
from sen.ui.forms import SenForm, VietnameseDateField

Choice = tuple[str, str]
END_OF_DAY = dt.time(17)
_NOBODY = gettext_lazy("Chọn ít nhất một người.")


class NeededLater(forms.CharField):
    """A text that must be there when the draft is submitted, but may be missing while it is written."""

    def validate(self, value: Any) -> None:
        """Leave emptiness to the submission."""


class ChosenLater(forms.TypedChoiceField):
    """A choice that must be made before the draft is submitted."""

    def validate(self, value: Any) -> None:
        """Refuse only values outside the list."""
        if value not in self.empty_values and not self.valid_value(value):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")


def _area(label: Any, rows: int, hint: Any = "", *, needed: bool = False, limit: int | None = None) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    kind = NeededLater if needed else forms.CharField
    return kind(label=label, help_text=hint, required=needed, max_length=limit, widget=widget)


class SeenForm(SenForm):
    """A form that knows which revision its reader saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class DraftForm(SeenForm):
    """The text of a draft and what stands around it."""

    kind_code = forms.ChoiceField(label=gettext_lazy("Loại văn bản"))
    subject = _area(
        gettext_lazy("Trích yếu"),
        2,
        gettext_lazy("Một câu ngắn, phản ánh nội dung chủ yếu. Công văn không cần gõ “V/v”, hệ thống tự thêm."),
        needed=True,
        limit=500,
    )
    legal_basis = _area(gettext_lazy("Căn cứ ban hành"), 3, gettext_lazy("Mỗi căn cứ một dòng. Để trống nếu loại văn bản không cần."))
    addressees = _area(gettext_lazy("Kính gửi"), 2, gettext_lazy("Mỗi nơi một dòng. Chỉ dùng cho công văn, tờ trình, báo cáo."))
    body = _area(
        gettext_lazy("Nội dung"),
        22,
        gettext_lazy(
            "Mỗi đoạn một dòng. “Điều 1.”, “Chương I”, “- ” đầu dòng và bảng có dấu | được trình bày tự động; "
            "**chữ đậm**, *chữ nghiêng*. Phụ lục bắt đầu bằng một dòng “Phụ lục”."
        ),
        needed=True,
    )
    places = _area(
        gettext_lazy("Nơi nhận in trên văn bản"), 4, gettext_lazy("Mỗi nơi một dòng. Dòng “Lưu: VT, …” do hệ thống thêm."), needed=True
    )
    signer_id = ChosenLater(label=gettext_lazy("Người ký"), coerce=int, empty_value=None)
    signer_competence = forms.ChoiceField(
        label=gettext_lazy("Quyền hạn ký"),
        choices=SigningPower.choices,
        required=False,
        help_text=gettext_lazy("Chỉ chọn khi khác với quyền hạn ghi cạnh tên người ký."),
    )
    signer_title = forms.CharField(
        label=gettext_lazy("Chức vụ in trên văn bản"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Để trống: lấy chức vụ của người ký."),
    )
    unit_sign = forms.CharField(
        label=gettext_lazy("Ký hiệu đơn vị soạn"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Phần sau tên cơ quan trong ký hiệu công văn, ví dụ VX."),
    )
    book_id = forms.TypedChoiceField(label=gettext_lazy("Sổ lấy số"), coerce=int, empty_value=None, required=False)
    urgency = forms.TypedChoiceField(label=gettext_lazy("Độ khẩn"), choices=Urgency.choices, coerce=int)
    answer_due_on = VietnameseDateField(label=gettext_lazy("Hạn nơi nhận trả lời"), required=False, boxes=False)

    def __init__(self, *args: Any, kinds: Sequence[Choice], signers: Sequence[Choice], books: Sequence[Choice] = (), **kwargs: Any) -> None:
        """Take the kinds of the day, who may sign, and the agency's number books."""
        super().__init__(*args, **kwargs)
        self.fields["kind_code"].choices = list(kinds)  # type: ignore[attr-defined]
        self.fields["signer_id"].choices = [("", _("Chọn người ký")), *signers]  # type: ignore[attr-defined]
        self.fields["book_id"].choices = [("", _("Theo loại văn bản")), *books]  # type: ignore[attr-defined]
        if not books:
            del self.fields["book_id"]

    @property
    def has_rare_errors(self) -> bool:
        """Whether something is wrong among the fields that are filled in beforehand and lie folded away."""
        return any(name in self.errors for name in ("signer_competence", "signer_title", "unit_sign", "book_id"))

    def content(self) -> DraftContent:
        """What was typed, for the use case."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return DraftContent(**values)


class NewDraftForm(SenForm):
    """What a draft begins with."""

    agency_id = forms.TypedChoiceField(label=gettext_lazy("Cơ quan ban hành"), coerce=int)
    kind_code = forms.ChoiceField(label=gettext_lazy("Loại văn bản"))
    template_id = forms.TypedChoiceField(
        label=gettext_lazy("Mẫu"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("Để trống: lấy mẫu thứ nhất của loại văn bản."),
    )
    subject = _area(gettext_lazy("Trích yếu"), 2, limit=500)

    def __init__(self, *args: Any, agencies: Sequence[Choice], kinds: Sequence[Choice], templates: Sequence[Choice], **kwargs: Any) -> None:
        """Take the agencies the writer may draft for, the kinds of the day and the templates."""
        super().__init__(*args, **kwargs)
        self.fields["agency_id"].choices = list(agencies)  # type: ignore[attr-defined]
        self.fields["kind_code"].choices = [("", _("Chọn loại")), *kinds]  # type: ignore[attr-defined]
        self.fields["template_id"].choices = [("", _("Mẫu thứ nhất của loại")), *templates]  # type: ignore[attr-defined]
        if len(agencies) == 1:
            self.fields["agency_id"].widget = forms.HiddenInput()
            self.initial.setdefault("agency_id", agencies[0][0])


class NoteForm(SeenForm):
    """An optional word to whoever acts next."""

    note = _area(gettext_lazy("Ý kiến gửi kèm"), 3, gettext_lazy("Người ở bước sau đọc được."), limit=2000)


class ReasonForm(SenForm):
    """A reason others will read."""

    reason = _area(gettext_lazy("Lý do"), 4, limit=2000)

    def __init__(self, *args: Any, label: str = "", hint: str = "", **kwargs: Any) -> None:
        """Name the reason and say who reads it."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True
        self.fields["reason"].label = label or self.fields["reason"].label
        self.fields["reason"].help_text = hint


class CommentForm(SenForm):
    """A remark on the text."""

    quote = forms.CharField(label=gettext_lazy("Về câu, đoạn"), required=False, max_length=300)
    text = forms.CharField(label=gettext_lazy("Góp ý"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))


class OpinionForm(SenForm):
    """The answer of somebody asked for an opinion."""

    verdict = forms.ChoiceField(label=gettext_lazy("Ý kiến"), choices=Verdict.choices, widget=forms.RadioSelect)
    answer = _area(gettext_lazy("Nội dung góp ý"), 5, gettext_lazy("Ghi rõ điều, khoản và đề nghị sửa thế nào."), limit=8000)


class AskForm(SenForm):
    """Whom to ask, what, and until when."""

    asked = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Hỏi ai"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _NOBODY},
    )
    question = _area(gettext_lazy("Nội dung cần cho ý kiến"), 3, limit=2000)
    due_on = VietnameseDateField(label=gettext_lazy("Trả lời trước hết ngày"), boxes=False)

    def __init__(self, *args: Any, people: Sequence[Choice], **kwargs: Any) -> None:
        """Take the officers who were found."""
        super().__init__(*args, **kwargs)
        self.fields["asked"].choices = list(people)  # type: ignore[attr-defined]

    @property
    def due_at(self) -> dt.datetime:
        """The end of the working day of the term."""
        day: dt.date = self.cleaned_data["due_on"]
        return clock.at_local(day, END_OF_DAY)


class MemberForm(SenForm):
    """Who writes along."""

    account = forms.TypedChoiceField(label=gettext_lazy("Người cùng soạn"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: Sequence[Choice], **kwargs: Any) -> None:
        """Take the officers who were found."""
        super().__init__(*args, **kwargs)
        self.fields["account"].choices = list(people)  # type: ignore[attr-defined]


class AttachForm(SenForm):
    """A file beside the draft."""

    role = forms.ChoiceField(label=gettext_lazy("Tệp này là"), choices=DraftFile.Role.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=gettext_lazy("Tên gọi"), max_length=200, required=False, help_text=gettext_lazy("Để trống: lấy tên tệp."))
    file = forms.FileField(label=gettext_lazy("Tệp"))


class TemplateForm(SenForm):
    """The name under which a draft becomes a template of the agency."""

    name = forms.CharField(label=gettext_lazy("Tên mẫu"), max_length=160)


class ShelfForm(SenForm):
    """The words a list of drafts is searched by."""

    ngan = forms.CharField(widget=forms.HiddenInput, required=False)
    q = forms.CharField(label=gettext_lazy("Trích yếu, số ký hiệu"), max_length=100, required=False)


class CompareForm(SenForm):
    """Which two versions are compared."""

    cu = forms.ChoiceField(label=gettext_lazy("Bản cũ"), required=False)
    moi = forms.ChoiceField(label=gettext_lazy("Bản mới"), required=False)

    def __init__(self, *args: Any, versions: Sequence[Choice], **kwargs: Any) -> None:
        """Take the kept versions, newest first."""
        super().__init__(*args, **kwargs)
        self.fields["cu"].choices = [("", _("Bản ngay trước")), *versions]  # type: ignore[attr-defined]
        self.fields["moi"].choices = [("", _("Bản hiện tại")), *versions]  # type: ignore[attr-defined]


class NewCopyForm(SenForm):
    """A certified copy of a document."""

    file_id = forms.TypedChoiceField(label=gettext_lazy("Tệp cần sao"), coerce=int)
    kind = forms.ChoiceField(label=gettext_lazy("Hình thức sao"), widget=forms.RadioSelect)
    form = forms.ChoiceField(label=gettext_lazy("Bản sao"), widget=forms.RadioSelect)
    pages = forms.CharField(
        label=gettext_lazy("Các trang trích"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("Chỉ ghi khi trích sao, như “1, 3-5”."),
    )
    signer_id = forms.TypedChoiceField(label=gettext_lazy("Lãnh đạo quyết định việc sao"), coerce=int)
    places = forms.CharField(
        label=gettext_lazy("Nơi nhận bản sao"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Mỗi nơi một dòng."),
    )

    def __init__(
        self,
        *args: Any,
        files: Sequence[tuple[int, str]] = (),
        signers: Sequence[tuple[int, str]] = (),
        kinds: Sequence[tuple[str, str]] = (),
        ways: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        """Offer the files of the document and the leaders of the agency."""
        super().__init__(*args, **kwargs)
        self.fields["file_id"].choices = list(files)  # type: ignore[attr-defined]
        self.fields["signer_id"].choices = list(signers)  # type: ignore[attr-defined]
        self.fields["kind"].choices = list(kinds)  # type: ignore[attr-defined]
        self.fields["form"].choices = list(ways)  # type: ignore[attr-defined]


class CopySearchForm(SenForm):
    """Looking for a copy in its register."""

    q = forms.CharField(label=gettext_lazy("Số bản sao, số hoặc trích yếu văn bản"), required=False, max_length=100)


class PictureForm(SenForm):
    """The picture of a signature or of a seal, with its real width."""

    picture = forms.FileField(label=gettext_lazy("Tệp hình PNG, nền trong suốt"))
    width_mm = forms.FloatField(label=gettext_lazy("Chiều rộng thật trên giấy (mm)"), min_value=10, max_value=90)
