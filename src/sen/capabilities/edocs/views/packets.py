"""The outbox and inbox of packets: list, one packet, sending again, cancelling, reading again, the packet itself."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from sen.capabilities.edocs import services
from sen.capabilities.edocs.forms import PacketFilterForm, ReasonForm
from sen.capabilities.edocs.policies import access_packet, can_act
from sen.capabilities.edocs.selectors.packets import PacketFilter, list_packets, packets_of_document, state_tag
from sen.capabilities.edocs.selectors.words import is_worrying, packet_facts, packet_history, packet_rows, packet_tabs
from sen.capabilities.edocs.services.operating import packet_content
from sen.capabilities.edocs.states import PACKET_STATES, PacketAction
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.kernel.errors import DomainError
from sen.ui.access import ActorRequest, roles
from sen.ui.forms import domain_errors
from sen.ui.paging import list_page
from sen.ui.responses import bytes_response, error_text, page

READERS = (Role.CLERK, Role.LEADER, Role.AXIS)
ACTORS = (Role.CLERK, Role.AXIS)
_EDXML = "application/octet-stream"
_GROUPS = frozenset({"waiting", "trouble", "out", "in"})


@roles(*READERS)
@require_safe
def packet_list(request: ActorRequest) -> HttpResponse:
    """Packets on their way, newest first."""
    form = PacketFilterForm(request.GET)
    wanted = _wanted(request, form)
    found = list_page(list_packets(request.actor, wanted), request.GET.get("trang"))
    facts: dict[str, Any] = {
        "form": form,
        "page": found,
        "rows": packet_rows(found.items, clock.now()),
        "tabs": packet_tabs(request.actor, wanted, request.GET.dict()),
        "acts": any(request.actor.has(role) for role in ACTORS),
        "is_sandbox": "documents" in settings.AXIS_SANDBOXES,
    }
    return page(request, "edocs/packets.html", facts)


@roles(*READERS)
@require_safe
def packet(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """One packet: what it is, to whom, everything that happened to it, and the other packets of its document."""
    return _packet_page(request, public_id, ReasonForm())


@roles(*ACTORS)
@require_POST
def retry(request: ActorRequest) -> HttpResponse:
    """Send one or many packets again now."""
    chosen = [found for text in request.POST.getlist("goi") if (found := _uuid(text))]
    try:
        # Many at once only goes on with what is stuck; what was sent is sent again one by one.
        once_more = len(chosen) == 1 and bool(request.POST.get("da_gui"))
        count = services.retry_packets(actor=request.actor, public_ids=chosen, now=clock.now(), also_sent=once_more)
    except DomainError as error:
        messages.warning(request, error_text(error))
    else:
        messages.success(request, ngettext("Đã xếp gửi lại %(n)d gói.", "Đã xếp gửi lại %(n)d gói.", count) % {"n": count})
    return redirect("edocs:packet", chosen[0]) if len(chosen) == 1 else redirect("edocs:packets")


@roles(*ACTORS)
@require_POST
def cancel(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Give up a packet that was not sent."""
    form = ReasonForm.from_request(request)
    if form.is_valid():
        with domain_errors(form):
            services.cancel_packet(actor=request.actor, public_id=public_id, reason=form.cleaned_data["reason"], now=clock.now())
            messages.success(request, _("Đã hủy gửi gói này. Nơi nhận chưa nhận được gì."))
            return redirect("edocs:packet", public_id)
    return _packet_page(request, public_id, form)


@roles(*ACTORS)
@require_POST
def replay(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Have a packet that was turned away read again."""
    try:
        services.replay_packet(actor=request.actor, public_id=public_id, now=clock.now())
    except DomainError as error:
        messages.warning(request, error_text(error))
    else:
        messages.success(request, _("Đã xếp đọc lại gói này từ bản gốc đã lưu."))
    return redirect("edocs:packet", public_id)


@roles(*READERS)
@require_safe
def download(request: ActorRequest, public_id: UUID) -> HttpResponseBase:
    """The packet as it came, or as it goes; always as a file to keep, never shown."""
    name, content = packet_content(actor=request.actor, public_id=public_id, now=clock.now())
    return bytes_response(content, name, _EDXML)


def _packet_page(request: ActorRequest, public_id: UUID, form: ReasonForm) -> HttpResponse:
    found, now = access_packet(request.actor, public_id), clock.now()
    acts = can_act(request.actor, found)
    allowed = {action.value: acts and PACKET_STATES.allows(found.state, action) for action in PacketAction}
    related = [each for each in packets_of_document(request.actor, found.document_id) if each.pk != found.pk]
    facts: dict[str, Any] = {
        "packet": found,
        "form": form,
        "state": state_tag(found),
        "facts": packet_facts(found, now),
        "parties": found.parties.select_related("agency").order_by("pk"),
        "history": packet_history(found, now),
        "related": packet_rows(related, now),
        "may": {**allowed, "replay": allowed["replay"] and found.raw_id is not None},
        "worrying": is_worrying(found),
        "has_content": found.direction == "out" or found.raw_id is not None,
    }
    return page(request, "edocs/packet.html", facts, form=form)


def _wanted(request: ActorRequest, form: PacketFilterForm) -> PacketFilter:
    asked = form.cleaned_data if form.is_valid() else {}
    group = request.GET.get("nhom", "")
    return PacketFilter(
        group=group if group in _GROUPS else "",
        kind=asked.get("loai", ""),
        words=asked.get("q", ""),
        since=asked.get("tu_ngay"),
        until=asked.get("den_ngay"),
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
