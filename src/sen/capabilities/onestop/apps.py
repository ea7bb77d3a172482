"""App registration and menu entries."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sen.kernel.actor import Role
from sen.ui.navigation import NavEntry, Section, register

_ONE_STOP = frozenset({Role.ONE_STOP})
_READERS = frozenset({Role.ONE_STOP, Role.HEAD, Role.LEADER, Role.CONTROL})


class OnestopConfig(AppConfig):
    """Một cửa."""

    name = "sen.capabilities.onestop"
    label = "onestop"
    verbose_name = "Một cửa"

    def ready(self) -> None:
        """Add the one-stop to the menus of those who work there or read its figures."""
        entries = (
            (Section.WORK, _("Một cửa"), "onestop:home", "inbox", _ONE_STOP, 20),
            (Section.WORK, _("Tiếp nhận hồ sơ"), "onestop:counter", "file-plus", _ONE_STOP, 21),
            (Section.WORK, _("Hàng chờ"), "onestop:queue", "ticket", _ONE_STOP, 22),
            (Section.WORK, _("Bàn giao"), "onestop:handover", "package-check", _ONE_STOP, 23),
            (Section.WORK, _("Xác minh tài khoản"), "onestop:verify", "user-check", _ONE_STOP, 24),
            (Section.LOOKUP, _("Sổ theo dõi"), "onestop:register", "book-open", _READERS, 60),
            (Section.LOOKUP, _("Báo cáo II.06a"), "onestop:report", "chart-no-axes-column", _READERS, 61),
        )
        for section, label, url_name, icon, roles, order in entries:
            register(NavEntry(section=section, label=label, url_name=url_name, icon=icon, roles=roles, order=order))
