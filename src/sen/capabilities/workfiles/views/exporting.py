"""Asking for an export of a whole file, watching it being made, taking it away."""

from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from sen.capabilities.workfiles import policies, services
from sen.capabilities.workfiles.selectors.exports import latest_export
from sen.capabilities.workfiles.states import ExportState
from sen.kernel import clock
from sen.ui.access import ActorRequest, officer
from sen.ui.responses import file_response, page

_AGAIN_SECONDS = "3"


@require_http_methods(["GET", "HEAD", "POST"])
@officer
def export(request: ActorRequest, workfile_id: int) -> HttpResponse:
    """How far the reader's export of the file has come; while it is being made the page comes again by itself."""
    if request.method == "POST":
        services.ask_export(actor=request.actor, workfile_id=workfile_id, now=clock.now())
        return redirect("workfiles:export", workfile_id)
    workfile = policies.access_workfile(request.actor, workfile_id)
    found = latest_export(request.actor, workfile)
    response = page(request, "workfiles/export.html", {"workfile": workfile, "export": found})
    if found is not None and found.state == ExportState.MAKING:
        response["Refresh"] = _AGAIN_SECONDS
    return response


@require_safe
@officer
def take(request: ActorRequest, workfile_id: int, public_id: UUID) -> HttpResponseBase:
    """The finished bundle, to whoever asked for it."""
    name, path = services.take_export(actor=request.actor, workfile_id=workfile_id, public_id=public_id, now=clock.now())
    return file_response(path, name, "application/zip")
