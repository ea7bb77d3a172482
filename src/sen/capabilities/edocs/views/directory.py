"""The directory of agencies outside the platform: search for people, and its comparison with the axis."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sen.capabilities.edocs import services
from sen.capabilities.edocs.forms import DirectoryForm
from sen.capabilities.edocs.policies import is_operator
from sen.capabilities.edocs.selectors.directory import count_outside_agencies, find_outside_agencies, last_syncs
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.ui.access import ActorRequest, officer, roles
from sen.ui.paging import list_page
from sen.ui.responses import page


@officer
@require_safe
def agencies(request: ActorRequest) -> HttpResponse:
    """Agencies whose name or code has the words."""
    form = DirectoryForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    total = count_outside_agencies()
    words, ended = asked.get("q", ""), bool(asked.get("ca_da_ngung"))
    found = list_page(
        find_outside_agencies(words, also_ended=ended), request.GET.get("trang"), total=total if not words and not ended else None
    )
    facts: dict[str, Any] = {
        "form": form,
        "page": found,
        "total": total,
        "syncs": last_syncs() if is_operator(request.actor) else [],
        "operates": is_operator(request.actor),
    }
    return page(request, "edocs/directory.html", facts)


@roles(Role.AXIS)
@require_POST
def compare(request: ActorRequest) -> HttpResponse:
    """Compare the whole directory with the axis now."""
    started = services.start_sync(actor=request.actor, now=clock.now(), whole=True)
    if started:
        messages.success(request, _("Đang đối chiếu danh bạ với trục. Tải lại trang sau ít phút để xem kết quả."))
    else:
        messages.info(request, _("Một lần đối chiếu khác đang chạy. Tải lại trang sau ít phút."))
    return redirect("edocs:directory")
