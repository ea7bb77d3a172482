"""Forms of the work list."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sen.capabilities.dossiers.selectors import WorkChoices, WorkFilter
from sen.capabilities.dossiers.states import OPEN_STATES, STATE_NAMES, DossierState
from sen.foundation.accounts.types import Officer
from sen.foundation.inbox.types import WorkFilter as InboxFilter
from sen.surfaces.workspace.selectors import LANES
from sen.ui.forms import SenForm

_STATES = (DossierState.SUBMITTED, DossierState.ACCEPTED, *sorted(OPEN_STATES - {DossierState.ACCEPTED}), DossierState.SETTLED)


# In the address people read words, not the names of the code.
_ADDRESS = {
    "text": "tim",
    "procedure": "thu-tuc",
    "step": "buoc",
    "place": "noi",
    "state": "tinh-trang",
    "whose": "cua",
    "tab": "nhom",
}


class WorkFilterForm(SenForm):
    """The bar above the list; unknown values narrow nothing."""

    text = forms.CharField(
        label=gettext_lazy("Tìm trong danh sách"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    procedure = forms.ChoiceField(label=gettext_lazy("Thủ tục"), required=False)
    step = forms.ChoiceField(label=gettext_lazy("Bước"), required=False)
    place = forms.ChoiceField(label=gettext_lazy("Nơi tiếp nhận"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("Trạng thái"), required=False)
    whose = forms.ChoiceField(label=gettext_lazy("Việc của ai"), required=False)
    tab = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, choices: WorkChoices, directs: bool, **kwargs: Any) -> None:
        """Take the values that occur in the list, and whether its reader directs an agency."""
        super().__init__(*args, **kwargs)
        whose = [("", _("Của tôi và chờ nhận")), ("toi", _("Chỉ giao cho tôi"))]
        if directs:
            whose.append(("co-quan", _("Cả cơ quan")))
        self._offer("procedure", [("", _("Tất cả thủ tục")), *choices.procedures])
        self._offer("step", [("", _("Mọi bước")), *choices.steps])
        self._offer("place", [("", _("Mọi nơi tiếp nhận")), *choices.places])
        self._offer("state", [("", _("Mọi trạng thái")), *((state.value, _(STATE_NAMES[state])) for state in _STATES)])
        self._offer("whose", whose)

    def add_prefix(self, field_name: str) -> str:
        """The word for the field in the address."""
        return _ADDRESS.get(field_name, field_name)

    def _offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def wanted(self) -> WorkFilter:
        """The filter, from whatever values are valid."""
        self.is_valid()
        data = self.cleaned_data
        return WorkFilter(
            tab=data.get("tab") or "",
            text=data.get("text") or "",
            procedure_id=int(data["procedure"]) if data.get("procedure") else None,
            step=data.get("step") or "",
            receiving_id=int(data["place"]) if data.get("place") else None,
            state=data.get("state") or "",
            only_mine=data.get("whose") == "toi",
            whole_agency=data.get("whose") == "co-quan",
        )


_INBOX_ADDRESS = {"text": "tim", "source": "nguon", "whose": "cua", "urgent": "khan", "group": "nhom", "lane": "viec"}


class InboxFilterForm(SenForm):
    """The bar above the inbox; unknown values narrow nothing."""

    text = forms.CharField(
        label=gettext_lazy("Tìm trong việc"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    source = forms.ChoiceField(label=gettext_lazy("Loại việc"), required=False)
    whose = forms.ChoiceField(label=gettext_lazy("Việc của ai"), required=False)
    urgent = forms.ChoiceField(
        label=gettext_lazy("Độ khẩn"), required=False, choices=(("", gettext_lazy("Mọi mức")), ("1", gettext_lazy("Chỉ việc khẩn")))
    )
    group = forms.CharField(required=False, widget=forms.HiddenInput)
    lane = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, sources: Sequence[tuple[str, str]], directs: bool, **kwargs: Any) -> None:
        """Take the sources that have something, and whether its reader directs others."""
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [("", _("Tất cả")), *sources]  # type: ignore[attr-defined]
        whose = [("", _("Của tôi")), *([("cap-duoi", _("Cấp dưới"))] if directs else [])]
        self.fields["whose"].choices = whose  # type: ignore[attr-defined]

    def add_prefix(self, field_name: str) -> str:
        """The word for the field in the address."""
        return _INBOX_ADDRESS.get(field_name, field_name)

    def wanted(self) -> InboxFilter:
        """The filter, from whatever values are valid."""
        self.is_valid()
        data = self.cleaned_data
        lane = LANES.get(data.get("lane") or "")
        return InboxFilter(
            group=data.get("group") or "",
            source=data.get("source") or "",
            text=data.get("text") or "",
            lanes=(lane,) if lane else (),
            urgent=bool(data.get("urgent")),
            below=data.get("whose") == "cap-duoi",
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
