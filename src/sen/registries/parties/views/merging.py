"""Records that may be one person, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sen.kernel import clock
from sen.kernel.actor import Role
from sen.kernel.text import mask
from sen.registries.parties import selectors, services
from sen.registries.parties.forms import MergeForm, UndoForm
from sen.registries.parties.models import Person
from sen.registries.parties.types import Reason
from sen.registries.parties.views.people import tabs_of
from sen.ui.access import ActorRequest, roles
from sen.ui.forms import domain_errors
from sen.ui.paging import list_page
from sen.ui.responses import page

_COMPARED = (
    *("name", "other_name", "born_on", "gender", "old_number", "ethnicity", "religion", "marital_status", "address", "phone", "email"),
    *("card_issued_on", "blood_type", "birth_place", "origin_place"),
)
_MASKED = ("old_number", "phone", "email")


@dataclass(frozen=True, slots=True)
class _Line:
    name: str
    label: str
    first: str
    second: str

    @property
    def differs(self) -> bool:
        """Whether both have something and it is not the same."""
        return bool(self.first and self.second and self.first != self.second)


@require_safe
@roles(Role.REGISTRY)
def twins(request: ActorRequest) -> HttpResponse:
    """Pairs that look like one person."""
    rows = list_page(selectors.likely_twins(), request.GET.get("trang"))
    return page(request, "parties/twins.html", {"rows": rows, "pairs": selectors.describe_twins(rows), "tabs": tabs_of("twins")})


@require_POST
@roles(Role.REGISTRY)
def dismiss(request: ActorRequest, first_id: int, second_id: int) -> HttpResponse:
    """Two people after all."""
    for person_id in (first_id, second_id):
        selectors.access_person(request.actor, person_id)
    services.dismiss_twins(actor=request.actor, first_id=first_id, second_id=second_id, now=clock.now())
    messages.success(request, _("Đã ghi nhận đây là hai người khác nhau. Cặp này sẽ không hiện lại."))
    return redirect("parties:twins")


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.REGISTRY)
def merge(request: ActorRequest, first_id: int, second_id: int) -> HttpResponse:
    """Two records side by side, and the choice which one stays."""
    first, second = selectors.access_person(request.actor, first_id), selectors.access_person(request.actor, second_id)
    if request.method != "POST":
        for person_id in (first_id, second_id):
            reason = Reason(_("So sánh hai bản ghi có thể trùng"), service="csdl")
            services.open_person_record(actor=request.actor, person_id=person_id, reason=reason, now=clock.now())
    lines = _lines(first, second)
    form = MergeForm.from_request(request, initial={"kept": str(first_id)})
    form.fields["kept"].choices = [(str(p.pk), f"{p.name}, {mask(p.identity_number)}") for p in (first, second)]  # type: ignore[attr-defined]
    form.fields["take"].choices = [(line.name, line.label) for line in lines if line.differs]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        kept = int(form.cleaned_data["kept"])
        with domain_errors(form):
            services.merge_persons(
                actor=request.actor,
                kept_id=kept,
                absorbed_id=second_id if kept == first_id else first_id,
                take=form.cleaned_data["take"],
                reason=form.cleaned_data["reason"],
                now=clock.now(),
            )
            messages.success(request, _("Đã gộp hai bản ghi. Lịch sử của cả hai vẫn còn, và có thể tách lại."))
            return redirect("parties:person", kept)
    context = {"form": form, "first": first, "second": second, "lines": lines, "tabs": tabs_of("twins")}
    return page(request, "parties/merge.html", context, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.REGISTRY)
def undo(request: ActorRequest, merge_id: int) -> HttpResponse:
    """Part two records again."""
    found = selectors.access_merge(request.actor, merge_id)
    form = UndoForm.from_request(request)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            services.undo_merge(actor=request.actor, merge_id=merge_id, reason=form.cleaned_data["reason"], now=clock.now())
            messages.success(request, _("Đã tách lại thành hai bản ghi như trước khi gộp."))
            return redirect("parties:person", found.kept_id)
    title = _("Tách bản ghi đã gộp")
    context = {"form": form, "person": found.kept, "title": title, "action": _("Tách lại"), "tabs": tabs_of("twins")}
    return page(request, "parties/edit.html", context | {"back": reverse("parties:person", args=[found.kept_id])}, form=form)


def _lines(first: Person, second: Person) -> Sequence[_Line]:
    values = {name: (_masked(name, getattr(first, name)), _masked(name, getattr(second, name))) for name in _COMPARED}
    shown = selectors.compared(values)
    return [_Line(name, label, one, other) for name, (label, one, other) in zip(values, shown, strict=True)]


def _masked(name: str, value: Any) -> Any:
    return mask(value) if name in _MASKED and value else value
