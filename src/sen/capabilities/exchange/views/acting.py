"""What the pages of the registry share: one form that does one thing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from sen.ui.access import ActorRequest
from sen.ui.forms import SenForm, domain_errors
from sen.ui.responses import page

METHODS = ["GET", "HEAD", "POST"]


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
    return page(request, "exchange/registry_act.html", {"act": act, "form": form, "trail": list(act.trail)}, form=form)
