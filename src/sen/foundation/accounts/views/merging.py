"""The province's administrators' pages of agencies that merge: positions carried over, and taken back before the day."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sen.foundation.accounts import policies, services
from sen.foundation.accounts.forms import TransferForm
from sen.foundation.accounts.selectors.managing import list_managed_agencies, list_transfers
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.ui.access import ActorRequest, confirmed, roles
from sen.ui.forms import domain_errors
from sen.ui.paging import list_page
from sen.ui.responses import page


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.ADMIN)
def transfers(request: ActorRequest) -> HttpResponse:
    """Transfers made, and a form for one more."""
    today = clock.today()
    policies.check_province(request.actor, today)
    return _add(request) if request.method == "POST" else _show(request, _form(request))


@require_POST
@roles(Role.ADMIN)
@confirmed()
def undo(request: ActorRequest, transfer_id: int) -> HttpResponse:
    """Take a transfer back before its day."""
    count = services.undo_transfer(actor=request.actor, transfer_id=transfer_id, now=clock.now())
    messages.success(request, _("Đã hoàn lại {count} vị trí như trước.").format(count=count))
    return redirect("accounts:transfers")


@confirmed()
def _add(request: ActorRequest) -> HttpResponse:
    form = _form(request)
    if form.is_valid():
        facts = form.cleaned_data
        with domain_errors(form):
            services.carry_positions(
                actor=request.actor,
                from_agency_id=facts["from_agency"],
                to_agency_id=facts["to_agency"],
                starts_on=facts["starts_on"],
                basis=facts["basis"],
                now=clock.now(),
            )
            messages.success(request, _("Đã chuyển các vị trí. Trước ngày bắt đầu, bạn còn hoàn lại được."))
            return redirect("accounts:transfers")
    return _show(request, form)


def _form(request: ActorRequest) -> TransferForm:
    today = clock.today()
    agencies = list_managed_agencies(None, today)
    return TransferForm.from_request(request, agencies=agencies, initial={"starts_on": today + dt.timedelta(days=1)})


def _show(request: ActorRequest, form: TransferForm) -> HttpResponse:
    rows = list_page(list_transfers(), request.GET.get("trang"))
    context = {"form": form, "rows": rows, "today": clock.today()}
    return page(request, "accounts/transfers.html", context, form=form if form.is_bound else None)
