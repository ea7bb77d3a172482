"""Administrators' page of who must have a second factor."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sen.foundation.accounts import policies, services
from sen.foundation.accounts.forms import FactorRuleForm
from sen.foundation.accounts.selectors.factors import list_rules
from sen.foundation.agencies.selectors import ROLE_NAMES
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.ui.access import ActorRequest, confirmed, roles
from sen.ui.forms import domain_errors
from sen.ui.responses import page


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.ADMIN)
def rules(request: ActorRequest) -> HttpResponse:
    """Rules of two-factor sign-in by role, with a form for one more."""
    policies.check_province(request.actor, clock.today())
    if request.method == "POST":
        return _add(request)
    return _show(request, FactorRuleForm(initial={"valid_from": clock.today()}))


@require_POST
@roles(Role.ADMIN)
@confirmed()
def end(request: ActorRequest, rule_id: int) -> HttpResponse:
    """End a rule today."""
    services.end_factor_rule(actor=request.actor, rule_id=rule_id, last_day=clock.today(), now=clock.now())
    messages.success(request, _("Quy định này hết hiệu lực sau hôm nay."))
    return redirect("accounts:factor_rules")


@confirmed()
def _add(request: ActorRequest) -> HttpResponse:
    form = FactorRuleForm.from_request(request)
    if form.is_valid():
        facts = form.cleaned_data
        with domain_errors(form):
            services.require_factor(
                actor=request.actor,
                role=Role(facts["role"]),
                valid_from=facts["valid_from"],
                grace_days=facts["grace_days"],
                binds_demo=facts["binds_demo"],
                now=clock.now(),
            )
            messages.success(request, _("Đã ghi quy định."))
            return redirect("accounts:factor_rules")
    return _show(request, form)


def _show(request: ActorRequest, form: FactorRuleForm) -> HttpResponse:
    today = clock.today()
    rows = [(rule, ROLE_NAMES.get(Role(rule.role), rule.role), rule.valid_to is None or rule.valid_to >= today) for rule in list_rules()]
    return page(request, "accounts/factor_rules.html", {"rows": rows, "form": form, "today": today}, form=form if form.is_bound else None)
