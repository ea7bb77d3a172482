"""The result: propose, read the draft, sign one, revoke."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from sen.capabilities.dossiers import services
from sen.capabilities.dossiers.forms import NoteForm, OutcomeForm, ReasonForm
from sen.capabilities.dossiers.models import WorkKind
from sen.capabilities.dossiers.policies import access_dossier
from sen.capabilities.dossiers.selectors.head import dossier_head
from sen.capabilities.dossiers.selectors.proposing import draft_pdf, draft_view, get_outcome, proposal
from sen.capabilities.dossiers.states import DossierAction
from sen.capabilities.dossiers.types import OutcomeDraft
from sen.capabilities.dossiers.views.acting import act, check_open, own_item, seen_of
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.kernel.errors import IllegalTransition
from sen.ui.access import ActorRequest, officer, roles
from sen.ui.responses import bytes_response, page

_SETTLING = (Role.SPECIALIST, Role.HEAD, Role.LEADER)


@roles(*_SETTLING)
def propose(request: ActorRequest, code: str) -> HttpResponse:
    """Write or change the proposed result."""
    dossier = access_dossier(request.actor, code)
    check_open(request, dossier, DossierAction.SETTLE)
    form = OutcomeForm(request.POST or None, initial={**seen_of(dossier), **proposal(dossier)})

    def run(data: dict[str, Any]) -> None:
        services.draft_outcome(
            actor=request.actor, dossier_id=dossier.pk, draft=OutcomeDraft(data["kind"], data["title"], data["content"]), now=clock.now()
        )

    return act(request, dossier, form, run, done=_("Đã lưu dự thảo kết quả. Việc tiếp theo: trình ký."), template="dossiers/outcome.html")


@officer
def read_draft(request: ActorRequest, code: str) -> HttpResponse:
    """Read the draft as it will be printed."""
    dossier = access_dossier(request.actor, code)
    now = clock.now()
    view = {"head": dossier_head(dossier, now), "draft": draft_view(dossier, request.actor, now)}
    return page(request, "dossiers/draft.html", view)


@officer
def draft_as_pdf(request: ActorRequest, code: str) -> HttpResponseBase:
    """The draft as a PDF without number and signature."""
    dossier = access_dossier(request.actor, code)
    return bytes_response(draft_pdf(dossier, request.actor, clock.now()), f"du-thao-{dossier.code}.pdf", "application/pdf", inline=True)


@roles(Role.LEADER, Role.HEAD)
def sign(request: ActorRequest, code: str, item_id: int) -> HttpResponse:
    """Read what will be signed, and sign it."""
    dossier = access_dossier(request.actor, code)
    item = own_item(request, dossier, item_id)
    if request.method != "POST" and item.kind != WorkKind.SIGNING:
        raise IllegalTransition
    now = clock.now()
    form = NoteForm(request.POST or None, initial=seen_of(dossier))

    def run(data: dict[str, Any]) -> None:
        services.sign_outcome(actor=request.actor, item_id=item_id, now=now, seen=data["seen"], note=data["note"])

    draft = draft_view(dossier, request.actor, now) if get_outcome(dossier) else None
    return act(
        request,
        dossier,
        form,
        run,
        done=_("Đã ký và phát hành. Kết quả chuyển đến nơi trả cho người nộp."),
        template="dossiers/sign.html",
        draft=draft,
        item=item,
    )


@roles(Role.LEADER)
def revoke(request: ActorRequest, code: str) -> HttpResponse:
    """Revoke an issued result."""
    dossier = access_dossier(request.actor, code)
    check_open(request, dossier, DossierAction.REVOKE)
    form = ReasonForm(
        request.POST or None,
        initial=seen_of(dossier),
        label=_("Lý do thu hồi"),
        hint=_("Ai kiểm tra mã của kết quả đều đọc được lý do này."),
    )

    def run(data: dict[str, Any]) -> None:
        services.revoke_outcome(actor=request.actor, dossier_id=dossier.pk, reason=data["reason"], now=clock.now())

    return act(
        request,
        dossier,
        form,
        run,
        done=_("Đã thu hồi kết quả. Người kiểm tra mã được báo kết quả không còn hiệu lực."),
        title=_("Thu hồi kết quả đã phát hành"),
        lead=_("Kết quả vẫn còn trong hồ sơ, có dấu thu hồi. Việc này không hoàn tác được."),
        submit=_("Thu hồi kết quả"),
        icon="ban",
        grave=True,
    )
