"""Who may see one document: by post, by what was passed to them, by a right given and withdrawn with effect at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sen.capabilities.correspondence.forms import GrantForm
from sen.capabilities.correspondence.models import IncomingDocument, OutgoingDocument
from sen.capabilities.correspondence.policies import access_incoming, access_outgoing, can_grant
from sen.capabilities.correspondence.selectors.choices import officer_choices
from sen.capabilities.correspondence.selectors.rights import access_grant, list_grants, list_sight, list_unconfirmed, list_views
from sen.capabilities.correspondence.services.rights import confirm_grant, grant_document, withdraw_grant
from sen.capabilities.correspondence.views.acting import press
from sen.capabilities.correspondence.views.registering import head_of as incoming_head
from sen.capabilities.correspondence.views.sending import head_of as outgoing_head
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.kernel.errors import NotAllowed
from sen.ui.access import ActorRequest, officer, roles
from sen.ui.forms import domain_errors
from sen.ui.paging import page_number
from sen.ui.responses import page


@officer
def incoming_rights(request: ActorRequest, incoming_id: int) -> HttpResponse:
    """Rights on an incoming document."""
    document = access_incoming(request.actor, incoming_id)
    return _show(request, document, "incoming", incoming_head(document), None)


@officer
def outgoing_rights(request: ActorRequest, outgoing_id: int) -> HttpResponse:
    """Rights on an outgoing document."""
    document = access_outgoing(request.actor, outgoing_id)
    return _show(request, document, "outgoing", outgoing_head(document), document.drafted_by_id)


def _show(
    request: ActorRequest, document: IncomingDocument | OutgoingDocument, kind: str, head: dict[str, Any], owner_id: int | None
) -> HttpResponse:
    if not can_grant(request.actor, document.agency_id, owner_id):
        raise NotAllowed
    now = clock.now()
    on = clock.local(now).date()
    form = GrantForm.from_request(request, people=officer_choices(document.agency_id, on, without=request.actor.account_id))
    here = reverse(f"correspondence:{kind}_rights", args=[document.pk])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with domain_errors(form):
            grant_document(
                actor=request.actor, kind=kind, record_id=document.pk, account_id=data["account"], reason=data["reason"], now=now
            )
            messages.success(request, _("Đã cho xem. Người phụ trách được báo về thay đổi này."))
            return redirect(here)
    context = {
        "form": form,
        "back": reverse(f"correspondence:{kind}_page", args=[document.pk]),
        "sight": list_sight(document, on),
        "grants": list_grants(kind, document.pk),
        "views": list_views(kind, document.pk, page_number(request.GET.get("trang"))),
        "may_confirm": request.actor.has(Role.LEADER, document.agency_id) or request.actor.has(Role.CLERK, document.agency_id),
        "me": request.actor.account_id,
        "now": now,
        **head,
    }
    return page(request, "correspondence/rights.html", context, form=form)


@require_POST
@officer
def withdraw(request: ActorRequest, grant_id: int) -> HttpResponseBase:
    """Close the document to somebody again."""
    back = _back(request, grant_id)
    return press(
        request,
        lambda: withdraw_grant(actor=request.actor, grant_id=grant_id, now=clock.now()),
        back=back,
        done=_("Đã rút quyền xem, có hiệu lực ngay."),
    )


@require_POST
@roles(Role.CLERK, Role.LEADER)
def confirm(request: ActorRequest, grant_id: int) -> HttpResponseBase:
    """Confirm a change of rights."""
    back = _back(request, grant_id)
    return press(
        request,
        lambda: confirm_grant(actor=request.actor, grant_id=grant_id, now=clock.now()),
        back=back,
        done=_("Đã xác nhận thay đổi quyền."),
    )


@roles(Role.CLERK, Role.LEADER)
def unconfirmed(request: ActorRequest) -> HttpResponse:
    """Changes of rights nobody responsible has confirmed yet."""
    agencies = request.actor.agencies(Role.CLERK, Role.LEADER)
    context = {"grants": list_unconfirmed(agencies), "me": request.actor.account_id, "now": clock.now()}
    return page(request, "correspondence/unconfirmed_rights.html", context)


def _back(request: ActorRequest, grant_id: int) -> str:
    grant = access_grant(request.actor, grant_id)
    if request.POST.get("ve") == "thay-doi":
        return reverse("correspondence:unconfirmed_rights")
    if grant.incoming_id is not None:
        return reverse("correspondence:incoming_rights", args=[grant.incoming_id])
    return reverse("correspondence:outgoing_rights", args=[grant.outgoing_id])
