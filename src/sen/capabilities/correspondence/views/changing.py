"""After issue: recall, update, replace; before issue: cancel."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from sen.capabilities.correspondence.forms import ChangeForm, ReasonForm, ReplaceForm, WriteDownForm
from sen.capabilities.correspondence.models import OutgoingDocument
from sen.capabilities.correspondence.policies import access_outgoing, check_holds
from sen.capabilities.correspondence.selectors.changes import access_answer, access_change, change_name, list_answers
from sen.capabilities.correspondence.selectors.choices import replacement_choices
from sen.capabilities.correspondence.services.answers import write_down_answer
from sen.capabilities.correspondence.services.changes import recall_outgoing, replace_outgoing, update_outgoing
from sen.capabilities.correspondence.types import ContentChanges
from sen.capabilities.correspondence.views.acting import act
from sen.capabilities.correspondence.views.sending import head_of
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.ui.access import ActorRequest, officer, roles
from sen.ui.forms import SenForm
from sen.ui.paging import page_number
from sen.ui.responses import page


@roles(Role.CLERK, Role.LEADER)
def recall(request: ActorRequest, outgoing_id: int) -> HttpResponse:
    """Ask every recipient to give the document up."""
    lead = _("Nơi chưa vào sổ trả lại ngay; nơi đã vào sổ phải trả lời. Văn bản đi được giữ nguyên, ghi rõ lý do.")
    return _take_back(
        request,
        outgoing_id,
        _("Thu hồi văn bản"),
        pgettext("button of a document", "Thu hồi"),
        lead,
        _("Đã gửi đề nghị thu hồi đến mọi nơi nhận."),
    )


@roles(Role.CLERK, Role.LEADER)
def cancel(request: ActorRequest, outgoing_id: int) -> HttpResponse:
    """Give up a document before it leaves; its number stays in the register."""
    lead = _("Văn bản chưa gửi đi đâu. Số đã cấp vẫn nằm trong sổ với lý do này.")
    return _take_back(request, outgoing_id, _("Hủy, không phát hành"), _("Hủy văn bản"), lead, _("Đã hủy văn bản, số vẫn giữ trong sổ."))


def _take_back(request: ActorRequest, outgoing_id: int, title: str, submit: str, lead: str, done: str) -> HttpResponse:
    document, now = _mine(request, outgoing_id), clock.now()
    form = ReasonForm.from_request(request)

    def run(data: dict[str, Any]) -> None:
        recall_outgoing(actor=request.actor, outgoing_id=document.pk, reason=data["reason"], now=now)

    words = {"title": title, "submit": submit, "icon": "rotate-ccw", "grave": True, "lead": lead}
    return _answer(request, document, form, run, done, words)


@roles(Role.CLERK, Role.LEADER)
def update(request: ActorRequest, outgoing_id: int) -> HttpResponse:
    """Correct particulars of an issued document."""
    document, now = _mine(request, outgoing_id), clock.now()
    content = document.content
    initial = {"subject": content.subject, "due_on": content.due_on, "urgency": content.urgency, "to_places": content.to_places}
    form = ChangeForm.from_request(request, initial=initial)

    def run(data: dict[str, Any]) -> None:
        changes = ContentChanges(data["subject"], data["due_on"], data["urgency"], None, data["to_places"])
        update_outgoing(actor=request.actor, outgoing_id=document.pk, changes=changes, reason=data["reason"], now=now)

    lead = _("Tệp đã ký giữ nguyên. Nơi nhận thấy bản mới, bản cũ vẫn giữ trong lịch sử.")
    words = {"title": _("Cập nhật thông tin"), "submit": _("Gửi cập nhật"), "icon": "refresh-cw", "lead": lead}
    return _answer(request, document, form, run, _("Đã gửi cập nhật đến mọi nơi nhận."), words)


@roles(Role.CLERK, Role.LEADER)
def replace(request: ActorRequest, outgoing_id: int) -> HttpResponse:
    """Put another issued document in the place of this one."""
    document, now = _mine(request, outgoing_id), clock.now()
    form = ReplaceForm.from_request(request, documents=replacement_choices(document))

    def run(data: dict[str, Any]) -> None:
        replace_outgoing(actor=request.actor, outgoing_id=document.pk, by_id=data["by"], reason=data["reason"], now=now)

    lead = _("Soạn và phát hành văn bản mới trước, rồi chọn ở đây. Nơi nhận được đề nghị hủy văn bản cũ.")
    words = {
        "title": _("Thay thế bằng văn bản khác"),
        "submit": pgettext("button of a document", "Thay thế"),
        "icon": "repeat",
        "lead": lead,
    }
    return _answer(request, document, form, run, _("Đã báo thay thế đến mọi nơi nhận."), words)


@require_GET
@officer
def answers(request: ActorRequest, outgoing_id: int, change_id: int) -> HttpResponse:
    """What every recipient said to a recall, an update or a replacement."""
    document = access_outgoing(request.actor, outgoing_id)
    change = access_change(document, change_id)
    context = {
        **head_of(document),
        "document": document,
        "change": change,
        "title": change_name(change.kind),
        "rows": list_answers(change, page_number(request.GET.get("trang"))),
        "writes": any(request.actor.has(role, document.agency_id) for role in (Role.CLERK, Role.LEADER)),
        "now": clock.now(),
    }
    return page(request, "correspondence/answers.html", context)


@roles(Role.CLERK, Role.LEADER)
def write_down(request: ActorRequest, outgoing_id: int, answer_id: int) -> HttpResponse:
    """Write down what a recipient on paper answered."""
    document, now = _mine(request, outgoing_id), clock.now()
    answer = access_answer(document, answer_id)
    form = WriteDownForm.from_request(request)

    def run(data: dict[str, Any]) -> None:
        write_down_answer(actor=request.actor, answer_id=answer.pk, accept=data["accept"] == "yes", reason=data["reason"], now=now)

    title = _("Ghi trả lời của %(name)s") % {"name": answer.delivery.organ_name if answer.delivery else _("nơi nhận")}
    back = reverse("correspondence:outgoing_answers", args=[document.pk, answer.change_id])
    words = {"title": title, "submit": _("Ghi trả lời"), "icon": "reply", "quote": answer.change.reason}
    return act(request, form, run, back=back, done=_("Đã ghi trả lời của nơi nhận."), **head_of(document), **words)


def _answer(request: ActorRequest, document: OutgoingDocument, form: SenForm, run: Any, done: str, words: dict[str, Any]) -> HttpResponse:
    back = reverse("correspondence:outgoing_page", args=[document.pk])
    return act(request, form, run, back=back, done=done, **head_of(document), **words)


def _mine(request: ActorRequest, outgoing_id: int) -> OutgoingDocument:
    document = access_outgoing(request.actor, outgoing_id)
    check_holds(request.actor, document.agency_id, Role.CLERK, Role.LEADER)
    return document
