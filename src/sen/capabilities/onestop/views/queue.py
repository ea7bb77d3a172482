"""The hall: kiosk, slip, display for visitors; desks and calls for officers."""

import datetime as dt
from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sen.capabilities.onestop import services
from sen.capabilities.onestop.forms import DesksForm, GroupForm, TicketForm
from sen.capabilities.onestop.policies import desk_agency
from sen.capabilities.onestop.selectors.queue import desk_of, get_slip, list_desks, list_groups, list_lines, list_skipped, queue_board
from sen.capabilities.onestop.states import TICKET_NAMES, TicketState
from sen.foundation.agencies.selectors import agency_by_key, get_agency
from sen.foundation.printing.services import render_pdf
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.kernel.errors import DomainError
from sen.ui.access import ActorRequest, public, roles
from sen.ui.forms import domain_errors
from sen.ui.responses import bytes_response, error_text, page


@require_http_methods(["GET", "POST"])
@public
def kiosk(request: ActorRequest, agency: str) -> HttpResponse:
    """Large buttons for each group of fields; a press gives a number."""
    place = agency_by_key(agency)
    now = clock.now()
    form = TicketForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            ticket = services.take_ticket(
                agency_id=place.pk, group_id=form.cleaned_data["group"], request_id=form.cleaned_data["request_id"], now=now
            )
            return redirect("onestop:slip", agency, ticket.public_id)
    lines = [(line, TicketForm(initial={"group": line.group_id}, auto_id=f"nhom-{line.group_id}-%s")) for line in list_lines(place.pk, now)]
    context = {"agency": place, "lines": lines, "form": form, "now": now}
    return page(request, "onestop/kiosk.html", context, form=form if form.is_bound else None)


@require_GET
@public
def slip(request: ActorRequest, agency: str, public_id: UUID) -> HttpResponse:
    """A number in large print; ``?theo-doi`` is the page behind its QR code, which keeps itself fresh."""
    place = agency_by_key(agency)
    found = get_slip(place.pk, public_id, clock.now())
    context = {
        "agency": place,
        "slip": found,
        "state": TICKET_NAMES[TicketState(found.state)],
        "follows": "theo-doi" in request.GET,
        "is_called": found.state in (TicketState.CALLED, TicketState.SERVING),
    }
    return page(request, "onestop/slip.html", context)


@require_GET
@public
def slip_pdf(request: ActorRequest, agency: str, public_id: UUID) -> HttpResponseBase:
    """The number for the roll printer."""
    place = agency_by_key(agency)
    found = get_slip(place.pk, public_id, clock.now())
    address = f"{settings.SITE_URL}{reverse('onestop:slip', args=[agency, public_id])}?theo-doi"
    facts = {
        "form": {"title": "Phiếu số thứ tự"},
        "office": place.one_stop_name or place.name,
        "service": found.group,
        "number": found.label,
        "waiting": found.ahead,
        "estimate": _("%(minutes)d phút") % {"minutes": found.minutes} if found.minutes else "",
        "issued_at": clock.local(found.issued_at).strftime("%Y-%m-%dT%H:%M"),
        "qr_text": address,
    }
    return bytes_response(render_pdf("dossiers/forms/ticket.typ", facts), f"so-{found.label}.pdf", "application/pdf", inline=True)


@require_GET
@public
def board(request: ActorRequest, agency: str) -> HttpResponse:
    """The display of the hall; it holds numbers and desks, nothing about people."""
    place = agency_by_key(agency)
    now = clock.now()
    return page(request, "onestop/board.html", {"agency": place, "board": queue_board(place.pk, now), "now": clock.local(now)})


@require_http_methods(["GET", "POST"])
@roles(Role.ONE_STOP)
def queue(request: ActorRequest) -> HttpResponse:
    """Call numbers at one's desk, or take a desk."""
    now = clock.now()
    if request.method == "POST":
        _press(request, now)
        return redirect("onestop:queue")
    agency_id = desk_agency(request.actor)
    desk = desk_of(request.actor, now)
    context = {
        "agency": get_agency(agency_id),
        "desk": desk,
        "desks": list_desks(agency_id),
        "lines": list_lines(agency_id, now),
        "skipped": list_skipped(agency_id, now) if desk else [],
        "now": now,
        "state": TICKET_NAMES[TicketState(desk.ticket_state)] if desk and desk.ticket_state else "",
    }
    return page(request, "onestop/queue.html", context)


def _press(request: ActorRequest, now: dt.datetime) -> None:
    actor = request.actor
    number = int(request.POST["so"]) if request.POST.get("so", "").isdigit() else 0
    acts: dict[str, Callable[[], object]] = {
        "ngoi": lambda: services.sit_down(actor=actor, desk_id=number, now=now),
        "roi": lambda: services.leave_desk(actor=actor, now=now),
        "goi": lambda: services.call_next(actor=actor, now=now, seen=number),
        "goi-lai": lambda: services.recall_ticket(actor=actor, ticket_id=number, now=now),
        "phuc-vu": lambda: services.serve_ticket(actor=actor, ticket_id=number, now=now),
        "vang": lambda: services.skip_ticket(actor=actor, ticket_id=number, now=now),
        "xong": lambda: services.finish_ticket(actor=actor, ticket_id=number, now=now),
    }
    action = request.POST.get("lam", "")
    try:
        result = acts[action]() if action in acts else None
    except DomainError as error:
        messages.warning(request, error_text(error))
        return
    if action == "goi" and result is None:
        messages.info(request, _("Không còn ai chờ ở quầy này."))


@require_http_methods(["GET", "POST"])
@roles(Role.ONE_STOP)
def hall(request: ActorRequest) -> HttpResponse:
    """Groups, desks and which desk serves which group."""
    agency_id, now = desk_agency(request.actor), clock.now()
    groups, desks = list_groups(agency_id), list_desks(agency_id)
    action = request.POST.get("lam", "")
    group_form = GroupForm(request.POST if action == "nhom" else None)
    desks_form = DesksForm(request.POST if action == "so-quay" else None, initial={"count": len(desks)})
    if action == "nhom" and group_form.is_valid():
        with domain_errors(group_form):
            _save_group(request, agency_id, group_form, now)
            return redirect("onestop:hall")
    elif action == "so-quay" and desks_form.is_valid():
        with domain_errors(desks_form):
            services.set_desk_count(actor=request.actor, agency_id=agency_id, count=desks_form.cleaned_data["count"], now=now)
            messages.success(request, _("Đã đổi số quầy."))
            return redirect("onestop:hall")
    elif action == "quay":
        _assign(request, now)
        return redirect("onestop:hall")
    context = {
        "agency": get_agency(agency_id),
        "groups": groups,
        "desks": [(desk, {group.pk for group in desk.groups.all()}) for desk in desks],
        "group_form": group_form,
        "desks_form": desks_form,
    }
    return page(request, "onestop/hall.html", context, form=[form for form in (group_form, desks_form) if form.is_bound])


def _save_group(request: ActorRequest, agency_id: int, form: GroupForm, now: dt.datetime) -> None:
    given = request.POST.get("nhom", "")
    group_id = int(given) if given.isdigit() else None
    services.save_group(actor=request.actor, agency_id=agency_id, now=now, group_id=group_id, **form.cleaned_data)
    messages.success(request, _("Đã lưu nhóm lĩnh vực."))


def _assign(request: ActorRequest, now: dt.datetime) -> None:
    desk = request.POST.get("quay", "")
    chosen = [int(value) for value in request.POST.getlist("nhom") if value.isdigit()]
    services.set_desk_groups(actor=request.actor, desk_id=int(desk) if desk.isdigit() else 0, group_ids=chosen, now=now)
    messages.success(request, _("Đã lưu lĩnh vực của quầy."))
