"""Ending a file, opening it again, taking it back, holding it as it is, keeping it longer."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sen.capabilities.workfiles import policies, services
from sen.capabilities.workfiles.errors import ReasonMissing
from sen.capabilities.workfiles.forms import CloseFileForm, KeepForm, ReasonForm
from sen.capabilities.workfiles.selectors import files as kept
from sen.capabilities.workfiles.selectors import lists
from sen.capabilities.workfiles.views.acting import METHODS, act_page, file_act
from sen.kernel import clock
from sen.ui.access import ActorRequest, officer
from sen.ui.format import date_text
from sen.ui.forms import SenForm, domain_errors
from sen.ui.responses import page


@require_http_methods(METHODS)
@officer
def close(request: ActorRequest, workfile_id: int) -> HttpResponse:
    """End the file, after a look at what is still open or doubled in it."""
    workfile = policies.access_workfile(request.actor, workfile_id)
    policies.check(policies.can_edit(request.actor, workfile))
    today = clock.today()
    items = kept.item_views(request.actor, workfile, today)
    usual = {"title": workfile.title, "retention_id": workfile.retention_id, "end_on": today}
    form = CloseFileForm.from_request(request, choices={"retention_id": lists.retention_choices(today)}, initial=usual)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            services.close_file(actor=request.actor, workfile_id=workfile.pk, now=clock.now(), **form.cleaned_data)
            return redirect("workfiles:file", workfile.pk)
    context = {
        "workfile": workfile,
        "form": form,
        "still_open": [one for one in items if one.still_open],
        "on_paper": [one for one in items if one.paper_reason],
        "drafts": [one for one in items if one.item.kind == "draft"],
        "has_entry": workfile.entry_id is not None,
    }
    return page(request, "workfiles/close.html", context, form=form)


@require_http_methods(METHODS)
@officer
def reopen(request: ActorRequest, workfile_id: int) -> HttpResponse:
    """Open a closed file again."""
    workfile = policies.access_workfile(request.actor, workfile_id)
    act = file_act(
        workfile, _("Mở lại hồ sơ"), lead=_("Người lập có thể đưa thêm, lấy bớt tài liệu rồi kết thúc lại."), done=_("Đã mở lại hồ sơ.")
    )
    return act_page(
        request,
        act,
        ReasonForm.from_request(request),
        lambda entered: services.reopen_file(actor=request.actor, workfile_id=workfile.pk, now=clock.now(), **entered),
    )


@require_http_methods(METHODS)
@officer
def drop(request: ActorRequest, workfile_id: int) -> HttpResponse:
    """Take back a file opened by mistake."""
    workfile = policies.access_workfile(request.actor, workfile_id)
    act = file_act(
        workfile, _("Bỏ hồ sơ lập nhầm"), lead=_("Ký hiệu của hồ sơ dùng lại được cho hồ sơ khác."), done=_("Đã bỏ hồ sơ."), grave=True
    )
    act = type(act)(act.title, act.label, reverse("workfiles:files"), act.trail, act.lead, act.done, act.grave)
    return act_page(
        request,
        act,
        ReasonForm.from_request(request),
        lambda entered: services.drop_file(actor=request.actor, workfile_id=workfile.pk, now=clock.now(), **entered),
    )


@require_http_methods(METHODS)
@officer
def freeze(request: ActorRequest, workfile_id: int) -> HttpResponse:
    """Hold a file as it is, or let it go on."""
    workfile = policies.access_workfile(request.actor, workfile_id)
    held = workfile.frozen_at is not None
    title = _("Bỏ giữ nguyên trạng") if held else _("Giữ nguyên trạng hồ sơ")
    lead = "" if held else _("Không ai đưa thêm, lấy bớt hay kết thúc hồ sơ cho đến khi bỏ giữ; dùng khi thanh tra hoặc có tranh chấp.")
    do = services.unfreeze_file if held else services.freeze_file
    act = file_act(workfile, title, lead=lead, done=_("Đã ghi."))
    return act_page(
        request,
        act,
        ReasonForm.from_request(request),
        lambda entered: do(actor=request.actor, workfile_id=workfile.pk, now=clock.now(), **entered),
    )


@require_http_methods(METHODS)
@officer
def keep(request: ActorRequest, workfile_id: int) -> HttpResponse:
    """Ask to keep a file in the unit beyond its term."""
    workfile = policies.access_workfile(request.actor, workfile_id)
    lead = _("Hạn nộp lưu là %(day)s. Đơn vị chỉ được giữ lại khi người đứng đầu cơ quan đồng ý, không quá hai năm.") % {
        "day": date_text(workfile.hand_over_due_on)
    }
    act = file_act(workfile, _("Đề nghị giữ lại hồ sơ"), lead=lead, label=_("Gửi đề nghị"), done=_("Đã gửi đề nghị đến lãnh đạo."))
    return act_page(
        request,
        act,
        KeepForm.from_request(request),
        lambda entered: services.ask_to_keep(actor=request.actor, workfile_id=workfile.pk, now=clock.now(), **entered),
    )


@require_http_methods(METHODS)
@officer
def answer_keep(request: ActorRequest, workfile_id: int) -> HttpResponse:
    """Consent to keeping a file longer, or refuse."""
    workfile = policies.access_workfile(request.actor, workfile_id)
    policies.check(policies.can_approve_list(request.actor, workfile.agency_id))
    form = SenForm.from_request(request)
    if request.method == "POST":
        consent, reason = request.POST.get("tra-loi") == "dong-y", request.POST.get("ly-do", "")
        try:
            services.answer_keeping(actor=request.actor, workfile_id=workfile.pk, consent=consent, reason=reason, now=clock.now())
        except ReasonMissing as error:
            return page(request, "workfiles/answer_keep.html", {"workfile": workfile, "form": form, "problem": error.message}, status=422)
        return redirect("workfiles:file", workfile.pk)
    return page(request, "workfiles/answer_keep.html", {"workfile": workfile, "form": form})
