"""Live operations: figures, the map, failures and what they mean, one message followed through both gateways."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from sen.capabilities.exchange.forms import FaultFilterForm, ReasonForm
from sen.capabilities.exchange.selectors import faults as known_faults
from sen.capabilities.exchange.selectors import operations, plan, traffic
from sen.capabilities.exchange.selectors.way import way_views
from sen.capabilities.exchange.services.tracing import fetch_evidence, trace_message
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.kernel.errors import DomainError, NotFound
from sen.ui.access import ActorRequest, roles
from sen.ui.paging import list_page
from sen.ui.responses import bytes_response, error_text, page

WATCHERS = (Role.AXIS, Role.CONTROL, Role.LEADER)
_LONGEST_NUMBER = 255


@roles(*WATCHERS)
@require_safe
def live(request: ActorRequest) -> HttpResponse:
    """The figures of the axis as they come; the page renews its middle every five seconds."""
    now = clock.now()
    view = operations.live_view(request.GET.get("khoang", ""), now)
    return page(request, "exchange/live.html", {"view": view, "now": now})


@roles(*WATCHERS)
@require_safe
def axis_map(request: ActorRequest) -> HttpResponse:
    """The map of the axis with the traffic of the last five minutes, and the same as a table."""
    now = clock.now()
    return page(request, "exchange/map.html", {"plan": plan.plan_view(now), "now": now})


@roles(*WATCHERS)
@require_safe
def faults(request: ActorRequest) -> HttpResponse:
    """The failures of the last thirty days, newest first."""
    names = traffic.names_of_parts()
    now = clock.now()
    form = FaultFilterForm(request.GET, choices=_choices(now, names))
    asked = form.cleaned_data if form.is_valid() else {}
    rows = traffic.list_faults(service=asked.get("dich_vu", ""), client=asked.get("noi_goi", ""))
    found = list_page(rows, request.GET.get("trang"))
    shown = operations.fault_rows(found.items, now, names)
    return page(request, "exchange/faults.html", {"form": form, "page": found, "rows": shown})


@roles(*WATCHERS)
@require_safe
def explanation(request: ActorRequest, code: str) -> HttpResponse:
    """What one type of fault means and what to do next."""
    known = known_faults.find_explanation(code)
    if known is None:
        raise NotFound
    facts: dict[str, Any] = {"known": known, "all": known_faults.list_explanations()}
    facts["side"] = known_faults.SIDE_NAMES[known.side] if known.side else ""
    return page(request, "exchange/explanation.html", facts)


@roles(Role.AXIS)
@require_GET
def message(request: ActorRequest) -> HttpResponse:
    """One exchange by its number: the way it took on both sides."""
    number = request.GET.get("ma", "").strip()[:_LONGEST_NUMBER]
    facts: dict[str, Any] = {"number": number, "form": ReasonForm()}
    if number:
        now = clock.now()
        try:
            facts["ways"] = [way for seen in trace_message(actor=request.actor, number=number, now=now) for way in way_views(seen, now)]
        except DomainError as error:
            return page(request, "exchange/message.html", {**facts, "trouble": error_text(error)}, status=error.status)
    return page(request, "exchange/message.html", facts)


@roles(Role.AXIS)
@require_POST
def evidence(request: ActorRequest, server_id: int) -> HttpResponseBase:
    """The evidence of one exchange from one gateway; who takes it and why stays in the trail."""
    number = request.POST.get("ma", "").strip()[:_LONGEST_NUMBER]
    form = ReasonForm.from_request(request)
    back = f"{reverse('exchange:message')}?ma={number}"
    if not form.is_valid():
        messages.warning(request, _("Hãy ghi lý do lấy bằng chứng rồi bấm tải lại."))
        return redirect(back)
    try:
        package = fetch_evidence(
            actor=request.actor, server_id=server_id, number=number, reason=form.cleaned_data["reason"], now=clock.now()
        )
    except DomainError as error:
        if error.status in (403, 404):
            raise
        messages.warning(request, error_text(error))
        return redirect(back)
    return bytes_response(package, "bang-chung.zip", "application/zip")


def _choices(now: dt.datetime, names: dict[str, str]) -> dict[str, list[tuple[str, str]]]:
    """Services and clients with traffic in the last thirty days."""
    span = now - dt.timedelta(days=30), now + dt.timedelta(minutes=1)
    every = ("", _("Tất cả"))
    return {
        field: [every, *sorted(((key, names.get(key, key)) for key in traffic.figures_by(kind, *span)), key=lambda pair: pair[1])]
        for field, kind in (("dich_vu", "service"), ("noi_goi", "client"))
    }
