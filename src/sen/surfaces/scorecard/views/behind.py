"""The dossiers behind a number, and the count that proves the numbers."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from sen.capabilities.dossiers.selectors import list_behind_number
from sen.capabilities.procedures.selectors.control import list_field_names
from sen.foundation.agencies.selectors import names_of_agencies
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.kernel.errors import NotFound
from sen.surfaces.scorecard.policies import access_behind, scope_of
from sen.surfaces.scorecard.selectors.figures import FIGURE_WORDS, compare_with_recount
from sen.ui.access import ActorRequest, officer, roles
from sen.ui.paging import page_number
from sen.ui.responses import page


@officer
def behind(request: ActorRequest) -> HttpResponse:
    """List the dossiers behind one figure of an agency, a field, or the province."""
    now = clock.now()
    figure = request.GET.get("so", "")
    if figure not in FIGURE_WORDS:
        raise NotFound
    agency_id, field_id = _number(request, "co-quan"), _number(request, "linh-vuc")
    access_behind(request.actor, agency_id, clock.local(now).date())
    rows = list_behind_number(
        figure,
        clock.at_local(clock.local(now).date()),
        now,
        agency_id=agency_id,
        field_id=field_id,
        own_agencies=request.actor.agencies(),
        page=page_number(request.GET.get("trang")),
    )
    context = {
        "now": now,
        "rows": rows,
        "title": FIGURE_WORDS[figure],
        "places": _places(agency_id, field_id),
        "agency_id": agency_id,
    }
    return page(request, "scorecard/behind.html", context)


def _number(request: ActorRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise NotFound
    return int(text)


def _places(agency_id: int | None, field_id: int | None) -> list[str]:
    """What the list is narrowed to, in words."""
    names = [_("Toàn tỉnh")] if agency_id is None else list(names_of_agencies([agency_id]).values())
    if field_id is not None:
        names += [name for id_, name in list_field_names() if id_ == field_id]
    return names


@roles(Role.CONTROL)
def recount(request: ActorRequest) -> HttpResponse:
    """Count the dossiers themselves and show whether the kept figures agree."""
    now = clock.now()
    today = clock.local(now).date()
    rows = compare_with_recount(scope_of(request.actor, today), today)
    wrong = sum(1 for row in rows if not row.equal)
    return page(
        request, "scorecard/recount.html", {"rows": rows, "wrong": wrong, "now": now, "counted": sum(r.fresh.received for r in rows)}
    )
