"""App registration, menu entries, sources of records, words of the trail."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sen.capabilities.workfiles.types import register_source
from sen.foundation.accounts.types import register_open_work
from sen.foundation.audit.types import register_words
from sen.foundation.inbox.types import Counted, register_place, register_work_source
from sen.kernel.actor import ActorKind, Role
from sen.ui.navigation import NavEntry, Section, register

_OFFICERS = frozenset({ActorKind.OFFICER})
_FIGURES = frozenset({Role.LEADER, Role.HEAD, Role.CLERK, Role.ARCHIVE, Role.CONTROL, Role.ADMIN})
_FILING = "sen.capabilities.workfiles.selectors.filing"
_SUBJECTS = {
    "workfile": _("Hồ sơ công việc"),
    "filelist": _("Danh mục hồ sơ"),
    "handover": _("Nộp lưu"),
    "handover_call": _("Thông báo nộp lưu"),
    "retention": _("Thời hạn bảo quản"),
}
_ACTIONS = {
    "workfile.open": _("Mở hồ sơ công việc"),
    "workfile.correct": _("Sửa hồ sơ công việc"),
    "workfile.put": _("Đưa tài liệu vào hồ sơ"),
    "workfile.remove": _("Lấy tài liệu ra khỏi hồ sơ"),
    "workfile.close": _("Kết thúc hồ sơ công việc"),
    "workfile.reopen": _("Mở lại hồ sơ công việc"),
    "workfile.drop": _("Bỏ hồ sơ công việc"),
    "workfile.pass_on": _("Giao người khác lập hồ sơ"),
    "workfile.freeze": _("Giữ nguyên trạng hồ sơ"),
    "workfile.unfreeze": _("Bỏ giữ nguyên trạng hồ sơ"),
    "workfile.give_access": _("Giao quyền với hồ sơ công việc"),
    "workfile.withdraw_access": _("Thu hồi quyền với hồ sơ công việc"),
    "workfile.confirm_access": _("Xác nhận thay đổi quyền"),
    "workfile.submit": _("Nộp lưu hồ sơ"),
    "workfile.send_back": _("Lưu trữ trả lại hồ sơ"),
    "workfile.accept": _("Lưu trữ nhận hồ sơ"),
    "workfile.ask_to_keep": _("Đề nghị giữ lại hồ sơ"),
    "workfile.consent_to_keep": _("Đồng ý giữ lại hồ sơ"),
    "workfile.refuse_to_keep": _("Không đồng ý giữ lại hồ sơ"),
    "workfile.print_index": _("In mục lục hồ sơ"),
    "workfile.export": _("Xuất toàn bộ hồ sơ"),
    "retention.check": _("Đối chiếu thời hạn bảo quản"),
    "retention.change": _("Đổi thời hạn bảo quản"),
    "filelist.make": _("Lập danh mục hồ sơ"),
    "filelist.add_heading": _("Thêm đề mục"),
    "filelist.remove_heading": _("Bỏ đề mục"),
    "filelist.add_entry": _("Thêm hồ sơ vào danh mục"),
    "filelist.remove_entry": _("Bỏ hồ sơ khỏi danh mục"),
    "filelist.submit": _("Trình danh mục hồ sơ"),
    "filelist.send_back": _("Trả lại danh mục hồ sơ"),
    "filelist.approve": _("Ban hành danh mục hồ sơ"),
    "filelist.print": _("In danh mục hồ sơ"),
    "handover.call": _("Thông báo nộp lưu"),
    "handover.submit": _("Nộp lưu"),
    "handover.accept": _("Nhận hồ sơ nộp lưu"),
    "handover.send_back": _("Trả lại hồ sơ nộp lưu"),
}


class WorkfilesConfig(AppConfig):
    """Hồ sơ công việc."""

    name = "sen.capabilities.workfiles"
    label = "workfiles"
    verbose_name = "Hồ sơ công việc"

    def ready(self) -> None:
        """Put the pages into the menus and offer what lower apps own for filing."""
        register(NavEntry(Section.WORK, _("Hồ sơ công việc"), "workfiles:files", "folder-open", kinds=_OFFICERS, order=50))
        register(
            NavEntry(Section.WORK, _("Nộp lưu"), "workfiles:hand-overs", "library", kinds=_OFFICERS, order=52, count=Counted("nop-luu"))
        )
        register(NavEntry(Section.LOOKUP, _("Danh mục hồ sơ"), "workfiles:lists", "list-ordered", kinds=_OFFICERS, order=62))
        register(NavEntry(Section.LOOKUP, _("Thời hạn bảo quản"), "workfiles:retention", "hourglass", kinds=_OFFICERS, order=64))
        register(NavEntry(Section.LOOKUP, _("Hồ sơ xử lý trên mạng"), "workfiles:online", "gauge", roles=_FIGURES, order=63))
        register_place("ho-so-cong-viec", "workfiles:files")
        register_source("incoming", f"{_FILING}.IncomingSource")
        register_source("outgoing", f"{_FILING}.OutgoingSource")
        register_source("draft", f"{_FILING}.DraftSource")
        register_source("task", f"{_FILING}.TaskSource")
        register_open_work("sen.capabilities.workfiles.selectors.leaving.list_open_work")
        for source in ("WorkFileWork", "FileListWork", "HandOverWork", "ExportWork"):
            register_work_source(f"sen.capabilities.workfiles.selectors.work.{source}")
        register_words(subjects=_SUBJECTS, actions=_ACTIONS)
