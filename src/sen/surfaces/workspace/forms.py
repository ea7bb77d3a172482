"""Forms of the work list."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sen.capabilities.dossiers.selectors import WorkChoices, WorkFilter
from sen.capabilities.dossiers.states import OPEN_STATES, STATE_NAMES, DossierState
from sen.foundation.accounts.types import Officer
from sen.ui.forms import SenForm

_STATES = (DossierState.SUBMITTED, DossierState.ACCEPTED, *sorted(OPEN_STATES - {DossierState.ACCEPTED}), DossierState.SETTLED)


class WorkFilterForm(SenForm):
    """The bar above the list; unknown values narrow nothing."""

    tim = forms.CharField(
        label=gettext_lazy("Tìm trong danh sách"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    thu_tuc = forms.ChoiceField(label=gettext_lazy("Thủ tục"), required=False)
    buoc = forms.ChoiceField(label=gettext_lazy("Bước"), required=False)
    noi = forms.ChoiceField(label=gettext_lazy("Nơi tiếp nhận"), required=False)
    tinh_trang = forms.ChoiceField(label=gettext_lazy("Trạng thái"), required=False)
    cua = forms.ChoiceField(label=gettext_lazy("Việc của ai"), required=False)
    nhom = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, choices: WorkChoices, directs: bool, **kwargs: Any) -> None:
        """Take the values that occur in the list, and whether its reader directs an agency."""
        super().__init__(*args, **kwargs)
        whose = [("", _("Của tôi và chờ nhận")), ("toi", _("Chỉ giao cho tôi"))]
        if directs:
            whose.append(("co-quan", _("Cả cơ quan")))
        self._offer("thu_tuc", [("", _("Tất cả thủ tục")), *choices.procedures])
        self._offer("buoc", [("", _("Mọi bước")), *choices.steps])
        self._offer("noi", [("", _("Mọi nơi tiếp nhận")), *choices.places])
        self._offer("tinh_trang", [("", _("Mọi trạng thái")), *((state.value, _(STATE_NAMES[state])) for state in _STATES)])
        self._offer("cua", whose)

    def _offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def wanted(self) -> WorkFilter:
        """The filter, from whatever values are valid."""
        self.is_valid()
        data = self.cleaned_data
        return WorkFilter(
            tab=data.get("nhom") or "",
            text=data.get("tim") or "",
            procedure_id=int(data["thu_tuc"]) if data.get("thu_tuc") else None,
            step=data.get("buoc") or "",
            receiving_id=int(data["noi"]) if data.get("noi") else None,
            state=data.get("tinh_trang") or "",
            only_mine=data.get("cua") == "toi",
            whole_agency=data.get("cua") == "co-quan",
        )


class ChosenForm(SenForm):
    """Rows ticked in a list, as ``item-version`` pairs."""

    viec = forms.MultipleChoiceField(widget=forms.MultipleHiddenInput, required=False)

    def __init__(self, *args: Any, pairs: Sequence[str], **kwargs: Any) -> None:
        """Take the pairs the reader may act on."""
        kwargs["initial"] = {**kwargs.get("initial", {}), "viec": list(pairs)}
        super().__init__(*args, **kwargs)
        self.fields["viec"].choices = [(pair, pair) for pair in pairs]  # type: ignore[attr-defined]


def split_pairs(pairs: Sequence[str]) -> dict[int, int | None]:
    """Item ids with the version their reader saw; anything that is no such pair is left out."""
    found: dict[int, int | None] = {}
    for pair in pairs:
        item, _dash, seen = pair.partition("-")
        if item.isascii() and item.isdigit() and len(item) < 19:
            found[int(item)] = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None
    return found


class FinishManyForm(ChosenForm):
    """Finish several steps with one opinion."""

    note = forms.CharField(label=gettext_lazy("Ý kiến chung"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    assignee = forms.TypedChoiceField(label=gettext_lazy("Chuyển đến"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, officers: Sequence[Officer], **kwargs: Any) -> None:
        """Take the officers who can take every next step."""
        super().__init__(*args, **kwargs)
        self.fields["assignee"].choices = [("", _("Để ngỏ, ai có việc thì nhận")), *_people(officers)]  # type: ignore[attr-defined]
        if not officers:
            del self.fields["assignee"]


class AssignManyForm(ChosenForm):
    """Give several pieces of work to one person."""

    assignee = forms.TypedChoiceField(label=gettext_lazy("Giao cho"), coerce=int)
    note = forms.CharField(label=gettext_lazy("Lời giao việc"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, officers: Sequence[Officer], **kwargs: Any) -> None:
        """Take the officers who hold every role needed."""
        super().__init__(*args, **kwargs)
        self.fields["assignee"].choices = [("", _("Chọn người")), *_people(officers)]  # type: ignore[attr-defined]


def _people(officers: Sequence[Officer]) -> list[tuple[str, str]]:
    return [(str(officer.account_id), f"{officer.name}, {officer.title}" if officer.title else officer.name) for officer in officers]


class SendBackForm(SenForm):
    """Return a result to the one who proposed it."""

    reason = forms.CharField(
        label=gettext_lazy("Lý do trả lại"),
        help_text=gettext_lazy("Người trình đọc được lý do này."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
