"""App registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sen.foundation.audit.types import register_words
from sen.kernel.actor import Role
from sen.ui.navigation import NavEntry, Section, register


class AgenciesConfig(AppConfig):
    """Cơ quan."""

    name = "sen.foundation.agencies"
    label = "agencies"
    verbose_name = "Cơ quan"

    def ready(self) -> None:
        """Add the keepers' pages to the menu, and their acts to the words of the trail."""
        keepers = frozenset({Role.ADMIN, Role.CONTROL})
        for label, view, icon, order in (
            (_("Lịch và giờ làm việc"), "agencies:calendar", "calendar-days", 70),
            (_("Cơ quan, mã định danh"), "agencies:list", "building-2", 80),
        ):
            register(NavEntry(Section.MANAGE, label, view, icon, roles=keepers, order=order, provincial=True))
        register_words(
            actions={
                "agency.add": _("Thêm cơ quan"),
                "agency.assign_reception": _("Phân công nơi tiếp nhận"),
                "agency.correct": _("Sửa thông tin cơ quan"),
            },
        )
