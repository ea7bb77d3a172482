"""The inbox: everything that waits for the reader, from every source, by one deadline model."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sen.foundation.inbox.selectors import count_work, list_saved_filters, list_work
from sen.foundation.inbox.types import BulkAction, plain_query, waiting, work_sources
from sen.kernel import clock
from sen.surfaces.workspace.forms import InboxFilterForm
from sen.surfaces.workspace.selectors import actions_of, directs, has_inbox, inbox_tabs, offered_actions, sources_with
from sen.surfaces.workspace.views.worklist import roles_of
from sen.ui.access import ActorRequest, officer
from sen.ui.paging import page_number
from sen.ui.responses import page

PLACE = "hop-viec"
# Every page before the one asked for is merged again: nobody turns forty pages, and filters lead there sooner.
LAST_PAGE = 40


@officer
def home(request: ActorRequest) -> HttpResponse:
    """Show what waits in every source, most urgent first; with nothing at all, the reader's own places."""
    now, actor = clock.now(), request.actor
    leads = directs(actor)
    below = leads and request.GET.get("cua") == "cap-duoi"
    counts = count_work(actor, now, below=True) if below else waiting(actor)
    if not counts.total() and not below and not has_inbox(actor):
        return page(request, "workspace/places.html", {"now": now, **roles_of(request)})
    form = InboxFilterForm(request.GET, sources=_source_choices(), directs=leads)
    wanted = form.wanted()
    rows = list_work(actor, now, wanted, min(page_number(request.GET.get("trang")), LAST_PAGE))
    query = plain_query(request.GET.urlencode())
    context = {
        "now": now,
        "form": form,
        "rows": rows,
        "tabs": inbox_tabs(counts, wanted.group, request.GET.get("viec", ""), _address(request)),
        "counts": {"late": counts.late(), "today": counts.today(), "all": counts.total()},
        "sources": sources_with(counts),
        "offers": offered_actions(list(rows)),
        "saved": list_saved_filters(actor, PLACE, query),
        "place": PLACE,
        "query": query,
        "narrowed": bool(query),
        "below": below,
        "leads": leads,
        **roles_of(request),
    }
    return page(request, "workspace/inbox.html", context)


def _source_choices() -> list[tuple[str, str]]:
    return [(source.key, str(source.label)) for source in work_sources()]


def _address(request: HttpRequest) -> str:
    """The page's address with its filters but without the group; empty without filters."""
    query = request.GET.copy()
    for name in ("nhom", "viec", "trang"):
        query.pop(name, None)
    kept = plain_query(query.urlencode())
    return f"?{kept}" if kept else ""


@officer
def chosen(request: ActorRequest) -> HttpResponse:
    """Lead the ticked lines to the action that was pressed; lines of another source or kind stay behind, and the reader is told."""
    source, _colon, place = request.GET.get("lam", "").partition(":")
    offered = actions_of(source)
    if not (place.isascii() and place.isdigit() and len(place) < 3 and int(place) < len(offered)):
        return redirect("workspace:home")
    action = offered[int(place)]
    ticked = request.GET.getlist("viec")
    tickets = _tickets(ticked, source, action)
    if not tickets:
        messages.warning(request, _("Chưa chọn việc nào hợp với thao tác này. Đánh dấu ít nhất một việc rồi bấm lại."))
        return redirect("workspace:home")
    if left := len(ticked) - len(tickets):
        text = ngettext("%(n)d việc đã chọn thuộc loại khác nên để lại.", "%(n)d việc đã chọn thuộc loại khác nên để lại.", left)
        messages.info(request, text % {"n": left})
    pairs = [*action.extra.items(), *((action.param, ticket) for ticket in tickets)]
    return redirect(f"{reverse(action.url_name)}?{urlencode(pairs)}")


def _tickets(ticked: list[str], source: str, action: BulkAction) -> list[str]:
    found = []
    for value in ticked[:200]:
        of, kind, ticket = [*value.split("|", 2), "", ""][:3]
        if of == source and ticket and (not action.kinds or kind in action.kinds):
            found.append(ticket)
    return found
