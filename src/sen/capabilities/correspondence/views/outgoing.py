"""Lists of outgoing documents, their export, and the page of one with its way through every agency."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sen.capabilities.correspondence.forms import OutgoingFilterForm
from sen.capabilities.correspondence.policies import access_outgoing
from sen.capabilities.correspondence.selectors import outgoing_list as lists
from sen.capabilities.correspondence.selectors.changes import list_changes
from sen.capabilities.correspondence.selectors.choices import Workplace, book_choices, division_choices, kind_choices
from sen.capabilities.correspondence.selectors.document_page import content_rows, history_of, list_page_files
from sen.capabilities.correspondence.selectors.relations import related_to_outgoing
from sen.capabilities.correspondence.selectors.way import WaySummary, list_way, way_summary
from sen.capabilities.correspondence.selectors.words import file_code, outgoing_tag, titled, urgency_tag
from sen.capabilities.correspondence.services.rights import note_view
from sen.capabilities.correspondence.states import DeliveryState
from sen.capabilities.correspondence.views.acting import list_habits, other_places, workplace
from sen.capabilities.correspondence.views.actions import outgoing_actions
from sen.capabilities.correspondence.views.papers import chosen_file
from sen.kernel import clock
from sen.ui.access import ActorRequest, officer
from sen.ui.format import moment_text
from sen.ui.paging import page_number
from sen.ui.responses import bytes_response, page
from sen.ui.types import Tab, Tone
from sen.ui.workbook import EXCEL_TYPE, list_workbook

EXPORT_LIMIT = 5000
PLACE = "van-ban-di"


@require_GET
@officer
def outgoing(request: ActorRequest) -> HttpResponse:
    """Outgoing documents, each with how far it has come."""
    place = workplace(request)
    form = _form(request, place)
    wanted = _wanted(form, place)
    context = {
        "place": place,
        "others": other_places(request.actor, place),
        "form": form,
        "rows": lists.list_outgoing(request.actor, place.agency_id, wanted, page_number(request.GET.get("trang"))),
        "tabs": _tabs(request, wanted.tab, lists.count_outgoing(request.actor, place.agency_id)),
        "tab": wanted.tab,
        **list_habits(request, PLACE),
        "now": clock.now(),
    }
    return page(request, "correspondence/outgoing.html", context)


@require_GET
@officer
def export(request: ActorRequest) -> HttpResponseBase:
    """The list as it is narrowed, as an Excel file."""
    place, now = workplace(request), clock.now()
    rows = lists.list_outgoing(request.actor, place.agency_id, _wanted(_form(request, place), place), size=EXPORT_LIMIT)
    columns = (
        (_("Số, ký hiệu"), 22), (_("Ngày văn bản"), 14), (_("Trích yếu"), 70), (_("Người ký"), 28), (_("Đơn vị soạn"), 30),
        (_("Phát hành lúc"), 18), (_("Nơi nhận"), 12), (_("Đã nhận"), 12), (_("Đã vào sổ"), 12), (_("Xong"), 10), (_("Trả lại"), 10),
        (_("Trạng thái"), 24),
    )  # fmt: skip
    note = _("Lập lúc %(moment)s cho %(name)s") % {"moment": moment_text(now), "name": request.actor.name}
    if rows.more:
        note += ". " + _("Chỉ gồm %(count)d văn bản đầu danh sách.") % {"count": EXPORT_LIMIT}
    lines = (
        (
            r.code, r.issued_on, r.title, r.signer, r.division, r.sent_at, r.progress.total, r.progress.arrived, r.progress.accepted,
            r.progress.done, r.progress.refused, r.state.word,
        )
        for r in rows
    )  # fmt: skip
    content = list_workbook(_("Văn bản đi"), _("Văn bản đi") + f" - {place.name}", note, columns, lines)
    return bytes_response(content, f"van-ban-di-{clock.local(now):%Y%m%d-%H%M}.xlsx", EXCEL_TYPE)


@require_GET
@officer
def show(request: ActorRequest, outgoing_id: int) -> HttpResponse:
    """One outgoing document and its way through every agency.  The read is recorded."""
    document, now = access_outgoing(request.actor, outgoing_id), clock.now()
    note_view(actor=request.actor, kind="outgoing", record_id=document.pk, now=now)
    content = document.content
    files = list_page_files(content)
    summary = way_summary(document)
    asked = request.GET.get("trang-thai", "")
    context: dict[str, Any] = {
        "document": document,
        "content": content,
        "title": titled(content.kind_name, content.subject),
        "state": outgoing_tag(document.state),
        "urgency": urgency_tag(content.urgency),
        "actions": outgoing_actions(request.actor, document, refused=summary.refused),
        "facts": content_rows(content),
        "files": files,
        "preview": chosen_file(request, files, "outgoing", document.pk),
        "way": summary,
        "tabs": _way_tabs(request, summary, asked),
        "rows": list_way(document, state=asked, text=request.GET.get("noi", ""), number=page_number(request.GET.get("trang"))),
        "related": related_to_outgoing(request.actor, document),
        "changes": list_changes(document),
        "history": history_of("outgoing", document.pk, now),
        "now": now,
    }
    return page(request, "correspondence/outgoing_document.html", context)


@require_GET
@officer
def freshness(request: ActorRequest, outgoing_id: int) -> JsonResponse:
    """How far the document has come now, for the page's own question every few seconds."""
    document = access_outgoing(request.actor, outgoing_id)
    way = way_summary(document)
    return JsonResponse({"total": way.total, "arrived": way.arrived, "accepted": way.accepted, "done": way.done, "refused": way.refused})


@require_GET
@officer
def way_export(request: ActorRequest, outgoing_id: int) -> HttpResponseBase:
    """The way through every agency as an Excel file."""
    document, now = access_outgoing(request.actor, outgoing_id), clock.now()
    columns = ((_("Nơi nhận"), 46), (_("Đường gửi"), 20), (_("Trạng thái"), 24), (_("Lúc"), 18), (_("Lý do, ghi chú"), 50))
    note = _("Lập lúc %(moment)s") % {"moment": moment_text(now)}
    rows = [row for number in range(1, 21) for row in list_way(document, number=number)]
    lines = ((row.name, row.way, row.state.word, row.last_at, row.reason or row.trouble) for row in rows)
    content = list_workbook(_("Đường đi"), f"{document.content.code} - {document.content.subject}"[:200], note, columns, lines)
    return bytes_response(content, f"duong-di-{file_code(document.content)}.xlsx", EXCEL_TYPE)


def _form(request: ActorRequest, place: Workplace) -> OutgoingFilterForm:
    on = clock.today()
    books, divisions = book_choices(place.agency_id, on), division_choices(place.agency_id)
    return OutgoingFilterForm(request.GET, kinds=kind_choices(on), books=books, divisions=divisions)


def _wanted(form: OutgoingFilterForm, place: Workplace) -> lists.OutgoingFilter:
    form.is_valid()
    data = form.cleaned_data
    return lists.OutgoingFilter(
        data.get("nhom") or lists.ALL,
        data.get("q") or "",
        data.get("loai") or "",
        int(data["so"]) if data.get("so") else None,
        int(data["don_vi"]) if data.get("don_vi") else None,
        data.get("tu"),
        data.get("den"),
        data.get("xep") or "",
    )


def _tabs(request: ActorRequest, current: str, counts: dict[str, int]) -> list[Tab]:
    query = request.GET.copy()
    for name in ("nhom", "trang"):
        query.pop(name, None)
    kept = f"&{query.urlencode()}" if query else ""
    words = (
        (lists.ALL, _("Tất cả"), ""),
        (lists.TO_SEND, _("Chờ phát hành"), "stamp"),
        (lists.SENT, _("Đã phát hành"), ""),
        (lists.RETURNED, _("Có nơi trả lại"), "triangle-alert"),
        (lists.RECALLS, _("Đang thu hồi"), "rotate-ccw"),
    )
    return [
        Tab(label, f"?nhom={key}{kept}", key == current, counts.get(key), icon if counts.get(key) else "") for key, label, icon in words
    ]


def _way_tabs(request: ActorRequest, summary: WaySummary, asked: str) -> list[Tab]:
    tabs = [Tab(_("Mọi nơi nhận"), "?#duong-di", not asked, summary.total)]
    late = (DeliveryState.REFUSED, DeliveryState.RECALL_REFUSED)
    for one in summary.counts:
        tone = Tone.LATE if one.state in late else Tone.PLAIN
        tabs.append(Tab(one.tag.word, f"?trang-thai={one.state}#duong-di", asked == one.state, one.count, "", tone))
    return tabs
