"""The yearly list: reading, writing, approving, printing."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sen.capabilities.workfiles import policies, services
from sen.capabilities.workfiles.forms import DecisionForm, EntryForm, HeadingForm, NewListForm, ReasonForm, this_year
from sen.capabilities.workfiles.models import FileList
from sen.capabilities.workfiles.selectors import lists
from sen.capabilities.workfiles.selectors.words import list_tag
from sen.capabilities.workfiles.states import FileListState
from sen.capabilities.workfiles.views.acting import METHODS, Act, act_page, agency_choices, colleagues
from sen.foundation.agencies.selectors import list_divisions
from sen.foundation.audit.selectors import list_entries_of
from sen.foundation.audit.types import action_word
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.ui.access import ActorRequest, officer, roles
from sen.ui.format import moment_text
from sen.ui.paging import list_page
from sen.ui.responses import bytes_response, page
from sen.ui.types import TimelineItem
from sen.ui.workbook import EXCEL_TYPE, list_workbook

WRITERS = (Role.CLERK, Role.ARCHIVE)


@require_safe
@officer
def file_lists(request: ActorRequest) -> HttpResponse:
    """Yearly lists of the reader's agencies."""
    found = list_page(lists.lists_of(request.actor), request.GET.get("trang"))
    may_make = any(request.actor.has(role) for role in WRITERS)
    return page(request, "workfiles/lists.html", {"rows": found, "tagged": [(o, list_tag(o)) for o in found.items], "may_make": may_make})


@require_http_methods(METHODS)
@roles(*WRITERS)
def new_list(request: ActorRequest) -> HttpResponse:
    """Begin the list of a year."""
    writing = request.actor.agencies(*WRITERS)
    form = NewListForm.from_request(request, choices={"agency_id": agency_choices(request.actor, writing)}, initial={"year": this_year()})
    back, title = reverse("workfiles:lists"), _("Lập danh mục hồ sơ")
    act = Act(title, title, back, [(_("Danh mục hồ sơ"), back), (title, "")], done=_("Đã lập danh mục. Thêm đề mục và hồ sơ rồi trình."))
    return act_page(request, act, form, lambda entered: services.make_list(actor=request.actor, now=clock.now(), **entered))


@require_safe
@officer
def file_list(request: ActorRequest, list_id: int) -> HttpResponse:
    """One yearly list as the form draws it."""
    owner = policies.access_list(request.actor, list_id)
    writes, approves = policies.can_write_list(request.actor, owner.agency_id), policies.can_approve_list(request.actor, owner.agency_id)
    entries = list_entries_of("filelist", owner.pk) if writes or approves else ()
    context = {
        "owner": owner,
        "state": list_tag(owner),
        "headings": lists.heading_views(request.actor, owner),
        "writes": writes and owner.state == FileListState.DRAFT,
        "adds": writes and owner.state != FileListState.SUBMITTED,
        "approves": approves and owner.state == FileListState.SUBMITTED,
        "approved": owner.state == FileListState.APPROVED,
        "history": [TimelineItem(action_word(e.action), f"{moment_text(e.recorded_at)} · {e.actor_name}") for e in entries],
    }
    return page(request, "workfiles/list.html", context)


@require_http_methods(METHODS)
@roles(*WRITERS)
def new_heading(request: ActorRequest, list_id: int) -> HttpResponse:
    """Add a heading."""
    owner = policies.access_list(request.actor, list_id)
    big = [("", _("Là đề mục lớn")), *((str(h.pk), h.title) for h in owner.headings.filter(parent__isnull=True).order_by("ordinal"))]
    form = HeadingForm.from_request(request, choices={"parent_id": big}, initial={"parent_id": request.GET.get("thuoc", "")})
    act = _act(owner, _("Thêm đề mục"), done=_("Đã thêm đề mục."))
    return act_page(
        request, act, form, lambda entered: services.add_heading(actor=request.actor, list_id=owner.pk, now=clock.now(), **entered)
    )


@require_http_methods(METHODS)
@roles(*WRITERS)
def new_entry(request: ActorRequest, list_id: int) -> HttpResponse:
    """Add a file to the list."""
    owner = policies.access_list(request.actor, list_id)
    choices = {
        "heading_id": lists.heading_choices_of(owner),
        "retention_id": [("", _("Chọn thời hạn")), *lists.retention_choices(clock.today())],
        "division_id": [("", "–"), *((str(d.pk), d.name) for d in list_divisions(owner.agency_id))],
        "keeper_id": [("", "–"), *colleagues(owner.agency_id)],
    }
    form = EntryForm.from_request(request, choices=choices, initial={"heading_id": request.GET.get("thuoc", "")})
    lead = _("Danh mục đã ban hành: hồ sơ được ghi là bổ sung.") if owner.state == FileListState.APPROVED else ""
    act = _act(owner, _("Thêm hồ sơ vào danh mục"), lead=lead, done=_("Đã thêm hồ sơ vào danh mục."))
    return act_page(
        request,
        act,
        form,
        lambda _entered: services.add_entry(actor=request.actor, list_id=owner.pk, values=form.values(), now=clock.now()),
    )


@require_POST
@roles(*WRITERS)
def remove_entry(request: ActorRequest, list_id: int, entry_id: int) -> HttpResponse:
    """Take a line out of a list being drafted."""
    services.remove_entry(actor=request.actor, list_id=list_id, entry_id=entry_id, now=clock.now())
    messages.success(request, _("Đã bỏ hồ sơ khỏi danh mục; các số phía sau được đánh lại."))
    return redirect("workfiles:list", list_id)


@require_POST
@roles(*WRITERS)
def remove_heading(request: ActorRequest, list_id: int, heading_id: int) -> HttpResponse:
    """Take an empty heading out of a list being drafted."""
    services.remove_heading(actor=request.actor, list_id=list_id, heading_id=heading_id, now=clock.now())
    messages.success(request, _("Đã bỏ đề mục."))
    return redirect("workfiles:list", list_id)


@require_POST
@roles(*WRITERS)
def submit(request: ActorRequest, list_id: int) -> HttpResponse:
    """Ask for approval."""
    services.submit_list(actor=request.actor, list_id=list_id, now=clock.now())
    messages.success(request, _("Đã trình danh mục để phê duyệt."))
    return redirect("workfiles:list", list_id)


@require_http_methods(METHODS)
@roles(Role.LEADER)
def approve(request: ActorRequest, list_id: int) -> HttpResponse:
    """Issue the list."""
    owner = policies.access_list(request.actor, list_id)
    act = _act(owner, _("Ban hành danh mục"), done=_("Đã ban hành danh mục hồ sơ."))
    form = DecisionForm.from_request(request)
    return act_page(
        request, act, form, lambda entered: services.approve_list(actor=request.actor, list_id=owner.pk, now=clock.now(), **entered)
    )


@require_http_methods(METHODS)
@roles(Role.LEADER)
def send_back(request: ActorRequest, list_id: int) -> HttpResponse:
    """Give the list back to its writers."""
    owner = policies.access_list(request.actor, list_id)
    act = _act(owner, _("Trả lại danh mục"), done=_("Đã trả lại danh mục kèm lý do."))
    form = ReasonForm.from_request(request)
    return act_page(
        request, act, form, lambda entered: services.send_back_list(actor=request.actor, list_id=owner.pk, now=clock.now(), **entered)
    )


@require_safe
@officer
def list_pdf(request: ActorRequest, list_id: int) -> HttpResponse:
    """The list as the appendix draws it."""
    owner = policies.access_list(request.actor, list_id)
    pdf = services.print_list(actor=request.actor, owner=owner, now=clock.now())
    return bytes_response(pdf, f"danh-muc-ho-so-{owner.year}.pdf", "application/pdf", inline=True)  # type: ignore[return-value]


@require_safe
@officer
def list_xlsx(request: ActorRequest, list_id: int) -> HttpResponse:
    """The list as an Excel table."""
    owner = policies.access_list(request.actor, list_id)
    columns = [
        (_("Số và ký hiệu"), 16),
        (_("Tên đề mục và tiêu đề hồ sơ"), 70),
        (_("Thời hạn bảo quản"), 20),
        (_("Người lập"), 30),
        (_("Ghi chú"), 30),
    ]
    rows: list[tuple[Any, ...]] = []
    for view in lists.heading_views(request.actor, owner):
        rows.append(("", f"{view.mark}. {view.heading.title}", "", "", ""))
        rows += [(e.notation, e.title, e.maintenance, e.keeper_name, e.note) for e, _opened in view.entries]
    title = _("Danh mục hồ sơ năm %(year)s") % {"year": owner.year}
    content = list_workbook(str(owner.year), title, owner.agency.name, columns, rows)
    return bytes_response(content, f"danh-muc-ho-so-{owner.year}.xlsx", EXCEL_TYPE)  # type: ignore[return-value]


def _act(owner: FileList, title: str, *, lead: str = "", done: str = "") -> Act:
    back = reverse("workfiles:list", args=[owner.pk])
    return Act(title, title, back, [(_("Danh mục hồ sơ"), reverse("workfiles:lists")), (str(owner.year), back), (title, "")], lead, done)
