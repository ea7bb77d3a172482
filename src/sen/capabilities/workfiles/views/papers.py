"""What is printed, exported and opened of a file."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from sen.capabilities.workfiles import policies, services
from sen.capabilities.workfiles.selectors import files as kept
from sen.foundation.files.selectors import get_download, get_file
from sen.kernel import clock
from sen.kernel.errors import NotFound
from sen.ui.access import ActorRequest, officer
from sen.ui.responses import bytes_response, file_response, page


@require_safe
@officer
def index_pdf(request: ActorRequest, workfile_id: int) -> HttpResponseBase:
    """Mục lục văn bản trong hồ sơ."""
    workfile = policies.access_workfile(request.actor, workfile_id)
    views = kept.item_views(request.actor, workfile, clock.today())
    hidden = frozenset(view.item.pk for view in views if view.is_hidden)
    pdf = services.print_index(actor=request.actor, workfile=workfile, hidden=hidden, now=clock.now())
    return bytes_response(pdf, f"muc-luc-{workfile.notation}.pdf", "application/pdf", inline=True)


@require_safe
@officer
def item(request: ActorRequest, workfile_id: int, item_id: int) -> HttpResponse:
    """One thing in the file with what was kept of it; the view is logged."""
    workfile = policies.access_workfile(request.actor, workfile_id)
    found = kept.access_item(request.actor, workfile, item_id, clock.today())
    if found is None:
        raise NotFound
    one, facts = found
    services.record_view(actor=request.actor, workfile=workfile, now=clock.now(), what=one.title)
    view = next(view for view in kept.item_views(request.actor, workfile, clock.today()) if view.item.pk == one.pk)
    return page(request, "workfiles/item.html", {"workfile": workfile, "item": one, "facts": facts, "view": view})


@require_safe
@officer
def item_file(request: ActorRequest, workfile_id: int, item_id: int, file_id: int) -> HttpResponseBase:
    """One stored file of a thing in the file, to whoever may see that thing."""
    workfile = policies.access_workfile(request.actor, workfile_id)
    found = kept.access_item(request.actor, workfile, item_id, clock.today())
    if found is None:
        raise NotFound
    one, facts = found
    known = {entry["file_id"] for entry in one.files} or {file.file_id for file in (facts.files if facts else ())}
    if file_id not in known:
        raise NotFound
    services.record_view(actor=request.actor, workfile=workfile, now=clock.now(), what=one.title)
    told = get_download(get_file(file_id))
    return file_response(told.path, told.name, told.media_type, inline=told.inline)
