"""Counting once a request; keeping and dropping saved filters and choices of columns, which lead back to their page."""

from contextvars import ContextVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sen.foundation.inbox.forms import SaveFilterForm
from sen.foundation.inbox.selectors import count_work
from sen.foundation.inbox.services import choose_columns, drop_filter, save_filter
from sen.foundation.inbox.types import WorkCounts, place_of, plain_query
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.errors import DomainError, NotFound
from sen.ui.access import ActorRequest, officer
from sen.ui.responses import error_text

# Menus and lists ask for the same counts in one request; the actor is made anew for each request, so its identity is the key.
_kept: ContextVar[tuple[Actor, WorkCounts] | None] = ContextVar("inbox_counts", default=None)


def count_once(actor: Actor) -> WorkCounts:
    """How much waits for the actor in every source; one query a request however often it is asked."""
    kept = _kept.get()
    if kept is None or kept[0] is not actor:
        kept = (actor, count_work(actor, clock.now()))
        _kept.set(kept)
    return kept[1]


@officer
@require_POST
def save(request: ActorRequest) -> HttpResponse:
    """Keep the present filter of a page under a name."""
    form = SaveFilterForm(request.POST)
    form.is_valid()
    data = form.cleaned_data
    place, query = data.get("place") or "", data.get("query") or ""
    if not form.is_valid():
        messages.warning(request, _("Đặt tên cho bộ lọc rồi lưu lại."))
        return _back(place, query)
    try:
        saved = save_filter(actor=request.actor, place=place, name=data["name"], query=query, now=clock.now())
    except NotFound:
        raise
    except DomainError as error:
        messages.warning(request, error_text(error))
        return _back(place, query)
    messages.success(request, _("Đã lưu bộ lọc “%(name)s”.") % {"name": saved.name})
    return _back(place, saved.query)


@officer
@require_POST
def drop(request: ActorRequest, filter_id: int) -> HttpResponse:
    """Forget a saved filter."""
    place = drop_filter(actor=request.actor, filter_id=filter_id)
    messages.success(request, _("Đã bỏ bộ lọc."))
    return _back(place, "")


@officer
@require_POST
def columns(request: ActorRequest) -> HttpResponse:
    """Keep which columns of a page are shown."""
    place = request.POST.get("place", "")
    choose_columns(actor=request.actor, place=place, columns=request.POST.getlist("cot"))
    messages.success(request, _("Đã lưu các cột hiển thị."))
    return _back(place, request.POST.get("query", ""))


def _back(place: str, query: str) -> HttpResponse:
    found = place_of(place)
    if found is None:
        raise NotFound
    address, kept = reverse(found.url_name), plain_query(query)
    return redirect(f"{address}?{kept}" if kept else address)
