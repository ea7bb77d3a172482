"""Words and tags for states, actions and deadlines of work files."""

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sen.capabilities.workfiles.models import ItemKind
from sen.capabilities.workfiles.states import ExportState, FileListState, HandOverState, WorkFileState
from sen.ui.format import date_text
from sen.ui.types import DueView, TagView

if TYPE_CHECKING:
    from sen.capabilities.workfiles.models import FileList, HandOver, WorkFile

STATE_WORDS: dict[WorkFileState, str | Promise] = {
    WorkFileState.OPEN: gettext_lazy("Đang lập"),
    WorkFileState.CLOSED: gettext_lazy("Đã kết thúc"),
    WorkFileState.SUBMITTED: gettext_lazy("Chờ lưu trữ nhận"),
    WorkFileState.ARCHIVED: gettext_lazy("Đã vào lưu trữ"),
    WorkFileState.DROPPED: gettext_lazy("Đã bỏ"),
}
_STATE_LOOK = {
    WorkFileState.OPEN: ("act", "folder-open"),
    WorkFileState.CLOSED: ("done", "folder-check"),
    WorkFileState.SUBMITTED: ("wait", "hourglass"),
    WorkFileState.ARCHIVED: ("done", "library"),
    WorkFileState.DROPPED: ("", "circle-slash"),
}
ACTION_WORDS: dict[str, str | Promise] = {
    "open": gettext_lazy("Mở hồ sơ"),
    "correct": gettext_lazy("Sửa thông tin hồ sơ"),
    "put": gettext_lazy("Đưa tài liệu vào hồ sơ"),
    "remove": gettext_lazy("Lấy tài liệu ra khỏi hồ sơ"),
    "close": gettext_lazy("Kết thúc hồ sơ"),
    "reopen": gettext_lazy("Mở lại hồ sơ"),
    "drop": gettext_lazy("Bỏ hồ sơ"),
    "pass_on": gettext_lazy("Giao người khác lập hồ sơ"),
    "freeze": gettext_lazy("Giữ nguyên trạng"),
    "unfreeze": gettext_lazy("Bỏ giữ nguyên trạng"),
    "give_access": gettext_lazy("Giao quyền"),
    "withdraw_access": gettext_lazy("Thu hồi quyền"),
    "confirm_access": gettext_lazy("Xác nhận thay đổi quyền"),
    "submit": gettext_lazy("Nộp lưu"),
    "send_back": gettext_lazy("Lưu trữ trả lại"),
    "accept": gettext_lazy("Lưu trữ nhận"),
    "ask_to_keep": gettext_lazy("Đề nghị giữ lại"),
    "consent_to_keep": gettext_lazy("Đồng ý giữ lại"),
    "refuse_to_keep": gettext_lazy("Không đồng ý giữ lại"),
    "print_index": gettext_lazy("In mục lục"),
    "export": gettext_lazy("Xuất toàn bộ hồ sơ"),
}
KIND_ICONS = {
    ItemKind.INCOMING.value: "inbox",
    ItemKind.OUTGOING.value: "send",
    ItemKind.DRAFT.value: "file-pen-line",
    ItemKind.TASK.value: "clipboard-check",
    ItemKind.DOSSIER.value: "folder",
    ItemKind.NOTE.value: "paperclip",
}


def state_tag(workfile: "WorkFile") -> TagView:
    """The state of a file as a tag."""
    state = WorkFileState(workfile.state)
    tone, icon = _STATE_LOOK[state]
    return TagView(str(STATE_WORDS[state]), tone, icon)


def list_tag(owner: "FileList") -> TagView:
    """The state of a yearly list as a tag."""
    return {
        FileListState.DRAFT: TagView(_("Đang soạn"), "act", "pen-line"),
        FileListState.SUBMITTED: TagView(_("Chờ phê duyệt"), "wait", "hourglass"),
        FileListState.APPROVED: TagView(_("Đã ban hành"), "done", "circle-check"),
    }[FileListState(owner.state)]


def hand_over_tag(hand_over: "HandOver") -> TagView:
    """The state of a hand-over as a tag."""
    return {
        HandOverState.SUBMITTED: TagView(_("Chờ lưu trữ nhận"), "wait", "hourglass"),
        HandOverState.ACCEPTED: TagView(_("Đã nhận"), "done", "circle-check"),
        HandOverState.SENT_BACK: TagView(_("Đã trả lại"), "late", "corner-up-left"),
    }[HandOverState(hand_over.state)]


def export_tag(state: str) -> TagView:
    """The state of an export as a tag."""
    if state == ExportState.FAILED:
        return TagView(_("Chưa lập được"), "late", "triangle-alert")
    return TagView(_("Đã sẵn sàng"), "done", "circle-check") if state == ExportState.DONE else TagView(_("Đang lập"), "wait", "hourglass")


def action_word(action: str) -> str:
    """What somebody did with a file, in words."""
    return str(ACTION_WORDS.get(action, action))


def hand_over_day(workfile: "WorkFile") -> dt.date | None:
    """The day by which the file goes to the archive: the later day where its unit may keep it longer."""
    if workfile.keep_until and workfile.keep_consented_at:
        return workfile.keep_until
    return workfile.hand_over_due_on


def hand_over_view(workfile: "WorkFile", today: dt.date, notice_days: int) -> DueView | None:
    """The term of hand-over of a closed file in words; None for files that stay or are gone."""
    day = hand_over_day(workfile)
    if day is None or workfile.state != WorkFileState.CLOSED:
        return None
    left = (day - today).days
    if left < 0:
        return DueView("late", "triangle-alert", _("Trễ nộp lưu %(n)d ngày") % {"n": -left}, date_text(day), day.isoformat())
    tone, icon = ("soon", "alarm-clock") if left <= notice_days else ("", "calendar")
    return DueView(tone, icon, _("Nộp lưu trong %(n)d ngày") % {"n": left}, date_text(day), day.isoformat())
