"""The reception page of one dossier: check the papers, answer, hand over, return."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from sen.capabilities.dossiers import services as dossiers
from sen.capabilities.dossiers.policies import access_dossier
from sen.capabilities.dossiers.selectors import access_form, dossier_page, last_event_count
from sen.capabilities.dossiers.selectors.form_facts import form_facts
from sen.capabilities.dossiers.types import Lack, SupplementAnswer
from sen.capabilities.onestop import services
from sen.capabilities.onestop.forms import AbsentForm, AnswerForm, LackForm, ReasonForm, RedirectForm, ReturnForm, SeenForm
from sen.capabilities.onestop.selectors.reception import choices_of
from sen.foundation.files.selectors import read_bytes
from sen.foundation.files.services import store_stream
from sen.foundation.printing.services import render_pdf
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.kernel.errors import BadValue, NotFound
from sen.ui.access import ActorRequest, officer, roles
from sen.ui.forms import domain_errors
from sen.ui.responses import bytes_response, page

if TYPE_CHECKING:
    from sen.capabilities.dossiers.models import Dossier

_PIECE = 256 * 1024
_FORMS: dict[str, type[SeenForm]] = {
    "tiep-nhan": SeenForm,
    "chuyen": SeenForm,
    "bo-sung": SeenForm,
    "nop-bo-sung": SeenForm,
    "tu-choi": ReasonForm,
    "huy-tiep-nhan": ReasonForm,
    "thu-hoi-chuyen": ReasonForm,
    "huy-tra": ReasonForm,
    "doi-co-quan": RedirectForm,
    "tra": ReturnForm,
}
_DONE = {
    "tiep-nhan": gettext_lazy("Đã tiếp nhận hồ sơ. Giấy hẹn đã gửi cho người nộp; chuyển hồ sơ đến cơ quan giải quyết trong ngày."),
    "chuyen": gettext_lazy("Đã chuyển hồ sơ. Cơ quan giải quyết thấy hồ sơ trong danh sách việc."),
    "bo-sung": gettext_lazy("Đã gửi yêu cầu bổ sung. Người nộp được báo ngay, đồng hồ dừng đến khi nhận đủ."),
    "nop-bo-sung": gettext_lazy("Đã nhận giấy tờ bổ sung. Hồ sơ tiếp tục được giải quyết."),
    "tu-choi": gettext_lazy("Đã từ chối tiếp nhận. Người nộp nhận được phiếu ghi rõ lý do."),
    "huy-tiep-nhan": gettext_lazy("Đã hủy việc tiếp nhận, giấy hẹn không còn giá trị. Hồ sơ trở lại chờ tiếp nhận."),
    "thu-hoi-chuyen": gettext_lazy("Đã thu hồi việc chuyển. Hồ sơ trở lại chờ chuyển."),
    "huy-tra": gettext_lazy("Đã hủy việc trả kết quả. Hồ sơ trở lại chờ trả."),
    "doi-co-quan": gettext_lazy("Đã đổi cơ quan giải quyết. Hạn trả tính theo lịch làm việc của cơ quan mới."),
    "tra": gettext_lazy("Đã trả kết quả. Hồ sơ đã xong."),
}


@require_http_methods(["GET", "POST"])
@roles(Role.ONE_STOP)
def dossier(request: ActorRequest, code: str) -> HttpResponse:
    """Show the dossier with what can be done, or do it."""
    found = access_dossier(request.actor, code)
    action = request.POST.get("lam", "") if request.method == "POST" else ""
    forms_ = {name: _form(name, found, request if name == action else None) for name in _FORMS}
    if action in _FORMS and forms_[action].is_valid():
        form = forms_[action]
        with domain_errors(form):
            _ACTS[action](request, found, form)
            messages.success(request, str(_DONE[action]))
            # A redirected reception may leave the officer's agency; its own list is then the place to go on.
            return redirect("onestop:home") if form.cleaned_data.get("move_reception") else redirect("onestop:dossier", code)
        form.renew(last_event_count(found.pk))
    return _show(request, found, forms_, action)


def _form(name: str, found: "Dossier", request: ActorRequest | None) -> SeenForm:
    prefix = name
    if request is not None:
        return _FORMS[name](request.POST, prefix=prefix)
    return _FORMS[name](prefix=prefix, initial={"seen": found.event_count, "collected_by": found.applicant_name})


def _show(request: ActorRequest, found: "Dossier", forms_: dict[str, SeenForm], action: str) -> HttpResponse:
    now = clock.now()
    view = dossier_page(request.actor, found, now)
    supplement = next((row for row in view.supplements if row.answered_at is None), None)
    lacks = request.POST if action == "bo-sung" else None
    notes = request.POST if action == "nop-bo-sung" else None
    choices, bound = choices_of(request.actor, view), forms_.get(action)
    papers = [(paper, LackForm(lacks, prefix=f"ldo-{paper.id}")) for paper in view.papers]
    absent = AbsentForm(lacks, prefix="thieu")
    context: dict[str, Any] = {
        "view": view,
        "choices": choices,
        "forms": {name.replace("-", "_"): form for name, form in forms_.items()},
        "papers": papers,
        "absent": absent,
        # Somebody else was quicker and the form is no longer on the page: say so, and give the text back.
        "stranded": bound if bound is not None and action not in choices else None,
        "typed": [*((paper.name, lack["reason"].value()) for paper, lack in papers), *_typed(absent), *_typed(bound)],
        "supplement": supplement,
        "items": [(item, AnswerForm(notes, prefix=f"tra-{item.pk}")) for item in supplement.items.all()] if supplement else [],
        "opened": {action.replace("-", "_"): True},
        "now": now,
    }
    return page(request, "onestop/dossier.html", context, form=bound)


def _typed(form: forms.Form | None) -> list[tuple[str, Any]]:
    return [(str(box.label), box.value()) for box in form.visible_fields()] if form is not None and form.is_bound else []


Act = Callable[[ActorRequest, "Dossier", forms.Form], object]


def _accept(request: ActorRequest, found: "Dossier", form: forms.Form) -> object:
    return dossiers.accept_dossier(actor=request.actor, dossier_id=found.pk, now=clock.now(), seen=form.cleaned_data["seen"])


def _transfer(request: ActorRequest, found: "Dossier", form: forms.Form) -> object:
    return dossiers.transfer_dossier(actor=request.actor, dossier_id=found.pk, now=clock.now(), seen=form.cleaned_data["seen"])


def _supplement(request: ActorRequest, found: "Dossier", form: forms.Form) -> object:
    """Papers whose box has a reason, and one that is missing altogether."""
    lacks = []
    for document in found.documents.all():
        lack = LackForm(request.POST, prefix=f"ldo-{document.pk}")
        if lack.is_valid() and lack.cleaned_data["reason"]:
            lacks.append(Lack(document.name, lack.cleaned_data["reason"], document.pk))
    absent = AbsentForm(request.POST, prefix="thieu")
    if not absent.is_valid():
        raise BadValue(reason=_("Số điện thoại liên hệ chưa đúng."))
    data = absent.cleaned_data
    if data["name"] or data["reason"]:
        lacks.append(Lack(data["name"] or _("Giấy tờ khác"), data["reason"]))
    seen = form.cleaned_data["seen"]
    return dossiers.request_supplement(
        actor=request.actor, dossier_id=found.pk, lacks=lacks, now=clock.now(), seen=seen, contact_phone=data["phone"]
    )


def _answer(request: ActorRequest, found: "Dossier", form: forms.Form) -> object:
    """Papers brought to the counter for what lacked."""
    now = clock.now()
    answers = []
    for key in request.POST:
        item = key.removeprefix("tra-").removesuffix("-note")
        if key != f"tra-{item}-note" or not item.isdigit():
            continue
        note = AnswerForm(request.POST, prefix=f"tra-{item}")
        files = request.FILES.getlist(f"tep-{item}")
        kept = [store_stream(name=f.name or "", pieces=f.chunks(_PIECE), actor=request.actor, now=now).pk for f in files]
        answers.append(SupplementAnswer(int(item), tuple(kept), note.cleaned_data["note"] if note.is_valid() else ""))
    return dossiers.answer_supplement(actor=request.actor, dossier_id=found.pk, answers=answers, now=now, seen=form.cleaned_data["seen"])


def _reasoned(service: Callable[..., object]) -> Act:
    def act(request: ActorRequest, found: "Dossier", form: forms.Form) -> object:
        data = form.cleaned_data
        return service(actor=request.actor, dossier_id=found.pk, reason=data["reason"], now=clock.now(), seen=data["seen"])

    return act


def _redirect_dossier(request: ActorRequest, found: "Dossier", form: forms.Form) -> object:
    data = form.cleaned_data
    return dossiers.redirect_dossier(
        actor=request.actor,
        dossier_id=found.pk,
        competent_agency_id=int(data["competent"]),
        reason=data["reason"],
        now=clock.now(),
        seen=data["seen"],
        move_reception=data["move_reception"],
    )


def _return(request: ActorRequest, found: "Dossier", form: forms.Form) -> object:
    data = form.cleaned_data
    return dossiers.return_result(
        actor=request.actor,
        dossier_id=found.pk,
        collected_by=data["collected_by"],
        proof=data["proof"],
        note=data["note"],
        now=clock.now(),
        seen=data["seen"],
    )


_ACTS: dict[str, Act] = {
    "tiep-nhan": _accept,
    "chuyen": _transfer,
    "bo-sung": _supplement,
    "nop-bo-sung": _answer,
    "tu-choi": _reasoned(dossiers.refuse_dossier),
    "huy-tiep-nhan": _reasoned(dossiers.undo_accept),
    "thu-hoi-chuyen": _reasoned(dossiers.undo_transfer),
    "huy-tra": _reasoned(dossiers.undo_return),
    "doi-co-quan": _redirect_dossier,
    "tra": _return,
}


@require_GET
@officer
def form_pdf(request: ActorRequest, code: str, form_id: int) -> HttpResponse:
    """An issued form as PDF, made now if the job has not come to it; a cancelled one is printed anew with its mark."""
    found = access_dossier(request.actor, code)
    form = access_form(found, form_id)
    name = f"{found.code}-{form.kind}.pdf"
    if form.cancelled_at is not None:
        pdf = render_pdf(f"dossiers/forms/{form.kind}.typ", form_facts(form) | {"cancelled": True})
        return bytes_response(pdf, name, "application/pdf", inline=True)  # type: ignore[return-value]
    signed = dossiers.sign_form(form_id=form.pk, now=clock.now())
    if signed.file is None:
        raise NotFound
    return bytes_response(read_bytes(signed.file), name, "application/pdf", inline=True)  # type: ignore[return-value]


@require_GET
@roles(Role.ONE_STOP)
def signature_line(request: ActorRequest, code: str) -> HttpResponse:
    """The dossier's line of the register, to be signed by whoever collects the result."""
    found = access_dossier(request.actor, code)
    pdf = services.print_signature_line(actor=request.actor, dossier=found, now=clock.now())
    return bytes_response(pdf, f"{found.code}-ky-nhan.pdf", "application/pdf", inline=True)  # type: ignore[return-value]
