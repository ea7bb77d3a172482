"""Moving a version along: draft, check, approval, publication, abolition."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sen.capabilities.procedures import policies, services
from sen.capabilities.procedures.forms import AbolishForm, DecisionForm, DraftForm, PublishForm, SendBackForm
from sen.capabilities.procedures.models import ProcedureVersion
from sen.capabilities.procedures.selectors.completeness import PARTS, missing_parts
from sen.capabilities.procedures.states import VersionState
from sen.capabilities.procedures.views.records import state_tag
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.ui.access import ActorRequest, roles
from sen.ui.forms import SenForm, domain_errors
from sen.ui.responses import page

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@roles(Role.CONTROL)
def new_draft(request: ActorRequest, version_id: int) -> HttpResponse:
    """Start a draft from a version, with the reason."""
    version = policies.access_version(request.actor, version_id)
    form = DraftForm.from_request(request)
    if request.method == "POST" and form.is_valid():
        draft = None
        with domain_errors(form):
            draft = services.create_draft_version(
                actor=request.actor, procedure_id=version.procedure_id, change_note=form.cleaned_data["change_note"], now=clock.now()
            )
        if draft is not None:
            messages.success(request, _("Đã lập bản dự thảo số {number}.").format(number=draft.number))
            return redirect("procedures:record", draft.pk)
    return _form_page(
        request, version, form, _("Lập bản dự thảo mới"), _("Bản mới chép toàn bộ nội dung của bản gần nhất."), _("Lập bản dự thảo")
    )


@require_http_methods(METHODS)
@roles(Role.CONTROL)
def publication(request: ActorRequest, version_id: int) -> HttpResponse:
    """The checklist of the seven parts and the next step of the version."""
    version = policies.access_version(request.actor, version_id)
    form, run = _next_step(request, version)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            moved = run(form.cleaned_data)
            told = _("Thủ tục {code}: {state}.").format(code=version.procedure.code, state=state_tag(moved.state).word.lower())
            messages.success(request, told)
        if not form.errors:
            return redirect("procedures:record" if version.state == VersionState.APPROVED else "procedures:publication", version_id)
    return _checklist(request, version, form)


@require_http_methods(METHODS)
@roles(Role.CONTROL)
def back(request: ActorRequest, version_id: int) -> HttpResponse:
    """Send a checked version back."""
    version = policies.access_version(request.actor, version_id)
    form = SendBackForm.from_request(request)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            services.send_back(actor=request.actor, version_id=version_id, reason=form.cleaned_data["reason"], now=clock.now())
        if not form.errors:
            return redirect("procedures:record", version_id)
    return _form_page(request, version, form, _("Trả lại để sửa"), "", _("Trả lại"))


@require_http_methods(METHODS)
@roles(Role.CONTROL)
def abolish(request: ActorRequest, version_id: int) -> HttpResponse:
    """End a published procedure."""
    version = policies.access_version(request.actor, version_id)
    form = AbolishForm.from_request(request)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            services.abolish_version(actor=request.actor, version_id=version_id, now=clock.now(), **form.cleaned_data)
        if not form.errors:
            messages.success(request, _("Đã ghi việc bãi bỏ."))
            return redirect("procedures:record", version_id)
    lead = _("Từ sau ngày này không tiếp nhận hồ sơ mới. Hồ sơ đã nhận vẫn được giải quyết đến khi xong.")
    return _form_page(request, version, form, _("Bãi bỏ thủ tục"), lead, _("Bãi bỏ thủ tục này"))


def _next_step(request: ActorRequest, version: ProcedureVersion) -> tuple[SenForm, Callable[[dict[str, Any]], ProcedureVersion]]:
    """The form of the version's next step and what it runs; a form without fields where a button is enough."""
    common: dict[str, Any] = {"actor": request.actor, "version_id": version.pk, "now": clock.now()}
    if version.state == VersionState.CHECKED:
        return DecisionForm.from_request(request), lambda facts: services.approve_version(**common, **facts)
    if version.state == VersionState.APPROVED:
        return PublishForm.from_request(request), lambda facts: services.publish_version(**common, **facts)
    return SenForm.from_request(request), lambda facts: services.check_version(**common)


def _checklist(request: ActorRequest, version: ProcedureVersion, form: SenForm) -> HttpResponse:
    absent = missing_parts(version)
    context = {
        "version": version,
        "form": form,
        "parts": [(name, key not in absent) for key, name in PARTS],
        "complete": not absent,
        "state": state_tag(version.state),
        "can_check": version.state == VersionState.DRAFT,
        "can_send_back": version.state == VersionState.CHECKED,
        "label": {VersionState.CHECKED: _("Ghi quyết định phê duyệt"), VersionState.APPROVED: _("Công bố")}.get(
            VersionState(version.state), ""
        ),
        "doubtful_fees": version.fees.filter(is_doubtful=True).count(),
    }
    return page(request, "procedures/publication.html", context, form=form if form.is_bound else None)


def _form_page(request: ActorRequest, version: ProcedureVersion, form: SenForm, title: str, lead: str, label: str) -> HttpResponse:
    context = {"version": version, "form": form, "title": title, "lead": lead, "label": label}
    return page(request, "procedures/act.html", context, form=form if form.is_bound else None)
