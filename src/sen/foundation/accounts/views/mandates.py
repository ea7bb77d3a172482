"""A citizen's pages of acting in another's name."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sen.foundation.accounts import services
from sen.foundation.accounts.forms import ClaimForm, MandateForm, ReasonForm
from sen.foundation.accounts.selectors import mandates as reads
from sen.foundation.accounts.types import NewMandate
from sen.foundation.accounts.views.browsing import next_page
from sen.kernel import clock
from sen.ui.access import ActorRequest, citizen, confirmed
from sen.ui.forms import domain_errors
from sen.ui.paging import list_page
from sen.ui.responses import page

METHODS = ["GET", "HEAD", "POST"]


@require_safe
@citizen
def overview(request: ActorRequest) -> HttpResponse:
    """For whom I act, and who acts for me."""
    today = clock.today()
    context = {
        "held": reads.list_held_mandates(request.actor, today)[:50],
        "granted": list_page(reads.list_granted_mandates(request.actor), request.GET.get("trang")),
        "today": today,
    }
    return page(request, "accounts/mandates.html", context)


@require_http_methods(METHODS)
@citizen
def claim(request: ActorRequest) -> HttpResponse:
    """Act for a business whose legal representative I am."""
    form = ClaimForm.from_request(request)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            mandate = services.claim_business(actor=request.actor, code=form.cleaned_data["code"], now=clock.now())
            messages.success(request, _("Đã đối chiếu. Bạn là người đại diện của {name}.").format(name=mandate.principal_name))
            return redirect("accounts:mandates")
    context = {
        "form": form,
        "title": _("Thêm doanh nghiệp tôi đại diện"),
        "lead": _("Mã số được đối chiếu với cơ sở dữ liệu đăng ký doanh nghiệp."),
    }
    return page(request, "accounts/mandate_form.html", {**context, "button": _("Đối chiếu")}, form=form if form.is_bound else None)


@require_http_methods(METHODS)
@citizen
@confirmed()
def grant(request: ActorRequest) -> HttpResponse:
    """Let somebody act for my business, or for me."""
    actor, today = request.actor, clock.today()
    businesses = reads.list_represented_businesses(actor, today)
    initial = {"valid_from": today, "valid_to": today + dt.timedelta(days=364)}
    form = MandateForm.from_request(request, businesses=businesses, own=actor.person_id is not None, initial=initial)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        wanted = NewMandate(facts["representative"], facts["scope"], facts["valid_from"], facts["valid_to"], facts["basis"])
        with domain_errors(form):
            services.grant_mandate(actor=actor, wanted=wanted, business_id=facts["principal"], now=clock.now())
            messages.success(request, _("Đã ủy quyền. Bạn rút lại được bất cứ lúc nào."))
            return redirect("accounts:mandates")
    context = {"form": form, "title": _("Ủy quyền cho người khác"), "lead": _("Người được ủy quyền cần có tài khoản trên cổng này.")}
    return page(request, "accounts/mandate_form.html", {**context, "button": _("Ủy quyền")}, form=form if form.is_bound else None)


@require_http_methods(METHODS)
@citizen
def withdraw(request: ActorRequest, mandate_id: int) -> HttpResponse:
    """End a mandate I granted or hold."""
    form = ReasonForm.from_request(request)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            services.withdraw_mandate(actor=request.actor, mandate_id=mandate_id, reason=form.cleaned_data["reason"], now=clock.now())
            messages.success(request, _("Ủy quyền đã kết thúc ngay bây giờ."))
            return redirect("accounts:mandates")
    context = {"form": form, "title": _("Rút ủy quyền"), "lead": _("Hồ sơ đã nộp vẫn tiếp tục; từ bây giờ không nộp thêm được.")}
    return page(request, "accounts/mandate_form.html", {**context, "button": _("Rút ủy quyền")}, form=form if form.is_bound else None)


@require_POST
@citizen
def act_for(request: ActorRequest) -> HttpResponse:
    """Use a mandate from now on, or none."""
    chosen = request.POST.get("uy-quyen", "")
    mandate = services.act_for(
        actor=request.actor,
        session_key=request.session.session_key or "",
        mandate_id=int(chosen) if chosen.isdecimal() and len(chosen) < 19 else None,
        now=clock.now(),
    )
    if mandate is None:
        messages.success(request, _("Từ đây bạn thao tác cho chính mình."))
    return HttpResponseRedirect(next_page(request) or "/")
