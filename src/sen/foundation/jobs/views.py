"""Pages for those who look after background work."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sen.foundation.jobs import policies, selectors, services
from sen.kernel import clock
from sen.ui.access import ActorRequest, roles
from sen.ui.paging import list_page
from sen.ui.responses import page


@roles(*policies.OPERATORS)
@require_GET
def failures(request: ActorRequest) -> HttpResponse:
    """Show the failed jobs and how much work waits."""
    policies.require_operator(request.actor)
    found = list_page(selectors.visible_failures(request.actor), request.GET.get("trang"))
    facts = {"page": found, "waiting": selectors.count_waiting(), "now": clock.now()}
    return page(request, "jobs/failures.html", facts)


@roles(*policies.OPERATORS)
@require_POST
def replay(request: ActorRequest, failure_id: int) -> HttpResponse:
    """Send one failed job again."""
    services.replay_job(actor=request.actor, failure_id=failure_id, now=clock.now())
    messages.success(request, _("Đã xếp lại việc vào hàng đợi."))
    return redirect("jobs:failures")
