"""The list of records, one record with its tabs, its history and differences, and the import report."""

from typing import Any

from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sen.capabilities.procedures import policies
from sen.capabilities.procedures.forms import RecordFilterForm
from sen.capabilities.procedures.models import ProcedureVersion
from sen.capabilities.procedures.selectors import control, list_versions, version_page
from sen.capabilities.procedures.selectors.bases import stated_bases
from sen.capabilities.procedures.selectors.comparison import compare_versions
from sen.capabilities.procedures.selectors.completeness import PARTS, absent_parts, missing_parts, part_names
from sen.capabilities.procedures.selectors.routes import routes_of
from sen.capabilities.procedures.services.import_report import REMARKS
from sen.capabilities.procedures.services.spreadsheet import catalogue_workbook
from sen.capabilities.procedures.states import VERSION_STATES, VersionAction, VersionState
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.ui.access import ActorRequest, roles
from sen.ui.paging import list_page, page_number
from sen.ui.responses import bytes_response, page
from sen.ui.types import Tab, TagView, TimelineItem

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TABS = (
    ("", "Nội dung"),
    ("giay-to", "Giấy tờ"),
    ("nop-ho-so", "Cách nộp, phí"),
    ("can-cu", "Kết quả, căn cứ"),
    ("quy-trinh", "Quy trình"),
    ("lich-su", "Lịch sử"),
)
ACTION_NAMES = {
    "create": "Lập bản dự thảo",
    VersionAction.CHECK: "Xác nhận đã kiểm soát",
    VersionAction.SEND_BACK: "Trả lại để sửa",
    VersionAction.APPROVE: "Ghi quyết định phê duyệt",
    VersionAction.PUBLISH: "Công bố",
    VersionAction.REPLACE: "Được thay thế",
    VersionAction.ABOLISH: "Bãi bỏ",
    "edit-steps": "Sửa các bước",
    "retire": "Thôi áp dụng",
}


@require_safe
@roles(Role.CONTROL)
def records(request: ActorRequest) -> HttpResponse:
    """The newest version of every procedure, with filters."""
    form = RecordFilterForm(request.GET or None, states=control.STATE_NAMES, field_names=control.list_field_names())
    found = control.list_records(_wanted(form))
    counts = control.count_states()
    tabs = [_state_tab(request, state, counts.get(state, 0)) for state in ("", *control.STATE_NAMES) if not state or counts.get(state)]
    rows = list_page(found, page_number(request.GET.get("trang")), total=found.count())
    context = {"form": form, "rows": rows, "marked": [(row, _marks(row)) for row in rows], "tabs": tabs}
    return page(request, "procedures/records.html", context)


@require_safe
@roles(Role.CONTROL)
def export(request: ActorRequest) -> FileResponse:
    """The catalogue as filtered, as a spreadsheet."""
    form = RecordFilterForm(request.GET or None, states=control.STATE_NAMES, field_names=control.list_field_names())
    content = catalogue_workbook(control.list_records(_wanted(form)))
    return bytes_response(content, f"danh-muc-thu-tuc-{clock.today():%Y%m%d}.xlsx", XLSX)


@require_safe
@roles(Role.CONTROL)
def record(request: ActorRequest, version_id: int) -> HttpResponse:
    """One version with everything it says, its gaps and doubts, and what can be done next."""
    version = policies.access_version(request.actor, version_id)
    tab = request.GET.get("muc", "")
    stated = stated_bases(version_id, clock.today())
    context = {
        "version": version,
        "view": version_page(version_id),
        "tab": tab,
        "tabs": [Tab(_(label), f"?muc={key}" if key else request.path, key == tab) for key, label in TABS],
        "state": state_tag(version.state),
        "missing": part_names(missing_parts(version)),
        "doubts": [_(REMARKS[key]) for key in control.doubts_of(version) if key in REMARKS],
        "bases": stated,
        "lost_bases": [basis for basis in stated if basis.is_lost],
        "is_draft": version.state == VersionState.DRAFT,
        "can_move": bool(VERSION_STATES.actions(version.state)) and version.state != VersionState.PUBLISHED,
        "can_abolish": version.state == VersionState.PUBLISHED,
        **(_history(version) if tab == "lich-su" else {}),
        **({"routes": routes_of(version.procedure_id)} if tab == "quy-trinh" else {}),
    }
    return page(request, "procedures/record.html", context)


@require_safe
@roles(Role.CONTROL)
def compare(request: ActorRequest, version_id: int) -> HttpResponse:
    """What a version changes against the one before it."""
    version = policies.access_version(request.actor, version_id)
    older = [other for other in list_versions(version.procedure_id) if other.number < version.number]
    differences = compare_versions(older[0].pk, version.pk) if older else []
    return page(request, "procedures/compare.html", {"version": version, "older": older[0] if older else None, "differences": differences})


@require_safe
@roles(Role.CONTROL)
def imports(request: ActorRequest) -> HttpResponse:
    """What the last imports read, what they could not, and why."""
    found = control.last_imports()
    chosen = next((row for row in found if str(row.pk) == request.GET.get("lan")), found[0] if found else None)
    problems = [_problem(row) for row in chosen.report["problems"]] if chosen else []
    context = {
        "imports": found,
        "chosen": chosen,
        "problems": list_page(problems, page_number(request.GET.get("trang")), size=50, total=len(problems)),
        "missing": [(name, chosen.report["missing_parts"][key]) for key, name in PARTS if key in chosen.report["missing_parts"]]
        if chosen
        else [],
        "remarks": [(_(REMARKS[key]), count) for key, count in chosen.report["remarks"].items()] if chosen else [],
    }
    return page(request, "procedures/imports.html", context)


def state_tag(state: str) -> TagView:
    """A version's state as a tag."""
    return TagView(_(control.STATE_NAMES[VersionState(state)]), control.STATE_TONES.get(VersionState(state), "line"))


def _wanted(form: RecordFilterForm) -> control.RecordFilter:
    if not form.is_valid():
        return control.RecordFilter()
    facts = form.cleaned_data
    return control.RecordFilter(facts["q"], facts["trang_thai"], facts["linh_vuc"], facts["muc_do"], facts["can_sua"])


def _state_tab(request: ActorRequest, state: str, count: int) -> Tab:
    label = control.STATE_NAMES[VersionState(state)] if state else "Tất cả"
    url = f"{reverse('procedures:records')}?trang_thai={state}" if state else reverse("procedures:records")
    return Tab(_(label), url, request.GET.get("trang_thai", "") == state, count if state else None)


def _marks(row: Any) -> dict[str, Any]:
    stated = control.stated_of(row)
    doubts = [key for key in control.DOUBTS if key in row.source_notes]
    return {
        "state": state_tag(row.state),
        "missing": part_names(absent_parts(stated)),
        "doubts": len(doubts) or int(row.has_doubtful_fee),
        "lost": row.has_lost_basis,
    }


def _history(version: ProcedureVersion) -> dict[str, Any]:
    versions = list_versions(version.procedure_id)
    events = control.list_events(version_ids=[row.pk for row in versions])
    items = [
        TimelineItem(
            _(ACTION_NAMES.get(event.action, event.action)) + f" · {_('bản số')} {event.version.number if event.version else ''}",
            " · ".join(filter(None, (f"{clock.local(event.occurred_at):%H:%M %d/%m/%Y}", event.actor_name, event.reason))),
        )
        for event in events
    ]
    return {"versions": [(row, state_tag(row.state)) for row in versions], "events": items}


def _problem(row: dict[str, Any]) -> dict[str, Any]:
    reasons = [_("Thiếu: {name}").format(name=name) for name in part_names(row["missing"])]
    return {**row, "reasons": [*reasons, *(_(REMARKS[key]) for key in row["remarks"] if key in REMARKS)]}
