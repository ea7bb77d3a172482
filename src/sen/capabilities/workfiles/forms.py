"""Shape of what people enter about work files."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sen.capabilities.workfiles.models import AccessLevel, FileList, UseMode
from sen.capabilities.workfiles.types import NewEntry, NewFile
from sen.kernel import clock
from sen.ui.forms import SenForm, VietnameseDateField

Choice = tuple[str, str]


def _choice(label: Any, **kwargs: Any) -> Any:
    return forms.TypedChoiceField(label=label, coerce=int, empty_value=None, **kwargs)


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class _Offering(SenForm):
    """A form whose choices the view knows."""

    def __init__(self, *args: Any, choices: Mapping[str, Sequence[Choice]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in (choices or {}).items():
            field: Any = self.fields[name]
            field.choices = list(offered)


class FileFilterForm(_Offering):
    """What the list is narrowed to; sent by GET."""

    q = forms.CharField(label=_("Tên hoặc ký hiệu hồ sơ"), required=False, max_length=100)
    nam = _choice(_("Năm"), required=False)
    cua = forms.ChoiceField(
        label=_("Của ai"),
        required=False,
        choices=[("", _("Tất cả tôi được xem")), ("mine", _("Tôi lập")), ("shared", _("Tôi được giao quyền"))],
    )


class ListedFileForm(_Offering):
    """Opening a file the list foresees."""

    entry_id = _choice(_("Hồ sơ trong danh mục"), help_text=_("Ký hiệu, tiêu đề và thời hạn bảo quản lấy từ danh mục."))
    start_on = VietnameseDateField(label=_("Ngày bắt đầu công việc"), boxes=False)


class _FileFields(_Offering):
    title = forms.CharField(label=_("Tiêu đề hồ sơ"), max_length=500, widget=_area(2), help_text=_("Việc gì, của ai, ở đâu, năm nào."))
    retention_id = _choice(_("Thời hạn bảo quản"))
    start_on = VietnameseDateField(label=_("Ngày bắt đầu công việc"), boxes=False)
    rights = forms.ChoiceField(label=_("Chế độ sử dụng"), choices=UseMode.choices, initial=UseMode.AGENCY)
    is_construction = forms.BooleanField(
        label=_("Hồ sơ xây dựng cơ bản"), required=False, help_text=_("Nộp lưu trong 03 tháng kể từ khi quyết toán được duyệt.")
    )
    language = forms.CharField(label=_("Ngôn ngữ"), max_length=50, initial="Tiếng Việt")
    keywords = forms.CharField(label=_("Từ khóa"), max_length=200, required=False)
    sign = forms.CharField(label=_("Ký hiệu thông tin"), max_length=60, required=False)
    description = forms.CharField(label=_("Ghi chú"), max_length=500, required=False, widget=_area(2))

    def values(self, **more: Any) -> NewFile:
        """The file as the use case takes it."""
        shared = ("title", "retention_id", "start_on", "rights", "language", "description", "keywords", "sign", "is_construction")
        return NewFile(**{name: self.cleaned_data[name] for name in shared}, **more)


class OwnFileForm(_FileFields):
    """Opening a file the list does not foresee."""

    field_order = ("title", "heading_id", "notation", "retention_id", "start_on", "rights", "is_construction")
    heading_id = _choice(
        _("Đề mục của danh mục"), required=False, help_text=_("Chọn đề mục để hồ sơ được bổ sung vào danh mục và đánh số ở đó.")
    )
    notation = forms.CharField(
        label=_("Ký hiệu hồ sơ"), max_length=20, required=False, help_text=_("Ví dụ 12.TCCB. Để trống thì hệ thống đặt số tiếp theo.")
    )


class CorrectFileForm(_FileFields):
    """Correcting an open file."""


class CloseFileForm(_Offering):
    """Ending a file."""

    title = forms.CharField(label=_("Tiêu đề hồ sơ"), max_length=500, widget=_area(2), help_text=_("Chỉnh lại cho đúng với nội dung."))
    retention_id = _choice(_("Thời hạn bảo quản"), help_text=_("Xác định lại theo nội dung thực tế."))
    end_on = VietnameseDateField(label=_("Ngày công việc kết thúc"), boxes=False)
    open_reason = forms.CharField(
        label=_("Vì sao kết thúc khi còn việc chưa xong"),
        max_length=500,
        required=False,
        widget=_area(2),
        help_text=_("Chỉ ghi khi còn việc chưa xong."),
    )


class ReasonForm(SenForm):
    """A deed that needs a reason."""

    reason = forms.CharField(label=_("Lý do"), max_length=300, widget=_area(2))


class NoteForm(SenForm):
    """Something of one's own for the file."""

    title = forms.CharField(label=_("Tên tài liệu"), max_length=500)
    text = forms.CharField(label=_("Nội dung"), required=False, max_length=20_000, widget=_area(4))
    file = forms.FileField(label=_("Tệp"), required=False, help_text=_("Biên bản, ảnh, bảng tính; để trống nếu chỉ ghi nội dung."))
    pages = forms.IntegerField(label=_("Số trang"), required=False, min_value=0, max_value=9999)
    dated_on = VietnameseDateField(label=_("Ngày của tài liệu"), required=False, boxes=False)


class GrantForm(_Offering):
    """Giving a colleague a right."""

    account_id = _choice(_("Đồng nghiệp"))
    level = forms.ChoiceField(label=_("Được làm gì"), choices=AccessLevel.choices, widget=forms.RadioSelect, initial=AccessLevel.READ)
    reason = forms.CharField(label=_("Lý do"), required=False, max_length=300)


class PassForm(_Offering):
    """Giving a file to another keeper."""

    to_account_id = _choice(_("Người lập hồ sơ từ nay"))
    reason = forms.CharField(label=_("Lý do"), max_length=300, help_text=_("Ví dụ: chuyển công tác, phân công lại."))


class PutForm(_Offering):
    """Putting a record into a file."""

    workfile_id = _choice(_("Hồ sơ công việc"))
    note = forms.CharField(label=_("Ghi chú"), required=False, max_length=500)


class NewListForm(_Offering):
    """Beginning a yearly list."""

    agency_id = _choice(_("Cơ quan"))
    year = forms.IntegerField(label=_("Năm"), min_value=2000, max_value=2100)
    numbering = forms.ChoiceField(
        label=_("Cách đánh số"), choices=FileList.Numbering.choices, widget=forms.RadioSelect, initial=FileList.Numbering.HEADING
    )
    copy_last = forms.BooleanField(label=_("Chép đề mục và hồ sơ của danh mục năm trước"), required=False, initial=True)


class HeadingForm(_Offering):
    """A heading of the list."""

    title = forms.CharField(label=_("Tên đề mục"), max_length=200)
    abbreviation = forms.CharField(
        label=_("Chữ viết tắt"),
        max_length=12,
        required=False,
        help_text=_("Chỉ với đề mục lớn, ví dụ TCCB; là phần chữ của ký hiệu hồ sơ."),
    )
    parent_id = _choice(_("Thuộc đề mục lớn"), required=False)


class EntryForm(_Offering):
    """A file of the list."""

    heading_id = _choice(_("Đề mục"))
    title = forms.CharField(label=_("Tiêu đề hồ sơ"), max_length=500, widget=_area(2))
    retention_id = _choice(_("Thời hạn bảo quản"))
    division_id = _choice(_("Phòng lập hồ sơ"), required=False)
    keeper_id = _choice(_("Người lập hồ sơ"), required=False)
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False)

    def values(self) -> NewEntry:
        """The line as the use case takes it."""
        return NewEntry(**self.cleaned_data)


class DecisionForm(SenForm):
    """Approving the list."""

    decision = forms.CharField(
        label=_("Số quyết định ban hành"),
        max_length=60,
        required=False,
        help_text=_("Ví dụ 15/QĐ-UBND; có thể để trống nếu ban hành trên hệ thống."),
    )


class CallForm(_Offering):
    """The archive's notice."""

    agency_id = _choice(_("Cơ quan"))
    year = forms.IntegerField(label=_("Hồ sơ kết thúc từ năm này trở về trước"), min_value=2000, max_value=2100)
    due_on = VietnameseDateField(label=_("Nộp lưu trước ngày"), boxes=False)
    note = forms.CharField(label=_("Lời nhắn"), max_length=300, required=False, widget=_area(2))


class SubmitForm(SenForm):
    """Handing files over."""

    block_name = forms.CharField(label=_("Tên khối tài liệu"), max_length=300, help_text=_("Ví dụ: Hồ sơ của Phòng Nội vụ năm 2026."))
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False)


class AnswerForm(SenForm):
    """The archive's answer."""

    condition = forms.CharField(
        label=_("Tình trạng tài liệu"), max_length=500, widget=_area(2), initial=_("Tài liệu điện tử đầy đủ, mở được, chữ ký số hợp lệ.")
    )


class KeepForm(SenForm):
    """Keeping a file beyond its term."""

    until = VietnameseDateField(label=_("Giữ lại đến ngày"), boxes=False)
    reason = forms.CharField(label=_("Lý do cần giữ lại"), max_length=300, widget=_area(2))


class PeriodForm(_Offering):
    """The period of the figures; sent by GET."""

    since = VietnameseDateField(label=_("Từ ngày"), boxes=False)
    until = VietnameseDateField(label=_("Đến ngày"), boxes=False)
    level = forms.ChoiceField(label=_("Cấp"), required=False)

    def clean(self) -> dict[str, Any]:
        """The first day does not stand behind the last."""
        told = super().clean() or {}
        since, until = told.get("since"), told.get("until")
        if since and until and since > until:
            self.add_error("until", _("Ngày cuối đứng trước ngày đầu. Hãy chọn lại."))
        return told


def this_year() -> int:
    """The year on the province's calendar, as the first value of boxes."""
    return clock.today().year


class TermCheckForm(SenForm):
    """Where the official text says it."""

    basis = forms.CharField(
        label=_("Căn cứ"), max_length=200, help_text=_("Số văn bản và mục, ví dụ 10/2022/TT-BNV, Phụ lục I, nhóm 1, mục 6.")
    )


class TermChangeForm(TermCheckForm):
    """Another term from a day on."""

    years = forms.IntegerField(label=_("Số năm giữ"), required=False, min_value=1, max_value=100, help_text=_("Để trống: giữ vĩnh viễn."))
    until_void = forms.BooleanField(label=_("Giữ đến khi văn bản hết hiệu lực"), required=False)
    valid_from = VietnameseDateField(label=_("Áp dụng từ ngày"), boxes=False)
