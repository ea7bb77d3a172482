"""Who will get the document."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sen.capabilities.correspondence.selectors.picking import read_picker
from sen.capabilities.drafting import services
from sen.capabilities.drafting.policies import check_edit
from sen.capabilities.drafting.selectors.receiving import recipients_of
from sen.capabilities.drafting.views.acting import act, own_draft
from sen.kernel import clock
from sen.ui.access import ActorRequest, officer
from sen.ui.forms import SenForm


@officer
def choose(request: ActorRequest, draft_id: int) -> HttpResponse:
    """Choose the recipients anew with the picker of documents."""
    draft, now = own_draft(request, draft_id)
    on = clock.local(now).date()
    check_edit(request.actor, draft, on)
    picker = read_picker(request.POST, agency_id=draft.agency_id, on=on, present=recipients_of(draft))
    form = SenForm() if picker.was_used else SenForm.from_request(request)

    def run(_data: dict[str, Any]) -> None:
        services.set_recipients(actor=request.actor, draft_id=draft.pk, recipients=picker.recipients, now=now)

    done = _("Đã lưu %(n)d nơi gửi.") % {"n": len(picker.recipients)}
    back = reverse("drafting:edit", args=[draft.pk])
    return act(request, draft, form, run, done=done, to="drafting:edit", template="drafting/recipients.html", picker=picker, back=back)
