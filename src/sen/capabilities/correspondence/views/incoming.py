"""Lists of incoming documents, their export, and the page of one document."""

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sen.capabilities.correspondence.forms import IncomingFilterForm
from sen.capabilities.correspondence.policies import access_incoming
from sen.capabilities.correspondence.selectors import incoming_list as lists
from sen.capabilities.correspondence.selectors.changes import open_change
from sen.capabilities.correspondence.selectors.choices import Workplace, division_choices, kind_choices
from sen.capabilities.correspondence.selectors.document_page import (
    content_rows,
    history_of,
    incoming_rows,
    list_page_files,
    task_tree,
)
from sen.capabilities.correspondence.selectors.relations import related_to_incoming
from sen.capabilities.correspondence.selectors.stamping import stampable_file
from sen.capabilities.correspondence.selectors.words import incoming_tag, role_tag, titled, urgency_tag
from sen.capabilities.correspondence.services.rights import note_view
from sen.capabilities.correspondence.states import OPEN_INCOMING
from sen.capabilities.correspondence.views.acting import list_habits, other_places, workplace
from sen.capabilities.correspondence.views.actions import incoming_actions
from sen.capabilities.correspondence.views.papers import chosen_file
from sen.kernel import clock
from sen.ui.access import ActorRequest, officer
from sen.ui.format import due_view, moment_text
from sen.ui.paging import page_number
from sen.ui.responses import bytes_response, page
from sen.ui.types import Tab, Tone
from sen.ui.workbook import EXCEL_TYPE, list_workbook

EXPORT_LIMIT = 5000
PLACE = "van-ban-den"


@require_GET
@officer
def incoming(request: ActorRequest) -> HttpResponse:
    """Incoming documents in groups that say what to do next."""
    place, now = workplace(request), clock.now()
    form = _form(request, place, now)
    wanted = _wanted(form, place)
    rows = lists.list_incoming(request.actor, place.agency_id, wanted, now, page_number(request.GET.get("trang")))
    counts = lists.count_incoming(request.actor, place.agency_id, now)
    context = {
        "place": place,
        "others": other_places(request.actor, place),
        "form": form,
        "rows": rows,
        "tabs": _tabs(request, wanted.tab, counts),
        "counts": counts,
        "tab": wanted.tab,
        "is_plain": not any((wanted.text, wanted.kind, wanted.channel, wanted.urgency, wanted.division_id, wanted.since, wanted.until)),
        **list_habits(request, PLACE),
        "directs": place.is_leader or place.is_head,
        "now": now,
    }
    return page(request, "correspondence/incoming.html", context)


@require_GET
@officer
def export(request: ActorRequest) -> HttpResponseBase:
    """The list as it is narrowed, as an Excel file."""
    place, now = workplace(request), clock.now()
    rows = lists.list_incoming(request.actor, place.agency_id, _wanted(_form(request, place, now), place), now, size=EXPORT_LIMIT)
    columns = (
        (_("Số đến"), 10), (_("Đến lúc"), 18), (_("Số, ký hiệu"), 22), (_("Ngày văn bản"), 14), (_("Cơ quan ban hành"), 40),
        (_("Trích yếu"), 70), (_("Đơn vị, người nhận"), 36), (_("Hạn"), 24), (_("Trạng thái"), 24), (_("Đường đến"), 20),
    )  # fmt: skip
    note = _("Lập lúc %(moment)s cho %(name)s") % {"moment": moment_text(now), "name": request.actor.name}
    if rows.more:
        note += ". " + _("Chỉ gồm %(count)d văn bản đầu danh sách.") % {"count": EXPORT_LIMIT}
    lines = (
        (r.number, r.arrived_at, r.code, r.issued_on, r.issuer, r.title, r.receiver, r.due.detail if r.due else "", r.state.word, r.channel)
        for r in rows
    )
    content = list_workbook(_("Văn bản đến"), _("Văn bản đến") + f" - {place.name}", note, columns, lines)
    return bytes_response(content, f"van-ban-den-{clock.local(now):%Y%m%d-%H%M}.xlsx", EXCEL_TYPE)


@require_GET
@officer
def show(request: ActorRequest, incoming_id: int) -> HttpResponse:
    """One incoming document: what to do next, what it says, who does what, what happened.  The read is recorded."""
    document = access_incoming(request.actor, incoming_id)
    now = clock.now()
    note_view(actor=request.actor, kind="incoming", record_id=document.pk, now=now)
    content = document.content
    files = list_page_files(content)
    is_open = document.state in OPEN_INCOMING
    context: dict[str, Any] = {
        "document": document,
        "content": content,
        "title": titled(content.kind_name, content.subject),
        "state": incoming_tag(document.state),
        "urgency": urgency_tag(content.urgency),
        "role": role_tag(document),
        "due": due_view(document.due_at, now, finished_at=document.finished_at) if document.due_at else None,
        "is_open": is_open,
        "actions": incoming_actions(request.actor, document),
        "change": open_change(document),
        "facts": content_rows(content),
        "own_facts": incoming_rows(document),
        "files": files,
        "preview": chosen_file(request, files, "incoming", document.pk),
        "tasks": task_tree("incoming", document.pk, now),
        "passes": document.passes.select_related("division", "officer", "passed_by").order_by("passed_at", "pk"),
        "related": related_to_incoming(request.actor, document),
        "stampable": stampable_file(document) is not None,
        "history": history_of("incoming", document.pk, now),
        "now": now,
    }
    return page(request, "correspondence/document.html", context)


def _form(request: ActorRequest, place: Workplace, now: dt.datetime) -> IncomingFilterForm:
    on = clock.local(now).date()
    return IncomingFilterForm(request.GET, kinds=kind_choices(on), divisions=division_choices(place.agency_id))


def _wanted(form: IncomingFilterForm, place: Workplace) -> lists.IncomingFilter:
    form.is_valid()
    data = form.cleaned_data
    usual = lists.TO_REGISTER if place.is_clerk else lists.TO_DIRECT if place.is_leader else lists.ALL
    urgency = data.get("khan") or ""
    return lists.IncomingFilter(
        data.get("nhom") or usual,
        data.get("q") or "",
        data.get("loai") or "",
        data.get("duong") or "",
        int(urgency) if urgency else None,
        int(data["don_vi"]) if data.get("don_vi") else None,
        data.get("tu"),
        data.get("den"),
        data.get("xep") or "",
    )


def _tabs(request: ActorRequest, current: str, counts: dict[str, int]) -> list[Tab]:
    query = request.GET.copy()
    for name in ("nhom", "trang", "xep"):
        query.pop(name, None)
    kept = f"&{query.urlencode()}" if query else ""
    words = (
        (lists.TO_REGISTER, _("Chờ vào sổ"), "inbox", Tone.PLAIN),
        (lists.TO_PASS, _("Chờ chuyển"), "send", Tone.PLAIN),
        (lists.TO_DIRECT, _("Chờ chỉ đạo"), "user-check", Tone.PLAIN),
        (lists.IN_WORK, _("Đang giải quyết"), "", Tone.PLAIN),
        (lists.LATE, _("Trễ hạn"), "triangle-alert", Tone.LATE),
        (lists.DONE, _("Đã xong"), "", Tone.PLAIN),
        (lists.BACK, _("Trả lại, thu hồi"), "", Tone.PLAIN),
        (lists.ALL, _("Tất cả"), "", Tone.PLAIN),
    )
    return [
        Tab(label, f"?nhom={key}{kept}", key == current, counts.get(key), icon if counts.get(key) else "", tone if counts.get(key) else "")
        for key, label, icon, tone in words
    ]
