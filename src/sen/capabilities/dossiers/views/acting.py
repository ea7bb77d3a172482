"""The shape every action on a dossier shares: show the form, run one use case, keep what was typed when it refuses."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from sen.capabilities.dossiers.forms import SeenForm
from sen.capabilities.dossiers.models import Dossier, WorkItem
from sen.capabilities.dossiers.policies import access_item, may_act_on
from sen.capabilities.dossiers.selectors import last_event_count
from sen.capabilities.dossiers.selectors.head import dossier_head
from sen.capabilities.dossiers.states import DOSSIER_STATES, DossierAction
from sen.kernel import clock
from sen.kernel.errors import IllegalTransition
from sen.ui.access import ActorRequest
from sen.ui.forms import SenForm, domain_errors
from sen.ui.responses import page


def act(
    request: ActorRequest,
    dossier: Dossier,
    form: SenForm,
    run: Callable[[dict[str, Any]], object],
    *,
    done: str,
    template: str = "dossiers/act.html",
    **context: Any,
) -> HttpResponse:
    """Answer a page with one action: the form, the form with its errors (422), or the dossier page with the good news."""
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            run(form.cleaned_data)
            messages.success(request, done)
            return redirect("dossiers:page", dossier.code)
        if isinstance(form, SeenForm) and form.renew(last_event_count(dossier.pk)):
            dossier.refresh_from_db()
    now = clock.now()
    view = {"head": dossier_head(dossier, now), "now": now, "form": form, **context}
    return page(request, template, view, form=form)


def check_open(request: ActorRequest, dossier: Dossier, action: DossierAction) -> None:
    """Refuse to show a form that cannot be sent in the present state; a sent form goes on to the use case, which explains."""
    if request.method != "POST" and not DOSSIER_STATES.allows(dossier.state, action):
        raise IllegalTransition


def own_item(request: ActorRequest, dossier: Dossier, item_id: int) -> WorkItem:
    """The actor's piece of work; on reading it must still be open.  Raises NotFound, NotYourTurn, IllegalTransition."""
    item = access_item(dossier, item_id)
    may_act_on(request.actor, item)
    if request.method != "POST" and item.closed_at is not None:
        raise IllegalTransition
    return item


def seen_of(dossier: Dossier) -> dict[str, int]:
    """Initial values of a form that must know what its reader saw."""
    return {"seen": dossier.event_count}
