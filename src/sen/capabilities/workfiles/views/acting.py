"""What the pages share: one form that does one thing, choices of people and agencies."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sen.capabilities.workfiles.models import WorkFile
from sen.foundation.accounts.selectors import list_officers
from sen.foundation.agencies.selectors import list_agencies_by_ids
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.ui.access import ActorRequest
from sen.ui.forms import SenForm, domain_errors
from sen.ui.responses import page

METHODS = ["GET", "HEAD", "POST"]
Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Act:
    """The words of a page that does one thing; ``trail`` are pairs of a label and an address, the last without one."""

    title: str
    label: str
    back: str
    trail: Sequence[tuple[str, str]]
    lead: str = ""
    done: str = ""
    grave: bool = False


def act_page(request: ActorRequest, act: Act, form: SenForm, do: Callable[[dict[str, Any]], object]) -> HttpResponse:
    """Show the form; when it comes back right, do it and return; a refusing service's message lands on the form."""
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            do(form.cleaned_data)
        if not form.errors:
            if act.done:
                messages.success(request, act.done)
            return redirect(act.back)
    return page(request, "workfiles/act.html", {"act": act, "form": form, "trail": list(act.trail)}, form=form)


def file_act(workfile: WorkFile, title: str, **words: Any) -> Act:
    """The words of a deed on one file, which leads back to its page."""
    back = reverse("workfiles:file", args=[workfile.pk])
    trail = [(_("Hồ sơ công việc"), reverse("workfiles:files")), (workfile.notation, back), (title, "")]
    return Act(title=title, label=words.pop("label", title), back=back, trail=trail, **words)


def colleagues(agency_id: int, *, but: int | None = None) -> list[Choice]:
    """Everybody who works in the agency today, once each, as choices."""
    found: dict[int, str] = {}
    for officer in list_officers(agency_id, on=clock.today()):
        told = ", ".join(part for part in (officer.name, officer.title, officer.division) if part)
        found.setdefault(officer.account_id, told)
    return [(str(account_id), told) for account_id, told in sorted(found.items(), key=lambda pair: pair[1]) if account_id != but]


def agency_choices(actor: Actor, agency_ids: frozenset[int] | None = None) -> list[Choice]:
    """Agencies of the actor as choices, its main one first."""
    ids = agency_ids if agency_ids is not None else actor.agencies()
    known = list_agencies_by_ids(ids)
    return [(str(pk), known[pk].name) for pk in sorted(known, key=lambda pk: (pk != actor.agency_id, known[pk].name_sort))]


def main_agency(actor: Actor) -> int:
    """The agency the actor's pages are about; 0 when the actor works nowhere."""
    return actor.agency_id or next(iter(sorted(actor.agencies())), 0)
