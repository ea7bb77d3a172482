"""Figures of documents: all agencies the reader sees, one agency with its officers, and the documents behind a number."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse

from sen.capabilities.correspondence.selectors.indicators import count_by_officer, list_behind_documents
from sen.foundation.accounts.selectors import names_of
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import NotFound
from sen.surfaces.scorecard.policies import access_agency, scope_of
from sen.surfaces.scorecard.selectors.documents import (
    BEHIND_WORDS,
    PERIODS,
    document_cards,
    document_rows,
    local_today,
    period_of,
    period_words,
    sorted_documents,
)
from sen.ui.access import ActorRequest, officer
from sen.ui.paging import list_page, page_number
from sen.ui.responses import page
from sen.ui.types import Tab

_PAGE = 30


@officer
def overview(request: ActorRequest) -> HttpResponse:
    """Every agency the reader sees, in a period."""
    now = clock.now()
    scope, name = scope_of(request.actor, local_today(now)), _period_name(request)
    period = period_of(name, local_today(now))
    rows = document_rows(scope, _readable(request.actor), period, now)
    ordered = sorted_documents(rows, request.GET.get("xep", ""))
    context = {
        "now": now,
        "cards": document_cards(rows, period),
        "rows": list_page(ordered, page_number(request.GET.get("trang")), _PAGE, len(ordered)),
        "whole": scope.agency_ids is None,
    }
    return page(request, "scorecard/documents.html", context | _period_view(name, period_words(period), reverse("scorecard:documents")))


@officer
def agency(request: ActorRequest, agency_id: int) -> HttpResponse:
    """One agency: its figures, and what each officer finished."""
    now = clock.now()
    scope, name = scope_of(request.actor, local_today(now)), _period_name(request)
    found = access_agency(scope, agency_id)
    period = period_of(name, local_today(now))
    rows = [row for row in document_rows(scope, _readable(request.actor), period, now) if row.id == agency_id]
    address = reverse("scorecard:documents_agency", args=[agency_id])
    context = {
        "now": now,
        "agency": found,
        "row": rows[0],
        "cards": document_cards(rows, period),
        "officers": count_by_officer(agency_id, period),
    }
    return page(request, "scorecard/documents_agency.html", context | _period_view(name, period_words(period), address))


@officer
def behind(request: ActorRequest) -> HttpResponse:
    """The documents behind one number of an agency, of those the reader may see."""
    now = clock.now()
    figure, name = request.GET.get("so", ""), _period_name(request)
    scope = scope_of(request.actor, local_today(now))
    agency_id, officer_id = _number(request, "co-quan"), _number(request, "nguoi")
    if figure not in BEHIND_WORDS or agency_id is None or agency_id not in _readable(request.actor):
        raise NotFound
    period = period_of(name, local_today(now))
    rows = list_behind_documents(
        request.actor, figure, agency_id, period, now, officer_id=officer_id, page=page_number(request.GET.get("trang"))
    )
    places = [access_agency(scope, agency_id).name, *names_of([officer_id]).values(), period_words(period)]
    return page(
        request,
        "scorecard/documents_behind.html",
        {"now": now, "rows": rows, "title": BEHIND_WORDS[figure], "places": places, "agency_id": agency_id, "period": name},
    )


def _readable(actor: Actor) -> frozenset[int]:
    """Agencies all of whose documents the reader may open."""
    return actor.agencies(Role.CLERK, Role.LEADER)


def _period_name(request: ActorRequest) -> str:
    asked = request.GET.get("ky", "")
    return asked if asked in PERIODS else "thang"


def _period_view(name: str, words: str, address: str) -> dict[str, Any]:
    tabs = [Tab(str(label), f"{address}?{urlencode({'ky': key})}", key == name) for key, label in PERIODS.items()]
    return {"period": name, "period_words": words, "tabs": tabs}


def _number(request: ActorRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
