"""Pages for those who look after background work."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sen.foundation.jobs import policies, selectors, services
from sen.kernel import clock
from sen.ui.access import ActorRequest, roles

_PAGE_SIZE = 25


@roles(*policies.OPERATORS)
@require_GET
def failures(request: ActorRequest) -> HttpResponse:
    """Show the failed jobs and how much work waits."""
    page = Paginator(selectors.visible_failures(request.actor), _PAGE_SIZE).get_page(request.GET.get("trang"))
    return render(request, "jobs/failures.html", {"page": page, "waiting": selectors.count_waiting()})


@roles(*policies.OPERATORS)
@require_POST
def replay(request: ActorRequest, failure_id: int) -> HttpResponse:
    """Send one failed job again."""
    services.replay_job(actor=request.actor, failure_id=failure_id, now=clock.now())
    messages.success(request, _("Đã xếp lại việc vào hàng đợi."))
    return redirect("jobs:failures")
