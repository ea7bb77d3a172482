"""Rights of colleagues to a file."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sen.capabilities.workfiles import policies, services
from sen.capabilities.workfiles.forms import GrantForm
from sen.capabilities.workfiles.selectors import files as kept
from sen.capabilities.workfiles.views.acting import METHODS, colleagues
from sen.kernel import clock
from sen.ui.access import ActorRequest, officer
from sen.ui.forms import domain_errors
from sen.ui.responses import page


@require_http_methods(METHODS)
@officer
def rights(request: ActorRequest, workfile_id: int) -> HttpResponse:
    """Who may do what with the file, and every change there was; give a right."""
    workfile = policies.access_workfile(request.actor, workfile_id)
    policies.check(policies.can_manage_rights(request.actor, workfile))
    people = [("", _("Chọn đồng nghiệp")), *colleagues(workfile.agency_id, but=workfile.keeper_id)]
    form = GrantForm.from_request(request, choices={"account_id": people})
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            services.give_access(actor=request.actor, workfile_id=workfile.pk, now=clock.now(), **form.cleaned_data)
            messages.success(request, _("Đã giao quyền. Quyền có hiệu lực ngay."))
            return redirect("workfiles:rights", workfile.pk)
    context = {
        "workfile": workfile,
        "form": form,
        "grants": workfile.grants.order_by("withdrawn_at", "-given_at"),
        "changes": kept.unconfirmed_changes(request.actor, workfile),
    }
    return page(request, "workfiles/rights.html", context, form=form)


@require_POST
@officer
def withdraw(request: ActorRequest, workfile_id: int, grant_id: int) -> HttpResponse:
    """Take a right back at once."""
    services.withdraw_access(actor=request.actor, workfile_id=workfile_id, grant_id=grant_id, now=clock.now())
    messages.success(request, _("Đã thu hồi quyền. Người đó không còn xem được hồ sơ."))
    return redirect("workfiles:rights", workfile_id)


@require_POST
@officer
def confirm(request: ActorRequest, workfile_id: int) -> HttpResponse:
    """Take note of changes others made."""
    services.confirm_access(actor=request.actor, workfile_id=workfile_id, now=clock.now())
    messages.success(request, _("Đã xác nhận các thay đổi quyền."))
    return redirect("workfiles:rights", workfile_id)
