"""Applying: one question on each page, saved at every step."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sen.capabilities.dossiers.policies import access_draft
from sen.capabilities.dossiers.selectors import list_my_drafts
from sen.capabilities.dossiers.services import choose_case, discard_draft, save_answers, start_draft
from sen.capabilities.procedures.selectors import get_published
from sen.foundation.accounts.policies import check_may_submit
from sen.kernel import clock
from sen.kernel.errors import NotFound
from sen.surfaces.portal.forms import NoFieldsForm, SubmitForm
from sen.surfaces.portal.selectors.catalogue import procedure_page
from sen.surfaces.portal.selectors.progress import address, frame, review_rows
from sen.surfaces.portal.selectors.sheet import CASE, Sheet, read_sheet, typed
from sen.surfaces.portal.services import prefill_draft, submit_sheet
from sen.ui.access import ActorRequest, citizen
from sen.ui.forms import SenForm, domain_errors
from sen.ui.responses import page

LATER, ASK_AGAIN = "luu", "hoi-lai"


@require_http_methods(["GET", "HEAD", "POST"])
@citizen
def start(request: ActorRequest, code: str) -> HttpResponse:
    """Say what will be asked, then open a draft or take up the unfinished one."""
    facts = get_published(code, clock.today())
    if facts.required_assurance > max(request.actor.assurance, 1):
        way = {"tiep": request.path, "muc": str(facts.required_assurance)}
        return HttpResponseRedirect(f"{reverse('sso:step_up')}?{urlencode(way)}")
    form = NoFieldsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            check_may_submit(request.actor)
            draft = start_draft(actor=request.actor, version_id=facts.version_id, now=clock.now())
            prefill_draft(actor=request.actor, public_id=draft.public_id, now=clock.now())
            return redirect("portal:resume", draft.public_id)
    shown = procedure_page(facts.version_id)
    if not shown.online:
        return redirect("portal:procedure", code)
    drafts = [one for one in list_my_drafts(request.actor, clock.now(), limit=50) if one.procedure == facts.name]
    return page(
        request, "portal/apply/start.html", {"shown": shown, "code": code, "form": form, "draft": next(iter(drafts), None)}, form=form
    )


@require_http_methods(["GET", "HEAD"])
@citizen
def resume(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Go to the first question that still needs an answer."""
    sheet = open_sheet(request, public_id)
    if sheet.draft.dossier_id is not None:
        return already_sent(request, public_id)
    missing = [one for one in sheet.questions if one.slug not in sheet.answers and not one.component or not sheet.is_done(one)]
    return redirect(address(sheet, missing[0].slug) if missing else address(sheet, ""))


@require_http_methods(["GET", "HEAD", "POST"])
@citizen
def question(request: ActorRequest, public_id: UUID, slug: str) -> HttpResponse:
    """One question: keep what was typed, then go on."""
    sheet = open_sheet(request, public_id)
    if sheet.draft.dossier_id is not None:
        return already_sent(request, public_id)
    asked = sheet.question(slug)
    if asked is None or asked.component:
        raise NotFound
    if request.method != "POST":
        form = sheet.shown_form(slug)
        return page(request, "portal/apply/question.html", {"form": form, **frame(sheet, asked)})
    if ASK_AGAIN in request.POST:
        prefill_draft(actor=request.actor, public_id=public_id, now=clock.now())
        return redirect(request.path)
    form = sheet.form(slug, request.POST)
    with domain_errors(form):
        save_answers(actor=request.actor, public_id=public_id, page=slug, answers=typed(form, request.POST), now=clock.now())
        if "X-Autosave" in request.headers:
            return JsonResponse({"saved_at": f"{clock.local(clock.now()):%H:%M}"})
        if LATER in request.POST:
            return saved_for_later(request)
        if form.is_valid():
            return _go_on(request, sheet, slug, form)
    return page(request, "portal/apply/question.html", {"form": form, **frame(sheet, asked)}, form=form)


def _go_on(request: ActorRequest, sheet: Sheet, slug: str, form: SenForm) -> HttpResponse:
    if slug == CASE:
        choose_case(actor=request.actor, public_id=sheet.draft.public_id, case_id=int(form.cleaned_data["case"]), now=clock.now())
    if "ve" in request.GET:
        return redirect(address(sheet, ""))
    # Answers may have changed which questions follow, so the sheet is read again.
    after = open_sheet(request, sheet.draft.public_id)
    here = after.question(slug)
    following = after.beside(here)[1] if here else None
    if following and after.asks_register(following.slug):
        # A register that was silent before, or a draft that never asked, gets another chance where its answer is needed.
        prefill_draft(actor=request.actor, public_id=sheet.draft.public_id, now=clock.now())
    return redirect(address(after, following.slug if following else ""))


@require_http_methods(["GET", "HEAD", "POST"])
@citizen
def review(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Check every answer, then submit once."""
    form = SubmitForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            submit_sheet(actor=request.actor, public_id=public_id, now=clock.now())
            return redirect("portal:submitted", public_id)
    sheet = open_sheet(request, public_id)
    if sheet.draft.dossier_id is not None:
        return already_sent(request, public_id)
    return page(request, "portal/apply/review.html", {"form": form, "groups": review_rows(sheet), **frame(sheet, None)}, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@citizen
def discard(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Throw a draft away, after asking."""
    draft = access_draft(request.actor, public_id)
    if request.method == "POST":
        discard_draft(actor=request.actor, public_id=public_id)
        messages.success(request, _("Đã bỏ bản nháp. Bạn có thể bắt đầu lại bất cứ lúc nào."))
        return redirect("portal:mine")
    return page(request, "portal/apply/discard.html", {"draft": draft})


def open_sheet(request: ActorRequest, public_id: UUID) -> Sheet:
    """The sheet of the actor's own draft."""
    return read_sheet(request.actor, access_draft(request.actor, public_id), clock.today())


def already_sent(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """After submission every address of the draft leads to the dossier; nothing is sent twice."""
    messages.info(request, _("Hồ sơ này đã nộp. Đây là nơi theo dõi hồ sơ."))
    return redirect("portal:tracking", public_id)


def saved_for_later(request: ActorRequest) -> HttpResponse:
    """The list of drafts, with a word that this one is kept."""
    messages.success(request, _("Đã lưu bản nháp. Mở lại từ mục Bản nháp, trên máy này hay máy khác đều được."))
    return redirect("portal:mine")
