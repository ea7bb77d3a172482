"""The end of an incoming document: settled, taken up again, or answered when its sender wants it back."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sen.capabilities.correspondence.forms import AnswerChangeForm, FinishForm, PaperRecallForm, ReasonForm
from sen.capabilities.correspondence.policies import access_incoming, check_is_clerk, check_may_direct
from sen.capabilities.correspondence.selectors.changes import open_change
from sen.capabilities.correspondence.selectors.choices import answer_choices
from sen.capabilities.correspondence.services.answers import answer_change, answer_paper_recall
from sen.capabilities.correspondence.services.handling import finish_incoming, reopen_incoming
from sen.capabilities.correspondence.views.acting import act
from sen.capabilities.correspondence.views.registering import head_of
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.kernel.errors import NotFound
from sen.ui.access import ActorRequest, officer, roles


@officer
def finish(request: ActorRequest, incoming_id: int) -> HttpResponse:
    """Close the work on one document."""
    document, now = access_incoming(request.actor, incoming_id), clock.now()
    form = FinishForm.from_request(request, answers=answer_choices(request.actor, document))

    def run(data: dict[str, Any]) -> None:
        answer = int(data["answered_by"]) if data["answered_by"] else None
        finish_incoming(actor=request.actor, incoming_id=document.pk, now=now, result=data["result"], answered_by_id=answer)

    words = {"title": _("Kết thúc xử lý"), "submit": _("Kết thúc xử lý"), "icon": "circle-check"}
    back = reverse("correspondence:incoming_page", args=[document.pk])
    return act(request, form, run, back=back, done=_("Đã kết thúc, nơi gửi đã được báo."), **head_of(document), **words)


@roles(Role.LEADER, Role.HEAD)
def reopen(request: ActorRequest, incoming_id: int) -> HttpResponse:
    """Take one document up again."""
    document, now = access_incoming(request.actor, incoming_id), clock.now()
    check_may_direct(request.actor, document)
    form = ReasonForm.from_request(request)

    def run(data: dict[str, Any]) -> None:
        reopen_incoming(actor=request.actor, incoming_id=document.pk, reason=data["reason"], now=now)

    words = {"title": _("Mở lại để xử lý tiếp"), "submit": _("Mở lại"), "icon": "rotate-ccw"}
    back = reverse("correspondence:incoming_page", args=[document.pk])
    return act(request, form, run, back=back, done=_("Đã mở lại văn bản."), **head_of(document), **words)


@roles(Role.CLERK)
def answer(request: ActorRequest, incoming_id: int) -> HttpResponse:
    """Agree to a recall, an update or a replacement, or refuse."""
    document, now = access_incoming(request.actor, incoming_id), clock.now()
    check_is_clerk(request.actor, document.agency_id)
    asked = open_change(document)
    if asked is None:
        raise NotFound
    form = AnswerChangeForm.from_request(request, kind=asked.kind)

    def run(data: dict[str, Any]) -> None:
        answer_change(actor=request.actor, answer_id=asked.answer_id, accept=data["accept"] == "yes", reason=data["reason"], now=now)

    words = {
        "title": _("Nơi gửi đề nghị %(what)s") % {"what": asked.word},
        "submit": _("Gửi trả lời"),
        "icon": "reply",
        "quote": asked.reason,
    }
    back = reverse("correspondence:incoming_page", args=[document.pk])
    return act(request, form, run, back=back, done=_("Đã trả lời nơi gửi."), **head_of(document), **words)


@roles(Role.CLERK)
def paper_recall(request: ActorRequest, incoming_id: int) -> HttpResponse:
    """The sender asked on paper to have a paper document back: write it down and answer."""
    document, now = access_incoming(request.actor, incoming_id), clock.now()
    check_is_clerk(request.actor, document.agency_id)
    form = PaperRecallForm.from_request(request)

    def run(data: dict[str, Any]) -> None:
        accept, why = data["accept"] == "yes", data["reason"]
        answer_paper_recall(actor=request.actor, incoming_id=document.pk, asked=data["asked"], accept=accept, reason=why, now=now)

    lead = _("Dùng khi nơi gửi báo thu hồi bằng công văn giấy, thư hoặc điện thoại. Câu trả lời được giữ trong lịch sử văn bản.")
    words = {"title": _("Nơi gửi thu hồi bằng giấy"), "submit": _("Ghi và trả lời"), "icon": "rotate-ccw", "lead": lead}
    back = reverse("correspondence:incoming_page", args=[document.pk])
    return act(request, form, run, back=back, done=_("Đã ghi đề nghị thu hồi và câu trả lời."), **head_of(document), **words)
