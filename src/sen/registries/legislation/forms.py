"""Forms of the register of legal documents."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sen.registries.legislation.states import Effect, RelationKind
from sen.ui.forms import SenForm, VietnameseDateField


class SearchForm(SenForm):
    """Words, kind, effect and the day."""

    q = forms.CharField(label=_("Số ký hiệu, trích yếu"), required=False, max_length=100)
    loai = forms.ChoiceField(label=_("Loại"), required=False)
    hieu_luc = forms.ChoiceField(label=_("Hiệu lực"), required=False, choices=[("", _("Mọi tình trạng")), *Effect.choices])
    ngay = VietnameseDateField(label=_("Tại ngày"), required=False, boxes=False)

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        """Take the kinds that occur."""
        super().__init__(*args, **kwargs)
        self.fields["loai"].choices = [("", _("Mọi loại")), *((kind, kind) for kind in kinds)]  # type: ignore[attr-defined]


class DocumentForm(SenForm):
    """A document as a person states it."""

    number = forms.CharField(label=_("Số ký hiệu"), max_length=60)
    title = forms.CharField(label=_("Trích yếu"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    kind = forms.CharField(label=_("Loại văn bản"), max_length=60)
    issuer = forms.CharField(label=_("Cơ quan ban hành"), max_length=160)
    signer = forms.CharField(label=_("Người ký"), max_length=120, required=False)
    issued_on = VietnameseDateField(label=_("Ngày ban hành"), required=False, boxes=False)
    effective_on = VietnameseDateField(label=_("Ngày có hiệu lực"), required=False, boxes=False)
    ends_on = VietnameseDateField(
        label=_("Ngày hết hiệu lực"), required=False, boxes=False, help_text=_("Ngày đầu tiên văn bản không còn hiệu lực")
    )
    ends_reason = forms.CharField(label=_("Lý do hết hiệu lực"), max_length=300, required=False)


class RelationForm(SenForm):
    """What the document does to another."""

    kind = forms.ChoiceField(label=_("Văn bản này"), choices=RelationKind.choices)
    target = forms.CharField(label=_("văn bản số"), max_length=60, help_text=_("Ví dụ 61/2018/NĐ-CP"))
    is_partial = forms.BooleanField(label=_("Chỉ một phần"), required=False)
    provisions = forms.CharField(label=_("Điều, khoản"), max_length=300, required=False)
    effective_on = VietnameseDateField(
        label=_("Từ ngày"), required=False, boxes=False, help_text=_("Để trống: từ ngày văn bản này có hiệu lực")
    )
    until_on = VietnameseDateField(label=_("Đến hết ngày"), required=False, boxes=False, help_text=_("Chỉ khi ngưng hiệu lực"))


class ImportForm(SenForm):
    """A list of documents."""

    file = forms.FileField(
        label=_("Tệp CSV"),
        help_text=_(
            "Cột so_ky_hieu, trich_yeu, loai, co_quan_ban_hanh, ngay_ban_hanh, ngay_hieu_luc; thêm thay_the, sua_doi, bai_bo nếu có"
        ),
    )
