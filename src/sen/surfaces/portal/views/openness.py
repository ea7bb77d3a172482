"""Who read my data, help, accessibility."""

import re
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from sen.capabilities.dossiers.selectors import codes_of_requests
from sen.capabilities.national.types import CLAIM_ISSUE
from sen.foundation.agencies.selectors import names_of_agencies
from sen.foundation.audit.selectors import list_reads_of_person
from sen.ui.access import ActorRequest, citizen, public
from sen.ui.paging import ListPage, page_number
from sen.ui.responses import page

_DRAFT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@require_safe
@citizen
def reads(request: ActorRequest) -> HttpResponse:
    """Every read of the signed-in person's data: who, when, for what."""
    if request.actor.person_id is None:
        return page(request, "portal/reads.html", {"rows": None})
    found = list_reads_of_person(request.actor.person_id, page_number(request.GET.get("trang")))
    agencies = names_of_agencies(row.agency_id for row in found)
    codes = _codes(row.detail for row in found)
    rows = [(row, agencies.get(row.agency_id or 0, ""), code) for row, code in zip(found, codes, strict=True)]
    return page(request, "portal/reads.html", {"rows": ListPage(rows, found.number, found.size, found.more)})


def _codes(details: Iterable[Mapping[str, str]]) -> list[str]:
    """The dossier each read was for: its code, also when it was read for a draft that became one later; empty when there is none."""
    named = [detail.get("code") or detail.get("dossier", "").removeprefix(CLAIM_ISSUE) for detail in details]
    drafts = {text: UUID(text) for text in named if _DRAFT.fullmatch(text)}
    codes = codes_of_requests(drafts.values())
    return [codes.get(drafts[text], "") if text in drafts else text for text in named]


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
