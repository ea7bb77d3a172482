"""Forms over packets and the directory."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sen.ui.fields import VietnameseDateField
from sen.ui.forms import SenForm


class PacketFilterForm(SenForm):
    """The bar above the list of packets."""

    q = forms.CharField(label=_("Số, ký hiệu, trích yếu, mã gói hoặc nơi gửi, nhận"), required=False, max_length=160)
    loai = forms.ChoiceField(
        label=_("Loại gói"), required=False, choices=[("", _("Tất cả")), ("edoc", _("Văn bản")), ("status", _("Trạng thái"))]
    )
    tu_ngay = VietnameseDateField(label=_("Từ ngày"), boxes=False, required=False)
    den_ngay = VietnameseDateField(label=_("Đến ngày"), boxes=False, required=False)


class ReasonForm(SenForm):
    """Why a packet is given up."""

    reason = forms.CharField(label=_("Lý do hủy gửi"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class DirectoryForm(SenForm):
    """The search of the directory."""

    q = forms.CharField(label=_("Tên hoặc mã định danh cơ quan"), required=False, max_length=120)
    ca_da_ngung = forms.BooleanField(label=_("Cả cơ quan đã ngừng"), required=False)
