"""Submitting, approving, checking the form, returning, taking back, dropping."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from sen.capabilities.drafting import services
from sen.capabilities.drafting.forms import NoteForm, ReasonForm
from sen.capabilities.drafting.models import Draft
from sen.capabilities.drafting.policies import check_author, check_decides, check_writer
from sen.capabilities.drafting.services.body import parse_body
from sen.capabilities.drafting.states import DRAFT_STATES, DraftAction
from sen.capabilities.drafting.views.acting import act, own_draft
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.kernel.errors import IllegalTransition
from sen.ui.access import ActorRequest, officer, roles

_DECIDERS = (Role.HEAD, Role.CLERK, Role.LEADER)


def _check_open(request: ActorRequest, draft: Draft, *actions: DraftAction) -> None:
    """Refuse to show a form that cannot be sent in the present state; a sent form goes on to the use case, which explains."""
    if request.method != "POST" and not any(DRAFT_STATES.allows(draft.state, action) for action in actions):
        raise IllegalTransition


def _step(request: ActorRequest, draft: Draft, service: Callable[..., Draft], **words: Any) -> HttpResponse:
    form = NoteForm(request.POST or None, initial={"seen": draft.revision})

    def run(data: dict[str, Any]) -> None:
        service(actor=request.actor, draft_id=draft.pk, seen=data["seen"], note=data["note"], now=clock.now())

    return act(request, draft, form, run, pieces=parse_body(draft.body), **words)


@officer
def submit(request: ActorRequest, draft_id: int) -> HttpResponse:
    """Submit the draft."""
    draft, _now = own_draft(request, draft_id)
    check_writer(request.actor, draft)
    _check_open(request, draft, DraftAction.SUBMIT, DraftAction.CLOSE_OPINIONS)
    return _step(
        request,
        draft,
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
    draft, now = own_draft(request, draft_id)
    _check_open(request, draft, DraftAction.APPROVE)
    if request.method != "POST":
        check_decides(request.actor, draft, clock.local(now).date())
    return _step(
        request,
        draft,
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
    draft, now = own_draft(request, draft_id)
    _check_open(request, draft, DraftAction.CHECK_FORM)
    if request.method != "POST":
        check_decides(request.actor, draft, clock.local(now).date())
    return _step(
        request,
        draft,
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
    draft, now = own_draft(request, draft_id)
    _check_open(request, draft, DraftAction.SEND_BACK)
    if request.method != "POST":
        check_decides(request.actor, draft, clock.local(now).date())
    form = ReasonForm.from_request(request, label=_("Cần sửa gì"), hint=_("Người soạn đọc lý do này ở đầu trang dự thảo."))

    def run(data: dict[str, Any]) -> None:
        services.return_draft(actor=request.actor, draft_id=draft.pk, reason=data["reason"], now=clock.now())

    return act(
        request,
        draft,
        form,
        run,
        done=_("Đã trả lại cho người soạn."),
        title=_("Trả lại người soạn"),
        submit=_("Trả lại"),
        icon="corner-up-left",
    )


@officer
def take_back(request: ActorRequest, draft_id: int) -> HttpResponse:
    """The author takes the draft back to change it."""
    draft, _now = own_draft(request, draft_id)
    check_author(request.actor, draft)
    _check_open(request, draft, DraftAction.TAKE_BACK)
    form = ReasonForm.from_request(request, label=_("Vì sao lấy lại"))
    form.fields["reason"].required = False

    def run(data: dict[str, Any]) -> None:
        services.take_back_draft(actor=request.actor, draft_id=draft.pk, reason=data["reason"], now=clock.now())

    return act(
        request,
        draft,
        form,
        run,
        done=_("Đã lấy lại dự thảo để sửa. Sửa xong, trình lại từ đầu."),
        title=_("Lấy lại để sửa"),
        submit=_("Lấy lại"),
        icon="undo-2",
    )


@officer
def drop(request: ActorRequest, draft_id: int) -> HttpResponse:
    """The author gives the draft up."""
    draft, _now = own_draft(request, draft_id)
    check_author(request.actor, draft)
    _check_open(request, draft, DraftAction.DROP)
    form = ReasonForm.from_request(request, label=_("Lý do bỏ dự thảo"))

    def run(data: dict[str, Any]) -> None:
        services.drop_draft(actor=request.actor, draft_id=draft.pk, reason=data["reason"], now=clock.now())

    return act(
        request,
        draft,
        form,
        run,
        done=_("Đã bỏ dự thảo. Các bản đã lưu và ý kiến vẫn xem lại được."),
        to="drafting:list",
        title=_("Bỏ dự thảo"),
        lead=_("Dự thảo không trình được nữa. Các bản đã lưu và ý kiến vẫn còn để tra cứu."),
        submit=_("Bỏ dự thảo"),
        icon="ban",
        grave=True,
    )
