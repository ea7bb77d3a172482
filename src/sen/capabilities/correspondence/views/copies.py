"""The copies the clerk keeps: to whom one is shown or lent, and that it is back."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sen.capabilities.correspondence.forms import CopyUseForm
from sen.capabilities.correspondence.policies import WIDE, access_outgoing, check_is_clerk
from sen.capabilities.correspondence.selectors.choices import leader_choices
from sen.capabilities.correspondence.selectors.copies import copy_out, count_copies_out, list_copy_uses
from sen.capabilities.correspondence.services.copies import NewCopyUse, return_copy, use_copy
from sen.capabilities.correspondence.views.acting import act, press, workplace
from sen.capabilities.correspondence.views.sending import head_of
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.ui.access import ActorRequest, roles
from sen.ui.paging import list_page, page_number
from sen.ui.responses import page
from sen.ui.types import Tab


@require_GET
@roles(*WIDE)
def kept_copies(request: ActorRequest) -> HttpResponse:
    """Who has which kept copy now, and who had one before."""
    place = workplace(request)
    only_out = request.GET.get("nhom") != "tat-ca"
    out = count_copies_out(place.agency_id)
    context = {
        "place": place,
        "tabs": [Tab(_("Đang mượn"), "?nhom=dang-muon", only_out, out), Tab(_("Tất cả"), "?nhom=tat-ca", not only_out)],
        "rows": list_page(list_copy_uses(place.agency_id, only_out=only_out), page_number(request.GET.get("trang"))),
    }
    return page(request, "correspondence/kept_copies.html", context)


@roles(Role.CLERK)
def use(request: ActorRequest, outgoing_id: int) -> HttpResponse:
    """Show or lend the kept copy of one document."""
    document, now = access_outgoing(request.actor, outgoing_id), clock.now()
    check_is_clerk(request.actor, document.agency_id)
    form = CopyUseForm.from_request(request, leaders=leader_choices(document.agency_id, clock.local(now).date()))
    taken = copy_out(document)

    def run(data: dict[str, Any]) -> None:
        entry = NewCopyUse(data["user_name"], data["permitted_by"], data["way"] == "muon", data["file_code"], data["note"])
        use_copy(actor=request.actor, outgoing_id=document.pk, use=entry, now=now)

    lead = _("%(name)s đang mượn bản lưu này.") % {"name": taken.user_name} if taken else ""
    words = {"title": _("Cho sử dụng bản lưu"), "submit": _("Ghi vào sổ"), "icon": "book-open", "lead": lead}
    back = reverse("correspondence:outgoing_page", args=[document.pk])
    return act(request, form, run, back=back, done=_("Đã ghi vào sổ sử dụng bản lưu."), **head_of(document), **words)


@require_POST
@roles(Role.CLERK)
def give_back(request: ActorRequest, use_id: int) -> HttpResponseBase:
    """A lent copy is back."""
    return press(
        request,
        lambda: return_copy(actor=request.actor, use_id=use_id, now=clock.now()),
        back=reverse("correspondence:kept_copies"),
        done=_("Đã ghi ngày trả."),
    )
