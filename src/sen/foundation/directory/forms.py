"""Forms of the directory."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sen.foundation.directory.models import ScimClient
from sen.ui.forms import SenForm


class ClientForm(SenForm):
    """A system that uses our SCIM service."""

    name = forms.CharField(label=_("Tên hệ thống"), max_length=120)
    right = forms.ChoiceField(label=_("Được làm gì"), choices=ScimClient.Right.choices)


class TargetForm(SenForm):
    """A system our changes are pushed to."""

    name = forms.CharField(label=_("Tên hệ thống"), max_length=120)
    base_url = forms.CharField(label=_("Địa chỉ gốc SCIM"), max_length=300, help_text=_("Ví dụ: https://hethong.dongthap.gov.vn/scim/v2"))
    token = forms.CharField(
        label=_("Mã truy cập do hệ thống đó cấp"), max_length=300, widget=forms.PasswordInput(attrs={"autocomplete": "off"})
    )
