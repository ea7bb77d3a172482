"""Shape of what the reader of the trail asks."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sen.foundation.audit.models import AuditEntry
from sen.foundation.audit.types import EntryFilter, subject_choices
from sen.kernel.clock import at_local
from sen.ui.forms import SenForm, VietnameseDateField

_CODE = re.compile(r"[a-z_]{1,40}")
_ONE_DAY = dt.timedelta(days=1)


class TrailForm(SenForm):
    """The bar above the trail."""

    loai = forms.ChoiceField(label=_("Loại"), required=False, choices=[("", _("Tất cả")), *AuditEntry.Kind.choices])
    doi_tuong = forms.ChoiceField(label=_("Đối tượng"), required=False)
    ma = forms.IntegerField(label=_("Mã đối tượng"), required=False, min_value=1)
    nguoi_lam = forms.IntegerField(label=_("Mã người làm"), required=False, min_value=1)
    nguoi = forms.IntegerField(label=_("Mã người có dữ liệu"), required=False, min_value=1)
    tu = VietnameseDateField(label=_("Từ ngày"), required=False, boxes=False)
    den = VietnameseDateField(label=_("Đến ngày"), required=False, boxes=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the subjects that apps have named, and the one a link on the page asked for."""
        super().__init__(*args, **kwargs)
        asked = str(self.data.get("doi_tuong", ""))
        known = dict(subject_choices())
        if _CODE.fullmatch(asked):
            known.setdefault(asked, asked)
        subject = self.fields["doi_tuong"]
        if isinstance(subject, forms.ChoiceField):
            subject.choices = [("", _("Tất cả")), *known.items()]

    def wanted(self) -> EntryFilter:
        """The filter; whole days on the province's wall clock.  Fields with errors do not narrow."""
        asked = self.cleaned_data if self.is_bound else {}
        since, until = asked.get("tu"), asked.get("den")
        return EntryFilter(
            actor_id=asked.get("nguoi_lam"),
            person_id=asked.get("nguoi"),
            subject_type=asked.get("doi_tuong") or "",
            subject_id=asked.get("ma"),
            kind=asked.get("loai") or "",
            since=at_local(since) if since else None,
            until=at_local(until + _ONE_DAY) if until else None,
        )
