"""Legal bases without effect: what waits for a decision of procedure control."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sen.capabilities.procedures import services
from sen.capabilities.procedures.forms import ResolutionForm
from sen.capabilities.procedures.selectors import bases
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.ui.access import ActorRequest, roles
from sen.ui.forms import domain_errors
from sen.ui.paging import list_page, page_number
from sen.ui.responses import page


@require_safe
@roles(Role.CONTROL)
def reviews(request: ActorRequest) -> HttpResponse:
    """Published procedures that rest on a document without effect."""
    found = bases.visible_reviews(request.actor)
    rows = list_page(found, page_number(request.GET.get("trang")), total=found.count())
    return page(request, "procedures/reviews.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.CONTROL)
def resolve(request: ActorRequest, review_id: int) -> HttpResponse:
    """Say why the procedure stands, or what is done about it."""
    review = bases.get_review(request.actor, review_id)
    form = ResolutionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            services.resolve_review(actor=request.actor, review_id=review_id, resolution=form.cleaned_data["resolution"], now=clock.now())
            messages.success(request, _("Đã ghi kết quả rà soát."))
            return redirect("procedures:reviews")
    return page(request, "procedures/review.html", {"form": form, "review": review}, form=form if form.is_bound else None)
