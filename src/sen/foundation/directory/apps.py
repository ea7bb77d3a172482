"""App registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sen.foundation.audit.types import register_words
from sen.kernel.actor import Role
from sen.ui.navigation import NavEntry, Section, register


class DirectoryConfig(AppConfig):
    """Đồng bộ danh sách cán bộ."""

    name = "sen.foundation.directory"
    label = "directory"
    verbose_name = "Đồng bộ danh sách cán bộ"

    def ready(self) -> None:
        """Add the page for administrators, and the words of the trail."""
        keepers = frozenset({Role.ADMIN})
        register(
            NavEntry(Section.MANAGE, _("Đồng bộ danh sách"), "directory:systems", "refresh-cw", roles=keepers, order=77, provincial=True)
        )
        register_words(
            subjects={"scim_client": _("Hệ thống đọc danh sách"), "scim_target": _("Hệ thống nhận danh sách")},
            actions={
                "directory.register_client": _("Cấp mã truy cập danh sách cán bộ"),
                "directory.revoke_client": _("Thu hồi mã truy cập danh sách cán bộ"),
                "directory.register_target": _("Thêm hệ thống nhận danh sách"),
                "directory.resync_target": _("Gửi lại toàn bộ danh sách"),
                "directory.retry_failed": _("Thử gửi lại"),
                "directory.pause_target": _("Tạm dừng đồng bộ"),
                "directory.resume_target": _("Chạy tiếp đồng bộ"),
            },
        )
