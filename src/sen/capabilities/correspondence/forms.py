"""Shape of what people type about documents."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sen.capabilities.correspondence.types import Channel, Competence, KindGroup, Urgency
from sen.kernel import clock
from sen.ui.fields import VietnameseDateField
from sen.ui.forms import SenForm
from sen.ui.types import Option

END_OF_DAY = dt.time(17, 0)
Filled = tuple[tuple[str, str | Promise], ...]


class OfferingForm(SenForm):
    """A form whose choices are given when it is made: ``offers`` names for each keyword the fields it fills and their empty choice."""

    offers: ClassVar[Mapping[str, Filled]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take the choices of every keyword in ``offers``."""
        given: dict[str, Iterable[tuple[Any, Any]]] = {name: list(kwargs.pop(name)) for name in self.offers}
        super().__init__(*args, **kwargs)
        for name, filled in self.offers.items():
            for field, blank in filled:
                self.fields[field].choices = [*([("", blank)] if blank else []), *given[name]]  # type: ignore[attr-defined]


def due_at_of(day: dt.date | None) -> dt.datetime | None:
    """A term given as a day ends with the office hours of that day."""
    return clock.at_local(day, END_OF_DAY) if day else None


class ReasonForm(SenForm):
    """An action that needs a reason."""

    reason = forms.CharField(label=_("Lý do"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class ListForm(OfferingForm):
    """What every list of documents carries from page to page: group, order and agency."""

    nhom = forms.CharField(required=False, widget=forms.HiddenInput)
    xep = forms.CharField(required=False, widget=forms.HiddenInput)
    co_quan = forms.CharField(required=False, widget=forms.HiddenInput)


class IncomingFilterForm(ListForm):
    """The bar above incoming documents."""

    q = forms.CharField(label=_("Số, trích yếu, nơi gửi"), required=False, max_length=100)
    loai = forms.ChoiceField(label=_("Loại văn bản"), required=False)
    don_vi = forms.ChoiceField(label=_("Đơn vị nhận"), required=False)
    duong = forms.ChoiceField(label=_("Đường đến"), required=False, choices=[("", _("Mọi đường")), *Channel.choices])
    khan = forms.ChoiceField(label=_("Mức độ khẩn"), required=False, choices=[("", _("Mọi mức")), *Urgency.choices])
    tu = VietnameseDateField(label=_("Đến từ ngày"), boxes=False, required=False)
    den = VietnameseDateField(label=_("Đến ngày"), boxes=False, required=False)
    offers = {"kinds": (("loai", _("Mọi loại")),), "divisions": (("don_vi", _("Mọi đơn vị")),)}


class OutgoingFilterForm(ListForm):
    """The bar above outgoing documents."""

    q = forms.CharField(label=_("Số, trích yếu, người ký"), required=False, max_length=100)
    loai = forms.ChoiceField(label=_("Loại văn bản"), required=False)
    so = forms.ChoiceField(label=_("Sổ"), required=False)
    don_vi = forms.ChoiceField(label=_("Đơn vị soạn"), required=False)
    tu = VietnameseDateField(label=_("Từ ngày"), boxes=False, required=False)
    den = VietnameseDateField(label=_("Đến ngày"), boxes=False, required=False)
    offers = {"kinds": (("loai", _("Mọi loại")),), "books": (("so", _("Mọi sổ")),), "divisions": (("don_vi", _("Mọi đơn vị")),)}


class RegisterViewForm(OfferingForm):
    """Which register, from when to when."""

    loai = forms.ChoiceField(label=_("Sổ"))
    tu = VietnameseDateField(label=_("Từ ngày"), boxes=False)
    den = VietnameseDateField(label=_("Đến ngày"), boxes=False)
    so = forms.TypedChoiceField(label=_("Sổ số"), coerce=int, required=False, empty_value=None)
    co_quan = forms.CharField(required=False, widget=forms.HiddenInput)
    offers = {"registers": (("loai", ""),), "books": (("so", _("Mọi sổ số")),)}

    def clean(self) -> dict[str, Any]:
        """The end is not before the beginning."""
        values = super().clean() or self.cleaned_data
        if values.get("tu") and values.get("den") and values["den"] < values["tu"]:
            self.add_error("den", _("Ngày cuối không thể trước ngày đầu."))
        return values


class SearchForm(OfferingForm):
    """What is looked for, in every field and in the text of files."""

    q = forms.CharField(label=_("Từ cần tìm"), required=False, max_length=200)
    so = forms.CharField(label=_("Số, ký hiệu"), required=False, max_length=80)
    noi = forms.CharField(label=_("Cơ quan ban hành"), required=False, max_length=100)
    loai = forms.ChoiceField(label=_("Loại văn bản"), required=False)
    chieu = forms.ChoiceField(
        label=_("Chiều"), required=False, choices=(("", _("Đến và đi")), ("incoming", _("Văn bản đến")), ("outgoing", _("Văn bản đi")))
    )
    tu = VietnameseDateField(label=_("Ngày văn bản từ"), boxes=False, required=False)
    den = VietnameseDateField(label=_("Đến ngày"), boxes=False, required=False)
    offers = {"kinds": (("loai", _("Mọi loại")),)}


class RegisterManyForm(OfferingForm):
    """To whom documents go as soon as they are in the register."""

    to = forms.MultipleChoiceField(label=_("Trình ngay cho"), required=False, widget=forms.CheckboxSelectMultiple)
    offers = {"people": (("to", ""),)}


class RegisterIncomingForm(RegisterManyForm):
    """What the clerk adds when a document goes into the register."""

    due_on = VietnameseDateField(label=_("Hạn giải quyết"), boxes=False, required=False)
    note = forms.CharField(label=_("Ghi chú"), max_length=500, required=False)
    confirmed = forms.BooleanField(label=_("Đã đối chiếu, đây là văn bản khác"), required=False)

    def __init__(self, *args: Any, suspicious: bool = False, **kwargs: Any) -> None:
        """Ask for the comparison only when a duplicate is suspected."""
        super().__init__(*args, **kwargs)
        if not suspicious:
            self.fields["confirmed"].widget = forms.HiddenInput()


class PassOnForm(OfferingForm):
    """To whom the clerk passes a document: leaders, divisions, officers."""

    to = forms.MultipleChoiceField(label=_("Trình hoặc chuyển cho"), widget=forms.CheckboxSelectMultiple)
    note = forms.CharField(label=_("Lời trình"), max_length=1000, required=False)
    offers = {"people": (("to", ""),)}


class DirectForm(OfferingForm):
    """A leader's or a head's word: who leads, who assists, who is to know, and until when."""

    instruction = forms.CharField(
        label=_("Ý kiến chỉ đạo"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3, "data-key": "Y"})
    )
    lead = forms.ChoiceField(label=_("Chủ trì"), required=False, widget=forms.Select(attrs={"data-key": "C"}))
    assist = forms.MultipleChoiceField(label=_("Phối hợp"), required=False, widget=forms.CheckboxSelectMultiple)
    know = forms.MultipleChoiceField(label=_("Để biết"), required=False, widget=forms.CheckboxSelectMultiple)
    due_on = VietnameseDateField(label=_("Hạn giải quyết"), boxes=False, required=False, future=True)
    wants_report = forms.BooleanField(label=_("Báo cáo tôi trước khi kết thúc"), required=False)
    offers = {"targets": (("lead", _("Chọn người hoặc đơn vị chủ trì")), ("assist", ""), ("know", ""))}

    def clean(self) -> dict[str, Any]:
        """Nobody is named twice, and somebody is named."""
        values = super().clean() or self.cleaned_data
        named = [name for name in [values.get("lead"), *values.get("assist", []), *values.get("know", [])] if name]
        if len(named) != len(set(named)):
            self.add_error("assist", _("Mỗi nơi chỉ chọn một vai: chủ trì, phối hợp hoặc để biết."))
        if not named and not self.errors:
            self.add_error("lead", _("Hãy chọn nơi chủ trì, hoặc ít nhất một nơi để biết."))
        return values


class FinishForm(OfferingForm):
    """How a document was settled."""

    result = forms.CharField(
        label=_("Kết quả giải quyết"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ví dụ: Đã trả lời bằng văn bản số 12/UBND-VX; hoặc: Để biết, không phải trả lời."),
    )  # fmt: skip
    answered_by = forms.ChoiceField(label=_("Văn bản trả lời của cơ quan"), required=False)
    offers = {"answers": (("answered_by", _("Không có văn bản trả lời")),)}


class AnswerChangeForm(SenForm):
    """Yes or no to a recall, an update or a replacement."""

    accept = forms.ChoiceField(label=_("Trả lời nơi gửi"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Lý do"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, kind: str = "recall", **kwargs: Any) -> None:
        """Say what agreeing does."""
        super().__init__(*args, **kwargs)
        does = {
            "recall": _("Văn bản bị hủy trong sổ đến, việc đang giao được rút lại; lịch sử vẫn giữ."),
            "update": _("Bản mới thay bản đang có; bản cũ vẫn giữ trong lịch sử."),
            "replace": _("Văn bản này hết giá trị, văn bản thay thế được nhận vào."),
        }
        agree, refuse = Option(_("Đồng ý"), does.get(kind, "")), Option(_("Không đồng ý"), _("Ghi lý do để nơi gửi biết."))
        self.fields["accept"].choices = [("yes", agree), ("no", refuse)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A refusal needs a reason."""
        values = super().clean() or self.cleaned_data
        if values.get("accept") == "no" and not values.get("reason"):
            self.add_error("reason", _("Hãy ghi lý do không đồng ý."))
        return values


class WriteDownForm(AnswerChangeForm):
    """What a recipient without the platform answered."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say it from the sender's side."""
        super().__init__(*args, **kwargs)
        self.fields["accept"].label = _("Nơi nhận trả lời")
        self.fields["accept"].choices = [("yes", _("Đồng ý")), ("no", _("Không đồng ý"))]  # type: ignore[attr-defined]
        self.fields["reason"].label = _("Nơi nhận viết gì")
        self.fields["reason"].help_text = _("Số, ngày công văn trả lời hoặc người trả lời qua điện thoại; lý do nếu không đồng ý.")


class PaperRecallForm(AnswerChangeForm):
    """A recall that came on paper, and the answer to it."""

    asked = forms.CharField(
        label=_("Nơi gửi viết gì"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Số, ngày của công văn thu hồi và lý do nơi gửi nêu."),
    )  # fmt: skip
    field_order = ("asked", "accept", "reason")


class GrantForm(OfferingForm):
    """Who else may open a document, and why."""

    account = forms.TypedChoiceField(label=_("Người được xem"), coerce=int)
    reason = forms.CharField(label=_("Lý do"), max_length=500)
    offers = {"people": (("account", _("Chọn một người")),)}


class ParticularsForm(OfferingForm):
    """The particulars every document carries.  Basis: 30/2020/NĐ-CP, Appendix VI part II."""

    kind = forms.ChoiceField(label=_("Loại văn bản"))
    issued_on = VietnameseDateField(label=_("Ngày văn bản"), boxes=False, past=True)
    subject = forms.CharField(label=_("Trích yếu"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    signer_name = forms.CharField(label=_("Người ký"), max_length=50, required=False)
    signer_title = forms.CharField(label=_("Chức vụ người ký"), max_length=100, required=False)
    signer_competence = forms.ChoiceField(label=_("Thẩm quyền ký"), choices=Competence.choices, required=False)
    urgency = forms.TypedChoiceField(label=_("Mức độ khẩn"), coerce=int, choices=Urgency.choices, initial=0)
    pages = forms.IntegerField(label=_("Số trang"), min_value=0, max_value=999, required=False)
    secrecy = forms.ChoiceField(
        label=_("Độ mật"), required=False,
        choices=(("", _("Không mật")), ("1", _("Mật")), ("2", _("Tối mật")), ("3", _("Tuyệt mật"))),
        help_text=_("Văn bản mật không đưa lên hệ thống. Ghi vào sổ riêng."),
    )  # fmt: skip
    offers = {"kinds": (("kind", _("Chọn loại văn bản")),)}


class ReceiveForm(ParticularsForm):
    """A document that came by post, by hand or by mail."""

    channel = forms.ChoiceField(label=_("Đường đến"), choices=[(Channel.PAPER, Channel.PAPER.label), (Channel.MAIL, Channel.MAIL.label)])
    code = forms.CharField(label=_("Số, ký hiệu"), max_length=60, required=False, help_text=_("Như in trên văn bản, ví dụ 15/QĐ-UBND."))
    issuer = forms.CharField(label=_("Cơ quan ban hành"), max_length=200)
    arrived_on = VietnameseDateField(label=_("Ngày đến"), boxes=False, past=True)
    due_on = VietnameseDateField(label=_("Hạn giải quyết"), boxes=False, required=False)
    confirmed = forms.BooleanField(label=_("Đã đối chiếu, đây là văn bản khác"), required=False)
    field_order = [
        "channel", "arrived_on", "issuer", "code", "issued_on", "kind", "subject", "signer_name", "signer_title", "urgency", "due_on",
        "pages", "secrecy", "confirmed",
    ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Nothing arrives before it was written."""
        values = super().clean() or self.cleaned_data
        issued, arrived = values.get("issued_on"), values.get("arrived_on")
        if issued and arrived and arrived < issued:
            self.add_error("arrived_on", _("Ngày đến không thể trước ngày văn bản."))
        return values


class IssueForm(ParticularsForm):
    """A signed document to be numbered and entered as outgoing."""

    book = forms.TypedChoiceField(label=_("Sổ đăng ký"), coerce=int)
    unit_sign = forms.CharField(
        label=_("Ký hiệu đơn vị soạn"), max_length=20, required=False, help_text=_("Chỉ dùng cho công văn, ví dụ VX trong 12/UBND-VX.")
    )
    reserved = forms.TypedChoiceField(label=_("Số đã giữ"), coerce=int, required=False, empty_value=None)
    division = forms.TypedChoiceField(label=_("Đơn vị soạn, giữ bản lưu"), coerce=int, required=False, empty_value=None)
    copies = forms.IntegerField(label=_("Số lượng bản"), min_value=1, max_value=999, initial=1)
    due_on = VietnameseDateField(label=_("Hạn trả lời"), boxes=False, required=False)
    reason = forms.CharField(label=_("Lý do cấp số lùi ngày"), max_length=500, required=False)
    offers = ParticularsForm.offers | {
        "books": (("book", ""),),
        "reserved": (("reserved", _("Lấy số tiếp theo")),),
        "divisions": (("division", _("Văn thư cơ quan")),),
    }


class ChangeForm(ReasonForm):
    """Particulars an update corrects; files never change."""

    subject = forms.CharField(label=_("Trích yếu"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    due_on = VietnameseDateField(label=_("Hạn trả lời"), boxes=False, required=False)
    urgency = forms.TypedChoiceField(label=_("Mức độ khẩn"), coerce=int, choices=Urgency.choices)
    to_places = forms.CharField(
        label=_("Nơi nhận in trên văn bản"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    field_order: Sequence[str] = ("subject", "due_on", "urgency", "to_places", "reason")


class ReplaceForm(OfferingForm, ReasonForm):
    """The document that takes the place of another."""

    by = forms.TypedChoiceField(label=_("Văn bản thay thế"), coerce=int)
    field_order: Sequence[str] = ("by", "reason")
    offers = {"documents": (("by", _("Chọn văn bản đã vào sổ")),)}


class CopyUseForm(OfferingForm):
    """Who reads or borrows a kept copy."""

    way = forms.ChoiceField(
        label=_("Sử dụng thế nào"), widget=forms.RadioSelect, initial="xem",
        choices=(("xem", _("Xem tại chỗ")), ("muon", _("Mượn, trả sau"))),
    )  # fmt: skip
    user_name = forms.CharField(label=_("Họ tên người sử dụng"), max_length=120, help_text=_("Người ngoài cơ quan: ghi thêm nơi công tác."))
    permitted_by = forms.TypedChoiceField(label=_("Người cho phép sử dụng"), coerce=int)
    file_code = forms.CharField(label=_("Số và ký hiệu hồ sơ"), max_length=60, required=False)
    note = forms.CharField(label=_("Ghi chú"), max_length=500, required=False)
    offers = {"leaders": (("permitted_by", _("Chọn lãnh đạo cơ quan")),)}


class SecretForm(SenForm):
    """The one line the platform keeps of a secret document on paper."""

    is_incoming = forms.TypedChoiceField(
        label=_("Chiều"),
        coerce=lambda text: text == "1",
        choices=(("1", _("Văn bản đến")), ("0", _("Văn bản đi"))),
        widget=forms.RadioSelect,
    )
    document_code = forms.CharField(label=_("Số, ký hiệu"), max_length=80, required=False)
    document_on = VietnameseDateField(label=_("Ngày văn bản"), boxes=False, past=True)
    issuer_name = forms.CharField(label=_("Cơ quan ban hành"), max_length=200)


class GroupForm(SenForm):
    """A group of recipients; its members are chosen beside it."""

    name = forms.CharField(label=_("Tên nhóm"), max_length=120)


class BookForm(OfferingForm):
    """A number book to be opened."""

    name = forms.CharField(label=_("Tên sổ"), max_length=120)
    group = forms.ChoiceField(label=_("Nhóm văn bản"), choices=KindGroup.choices)
    organ_sign = forms.CharField(label=_("Chữ viết tắt cơ quan"), max_length=20, help_text=_("Như in trong ký hiệu, ví dụ UBND, SNV."))
    kinds = forms.MultipleChoiceField(
        label=_("Chỉ dùng cho các loại"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Để trống: dùng cho mọi loại của nhóm."),
    )  # fmt: skip
    body_name = forms.CharField(
        label=_("Hội đồng, Ban, Tổ dùng con dấu cơ quan"), max_length=200, required=False,
        help_text=_("Mỗi tổ chức tư vấn có sổ riêng."),
    )  # fmt: skip
    valid_from = VietnameseDateField(label=_("Dùng từ ngày"), boxes=False)
    is_default = forms.BooleanField(label=_("Chọn sẵn sổ này"), required=False)
    offers = {"kinds": (("kinds", ""),)}


class ReserveForm(SenForm):
    """Numbers to be kept for documents to come."""

    count = forms.IntegerField(label=_("Số lượng số"), min_value=1, max_value=50, initial=1)
    reason = forms.CharField(label=_("Lý do giữ số"), max_length=500)


class CloseBookForm(SenForm):
    """The last day of a series."""

    valid_to = VietnameseDateField(label=_("Dùng đến hết ngày"), boxes=False)


class BookRightForm(OfferingForm):
    """Which clerk may keep numbers."""

    account = forms.TypedChoiceField(label=_("Văn thư"), coerce=int)
    offers = {"people": (("account", _("Chọn văn thư")),)}
