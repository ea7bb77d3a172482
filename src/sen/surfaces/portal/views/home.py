"""The first page."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from sen.capabilities.dossiers.selectors import list_my_dossiers, list_my_drafts
from sen.capabilities.procedures.selectors import list_life_events
from sen.kernel import clock
from sen.kernel.actor import ActorKind
from sen.surfaces.portal.forms import DossierCodeForm
from sen.surfaces.portal.selectors.catalogue import popular_procedures
from sen.surfaces.portal.selectors.days import next_day_off
from sen.ui.access import ActorRequest, public
from sen.ui.responses import page

_SHOWN = 3


@require_safe
@public
def home(request: ActorRequest) -> HttpResponse:
    """Search, life events, coming days off, what many people need, tracking; for a citizen also the own open matters."""
    now = clock.now()
    is_citizen = request.actor.kind is ActorKind.CITIZEN
    context = {
        "day_off": next_day_off(now),
        "events": [event for event in list_life_events() if event.count],
        "code_form": DossierCodeForm(),
        "popular": popular_procedures(clock.local(now).date()),
        "dossiers": list_my_dossiers(request.actor, now).items[:_SHOWN] if is_citizen else [],
        "drafts": list_my_drafts(request.actor, now, limit=_SHOWN) if is_citizen else [],
    }
    return page(request, "portal/home.html", context)
