"""Lists of drafts, and beginning a new one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sen.capabilities.correspondence.policies import access_incoming
from sen.capabilities.drafting import services
from sen.capabilities.drafting.forms import NewDraftForm, ShelfForm
from sen.capabilities.drafting.selectors.beginning import first_template, reply_content, writing_agencies
from sen.capabilities.drafting.selectors.kinds import kind_names, list_templates
from sen.capabilities.drafting.selectors.lists import Shelf, list_drafts
from sen.capabilities.drafting.selectors.people import division_of
from sen.capabilities.drafting.types import DraftContent, DraftOrigin
from sen.kernel import clock
from sen.kernel.errors import NotAllowed
from sen.ui.access import ActorRequest, officer
from sen.ui.forms import domain_errors
from sen.ui.paging import page_number
from sen.ui.responses import page
from sen.ui.types import Tab


def _labels() -> dict[Shelf, str]:
    return {
        Shelf.TURN: _("Đến lượt tôi"),
        Shelf.MINE: _("Đang soạn"),
        Shelf.ON_THE_WAY: _("Đang trình"),
        Shelf.SIGNED: _("Đã ký"),
        Shelf.ALL: _("Tất cả"),
    }


@officer
def show_list(request: ActorRequest) -> HttpResponse:
    """Drafts by shelf."""
    asked = request.GET.get("ngan", "")
    shelf = Shelf(asked) if asked in set(Shelf) else Shelf.TURN
    now = clock.now()
    form = ShelfForm(request.GET, initial={"ngan": shelf.value})
    words = form.cleaned_data.get("q", "") if form.is_valid() else ""
    found = list_drafts(request.actor, shelf, now, words=words, number=page_number(request.GET.get("trang")))
    tabs = [Tab(label, f"?ngan={one.value}", one is shelf) for one, label in _labels().items()]
    view = {
        "rows": found,
        "tabs": tabs,
        "shelf": shelf.value,
        "words": words,
        "form": form,
        "now": now,
        "may_write": bool(writing_agencies(request.actor)),
    }
    return page(request, "drafting/list.html", view)


@officer
def begin(request: ActorRequest) -> HttpResponse:
    """Begin a draft: agency, kind, template, subject."""
    agencies = writing_agencies(request.actor)
    if not agencies:
        raise NotAllowed
    now = clock.now()
    on = clock.local(now).date()
    kinds = kind_names(on)
    templates = [
        (str(one.pk), f"{kinds.get(one.kind_code, one.kind_code)}: {one.name}") for pk, _name in agencies for one in list_templates(int(pk))
    ]
    chosen = {"kind_code": request.GET.get("loai", ""), "agency_id": agencies[0][0]}
    form = NewDraftForm.from_request(
        request, agencies=agencies, kinds=list(kinds.items()), templates=list(dict.fromkeys(templates)), initial=chosen
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        template = data["template_id"] or first_template(data["agency_id"], data["kind_code"])
        with domain_errors(form):
            draft = services.create_draft(
                actor=request.actor,
                agency_id=data["agency_id"],
                division_id=division_of(request.actor.account_id, data["agency_id"], on),
                content=DraftContent(data["kind_code"], subject=data["subject"]),
                template_id=template,
                now=now,
            )
            return redirect("drafting:edit", draft.pk)
    return page(request, "drafting/new.html", {"form": form}, form=form)


@officer
def reply(request: ActorRequest, incoming_id: int) -> HttpResponse:
    """Begin an answer to an incoming document: a letter to its issuer that names it."""
    incoming = access_incoming(request.actor, incoming_id)
    now = clock.now()
    on = clock.local(now).date()
    content = reply_content(incoming, on)
    if request.method != "POST":
        view = {"content": content, "incoming": incoming, "back": reverse("drafting:list")}
        return page(request, "drafting/reply.html", view)
    draft = services.create_draft(
        actor=request.actor,
        agency_id=incoming.agency_id,
        division_id=division_of(request.actor.account_id, incoming.agency_id, on),
        content=content,
        origin=DraftOrigin(incoming_id=incoming.pk, due_at=incoming.due_at),
        template_id=first_template(incoming.agency_id, content.kind_code),
        now=now,
    )
    messages.success(request, _("Đã lập dự thảo trả lời. Nơi nhận và căn cứ lấy từ văn bản đến."))
    return redirect("drafting:edit", draft.pk)
