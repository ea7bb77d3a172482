"""Questions people put to national databases."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sen.ui.fields import VietnameseDateField
from sen.ui.forms import SenForm


class BusinessSearchForm(SenForm):
    """A number or words of a name."""

    q = forms.CharField(label=_("Mã số hoặc tên doanh nghiệp"), max_length=100, required=False)


class CompareForm(SenForm):
    """From which day on changes are compared."""

    since = VietnameseDateField(label=_("Thay đổi từ ngày"), past=True, boxes=False)
