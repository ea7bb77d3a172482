"""Finding and reading procedures."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from sen.capabilities.dossiers.selectors import last_home
from sen.capabilities.procedures.selectors import get_published, list_fields, list_life_events, search_procedures
from sen.kernel import clock
from sen.registries.units.types import has_districts
from sen.surfaces.portal.forms import FilterForm, NearForm
from sen.surfaces.portal.selectors.catalogue import procedure_page
from sen.surfaces.portal.selectors.place import desk_of, place_of
from sen.ui.access import ActorRequest, public
from sen.ui.paging import ListPage, page_number
from sen.ui.responses import page

_NEAR = "noi"


@require_safe
@public
def procedures(request: ActorRequest) -> HttpResponse:
    """Search and browse the catalogue by words, field, life event, level and service level."""
    today = clock.today()
    asked = {name: request.GET.get(name, "").strip()[:200] for name in ("q", "linh-vuc", "su-kien", "cap", "muc")}
    form = FilterForm(initial=asked, fields_on=list_fields(today), events=list_life_events(), with_districts=has_districts(today))
    chosen = form.known(asked)
    found = search_procedures(
        asked["q"],
        on=today,
        field_id=int(chosen["linh-vuc"]) if chosen["linh-vuc"] else None,
        level=chosen["cap"] or None,
        life_event=chosen["su-kien"] or None,
        service_level=chosen["muc"] or None,
        page=page_number(request.GET.get("trang")),
    )
    context = {
        "form": form,
        "chosen": [(name, value) for name, value in chosen.items() if value],
        "found": found,
        "asked": asked,
        "narrowed": [label for label in form.labels(chosen) if label],
        "rows": ListPage(found.rows, found.number, found.size, found.number < found.pages, found.total),
    }
    return page(request, "portal/procedures.html", context)


@require_safe
@public
def procedure(request: ActorRequest, code: str) -> HttpResponse:
    """One calm page: what you need, how long, how much, who decides, where."""
    today = clock.today()
    facts = get_published(code, today)
    context = {"code": code, "shown": procedure_page(facts.version_id), "full": "in" in request.GET, **_near(request, facts.version_id)}
    return page(request, "portal/procedure.html", context)


def _near(request: ActorRequest, version_id: int) -> dict[str, Any]:
    """Where to go: for the place asked for, otherwise for the home the signed-in person named when last applying."""
    today = clock.today()
    asked = _NEAR in request.GET or f"{_NEAR}_text" in request.GET
    home = last_home(request.actor)
    form = NearForm(request.GET if asked else None, initial={_NEAR: str(home or "")}, on=today)
    if asked:
        unit_id = int(form.cleaned_data[_NEAR]) if form.is_valid() and form.cleaned_data[_NEAR] else None
    else:
        unit_id = home
    if unit_id is None:
        return {"near_form": form}
    place = place_of(version_id, unit_id, today)
    return {"near_form": form, "place": place, "desk": desk_of(place.agency_id, today) if place.agency_id else None}
