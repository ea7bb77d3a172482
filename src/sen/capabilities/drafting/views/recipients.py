"""Who will get the document."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sen.capabilities.drafting import services
from sen.capabilities.drafting.forms import RecipientForm
from sen.capabilities.drafting.models import Draft
from sen.capabilities.drafting.policies import check_edit
from sen.capabilities.drafting.selectors.receiving import recipient_choices, with_more
from sen.capabilities.drafting.views.acting import own_draft
from sen.kernel import clock
from sen.ui.access import ActorRequest, officer
from sen.ui.forms import domain_errors
from sen.ui.responses import page


@officer
def choose(request: ActorRequest, draft_id: int) -> HttpResponse:
    """Add recipients found by name, by level, by group, or typed; take some away."""
    draft, now = own_draft(request, draft_id)
    on = clock.local(now).date()
    check_edit(request.actor, draft, on)
    words = request.GET.get("q", "")[:80]
    choices = recipient_choices(draft, words, on)
    offered = [(str(pk), name) for pk, name in choices.found]
    if request.method == "POST" and "bo" in request.POST:
        return _remove(request, draft)
    form = RecipientForm.from_request(request, found=offered, groups=choices.groups, levels=choices.levels)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            before = len(draft.recipients)
            rows = with_more(draft, on, form.cleaned_data)
            services.set_recipients(actor=request.actor, draft_id=draft.pk, recipients=rows, now=now)
            messages.success(request, _("Đã thêm %(n)d nơi gửi.") % {"n": len(rows) - before})
            return redirect("drafting:recipients", draft.pk)
    back = reverse("drafting:edit", args=[draft.pk])
    return page(
        request, "drafting/recipients.html", {"draft": draft, "form": form, "view": choices, "words": words, "back": back}, form=form
    )


def _remove(request: ActorRequest, draft: Draft) -> HttpResponse:
    gone = {int(place) for place in request.POST.getlist("dong") if place.isascii() and place.isdigit()}
    rows = [one for place, one in enumerate(draft.recipients) if place not in gone]
    services.set_recipients(actor=request.actor, draft_id=draft.pk, recipients=rows, now=clock.now())
    messages.success(request, _("Đã bỏ %(n)d nơi gửi.") % {"n": len(draft.recipients) - len(rows)})
    return redirect("drafting:recipients", draft.pk)
