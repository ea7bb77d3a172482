"""The clerk's morning page."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from sen.capabilities.correspondence.selectors.morning import SHOWN, morning_of
from sen.capabilities.correspondence.views.acting import other_places, workplace
from sen.kernel import clock
from sen.ui.access import ActorRequest, officer
from sen.ui.responses import page


@require_GET
@officer
def home(request: ActorRequest) -> HttpResponse | HttpResponseBase:
    """What waits at the clerk's desk; others are led to the list of incoming documents."""
    place = workplace(request)
    if not place.is_clerk:
        return redirect("correspondence:incoming")
    now = clock.now()
    view = {"place": place, "others": other_places(request.actor, place), "now": now, "shown": SHOWN}
    return page(request, "correspondence/morning.html", {**view, "morning": morning_of(request.actor, place.agency_id, now)})
