"""Signing: what waits, one or many, on a phone first."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sen.capabilities.dossiers.selectors import list_to_sign
from sen.capabilities.dossiers.services import send_back, sign_outcomes
from sen.foundation.inbox.types import waiting
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.kernel.errors import NotFound
from sen.surfaces.workspace.forms import SendBackForm, split_pairs
from sen.surfaces.workspace.selectors import DOSSIERS, SIGNING
from sen.ui.access import ActorRequest, roles
from sen.ui.forms import domain_errors
from sen.ui.paging import page_number
from sen.ui.responses import error_text, page

_SIGNERS = (Role.LEADER, Role.HEAD)


@roles(*_SIGNERS)
def signing(request: ActorRequest) -> HttpResponse:
    """Show what waits for the reader's signature; sign the ticked ones."""
    now = clock.now()
    ticked = split_pairs(request.POST.getlist("viec")) if request.method == "POST" else {}
    failed: dict[int, str] = {}
    if ticked:
        results = sign_outcomes(actor=request.actor, item_ids=list(ticked), now=now)
        failed = {item_id: error_text(error) for item_id, error in results if error is not None}
        _tell(request, len(results) - len(failed))
        if not failed:
            return redirect("workspace:signing")
    elif request.method == "POST":
        messages.warning(request, _("Chưa chọn văn bản nào. Đánh dấu ít nhất một văn bản rồi ký."))
    rows = list_to_sign(request.actor, now, page_number(request.GET.get("trang")))
    shown = {row.item_id for row in rows}
    context = {
        "rows": [(row, failed.get(row.item_id, ""), row.item_id in ticked) for row in rows],
        "page": rows,
        "failed": len(failed),
        "elsewhere": [text for item_id, text in failed.items() if item_id not in shown],
        "total": waiting(request.actor).total(source=DOSSIERS, kind=SIGNING),
        "now": now,
    }
    return page(request, "workspace/signing.html", context, status=422 if failed else None)


def _tell(request: ActorRequest, signed: int) -> None:
    if signed:
        text = ngettext("Đã ký %(n)d văn bản.", "Đã ký %(n)d văn bản.", signed) % {"n": signed}
        messages.success(request, text + " " + _("Kết quả chuyển đến nơi trả cho người nộp."))


@roles(*_SIGNERS)
def return_one(request: ActorRequest, item_id: int) -> HttpResponse:
    """Return one result to the step before, with a reason."""
    now = clock.now()
    row = next((one for one in list_to_sign(request.actor, now, size=500) if one.item_id == item_id), None)
    if row is None and request.method != "POST":
        raise NotFound
    form = SendBackForm(request.POST or None, initial={"seen": row.seen if row else None})
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            send_back(actor=request.actor, item_id=item_id, reason=form.cleaned_data["reason"], now=now, seen=form.cleaned_data["seen"])
            messages.success(request, _("Đã trả lại bước trước, kèm lý do."))
            return redirect("workspace:signing")
    return page(request, "workspace/send_back.html", {"row": row, "form": form, "now": now}, form=form)
