"""Values that cross the door of audit."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class EntryKind(StrEnum):
    """What happened."""

    CHANGE = "change"
    READ = "read"
    SIGN_IN = "sign_in"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the trail before it is written; ``detail`` holds JSON values only."""

    recorded_at: dt.datetime
    kind: EntryKind
    action: str
    actor_id: int | None
    actor_name: str
    subject_type: str
    subject_id: int
    agency_id: int | None = None
    person_id: int | None = None
    purpose: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """What the reader of the trail looks for; empty values do not narrow."""

    actor_id: int | None = None
    person_id: int | None = None
    subject_type: str = ""
    subject_id: int | None = None
    kind: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None


Word = str | Promise

_subjects: dict[str, Word] = {
    "account": _("Tài khoản"),
    "agency": _("Cơ quan"),
    "calendar_day": _("Ngày làm việc"),
    "delegation": _("Ủy quyền"),
    "dossier": _("Hồ sơ"),
    "file": _("Tệp"),
    "person": _("Người"),
    "procedure_version": _("Thủ tục"),
}
_actions: dict[str, Word] = {
    "read": _("Xem"),
    "signed_in": _("Đăng nhập"),
    "signed_out": _("Đăng xuất"),
    "refused": _("Đăng nhập bị từ chối"),
    "account.appoint": _("Bổ nhiệm"),
    "account.change_password": _("Đổi mật khẩu"),
    "account.end_appointment": _("Thôi giao vai trò"),
    "account.register": _("Lập tài khoản"),
    "agency.set_codes": _("Sửa mã định danh"),
    "calendar.remove_day": _("Bỏ ngày đặc biệt"),
    "calendar.set_day": _("Đặt ngày đặc biệt"),
    "calendar.set_hours": _("Sửa giờ làm việc"),
    "delegation.give": _("Giao ủy quyền"),
    "delegation.revoke": _("Thu hồi ủy quyền"),
    "person.create": _("Thêm người"),
    "session.revoke": _("Đóng phiên đăng nhập"),
    "store": _("Nhận tệp"),
    "malware_found": _("Phát hiện mã độc"),
}


_DETAILS: dict[str, Word] = {
    "accepted": _("Đã nhận"),
    "added": _("Thêm"),
    "address": _("Địa chỉ"),
    "agreement": _("Thỏa thuận"),
    "asked": _("Hỏi"),
    "before": _("Trước đó"),
    "burst": _("Dồn tối đa"),
    "changed": _("Thay đổi"),
    "code": _("Mã"),
    "copied": _("Chép từ"),
    "digest": _("Mã băm"),
    "end_on": _("Kết thúc ngày"),
    "endpoints": _("Thao tác"),
    "ends_on": _("Đến ngày"),
    "field": _("Mục"),
    "files": _("Số hồ sơ"),
    "fresh": _("Mới"),
    "hand_over": _("Lần nộp lưu"),
    "items": _("Số tài liệu"),
    "kind": _("Loại"),
    "maintenance": _("Thời hạn bảo quản"),
    "moved": _("Chuyển"),
    "name": _("Tên"),
    "notation": _("Ký hiệu"),
    "number": _("Số"),
    "of": _("Của"),
    "online": _("Xử lý trên mạng"),
    "ordinal": _("Số thứ tự"),
    "per_day": _("Mỗi ngày"),
    "per_second": _("Mỗi giây"),
    "period": _("Kỳ"),
    "provider": _("Bên cung cấp"),
    "purpose": _("Mục đích"),
    "reason": _("Lý do"),
    "record": _("Bản ghi"),
    "refused": _("Trả lại"),
    "register": _("Sổ"),
    "removed": _("Bỏ"),
    "revision": _("Bản"),
    "serial": _("Số sê-ri"),
    "servers": _("Máy chủ"),
    "service": _("Dịch vụ"),
    "sha256": _("Mã băm"),
    "size": _("Số byte"),
    "title": _("Tên"),
    "use": _("Dùng để"),
    "what": _("Nội dung"),
    "whom": _("Cho ai"),
    "year": _("Năm"),
}


def register_words(*, subjects: Mapping[str, Word] | None = None, actions: Mapping[str, Word] | None = None) -> None:
    """Say how subjects and actions are called on the page of the trail; call it in ``AppConfig.ready``."""
    _subjects.update(subjects or {})
    _actions.update(actions or {})


def subject_word(subject_type: str) -> str:
    """The subject's name for people; its code when nobody registered one."""
    return str(_subjects.get(subject_type, subject_type))


def action_word(action: str) -> str:
    """The action's name for people; its code when nobody registered one."""
    return str(_actions.get(action, action))


def detail_word(name: str) -> str:
    """What one detail of a line is called; its code when there is no word."""
    return str(_DETAILS.get(name, name))


def subject_choices() -> list[tuple[str, str]]:
    """Every registered subject with its name, by name."""
    return sorted(((key, str(word)) for key, word in _subjects.items()), key=lambda pair: pair[1])
