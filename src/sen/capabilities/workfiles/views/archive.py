"""Handing over to the archive, and the archive's own pages."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sen.capabilities.workfiles import policies, services
from sen.capabilities.workfiles.forms import AnswerForm, CallForm, SubmitForm, this_year
from sen.capabilities.workfiles.models import HandOver
from sen.capabilities.workfiles.selectors import archive as kept
from sen.capabilities.workfiles.selectors import files
from sen.capabilities.workfiles.selectors.rules import notice_days
from sen.capabilities.workfiles.selectors.words import hand_over_tag, hand_over_view, state_tag
from sen.capabilities.workfiles.states import HandOverState
from sen.capabilities.workfiles.views.acting import METHODS, Act, act_page, agency_choices, main_agency
from sen.foundation.files.selectors import get_download
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.kernel.errors import NotFound
from sen.ui.access import ActorRequest, officer, roles
from sen.ui.forms import domain_errors
from sen.ui.paging import list_page
from sen.ui.responses import file_response, page

ACCEPT = "nhan"


@require_safe
@officer
def hand_overs(request: ActorRequest) -> HttpResponse:
    """Files due for the archive, and hand-overs with their state."""
    today = clock.today()
    days = notice_days(today)
    due = list_page(kept.due_files(request.actor, today, days), request.GET.get("trang"))
    context = {
        "due": due,
        "due_rows": [(one, hand_over_view(one, today, days)) for one in due.items],
        "hand_overs": [(one, hand_over_tag(one)) for one in kept.hand_overs_of(request.actor)[:50]],
        "calls": kept.calls_for(request.actor, today)[:5],
        "receives": request.actor.has(Role.ARCHIVE),
        "days": days,
    }
    return page(request, "workfiles/hand_overs.html", context)


@require_http_methods(METHODS)
@officer
def submit(request: ActorRequest) -> HttpResponse:
    """Choose closed files and hand them over."""
    agency_id, today = main_agency(request.actor), clock.today()
    form = SubmitForm.from_request(request)
    offered = list_page(files.files_to_hand_over(request.actor, agency_id), request.GET.get("trang"), size=100)
    ticked = [int(text) for text in request.POST.getlist("ho-so") if text.isascii() and text.isdigit()]
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            made = services.submit_files(actor=request.actor, workfile_ids=ticked, now=clock.now(), **form.cleaned_data)
            messages.success(request, _("Đã nộp hồ sơ. Lưu trữ cơ quan đối chiếu rồi trả lời từng hồ sơ."))
            return redirect("workfiles:hand-over", made.pk)
    days = notice_days(today)
    chosen = ticked or [int(text) for text in request.GET.getlist("ho-so") if text.isascii() and text.isdigit()]
    rows = [(one, hand_over_view(one, today, days), one.pk in chosen) for one in offered.items]
    context = {"form": form, "rows": rows, "page": offered, "call": kept.called_for(agency_id, today)}
    return page(request, "workfiles/submit.html", context, form=form)


@require_safe
@officer
def hand_over(request: ActorRequest, hand_over_id: int) -> HttpResponse:
    """One hand-over with its files and forms."""
    made = policies.access_hand_over(request.actor, hand_over_id)
    return page(request, "workfiles/hand_over.html", _context(request, made))


@require_http_methods(METHODS)
@roles(Role.ARCHIVE)
def answer(request: ActorRequest, hand_over_id: int) -> HttpResponse:
    """Answer every file of a hand-over."""
    made = policies.access_hand_over(request.actor, hand_over_id)
    policies.check(policies.can_receive(request.actor, made.agency_id))
    form = AnswerForm.from_request(request)
    rows = list(made.files.order_by("notation"))
    if request.method == "POST" and form.is_valid():
        accepted = [one.pk for one in rows if request.POST.get(f"tra-loi-{one.pk}") == ACCEPT]
        refused = {one.pk: request.POST.get(f"ly-do-{one.pk}", "") for one in rows if one.pk not in accepted}
        with domain_errors(form):
            services.answer_hand_over(
                actor=request.actor, hand_over_id=made.pk, accepted=accepted, refused=refused, now=clock.now(), **form.cleaned_data
            )
            messages.success(request, _("Đã trả lời. Biên bản giao nhận được lập với các hồ sơ đã nhận."))
            return redirect("workfiles:hand-over", made.pk)
    typed = [
        (
            one,
            request.POST.get(f"tra-loi-{one.pk}", ACCEPT) == ACCEPT,
            request.POST.get(f"ly-do-{one.pk}", ""),
            f"tra-loi-{one.pk}",
            f"ly-do-{one.pk}",
        )
        for one in rows
    ]
    context = {**_context(request, made), "form": form, "typed": typed}
    return page(request, "workfiles/answer.html", context, form=form)


@require_http_methods(METHODS)
@roles(Role.ARCHIVE)
def call(request: ActorRequest) -> HttpResponse:
    """Tell the agency which files are to be handed over by when."""
    receiving = request.actor.agencies(Role.ARCHIVE)
    form = CallForm.from_request(
        request, choices={"agency_id": agency_choices(request.actor, receiving)}, initial={"year": this_year() - 1}
    )
    back, title = reverse("workfiles:hand-overs"), _("Thông báo nộp lưu")
    days = notice_days(clock.today())
    lead = _("Mọi người lập hồ sơ của cơ quan thấy thông báo này. Ngày nộp cách hôm nay ít nhất %(days)d ngày.") % {"days": days}
    act = Act(title, _("Gửi thông báo"), back, [(_("Nộp lưu"), back), (title, "")], lead, _("Đã gửi thông báo nộp lưu."))
    return act_page(request, act, form, lambda entered: services.call_for_files(actor=request.actor, now=clock.now(), **entered))


@require_safe
@officer
def index_pdf(request: ActorRequest, hand_over_id: int) -> HttpResponseBase:
    """Mục lục hồ sơ nộp lưu."""
    return _kept_form(request, hand_over_id, "index_file")


@require_safe
@officer
def record_pdf(request: ActorRequest, hand_over_id: int) -> HttpResponseBase:
    """Biên bản giao nhận."""
    return _kept_form(request, hand_over_id, "record_file")


def _kept_form(request: ActorRequest, hand_over_id: int, which: str) -> HttpResponseBase:
    stored = getattr(policies.access_hand_over(request.actor, hand_over_id), which)
    if stored is None:
        raise NotFound
    told = get_download(stored)
    return file_response(told.path, told.name, told.media_type, inline=told.inline)


def _context(request: ActorRequest, made: HandOver) -> dict[str, Any]:
    return {
        "made": made,
        "state": hand_over_tag(made),
        "files": [(one, state_tag(one)) for one in made.files.order_by("notation")],
        "may_answer": policies.can_receive(request.actor, made.agency_id) and made.state == HandOverState.SUBMITTED,
    }
