"""App registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sen.capabilities.assignments.types import register_source_kind
from sen.capabilities.correspondence.states import ACTION_NAMES
from sen.foundation.audit.types import register_words
from sen.foundation.inbox.types import Column, Counted, register_place, register_work_source
from sen.kernel.actor import ActorKind, Role
from sen.ui.navigation import NavEntry, Section, register

_OFFICERS = frozenset({ActorKind.OFFICER})
_CLERKS = frozenset({Role.CLERK})
_WIDE = frozenset({Role.CLERK, Role.LEADER})
_KEEPERS = frozenset({Role.CLERK, Role.LEADER, Role.ADMIN})

_SUBJECTS = {
    "incoming": _("Văn bản đến"),
    "outgoing": _("Văn bản đi"),
    "number_book": _("Sổ số văn bản"),
    "recipient_group": _("Nhóm nơi nhận"),
    "secret_line": _("Sổ văn bản mật"),
}
_BOOK_ACTIONS = {
    "open_book": _("Mở sổ"),
    "rename_book": _("Đổi tên sổ"),
    "close_book": _("Đóng sổ"),
    "give_book_right": _("Cho quyền giữ số"),
    "withdraw_book_right": _("Rút quyền giữ số"),
    "reserve_numbers": _("Giữ số trước"),
    "use_kept_number": _("Dùng số đã giữ"),
    "back_date_number": _("Cấp số lùi ngày"),
    "void_number": _("Hủy số đã giữ"),
    "save_group": _("Lưu nhóm nơi nhận"),
    "remove_group": _("Xóa nhóm nơi nhận"),
    "register_secret": _("Ghi sổ văn bản mật"),
}
_RECORD_ACTIONS = {
    **ACTION_NAMES,
    "set_recipients": _("Đổi nơi nhận"),
    "correct": _("Sửa thông tin sổ"),
    "grant": _("Cho quyền xem"),
    "withdraw_grant": _("Rút quyền xem"),
    "confirm_grant": _("Xác nhận thay đổi quyền"),
    "change_asked": _("Nơi gửi đề nghị thay đổi"),
    "refuse_update": _("Không đồng ý cập nhật"),
    "refuse_replace": _("Không đồng ý thay thế"),
}


_INCOMING_COLUMNS = (
    Column("so", _("Số đến")),
    Column("den", _("Đến lúc")),
    Column("noi", _("Nơi gửi")),
    Column("ky", _("Người ký"), usual=False),
    Column("duong", _("Đường đến"), usual=False),
    Column("nguoi", _("Đơn vị, người nhận")),
    Column("han", _("Hạn, trạng thái")),
)
_OUTGOING_COLUMNS = (
    Column("ky", _("Người ký")),
    Column("don-vi", _("Đơn vị soạn"), usual=False),
    Column("phat-hanh", _("Phát hành lúc"), usual=False),
    Column("noi", _("Nơi nhận")),
    Column("trang-thai", _("Trạng thái")),
)


class CorrespondenceConfig(AppConfig):
    """Văn bản đi và đến."""

    name = "sen.capabilities.correspondence"
    label = "correspondence"
    verbose_name = "Văn bản đi và đến"

    def ready(self) -> None:
        """Put documents into the inbox, and name them as what tasks come from."""
        for source in ("IncomingWork", "ChangeWork", "OutgoingWork"):
            register_work_source(f"sen.capabilities.correspondence.selectors.work.{source}")
        register_source_kind("incoming", _("Văn bản đến"), "sen.capabilities.correspondence.selectors.work.incoming_address")
        register_place("van-ban-den", "correspondence:incoming", _INCOMING_COLUMNS)
        register_place("van-ban-di", "correspondence:outgoing", _OUTGOING_COLUMNS)
        for entry in _entries():
            register(entry)
        records = {f"correspondence.{kind}.{action}": word for kind in ("incoming", "outgoing") for action, word in _RECORD_ACTIONS.items()}
        books = {f"correspondence.{action}": word for action, word in _BOOK_ACTIONS.items()}
        register_words(subjects=_SUBJECTS, actions=records | books)


def _entries() -> tuple[NavEntry, ...]:
    """The pages of documents in the menus of those who use them."""
    return (
        NavEntry(Section.WORK, _("Bàn văn thư"), "correspondence:home", "stamp", roles=_CLERKS, order=11, count=Counted("van-ban-den")),
        NavEntry(Section.WORK, _("Văn bản đến"), "correspondence:incoming", "file-down", kinds=_OFFICERS, order=12),
        NavEntry(Section.WORK, _("Văn bản đi"), "correspondence:outgoing", "file-up", kinds=_OFFICERS, order=13),
        NavEntry(Section.LOOKUP, _("Tìm văn bản"), "correspondence:search", "file-search", kinds=_OFFICERS, order=11),
        NavEntry(Section.LOOKUP, _("Sổ văn bản"), "correspondence:register", "book-open", roles=_WIDE, order=12),
        NavEntry(Section.LOOKUP, _("Sử dụng bản lưu"), "correspondence:kept_copies", "book-open", roles=_WIDE, order=13),
        NavEntry(Section.MANAGE, _("Sổ số văn bản"), "correspondence:books", "list-ordered", roles=_KEEPERS, order=30),
        NavEntry(Section.MANAGE, _("Nhóm nơi nhận"), "correspondence:groups", "users", roles=_WIDE, order=31),
        NavEntry(Section.MANAGE, _("Sổ văn bản mật"), "correspondence:secrets", "lock", roles=_CLERKS, order=32),
    )
