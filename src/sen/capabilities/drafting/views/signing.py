"""Signing one or many, on a phone too; the clerk's issuing."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sen.capabilities.drafting import services
from sen.capabilities.drafting.forms import NoteForm
from sen.capabilities.drafting.policies import is_signer
from sen.capabilities.drafting.selectors.lists import count_to_sign, drafts_to_issue, drafts_to_sign
from sen.capabilities.drafting.selectors.page import draft_page
from sen.capabilities.drafting.services.body import parse_body
from sen.capabilities.drafting.services.signing import Refusals
from sen.capabilities.drafting.states import DRAFT_STATES, DraftAction, DraftState
from sen.capabilities.drafting.views.acting import act, own_draft
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.kernel.errors import IllegalTransition, NotAllowed
from sen.ui.access import ActorRequest, roles
from sen.ui.paging import page_number
from sen.ui.responses import error_text, page

_MOST = 50
_UNPROCESSABLE = 422


@roles(Role.LEADER, Role.HEAD)
def sign_many(request: ActorRequest) -> HttpResponse:
    """Documents that wait for the reader's signature; those ticked are signed, each on its own."""
    errors: dict[int, str] = {}
    asked = request.POST.getlist("du-thao") if request.method == "POST" else request.GET.getlist("du-thao")
    picks = _picks(asked)
    if request.method == "POST":
        results = services.sign_drafts(actor=request.actor, picks=picks, now=clock.now())
        errors = _told(results)
        signed = len(results) - len(errors)
        if signed:
            messages.success(request, _("Đã ký %(n)d văn bản. Văn thư ký số cơ quan và phát hành.") % {"n": signed})
        if not errors:
            if not picks:
                messages.warning(request, _("Chưa chọn văn bản nào. Đánh dấu văn bản đã đọc rồi ký."))
            return redirect("drafting:signing")
    now = clock.now()
    found = drafts_to_sign(request.actor, now, page_number(request.GET.get("trang")))
    ticked = {number for number, _seen in picks}
    rows = [(row, errors.get(row.id, ""), row.id in ticked) for row in found]
    shown = {row.id for row in found}
    view = {"rows": rows, "found": found, "total": count_to_sign(request.actor), "failed": len(errors), "now": now}
    view["elsewhere"] = [text for number, text in errors.items() if number not in shown]
    return page(request, "drafting/signing.html", view, status=_UNPROCESSABLE if errors else None)


def _picks(values: list[str]) -> list[tuple[int, int]]:
    pairs = [value.split("-") for value in values[:_MOST]]
    return [(int(pair[0]), int(pair[1])) for pair in pairs if len(pair) == 2 and all(one.isascii() and one.isdigit() for one in pair)]


def _told(results: Refusals) -> dict[int, str]:
    return {number: error_text(error) for number, error in results if error}


@roles(Role.LEADER, Role.HEAD)
def sign(request: ActorRequest, draft_id: int) -> HttpResponse:
    """Read what will be signed, and sign it."""
    draft, now = own_draft(request, draft_id)
    if request.method != "POST":
        if not DRAFT_STATES.allows(draft.state, DraftAction.SIGN):
            return redirect("drafting:page", draft.pk)
        if not is_signer(request.actor, draft):
            raise NotAllowed
        services.note_reading(actor=request.actor, draft=draft, now=now, purpose="Đọc để ký")
    form = NoteForm(request.POST or None, initial={"seen": draft.revision})

    def run(data: dict[str, Any]) -> None:
        services.sign_draft(actor=request.actor, draft_id=draft.pk, seen=data["seen"], note=data["note"], now=clock.now())

    view = draft_page(request.actor, draft, now)
    return act(
        request,
        draft,
        form,
        run,
        template="drafting/sign.html",
        done=_("Đã ký. Hệ thống đã cấp số và ngày; văn thư ký số cơ quan và phát hành."),
        view=view,
        pieces=parse_body(draft.body),
        signer_lines=view.signing.lines,
    )


@roles(Role.CLERK)
def issue_many(request: ActorRequest) -> HttpResponse:
    """Signed documents that wait for the agency's signature; those ticked are sealed and sent, each on its own."""
    errors: dict[int, str] = {}
    chosen: list[int] = []
    if request.method == "POST":
        chosen = [int(one) for one in request.POST.getlist("du-thao")[:_MOST] if one.isascii() and one.isdigit()]
        results = services.issue_drafts(actor=request.actor, draft_ids=chosen, now=clock.now())
        errors = _told(results)
        sent = len(results) - len(errors)
        if sent:
            messages.success(request, _("Đã phát hành %(n)d văn bản.") % {"n": sent})
        if not errors:
            if not chosen:
                messages.warning(request, _("Chưa chọn văn bản nào."))
            return redirect("drafting:issuing")
    now = clock.now()
    found = drafts_to_issue(request.actor, request.actor.agencies(Role.CLERK), now, page_number(request.GET.get("trang")))
    rows = [(row, errors.get(row.id, ""), row.id in chosen) for row in found]
    view = {"rows": rows, "found": found, "now": now, "failed": len(errors)}
    return page(request, "drafting/issuing.html", view, status=_UNPROCESSABLE if errors else None)


@roles(Role.CLERK)
def issue(request: ActorRequest, draft_id: int) -> HttpResponse:
    """Add the agency's signature and send the document out."""
    draft, now = own_draft(request, draft_id)
    if request.method != "POST":
        if draft.state != DraftState.SIGNED:
            raise IllegalTransition
        if not request.actor.has(Role.CLERK, draft.agency_id):
            raise NotAllowed
    form = NoteForm(request.POST or None, initial={"seen": draft.revision})

    def run(data: dict[str, Any]) -> None:
        services.issue_draft(actor=request.actor, draft_id=draft.pk, now=clock.now())

    return act(
        request,
        draft,
        form,
        run,
        template="drafting/issue.html",
        done=_("Đã ký số cơ quan và phát hành."),
        view=draft_page(request.actor, draft, now),
    )
