"""The goal for results in time, for the keepers of rules."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sen.capabilities.dossiers.forms import GoalForm
from sen.capabilities.dossiers.policies import can_keep_rules
from sen.capabilities.dossiers.selectors.goals import document_goal_on, goal_on, list_goals
from sen.capabilities.dossiers.services.goals import set_goal
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.ui.access import ActorRequest, roles
from sen.ui.forms import domain_errors
from sen.ui.responses import page


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.CONTROL, Role.ADMIN)
def goals(request: ActorRequest) -> HttpResponse:
    """Show the goals by day, and set the next one."""
    now = clock.now()
    today = clock.local(now).date()
    form = GoalForm.from_request(request, initial={"valid_from": today})
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            set_goal(actor=request.actor, now=now, **form.cleaned_data)
            messages.success(request, _("Đã đặt mốc. Các bảng số liệu nhắc theo mốc này từ ngày có hiệu lực."))
            return redirect("dossiers:goals")
    may_write = can_keep_rules(request.actor, today)
    context = {
        "goals": list_goals(),
        "now_percent": goal_on(today),
        "documents_percent": document_goal_on(today),
        "today": today,
        "form": form if may_write else None,
    }
    return page(request, "dossiers/rules/goals.html", context, form=form if form.is_bound else None)
