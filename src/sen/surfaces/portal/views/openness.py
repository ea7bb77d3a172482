"""Who read my data, help, accessibility."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from sen.foundation.agencies.selectors import names_of_agencies
from sen.foundation.audit.selectors import list_reads_of_person
from sen.ui.access import ActorRequest, citizen, public
from sen.ui.paging import ListPage, page_number
from sen.ui.responses import page


@require_safe
@citizen
def reads(request: ActorRequest) -> HttpResponse:
    """Every read of the signed-in person's data: who, when, for what."""
    if request.actor.person_id is None:
        return page(request, "portal/reads.html", {"rows": None})
    found = list_reads_of_person(request.actor.person_id, page_number(request.GET.get("trang")))
    agencies = names_of_agencies(row.agency_id for row in found)
    rows = [(row, agencies.get(row.agency_id or 0, "")) for row in found]
    return page(request, "portal/reads.html", {"rows": ListPage(rows, found.number, found.size, found.more)})


@require_safe
@public
def help_page(request: ActorRequest) -> HttpResponse:
    """The most asked questions."""
    return page(request, "portal/help.html")


@require_safe
@public
def accessibility(request: ActorRequest) -> HttpResponse:
    """What works for whom, what does not yet, whom to tell."""
    return page(request, "portal/accessibility.html")
