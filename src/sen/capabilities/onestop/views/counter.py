"""The counter: one form, filled by keyboard alone, with and without JavaScript.

Every press sends the whole form.  ``lam`` says what was pressed; without it (Enter in a box) the form is filled and checked
for what it can be.  Only the last press writes a dossier.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sen.capabilities.dossiers.policies import access_dossier
from sen.capabilities.dossiers.selectors import dossier_page
from sen.capabilities.national.selectors import plays
from sen.capabilities.national.types import Source
from sen.capabilities.onestop import services
from sen.capabilities.onestop.forms import CounterForm
from sen.capabilities.onestop.policies import desk_agency
from sen.capabilities.onestop.selectors.counter import agency_label, find_competent, find_places, find_procedures
from sen.capabilities.onestop.selectors.queue import desk_of
from sen.capabilities.onestop.views.drafting import Draft, PaperLine, case_of, papers_of
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.kernel.errors import DomainError
from sen.ui.access import ActorRequest, roles
from sen.ui.forms import domain_errors
from sen.ui.responses import error_text, page

_FINAL = {
    "tiep-nhan": services.receive_case,
    "lap-bo-sung": services.ask_supplement_at_counter,
    "lap-tu-choi": services.refuse_at_counter,
}
_MODES = {"bo-sung": "bo-sung", "lap-bo-sung": "bo-sung", "tu-choi": "tu-choi", "lap-tu-choi": "tu-choi", "thoi": ""}
_SUGGEST: dict[str, Callable[..., list[tuple[str, str]]]] = {
    "procedures": find_procedures,
    "places": find_places,
    "agencies": find_competent,
}


@require_http_methods(["GET", "POST"])
@roles(Role.ONE_STOP)
def counter(request: ActorRequest) -> HttpResponse:
    """Receive what somebody brings to the counter."""
    now = clock.now()
    if request.method == "GET":
        data = QueryDict(mutable=True)
        data.update({"procedure": request.GET.get("thu-tuc", "")} if request.GET.get("thu-tuc") else {})
        draft = Draft(request.actor, data, now)
        draft.refresh(look_up=False)
        return _show(request, draft, action="")
    draft = Draft(request.actor, request.POST.copy(), now)
    action = request.POST.get("lam", "")
    draft.keep_files(_uploads(request))
    if action.startswith("bo:"):
        draft.drop_file(action[3:])
    if action in _MODES:
        draft.data["mode"] = _MODES[action]
    if action.startswith("so-"):
        _queue(request, draft, action)
    draft.refresh(look_up=action not in ("xem", *_FINAL))
    if action == "xac-nhan":
        draft.confirm()
    if action in _FINAL:
        return _finish(request, draft, action)
    return _show(request, draft, action=action)


def _finish(request: ActorRequest, draft: Draft, action: str) -> HttpResponse:
    """Check everything and write; what is wrong comes back with all that was typed."""
    form, lines = draft.form(judged=True), draft.lines(judged=True)
    is_valid = form.is_valid() and all(line.form.is_valid() for line in lines if line.form.is_bound)
    if is_valid and draft.hand is None:
        form.add_error("procedure", _("Hãy chọn thủ tục."))
    elif is_valid and draft.hand is not None and draft.hand.competent_id is None:
        form.add_error("unit", draft.hand.problem)
    elif is_valid and action == "tiep-nhan" and not papers_of(lines):
        form.add_error(None, _("Chưa có giấy tờ nào. Ghi số bản của từng giấy tờ đã nhận."))
    elif is_valid and draft.hand is not None and not draft.file_errors:
        with domain_errors(form):
            code = _FINAL[action](actor=request.actor, case=case_of(form, lines, draft.hand), now=draft.now)
            return redirect("onestop:received", code)
    return _show(request, draft, action=action, form=form, lines=lines)


def _show(
    request: ActorRequest, draft: Draft, *, action: str, form: CounterForm | None = None, lines: list[PaperLine] | None = None
) -> HttpResponse:
    form = form or draft.form(judged=False)
    lines = lines if lines is not None else draft.lines(judged=False)
    _place_cursor(form, lines, draft, action)
    context = {
        "form": form,
        "lines": lines,
        "hand": draft.hand,
        "found_in": draft.data.get("found_in", ""),
        "confirmation": draft.confirmation,
        "plays_population": plays(Source.POPULATION),
        "matches": draft.matches,
        "mode": draft.data.get("mode", ""),
        "desk": desk_of(request.actor, draft.now),
        "agency": agency_label(str(desk_agency(request.actor))),
        "now": draft.now,
        "more": {
            "person": bool(draft.data.get("agent_name") or draft.data.get("email")),
            "procedure": bool(draft.data.get("competent") or draft.data.get("note")),
        },
        "named": draft.data.get("name", ""),
        "unscanned": sum(1 for line in lines if line.has_sheets and not line.files),
    }
    bound = [form, *(line.form for line in lines)]
    return page(request, "onestop/counter.html", context, form=bound if form.is_bound else None)


def _place_cursor(form: CounterForm, lines: list[PaperLine], draft: Draft, action: str) -> None:
    """The next thing to type: the number on a fresh page or when it is wrong, the name of an unknown person, the procedure, the papers."""
    if form.is_bound or action in ("xem", "bo-sung", "tu-choi"):
        return
    wanted = "number"
    if draft.data.get("number"):
        wanted = "procedure" if draft.data.get("name") else "name"
    if draft.data.get("found_in") == "malformed":
        wanted = "number"
    elif draft.hand is not None and draft.data.get("name"):
        wanted = "case" if draft.hand.cases and not draft.data.get("case") else ""
        if draft.hand.competent_id is None:
            wanted = "unit"
    if not wanted and lines:
        lines[0].form.fields["originals"].widget.attrs["autofocus"] = True
        return
    wanted = wanted or "receipt_way"
    form.fields[wanted].widget.attrs["autofocus"] = True


def _queue(request: ActorRequest, draft: Draft, action: str) -> None:
    """Call numbers without losing what is typed."""
    ticket = int(request.POST["ticket_id"]) if request.POST.get("ticket_id", "").isdigit() else 0
    acts: dict[str, Callable[[], object]] = {
        "so-tiep": lambda: services.call_next(actor=request.actor, now=draft.now, seen=ticket),
        "so-lai": lambda: services.recall_ticket(actor=request.actor, ticket_id=ticket, now=draft.now),
        "so-vang": lambda: services.skip_ticket(actor=request.actor, ticket_id=ticket, now=draft.now),
        "so-phuc-vu": lambda: services.serve_ticket(actor=request.actor, ticket_id=ticket, now=draft.now),
    }
    if action not in acts:
        return
    try:
        if acts[action]() is None:
            messages.info(request, _("Không còn ai chờ ở quầy này."))
    except DomainError as error:
        messages.warning(request, error_text(error))


def _uploads(request: HttpRequest) -> "Iterator[tuple[str, UploadedFile[Any]]]":
    for name, files in request.FILES.lists():
        for upload in files:
            if name.endswith("-files") and isinstance(upload, UploadedFile):
                yield name, upload


@require_GET
@roles(Role.ONE_STOP)
def received(request: ActorRequest, code: str) -> HttpResponse:
    """What was just opened: its code, its slip to print, and the next person."""
    dossier = access_dossier(request.actor, code)
    now = clock.now()
    view = dossier_page(request.actor, dossier, now)
    slip = next((form for form in reversed(view.forms) if form.cancelled_at is None), None)
    frame = reverse("onestop:form", args=[code, slip.pk]) if slip else ""
    return page(
        request, "onestop/received.html", {"view": view, "slip": slip, "frame": frame, "now": now, "desk": desk_of(request.actor, now)}
    )


@require_GET
@roles(Role.ONE_STOP)
def suggest(request: ActorRequest, what: str) -> HttpResponse:
    """Suggestions for a box: procedures, places or agencies."""
    words = request.GET.get("q", "").strip()
    found = _SUGGEST[what](words, clock.today()) if len(words) > 1 and what in _SUGGEST else []
    return JsonResponse([{"value": key, "label": label} for key, label in found], safe=False)
