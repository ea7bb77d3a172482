"""Forms of the register of administrative units."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sen.ui.forms import SenForm, VietnameseDateField


class BrowseForm(SenForm):
    """Words and the date of the list."""

    q = forms.CharField(label=_("Tìm tên đơn vị"), required=False, max_length=100)
    ngay = VietnameseDateField(label=_("Tại ngày"), required=False, boxes=False)
