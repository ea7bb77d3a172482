"""Forms of the keepers of code lists."""

from django import forms
from django.core.validators import validate_slug
from django.utils.translation import gettext_lazy as _

from sen.ui.forms import SenForm, VietnameseDateField


class FilterForm(SenForm):
    """Words among the lists."""

    q = forms.CharField(label=_("Tìm danh mục"), required=False, max_length=100)


class ItemsForm(SenForm):
    """Words among the codes of a list, and the day."""

    q = forms.CharField(label=_("Tìm mã hoặc tên"), required=False, max_length=100)
    ngay = VietnameseDateField(label=_("Tại ngày"), required=False, boxes=False)


class ListForm(SenForm):
    """A new list."""

    key = forms.CharField(
        label=_("Khóa"), max_length=50, validators=[validate_slug], help_text=_("Chữ thường không dấu, nối bằng gạch: loai-giay-to")
    )
    name = forms.CharField(label=_("Tên danh mục"), max_length=160)
    source = forms.CharField(label=_("Nguồn, căn cứ"), max_length=300, help_text=_("Số văn bản ban hành, hoặc cơ quan ban hành"))
    note = forms.CharField(label=_("Ghi chú"), max_length=500, required=False)


class UploadForm(SenForm):
    """A file with the list's next content."""

    file = forms.FileField(label=_("Tệp CSV hoặc Excel"), help_text=_("Cột ma, ten, ma_cha và các cột khác nếu có; tối đa 5 MB"))


class PublishForm(SenForm):
    """Since when and on what basis a draft becomes the list."""

    valid_from = VietnameseDateField(label=_("Có hiệu lực từ ngày"))
    basis = forms.CharField(label=_("Căn cứ"), max_length=300, help_text=_("Số, ngày văn bản ban hành danh mục"))
    note = forms.CharField(label=_("Điểm mới"), max_length=300, required=False)


class MappingForm(SenForm):
    """A file that maps this list to another."""

    target = forms.ChoiceField(label=_("Sang danh mục"))
    file = forms.FileField(
        label=_("Tệp CSV hoặc Excel"),
        help_text=_("Cột ma_nguon, ma_dich; thêm quan_he (exact, broader, narrower, partial) và chinh (1 hoặc 0) nếu có"),
    )
    basis = forms.CharField(label=_("Căn cứ"), max_length=300)
