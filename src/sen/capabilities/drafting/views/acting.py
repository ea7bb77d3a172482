"""The shape every action on a draft shares: show the form, run one use case, keep what was typed when it refuses."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from sen.capabilities.drafting.models import Draft
from sen.capabilities.drafting.policies import access_draft
from sen.capabilities.drafting.selectors.words import state_tag
from sen.kernel import clock
from sen.ui.access import ActorRequest
from sen.ui.forms import SenForm, domain_errors
from sen.ui.responses import page


def own_draft(request: ActorRequest, draft_id: int) -> tuple[Draft, dt.datetime]:
    """The draft of the address, if the reader may see it, and the present instant.  Raises NotFound."""
    now = clock.now()
    return access_draft(request.actor, draft_id, clock.local(now).date()), now


def act(
    request: ActorRequest,
    draft: Draft,
    form: SenForm,
    run: Callable[[dict[str, Any]], object],
    *,
    done: str,
    to: str = "drafting:page",
    template: str = "drafting/act.html",
    **context: Any,
) -> HttpResponse:
    """Answer a page with one action: the form, the form with its errors (422), or the page of the draft with the good news."""
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            run(form.cleaned_data)
            messages.success(request, done)
            return redirect(to, *([draft.pk] if to != "drafting:list" else []))
        draft.refresh_from_db()
    view = {"draft": draft, "state": state_tag(draft.state), "form": form, "now": clock.now(), **context}
    return page(request, template, view, form=form)
