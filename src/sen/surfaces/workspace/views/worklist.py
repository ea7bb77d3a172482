"""The work list, its export, and the search over dossiers."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sen.capabilities.dossiers.selectors import count_work, list_work, search_dossiers, work_choices
from sen.foundation.inbox.types import waiting
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.surfaces.workspace.forms import WorkFilterForm
from sen.surfaces.workspace.selectors import directs, dossier_counts, tabs_of
from sen.ui.access import ActorRequest, officer
from sen.ui.format import moment_text
from sen.ui.paging import page_number
from sen.ui.responses import bytes_response, page
from sen.ui.workbook import EXCEL_TYPE, list_workbook

EXPORT_LIMIT = 5000
DESK_KINDS = ("reception", "transfer", "return")


@officer
def dossiers(request: ActorRequest) -> HttpResponse:
    """Show the dossier work that waits, most urgent first."""
    now = clock.now()
    leads = directs(request.actor)
    form = WorkFilterForm(request.GET, choices=work_choices(request.actor, whole_agency=leads), directs=leads)
    wanted = form.wanted()
    counts = count_work(request.actor, now, whole_agency=True) if wanted.whole_agency else dossier_counts(waiting(request.actor))
    plain = not any((wanted.text, wanted.procedure_id, wanted.step, wanted.receiving_id, wanted.state, wanted.only_mine))
    found = list_work(request.actor, now, wanted, page_number(request.GET.get("trang")))
    context = {
        "now": now,
        "form": form,
        "rows": found,
        "tabs": tabs_of(counts, wanted.tab, _address(request)),
        "counts": counts,
        "plain": plain,
        "desk_kinds": DESK_KINDS if request.actor.has(Role.ONE_STOP) else (),
        "export": f"{reverse('workspace:export')}?{request.GET.urlencode()}",
        "next_due": next((row.due for row in found if row.due.tone in ("", "soon")), None),
        **roles_of(request),
    }
    return page(request, "workspace/worklist.html", context)


def _address(request: HttpRequest) -> str:
    """The page's address with its filters, ending where the group's key follows."""
    query = request.GET.copy()
    query.pop("nhom", None)
    query.pop("trang", None)
    return f"?{query.urlencode()}&nhom=" if query else "?nhom="


def roles_of(request: ActorRequest) -> dict[str, bool]:
    """What the reader is, for pages that lead on."""
    actor = request.actor
    return {
        "at_desk": actor.has(Role.ONE_STOP),
        "controls": actor.is_control,
        "administers": actor.has(Role.ADMIN),
        "signs": actor.has(Role.LEADER),
    }


@officer
def export(request: ActorRequest) -> HttpResponseBase:
    """The list as it is narrowed, as an Excel file."""
    now = clock.now()
    leads = directs(request.actor)
    form = WorkFilterForm(request.GET, choices=work_choices(request.actor, whole_agency=leads), directs=leads)
    rows = list_work(request.actor, now, form.wanted(), size=EXPORT_LIMIT)
    columns = (
        (_("Nhóm"), 20), (_("Hạn"), 18), (_("Hạn lúc"), 24), (_("Mã hồ sơ"), 24), (_("Thủ tục"), 60),
        (_("Người nộp"), 30), (_("Kênh"), 14), (_("Bước"), 28), (_("Người giữ"), 28), (_("Trạng thái"), 24),
    )  # fmt: skip
    note = _("Lập lúc %(moment)s cho %(name)s") % {"moment": moment_text(now), "name": request.actor.name}
    if rows.more:
        note += ". " + _("Chỉ gồm %(count)d việc gấp nhất.") % {"count": EXPORT_LIMIT}
    lines = (
        (r.group, r.due.label, r.due.detail, r.code, r.procedure, r.applicant, r.channel, r.step, r.assignee, r.state.word) for r in rows
    )
    content = list_workbook(_("Việc của tôi"), _("Danh sách việc"), note, columns, lines)
    return bytes_response(content, f"viec-{clock.local(now):%Y%m%d-%H%M}.xlsx", EXCEL_TYPE)


@officer
def search(request: ActorRequest) -> HttpResponse:
    """Find dossiers by code, name without accents, phone or identity number; an exact code opens its dossier at once."""
    asked = " ".join(request.GET.get("q", "").split())[:100]
    now = clock.now()
    found = search_dossiers(request.actor, asked, now) if asked else []
    if len(found) == 1 and found[0].code.upper() == asked.upper():
        return redirect("dossiers:page", found[0].code)
    return page(request, "workspace/search.html", {"asked": asked, "found": found, "now": now, "short": 0 < len(asked) < 2})
