"""What others bring: comments, opinions, co-drafters, files."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sen.capabilities.drafting import services
from sen.capabilities.drafting.forms import AskForm, AttachForm, CommentForm, MemberForm, OpinionForm, TemplateForm
from sen.capabilities.drafting.models import Draft
from sen.capabilities.drafting.policies import check_edit, check_writer
from sen.capabilities.drafting.selectors.people import agency_of_officer, find_colleagues
from sen.capabilities.drafting.types import OpinionAsked
from sen.capabilities.drafting.views.acting import act, own_draft
from sen.foundation.files.services import store_stream
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.ui.access import ActorRequest, officer


def _people(draft: Draft, actor: Actor, words: str) -> list[tuple[str, str]]:
    found = find_colleagues(words, clock.today(), agency_id=draft.agency_id)
    return [
        (str(one.account_id), ", ".join(part for part in (one.name, one.title, one.division) if part))
        for one in found
        if one.account_id != actor.account_id
    ]


@officer
def comment(request: ActorRequest, draft_id: int) -> HttpResponse:
    """Leave a remark."""
    draft, now = own_draft(request, draft_id)
    form = CommentForm.from_request(request)

    def run(data: dict[str, Any]) -> None:
        services.comment_draft(actor=request.actor, draft_id=draft.pk, text=data["text"], quote=data["quote"], now=now)

    return act(
        request, draft, form, run, done=_("Đã ghi góp ý."), title=_("Góp ý cho dự thảo"), submit=_("Ghi góp ý"), icon="message-circle"
    )


@officer
@require_POST
def settle(request: ActorRequest, draft_id: int, comment_id: int) -> HttpResponse:
    """Mark a remark as dealt with."""
    draft, now = own_draft(request, draft_id)
    services.settle_comment(actor=request.actor, draft_id=draft.pk, comment_id=comment_id, now=now)
    messages.success(request, _("Đã đánh dấu tiếp thu góp ý."))
    return redirect("drafting:page", draft.pk)


@officer
def ask(request: ActorRequest, draft_id: int) -> HttpResponse:
    """Ask officers for their opinion by a term."""
    draft, now = own_draft(request, draft_id)
    check_writer(request.actor, draft)
    words = request.GET.get("q", "")[:80]
    form = AskForm.from_request(request, people=_people(draft, request.actor, words))

    def run(data: dict[str, Any]) -> None:
        on = clock.local(now).date()
        asked = [OpinionAsked(pk, agency_of_officer(pk, on)) for pk in data["asked"]]
        services.ask_opinions(actor=request.actor, draft_id=draft.pk, asked=asked, question=data["question"], due_at=form.due_at, now=now)

    return act(request, draft, form, run, done=_("Đã gửi lấy ý kiến."), template="drafting/ask.html", words=words)


@officer
def opine(request: ActorRequest, draft_id: int) -> HttpResponse:
    """Give the opinion one was asked for."""
    draft, now = own_draft(request, draft_id)
    form = OpinionForm.from_request(request)

    def run(data: dict[str, Any]) -> None:
        services.give_opinion(actor=request.actor, draft_id=draft.pk, verdict=data["verdict"], answer=data["answer"], now=now)

    return act(request, draft, form, run, done=_("Đã gửi ý kiến."), title=_("Cho ý kiến về dự thảo"), submit=_("Gửi ý kiến"), icon="send")


@officer
@require_POST
def close(request: ActorRequest, draft_id: int) -> HttpResponse:
    """Stop waiting for opinions."""
    draft, now = own_draft(request, draft_id)
    services.close_opinions(actor=request.actor, draft_id=draft.pk, now=now)
    messages.success(request, _("Đã kết thúc lấy ý kiến. Ý kiến đã nhận được giữ lại."))
    return redirect("drafting:page", draft.pk)


@officer
def members(request: ActorRequest, draft_id: int) -> HttpResponse:
    """Let somebody write along."""
    draft, now = own_draft(request, draft_id)
    check_writer(request.actor, draft)
    words = request.GET.get("q", "")[:80]
    form = MemberForm.from_request(request, people=_people(draft, request.actor, words))

    def run(data: dict[str, Any]) -> None:
        services.add_member(actor=request.actor, draft_id=draft.pk, account_id=data["account"], now=now)

    return act(request, draft, form, run, done=_("Đã mời cùng soạn."), template="drafting/members.html", words=words)


@officer
@require_POST
def remove_member(request: ActorRequest, draft_id: int, member_id: int) -> HttpResponse:
    """Take the right to write along away."""
    draft, now = own_draft(request, draft_id)
    services.remove_member(actor=request.actor, draft_id=draft.pk, member_id=member_id, now=now)
    messages.success(request, _("Người này không còn cùng soạn. Phần đã viết vẫn còn."))
    still = draft.author_id == request.actor.account_id
    return redirect("drafting:page", draft.pk) if still else redirect("drafting:list")


@officer
def attach(request: ActorRequest, draft_id: int) -> HttpResponse:
    """Put a file beside the draft."""
    draft, now = own_draft(request, draft_id)
    check_edit(request.actor, draft, clock.local(now).date())
    form = AttachForm.from_request(request)

    def run(data: dict[str, Any]) -> None:
        sent = data["file"]
        stored = store_stream(name=sent.name, pieces=sent.chunks(), actor=request.actor, now=now)
        services.attach_file(actor=request.actor, draft_id=draft.pk, file_id=stored.pk, role=data["role"], name=data["name"], now=now)

    return act(
        request, draft, form, run, done=_("Đã thêm tệp."), title=_("Thêm tệp kèm theo"), submit=_("Thêm tệp"), icon="paperclip", upload=True
    )


@officer
@require_POST
def detach(request: ActorRequest, draft_id: int, file_id: int) -> HttpResponse:
    """Take a file away."""
    draft, now = own_draft(request, draft_id)
    services.detach_file(actor=request.actor, draft_id=draft.pk, file_id=file_id, now=now)
    messages.success(request, _("Đã bỏ tệp khỏi dự thảo."))
    return redirect("drafting:page", draft.pk)


@officer
def as_template(request: ActorRequest, draft_id: int) -> HttpResponse:
    """Keep the text as a template of the agency."""
    draft, now = own_draft(request, draft_id)
    form = TemplateForm.from_request(request, initial={"name": draft.subject[:160]})

    def run(data: dict[str, Any]) -> None:
        services.save_as_template(actor=request.actor, draft_id=draft.pk, name=data["name"], now=now)

    return act(
        request,
        draft,
        form,
        run,
        done=_("Đã lưu mẫu. Người trong cơ quan chọn được khi lập dự thảo."),
        title=_("Lưu thành mẫu của cơ quan"),
        submit=_("Lưu mẫu"),
        icon="save",
    )
