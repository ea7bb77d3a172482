"""Pages over national databases: their state, a business, the comparison of legal documents."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sen.capabilities.national import selectors, services
from sen.capabilities.national.forms import BusinessSearchForm, CompareForm
from sen.capabilities.national.types import BusinessRecord, Source
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.kernel.errors import DomainError, NotFound
from sen.ui.access import ActorRequest, officer, roles
from sen.ui.forms import domain_errors
from sen.ui.responses import error_text, page

PURPOSE = "Tra cứu doanh nghiệp để giải quyết thủ tục hành chính"
_BACK = dt.timedelta(days=365)


@require_safe
@roles(Role.REGISTRY, Role.AXIS)
def sources(request: ActorRequest) -> HttpResponse:
    """Each database with what the ledger has of it, and the comparison to start."""
    form = CompareForm(initial={"since": clock.today() - _BACK})
    return page(request, "national/sources.html", {"sources": selectors.list_sources(request.actor), "form": form})


@require_http_methods(["POST"])
@roles(Role.REGISTRY, Role.AXIS)
def compare(request: ActorRequest) -> HttpResponse:
    """Compare legal documents now."""
    form = CompareForm(request.POST)
    if form.is_valid():
        with domain_errors(form):
            counts = services.compare_legislation(since=form.cleaned_data["since"], now=clock.now())
            told = _("Đã đối chiếu %(seen)d văn bản: %(agree)d khớp, %(differ)d khác, %(unknown)d chưa có ở tỉnh.") % counts
            messages.success(request, told)
            return redirect("national:sources")
    return page(request, "national/sources.html", {"sources": selectors.list_sources(request.actor), "form": form}, form=form)


@require_safe
@officer
def businesses(request: ActorRequest) -> HttpResponse:
    """Find a business in the national registration."""
    form = BusinessSearchForm(request.GET or None)
    found: list[BusinessRecord] | None = None
    trouble = ""
    text = request.GET.get("q", "").strip()
    if text:
        try:
            found = services.search_businesses(actor=request.actor, text=text, purpose=PURPOSE, now=clock.now())
        except DomainError as error:
            trouble = error_text(error)
    facts = {"form": form, "found": found, "trouble": trouble, "text": text, "is_sandbox": selectors.plays(Source.BUSINESS)}
    return page(request, "national/businesses.html", facts)


@require_safe
@officer
def business(request: ActorRequest, number: str) -> HttpResponse:
    """One business as the national registration has it."""
    found, trouble = None, ""
    try:
        found = services.read_business(actor=request.actor, number=number, purpose=PURPOSE, now=clock.now())
    except DomainError as error:
        trouble = error_text(error)
    if found is None and not trouble:
        raise NotFound
    facts = {"business": found, "number": number, "trouble": trouble, "is_sandbox": selectors.plays(Source.BUSINESS)}
    return page(request, "national/business.html", facts)
