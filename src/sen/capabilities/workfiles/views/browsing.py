"""The list of work files, one file, its history."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sen.capabilities.workfiles import policies, services
from sen.capabilities.workfiles.forms import FileFilterForm, this_year
from sen.capabilities.workfiles.models import UseMode, WorkFile
from sen.capabilities.workfiles.selectors import archive
from sen.capabilities.workfiles.selectors import files as kept
from sen.capabilities.workfiles.selectors.form_facts import kept_through, period_of
from sen.capabilities.workfiles.selectors.rules import notice_days
from sen.capabilities.workfiles.selectors.words import STATE_WORDS, action_word, hand_over_view, state_tag
from sen.capabilities.workfiles.services.recording import KIND
from sen.capabilities.workfiles.states import WORKFILE_STATES, WorkFileAction, WorkFileState
from sen.capabilities.workfiles.types import FileFilter
from sen.foundation.audit.selectors import list_reads_of_subject
from sen.foundation.history.selectors import list_events
from sen.foundation.inbox.selectors import list_saved_filters
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from sen.ui.access import ActorRequest, officer
from sen.ui.format import date_text, moment_text
from sen.ui.paging import page_number
from sen.ui.responses import bytes_response, page
from sen.ui.types import Fact, Tab, TimelineItem
from sen.ui.workbook import EXCEL_TYPE, list_workbook

_MOST_EXPORTED = 5000
PLACE = "ho-so-cong-viec"
EXPIRED = "het-han"


@require_safe
@officer
def files(request: ActorRequest) -> HttpResponse:
    """Files the reader may see, by state."""
    form, wanted = _wanted(request)
    today, query = clock.today(), request.GET.urlencode()
    counts = kept.state_counts(request.actor, wanted)
    found = kept.list_workfiles(request.actor, wanted, request.GET.get("trang"))
    days = notice_days(today)
    rows = [(one, state_tag(one), hand_over_view(one, today, days)) for one in found.items]
    context = {
        "form": form,
        "tabs": _tabs(request, wanted, counts),
        "rows": found,
        "tagged": rows,
        "calls": archive.calls_for(request.actor, today)[:3],
        "query": query,
        "saved": list_saved_filters(request.actor, PLACE, query),
        "place": PLACE,
        "narrowed": bool(query),
        "rows_expired": wanted.expired_on is not None,
    }
    return page(request, "workfiles/files.html", context)


@require_safe
@officer
def files_xlsx(request: ActorRequest) -> HttpResponse:
    """The same list as an Excel table."""
    _form, wanted = _wanted(request)
    columns = [
        *((_("Mã cơ quan"), 16), (_("Năm"), 8), (_("Số và ký hiệu"), 16), (_("Tiêu đề"), 60), (_("Thời hạn bảo quản"), 18)),
        *((_("Thời gian tài liệu"), 24), (_("Số văn bản"), 12), (_("Số trang"), 10), (_("Người lập"), 26), (_("Trạng thái"), 18)),
        (_("Bảo quản đến hết năm"), 22),
    ]
    found = kept.filtered(request.actor, wanted).order_by("year", "notation")[:_MOST_EXPORTED]
    rows = [
        (
            *(f.organ_id, f.year, f.notation, f.title, f.maintenance, period_of(f), f.doc_total, f.page_total, f.keeper_name),
            *(state_tag(f).word, kept_through(f)),
        )
        for f in found
    ]
    note = _("Lập lúc %(at)s") % {"at": moment_text(clock.now())}
    content = list_workbook(_("Hồ sơ"), _("Danh sách hồ sơ công việc"), note, columns, rows)
    return bytes_response(content, "ho-so-cong-viec.xlsx", EXCEL_TYPE)  # type: ignore[return-value]


@require_safe
@officer
def file(request: ActorRequest, workfile_id: int) -> HttpResponse:
    """One file with everything in it; the view is logged."""
    workfile = policies.access_workfile(request.actor, workfile_id)
    now, today = clock.now(), clock.today()
    services.record_view(actor=request.actor, workfile=workfile, now=now)
    items = kept.item_views(request.actor, workfile, today)
    context = {
        "workfile": workfile,
        "state": state_tag(workfile),
        "due": hand_over_view(workfile, today, notice_days(today)),
        "items": items,
        "still_open": sum(1 for one in items if one.still_open),
        "facts": _facts(workfile),
        "deeds": _deeds(request.actor, workfile),
        "changes": kept.unconfirmed_changes(request.actor, workfile),
        "grants": workfile.grants.filter(withdrawn_at__isnull=True).order_by("account_name"),
    }
    return page(request, "workfiles/file.html", context)


@require_safe
@officer
def history(request: ActorRequest, workfile_id: int) -> HttpResponse:
    """Everything that happened to the file, and who opened it when."""
    workfile = policies.access_workfile(request.actor, workfile_id)
    now = clock.now()
    steps = [
        TimelineItem(_step_title(event.action, event.payload), _detail(event.actor_name, moment_text(event.occurred_at, now), event.reason))
        for event in reversed(list_events(KIND, workfile.pk))
    ]
    views = list_reads_of_subject(KIND, workfile.pk, page_number(request.GET.get("trang")))
    return page(request, "workfiles/history.html", {"workfile": workfile, "steps": steps, "views": views})


def _wanted(request: ActorRequest) -> tuple[FileFilterForm, FileFilter]:
    years = [("", _("Mọi năm")), *((str(year), str(year)) for year in range(this_year() + 1, this_year() - 10, -1))]
    form = FileFilterForm(request.GET or None, choices={"nam": years})
    told: dict[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else {}
    asked = request.GET.get("tt", "")
    state = asked if asked in WorkFileState._value2member_map_ else ""
    return form, FileFilter(told.get("q", ""), told.get("nam"), state, told.get("cua", ""), clock.today() if asked == EXPIRED else None)


def _tabs(request: ActorRequest, wanted: FileFilter, counts: dict[str, int]) -> list[Tab]:
    query = request.GET.copy()
    query.pop("trang", None)
    address, tabs = reverse("workfiles:files"), []
    for state in ("", WorkFileState.OPEN, WorkFileState.CLOSED, WorkFileState.SUBMITTED, WorkFileState.ARCHIVED):
        query["tt"] = str(state)
        count = sum(counts.values()) if not state else counts.get(state, 0)
        label = str(STATE_WORDS[WorkFileState(state)]) if state else _("Tất cả")
        tabs.append(Tab(label, f"{address}?{query.urlencode()}", wanted.state == state and not wanted.expired_on, count))
    if request.actor.agencies(Role.ARCHIVE):
        query["tt"] = EXPIRED
        expired = kept.count_expired(request.actor, clock.today())
        tabs.append(Tab(_("Hết thời hạn bảo quản"), f"{address}?{query.urlencode()}", wanted.expired_on is not None, expired))
    return tabs


def _facts(workfile: WorkFile) -> list[Fact]:
    rows = [
        Fact(_("Mã hồ sơ"), workfile.code),
        Fact(_("Cơ quan"), workfile.agency.name),
        Fact(_("Phòng"), workfile.division.name if workfile.division else ""),
        Fact(_("Người lập"), workfile.keeper_name),
        Fact(_("Thời gian tài liệu"), period_of(workfile)),
        Fact(_("Thời hạn bảo quản"), f"{workfile.maintenance} ({workfile.retention.code} {workfile.retention.description})"),
        Fact(_("Chế độ sử dụng"), str(UseMode(workfile.rights).label)),
        Fact(_("Ngôn ngữ"), workfile.language),
        Fact(_("Số văn bản, số trang"), f"{workfile.doc_total} · {workfile.page_total}"),
        Fact(_("Từ khóa"), workfile.keywords),
        Fact(_("Ký hiệu thông tin"), workfile.sign),
        Fact(_("Ghi chú"), workfile.description),
        Fact(_("Hạn nộp lưu"), date_text(workfile.hand_over_due_on)),
    ]
    return [fact for fact in rows if fact.value]


def _deeds(actor: Actor, workfile: WorkFile) -> dict[str, bool]:
    """What the reader may do with the file now."""
    edits, oversees = policies.can_edit(actor, workfile), policies.can_oversee(actor, workfile)
    free = workfile.frozen_at is None
    state = WorkFileState(workfile.state)
    waits_keeping = workfile.keep_asked_at is not None and workfile.keep_consented_at is None
    closed_for_archive = state is WorkFileState.CLOSED and workfile.hand_over_due_on is not None
    return {
        "edit": edits and free and state is WorkFileState.OPEN,
        "close": edits and free and WORKFILE_STATES.allows(state, WorkFileAction.CLOSE),
        "drop": edits and free and WORKFILE_STATES.allows(state, WorkFileAction.DROP) and not workfile.doc_total,
        "reopen": oversees and free and WORKFILE_STATES.allows(state, WorkFileAction.REOPEN),
        "submit": (edits or oversees) and free and closed_for_archive,
        "keep": edits and closed_for_archive and not waits_keeping,
        "answer_keep": waits_keeping and policies.can_approve_list(actor, workfile.agency_id),
        "rights": policies.can_manage_rights(actor, workfile),
        "pass_on": workfile.keeper_id == actor.account_id or oversees,
        "freeze": oversees and free,
        "unfreeze": oversees and not free,
    }


def _step_title(action: str, payload: Any) -> str:
    title = str(payload.get("title", "")) if action in ("put", "remove") else ""
    who = str(payload.get("who", payload.get("to", "")))
    return ": ".join(part for part in (action_word(action), title or who) if part)


def _detail(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
