"""Administrators' pages of positions: giving one, ending one, moving an officer."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sen.foundation.accounts import policies, services
from sen.foundation.accounts.forms import AgencyStepForm, LastDayForm, PostForm
from sen.foundation.accounts.models import Account
from sen.foundation.accounts.selectors.managing import PROVINCE_ROLES, Scope, list_managed_agencies
from sen.foundation.agencies.selectors import get_agency, list_divisions
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.ui.access import ActorRequest, roles
from sen.ui.format import date_text
from sen.ui.forms import SenForm, domain_errors
from sen.ui.responses import page

if TYPE_CHECKING:
    from sen.foundation.agencies.models import Agency

METHODS = ["GET", "HEAD", "POST"]
AGENCY = "co_quan"


@require_http_methods(METHODS)
@roles(Role.ADMIN)
def appoint(request: ActorRequest, account_id: int) -> HttpResponse:
    """Give an officer one more position."""
    scope = policies.access_appointing(request.actor, clock.today())
    account = policies.access_officer(scope, account_id)
    agency, title = chosen_agency(request, scope), _("Bổ nhiệm vị trí mới")
    if agency is None:
        return choose_agency(request, scope, title=title, back=reverse("accounts:officer", args=[account_id]), account=account)
    form = PostForm.from_request(request, initial={"valid_from": clock.today()}, **post_options(scope, agency))
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            services.appoint(actor=request.actor, account_id=account_id, post=form.post(agency.pk), now=clock.now())
            messages.success(request, _("Đã bổ nhiệm. Vai trò có hiệu lực từ ngày bắt đầu."))
            return redirect("accounts:officer", account_id)
    return _act(request, account, form, title, _("Vị trí tại {agency}.").format(agency=agency.name))


@require_http_methods(METHODS)
@roles(Role.ADMIN)
def end(request: ActorRequest, appointment_id: int) -> HttpResponse:
    """End a position with its last day."""
    post = policies.access_post(policies.access_appointing(request.actor, clock.today()), appointment_id)
    form = LastDayForm.from_request(request, initial={"last_day": clock.today()})
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            services.end_appointment(
                actor=request.actor, appointment_id=appointment_id, last_day=form.cleaned_data["last_day"], now=clock.now()
            )
            messages.success(request, _("Đã ghi ngày kết thúc. Việc đang giao cho người này cần giao lại cho người khác."))
            return redirect("accounts:officer", post.account_id)
    lead = _("{title}, {agency}, từ {since}.").format(title=post.title, agency=post.agency.name, since=date_text(post.valid_from))
    return _act(request, post.account, form, _("Kết thúc vị trí"), lead)


@require_http_methods(METHODS)
@roles(Role.ADMIN)
def move(request: ActorRequest, appointment_id: int) -> HttpResponse:
    """End a position and begin another on the next day."""
    scope = policies.access_appointing(request.actor, clock.today())
    old = policies.access_post(scope, appointment_id)
    agency, title = chosen_agency(request, scope), _("Chuyển công tác")
    if agency is None:
        back = reverse("accounts:officer", args=[old.account_id])
        return choose_agency(request, scope, title=title, back=back, account=old.account, chosen=old.agency_id)
    initial = {"valid_from": clock.today(), "role": old.role, "title": old.title, "division": old.division_id}
    form = PostForm.from_request(request, initial=initial, **post_options(scope, agency))
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            services.move_officer(actor=request.actor, appointment_id=appointment_id, post=form.post(agency.pk), now=clock.now())
            messages.success(request, _("Đã chuyển công tác. Vị trí cũ kết thúc vào ngày trước đó."))
            return redirect("accounts:officer", old.account_id)
    lead = _("Từ {old} tại {from_agency} sang {to_agency}. Vị trí cũ kết thúc vào ngày trước ngày bắt đầu.").format(
        old=old.title, from_agency=old.agency.name, to_agency=agency.name
    )
    return _act(request, old.account, form, title, lead)


def chosen_agency(request: ActorRequest, scope: Scope) -> "Agency | None":
    """The agency named in the address, or the only one there is; None while it has to be chosen."""
    choices = list_managed_agencies(scope, clock.today())
    form = AgencyStepForm(request.GET, agencies=choices)
    if form.is_valid():
        return get_agency(form.cleaned_data[AGENCY])
    return get_agency(choices[0][0]) if len(choices) == 1 else None


def choose_agency(
    request: ActorRequest, scope: Scope, *, title: str, back: str, account: Account | None = None, chosen: int | None = None
) -> HttpResponse:
    """Ask for the agency first: its divisions stand on the next page."""
    agencies = list_managed_agencies(scope, clock.today())
    asked = AGENCY in request.GET or request.method == "POST"
    form = AgencyStepForm(request.GET if asked else None, agencies=agencies, initial={AGENCY: chosen})
    context = {"form": form, "title": title, "back": back, "account": account}
    return page(request, "accounts/officer_agency.html", context, form=form if asked else None)


def post_options(scope: Scope, agency: "Agency") -> dict[str, Any]:
    """What a form of a position offers."""
    offered = [role for role in Role if scope is None or role not in PROVINCE_ROLES]
    return {"divisions": [(division.pk, division.name) for division in list_divisions(agency.pk)], "roles": offered}


def _act(request: ActorRequest, account: Account, form: SenForm, title: str, lead: str) -> HttpResponse:
    context = {"account": account, "form": form, "title": title, "lead": lead}
    return page(request, "accounts/officer_act.html", context, form=form if form.is_bound else None)
