"""Form of saved filters."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sen.ui.forms import SenForm


class SaveFilterForm(SenForm):
    """A name for the present filter of a page."""

    name = forms.CharField(label=_("Tên bộ lọc"), max_length=80)
    place = forms.CharField(max_length=40, widget=forms.HiddenInput)
    query = forms.CharField(max_length=2000, required=False, widget=forms.HiddenInput)
