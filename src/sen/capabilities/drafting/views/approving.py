"""Submitting, approving, checking the form, returning, taking back, dropping."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from sen.capabilities.drafting import services
from sen.capabilities.drafting.forms import NoteForm, ReasonForm
from sen.capabilities.drafting.models import Draft
from sen.capabilities.drafting.policies import check_author, check_decides, check_writer
from sen.capabilities.drafting.selectors.signers import signing_of
from sen.capabilities.drafting.services.body import parse_body
from sen.capabilities.drafting.states import DRAFT_STATES, DraftAction
from sen.capabilities.drafting.views.acting import act, own_draft
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import IllegalTransition
from sen.ui.access import ActorRequest, officer, roles

_DECIDERS = (Role.HEAD, Role.CLERK, Role.LEADER)


def _offered(request: ActorRequest, draft_id: int, check: Callable[[Actor, Draft, dt.date], None], *actions: DraftAction) -> Draft:
    """The draft whose form may be shown now; a form that was sent goes on to the use case, which explains what is in the way."""
    draft, now = own_draft(request, draft_id)
    if request.method != "POST":
        check(request.actor, draft, clock.local(now).date())
        if not any(DRAFT_STATES.allows(draft.state, action) for action in actions):
            raise IllegalTransition
    return draft


def _by_author(actor: Actor, draft: Draft, _on: dt.date) -> None:
    check_author(actor, draft)


def _by_writer(actor: Actor, draft: Draft, _on: dt.date) -> None:
    check_writer(actor, draft)


def _step(request: ActorRequest, draft: Draft, service: Callable[..., Draft], **words: Any) -> HttpResponse:
    """One step onwards, of the text the reader saw, with a note to whoever acts next."""
    form = NoteForm(request.POST or None, initial={"seen": draft.revision})

    def run(data: dict[str, Any]) -> None:
        service(actor=request.actor, draft_id=draft.pk, seen=data["seen"], note=data["note"], now=clock.now())

    return act(request, draft, form, run, pieces=parse_body(draft.body), signer_lines=signing_of(draft, clock.today()).lines, **words)


def _with_reason(request: ActorRequest, draft: Draft, service: Callable[..., Draft], form: ReasonForm, **words: Any) -> HttpResponse:
    """One step back or out, with the reason others will read."""

    def run(data: dict[str, Any]) -> None:
        service(actor=request.actor, draft_id=draft.pk, reason=data["reason"], now=clock.now())

    return act(request, draft, form, run, **words)


@officer
def submit(request: ActorRequest, draft_id: int) -> HttpResponse:
    """Submit the draft."""
    return _step(
        request,
        _offered(request, draft_id, _by_writer, DraftAction.SUBMIT, DraftAction.CLOSE_OPINIONS),
        services.submit_draft,
        done=_("Đã trình dự thảo."),
        title=_("Trình dự thảo"),
        lead=_("Trưởng phòng duyệt nội dung, văn thư kiểm tra thể thức, rồi người ký ký. Cần sửa, bạn lấy lại được trước khi ký."),
        submit=_("Trình"),
        icon="send",
    )


@roles(*_DECIDERS)
def approve(request: ActorRequest, draft_id: int) -> HttpResponse:
    """The head answers for the content."""
    return _step(
        request,
        _offered(request, draft_id, check_decides, DraftAction.APPROVE),
        services.approve_draft,
        template="drafting/decide.html",
        done=_("Đã duyệt nội dung. Dự thảo chuyển văn thư kiểm tra thể thức."),
        title=_("Duyệt nội dung"),
        submit=_("Duyệt"),
        icon="check",
    )


@roles(Role.CLERK)
def check(request: ActorRequest, draft_id: int) -> HttpResponse:
    """The clerk answers for the form."""
    return _step(
        request,
        _offered(request, draft_id, check_decides, DraftAction.CHECK_FORM),
        services.check_form,
        template="drafting/decide.html",
        done=_("Đã trình ký."),
        title=_("Kiểm tra thể thức"),
        submit=_("Đúng thể thức, trình ký"),
        icon="check",
    )


@roles(*_DECIDERS)
def send_back(request: ActorRequest, draft_id: int) -> HttpResponse:
    """Send the draft back to its author."""
    return _with_reason(
        request,
        _offered(request, draft_id, check_decides, DraftAction.SEND_BACK),
        services.return_draft,
        ReasonForm.from_request(request, label=_("Cần sửa gì"), hint=_("Người soạn đọc lý do này ở đầu trang dự thảo.")),
        done=_("Đã trả lại cho người soạn."),
        title=_("Trả lại người soạn"),
        submit=_("Trả lại"),
        icon="corner-up-left",
    )


@officer
def take_back(request: ActorRequest, draft_id: int) -> HttpResponse:
    """The author takes the draft back to change it."""
    form = ReasonForm.from_request(request, label=_("Vì sao lấy lại"))
    form.fields["reason"].required = False
    return _with_reason(
        request,
        _offered(request, draft_id, _by_author, DraftAction.TAKE_BACK),
        services.take_back_draft,
        form,
        done=_("Đã lấy lại dự thảo để sửa. Sửa xong, trình lại từ đầu."),
        title=_("Lấy lại để sửa"),
        submit=_("Lấy lại"),
        icon="undo-2",
    )


@officer
def drop(request: ActorRequest, draft_id: int) -> HttpResponse:
    """The author gives the draft up."""
    return _with_reason(
        request,
        _offered(request, draft_id, _by_author, DraftAction.DROP),
        services.drop_draft,
        ReasonForm.from_request(request, label=_("Lý do bỏ dự thảo")),
        done=_("Đã bỏ dự thảo. Các bản đã lưu và ý kiến vẫn xem lại được."),
        to="drafting:list",
        title=_("Bỏ dự thảo"),
        lead=_("Dự thảo không trình được nữa. Các bản đã lưu và ý kiến vẫn còn để tra cứu."),
        submit=_("Bỏ dự thảo"),
        icon="ban",
        grave=True,
    )
