"""What the reader can do with a dossier now: the next thing first, the rest after it.

The use cases decide for themselves; this only keeps impossible buttons off the page.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from sen.capabilities.dossiers.models import WorkKind
from sen.capabilities.dossiers.selectors import DossierPage, NextStep
from sen.capabilities.dossiers.selectors.detail import OpenWork
from sen.capabilities.dossiers.states import DossierAction, DossierState
from sen.kernel.actor import Actor, Role
from sen.ui.types import ActLink

_DESK_KINDS = frozenset({WorkKind.RECEPTION, WorkKind.TRANSFER, WorkKind.RETURN})


@dataclass(slots=True)
class Actions:
    """The next thing to do, and what else is possible."""

    mine: OpenWork | None = None
    main: ActLink | None = None
    others: list[ActLink] = field(default_factory=list)


def actions_of(actor: Actor, view: DossierPage, following: NextStep | None) -> Actions:
    """What the actor can do on the dossier page."""
    mine = my_work(view)
    pressing = [link for rule in _PRESSING if (link := rule(actor, view, mine, following))]
    found = [link for rule in _POSSIBLE if (link := rule(actor, view, mine, following))]
    return Actions(mine, pressing[0] if pressing else None, pressing[1:] + found)


def my_work(view: DossierPage) -> OpenWork | None:
    """The piece of open work that is the reader's: the one given by name before one that is free."""
    own = [work for work in view.work if work.may_act]
    return next((work for work in own if work.assignee_id), own[0] if own else None)


Rule = Callable[[Actor, DossierPage, OpenWork | None, NextStep | None], ActLink | None]


def _url(name: str, view: DossierPage, *more: int) -> str:
    return reverse(f"dossiers:{name}", args=[view.dossier.code, *more])


def _allows(view: DossierPage, action: DossierAction) -> bool:
    return action in view.actions


def _settles(actor: Actor, view: DossierPage, *roles: Role) -> bool:
    return any(actor.has(role, view.dossier.competent_agency_id) for role in roles or (Role.SPECIALIST, Role.HEAD, Role.LEADER))


def _sign(actor: Actor, view: DossierPage, mine: OpenWork | None, following: NextStep | None) -> ActLink | None:
    if mine is None or not mine.signs or not _allows(view, DossierAction.SETTLE):
        return None
    return ActLink(_("Đọc và ký"), _url("sign", view, mine.id), "signature", _("Xem dự thảo lần cuối rồi ký số"))


def _answer(actor: Actor, view: DossierPage, mine: OpenWork | None, following: NextStep | None) -> ActLink | None:
    if mine is None or mine.kind != WorkKind.CONSULTATION:
        return None
    return ActLink(_("Trả lời ý kiến"), _url("answer", view, mine.id), "message-circle", mine.question)


def _desk(actor: Actor, view: DossierPage, mine: OpenWork | None, following: NextStep | None) -> ActLink | None:
    if mine is None or mine.kind not in _DESK_KINDS:
        return None
    return ActLink(_("Mở tại Một cửa"), desk_url(view.dossier.code), "inbox", mine.name)


def _withdrawal(actor: Actor, view: DossierPage, mine: OpenWork | None, following: NextStep | None) -> ActLink | None:
    if not _allows(view, DossierAction.CONFIRM_WITHDRAWAL) or not _settles(actor, view, Role.HEAD, Role.LEADER):
        return None
    return ActLink(_("Xét yêu cầu rút"), _url("withdrawal", view), "undo-2", _("Đồng ý, hoặc không đồng ý kèm lý do"))


def _resume(actor: Actor, view: DossierPage, mine: OpenWork | None, following: NextStep | None) -> ActLink | None:
    if not _allows(view, DossierAction.RESUME) or not _settles(actor, view):
        return None
    return ActLink(_("Xác nhận đã xong nghĩa vụ tài chính"), _url("resume", view), "circle-play", _("Đồng hồ của hồ sơ chạy tiếp"))


def _propose_first(actor: Actor, view: DossierPage, mine: OpenWork | None, following: NextStep | None) -> ActLink | None:
    waits = mine is not None and mine.kind == WorkKind.STEP and following is not None and following.signs and view.outcome is None
    return _propose(actor, view, mine, following) if waits else None


def _finish(actor: Actor, view: DossierPage, mine: OpenWork | None, following: NextStep | None) -> ActLink | None:
    if mine is None or mine.kind != WorkKind.STEP or not _allows(view, DossierAction.FORWARD):
        return None
    if following is not None and following.signs:
        if view.outcome is None:
            return None
        return ActLink(_("Trình ký"), _url("finish", view, mine.id), "pen-line", _("Dự thảo đã có; ghi ý kiến và chọn người ký"))
    hint = _("Chuyển sang “%(step)s”") % {"step": following.name} if following else ""
    return ActLink(_("Hoàn thành bước"), _url("finish", view, mine.id), "send", hint)


def _propose(actor: Actor, view: DossierPage, mine: OpenWork | None, following: NextStep | None) -> ActLink | None:
    if not _allows(view, DossierAction.SETTLE) or view.dossier.state != DossierState.PROCESSING or not _settles(actor, view):
        return None
    if any(work.signs and not actor.has(Role(work.role), work.agency_id) for work in view.work):
        return None
    label = _("Sửa dự thảo kết quả") if view.outcome else _("Soạn kết quả")
    return ActLink(label, _url("propose", view), "file-pen-line", _("Giải quyết theo đề nghị, hoặc văn bản từ chối"))


def _propose_later(actor: Actor, view: DossierPage, mine: OpenWork | None, following: NextStep | None) -> ActLink | None:
    return None if _propose_first(actor, view, mine, following) else _propose(actor, view, mine, following)


def _supplement(actor: Actor, view: DossierPage, mine: OpenWork | None, following: NextStep | None) -> ActLink | None:
    processing = view.dossier.state == DossierState.PROCESSING
    if not processing or not _allows(view, DossierAction.REQUEST_SUPPLEMENT) or not _settles(actor, view):
        return None
    if view.dossier.supplement_count:
        if not _settles(actor, view, Role.LEADER):
            return None
        return ActLink(
            _("Yêu cầu bổ sung thêm lần nữa"), _url("supplement", view), "file-plus", _("Ngoài quy định; phải ghi lý do"), grave=True
        )
    return ActLink(_("Yêu cầu bổ sung"), _url("supplement", view), "file-plus", _("Chỉ được yêu cầu một lần, nêu đủ mọi điều"))


def _consult(actor: Actor, view: DossierPage, mine: OpenWork | None, following: NextStep | None) -> ActLink | None:
    if not _allows(view, DossierAction.CONSULT) or not _settles(actor, view):
        return None
    return ActLink(_("Lấy ý kiến cơ quan khác"), _url("consult", view), "message-circle", _("Nêu nội dung và hạn trả lời của từng cơ quan"))


def _send_back(actor: Actor, view: DossierPage, mine: OpenWork | None, following: NextStep | None) -> ActLink | None:
    worked = any(item.kind in (WorkKind.STEP, WorkKind.SIGNING) for item in view.done_steps)
    if mine is None or mine.kind not in (WorkKind.STEP, WorkKind.SIGNING) or not worked or not _allows(view, DossierAction.SEND_BACK):
        return None
    return ActLink(_("Trả lại bước trước"), _url("send_back", view, mine.id), "corner-up-left", _("Kèm lý do"))


def _suspend(actor: Actor, view: DossierPage, mine: OpenWork | None, following: NextStep | None) -> ActLink | None:
    if not _allows(view, DossierAction.SUSPEND) or not _settles(actor, view):
        return None
    return ActLink(_("Tạm dừng chờ nghĩa vụ tài chính"), _url("suspend", view), "banknote", _("Thời gian chờ không tính vào hạn"))


def _extend(actor: Actor, view: DossierPage, mine: OpenWork | None, following: NextStep | None) -> ActLink | None:
    if not _allows(view, DossierAction.EXTEND) or view.dossier.extension_count or not _settles(actor, view, Role.HEAD, Role.LEADER):
        return None
    return ActLink(_("Xin lỗi và hẹn lại"), _url("extend", view), "calendar-clock", _("Một lần duy nhất, trước hạn trả ít nhất một ngày"))


def _stop(actor: Actor, view: DossierPage, mine: OpenWork | None, following: NextStep | None) -> ActLink | None:
    if not _allows(view, DossierAction.STOP) or not _settles(actor, view, Role.HEAD, Role.LEADER):
        return None
    return ActLink(_("Dừng giải quyết"), _url("stop", view), "ban", _("Gửi thông báo kèm lý do"), grave=True)


def _revoke(actor: Actor, view: DossierPage, mine: OpenWork | None, following: NextStep | None) -> ActLink | None:
    issued = view.outcome is not None and view.outcome.signed_at is not None and view.outcome.revoked_at is None
    if not issued or not _allows(view, DossierAction.REVOKE) or not _settles(actor, view, Role.LEADER):
        return None
    return ActLink(_("Thu hồi kết quả"), _url("revoke", view), "ban", _("Người kiểm tra mã được báo"), grave=True)


_PRESSING: tuple[Rule, ...] = (_withdrawal, _resume, _sign, _answer, _desk, _propose_first, _finish)
_POSSIBLE: tuple[Rule, ...] = (
    _propose_later,
    _supplement,
    _consult,
    _send_back,
    _suspend,
    _extend,
    _stop,
    _revoke,
)


def desk_url(code: str) -> str:
    """Where the one-stop does its part.  A name, not an import: only the one-stop opens such work, so its pages are there."""
    return reverse("onestop:dossier", args=[code])
