"""Everything the page of one document shows, for those who hold it."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from sen.capabilities.assignments.selectors import role_name, state_tag, tasks_of_source
from sen.capabilities.assignments.types import TaskBrief
from sen.capabilities.correspondence.models import Content, ContentFile, IncomingDocument
from sen.capabilities.correspondence.selectors.words import action_name, channel_name, day, history_detail, urgency_tag
from sen.capabilities.correspondence.types import Competence, FileRole
from sen.foundation.history.selectors import list_events
from sen.kernel.errors import NotFound
from sen.ui.format import due_view, moment_text, size_text
from sen.ui.types import DueView, Fact, TagView, TimelineItem, Tone

if TYPE_CHECKING:
    from sen.foundation.files.models import StoredFile

_DOT = {
    "register": "stamp", "refuse": "undo-2", "pass_on": "send", "direct": "user-check", "finish": "circle-check", "send": "send",
    "seal": "signature", "recall": "rotate-ccw", "ask_recall": "rotate-ccw", "replace": "repeat", "update": "refresh-cw", "arrive": "inbox",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageFile:
    """One file of a document as its page lists it."""

    id: int
    file_id: int
    name: str
    role: str
    size: str
    sha256: str
    scan: TagView | None
    stored: "StoredFile"


@dataclass(frozen=True, slots=True)
class TaskLineView:
    """A task with its depth below the document, and its words."""

    task: TaskBrief
    depth: int
    role: str
    state: TagView
    due: DueView | None


def list_page_files(content: Content) -> list[PageFile]:
    """Files of the document, main ones first."""
    rows = ContentFile.objects.filter(content=content.pk).select_related("file").order_by("position", "pk")
    return [_file(row) for row in sorted(rows, key=lambda row: row.role != FileRole.MAIN)]


def access_document_file(content_id: int, file_id: int) -> ContentFile:
    """One file of a document the caller may see; raises NotFound."""
    row = ContentFile.objects.filter(content=content_id, pk=file_id).select_related("file").first()
    if row is None:
        raise NotFound
    return row


def _file(row: ContentFile) -> PageFile:
    stored = row.file
    scan: TagView | None = None
    if stored.scan_state == "infected":
        scan = TagView(_("Có mã độc, không mở được"), Tone.LATE, "shield-x")
    elif stored.scan_state == "pending":
        scan = TagView(_("Đang chờ quét"), Tone.SOON, "loader-circle")
    elif stored.scan_state == "not_scanned":
        scan = TagView(_("Chưa quét vi-rút"), Tone.SOON, "shield-alert")
    role = str(FileRole(row.role).label)
    return PageFile(row.pk, stored.pk, row.name, role, size_text(stored.size), row.sha256, scan, stored)


def content_rows(content: Content) -> list[Fact]:
    """The particulars of a document, names and values; empty ones are left out."""
    urgent = urgency_tag(content.urgency)
    signer = ", ".join(part for part in (content.signer_name, content.signer_title) if part)
    rows = (
        (_("Số, ký hiệu"), content.code or _("Không số")),
        (_("Ngày văn bản"), day(content.issued_on)),
        (_("Loại văn bản"), content.kind_name),
        (_("Cơ quan ban hành"), content.issuer_name),
        (_("Người ký"), signer),
        (_("Thẩm quyền ký"), Competence(content.signer_competence).label if content.signer_competence in Competence.values[1:] else ""),
        (_("Mức độ khẩn"), urgent.word if urgent else ""),
        (_("Hạn trả lời"), day(content.due_on)),
        (_("Số trang"), str(content.pages) if content.pages else ""),
        (_("Nơi nhận"), content.to_places),
        (_("Mã định danh văn bản"), content.document_id),
    )
    return [Fact(str(label), value) for label, value in rows if value]


def incoming_rows(incoming: IncomingDocument) -> list[Fact]:
    """What the agency itself wrote about the document."""
    rows = (
        (_("Số đến"), str(incoming.arrival_number) if incoming.arrival_number else ""),
        (_("Đến lúc"), moment_text(incoming.arrived_at)),
        (_("Đường đến"), channel_name(incoming.channel)),
        (_("Gửi đến"), str(incoming.delivery.get_role_display()) if incoming.delivery else ""),
        (_("Vào sổ lúc"), moment_text(incoming.registered_at)),
        (_("Đơn vị hoặc người nhận"), incoming.receiver),
        (_("Chuyển lúc"), moment_text(incoming.passed_on_at)),
        (_("Kết quả giải quyết"), incoming.result),
        (_("Ghi chú"), incoming.note),
    )
    return [Fact(str(label), value) for label, value in rows if value]


def history_of(kind: str, record_id: int, now: dt.datetime) -> list[TimelineItem]:
    """The whole history, newest first, in words."""
    items = []
    for event in reversed(list_events(kind, record_id)):
        said = ". ".join(part for part in (history_detail(event.payload), event.reason) if part)
        who = f"{event.actor_name or _('Hệ thống')}, {moment_text(event.occurred_at, now)}"
        items.append(TimelineItem(action_name(event.action), f"{who}. {said}" if said else who, icon=_DOT.get(event.action, "")))
    return items


def task_tree(kind: str, record_id: int, now: dt.datetime) -> list[TaskLineView]:
    """Tasks that come from the document, parts below the whole."""
    tasks = list(tasks_of_source(kind, record_id))
    known = {task.id for task in tasks}
    below: dict[int | None, list[TaskBrief]] = {}
    for task in tasks:
        below.setdefault(task.parent_id if task.parent_id in known else None, []).append(task)

    def walk(parent: int | None, depth: int) -> list[TaskLineView]:
        return [line for task in below.get(parent, []) for line in (_task_line(task, depth, now), *walk(task.id, depth + 1))]

    return walk(None, 0)


def _task_line(task: TaskBrief, depth: int, now: dt.datetime) -> TaskLineView:
    due = due_view(task.due_at, now, finished_at=task.closed_at) if task.due_at else None
    return TaskLineView(task, min(depth, 4), role_name(task.role), state_tag(task.state), due)
