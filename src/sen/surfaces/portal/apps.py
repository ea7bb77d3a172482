"""App registration and the entries of the citizens' menus."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sen.kernel.actor import ActorKind
from sen.ui.navigation import NavEntry, Section, register, register_home

_CITIZENS = frozenset({ActorKind.CITIZEN})
_PEOPLE = frozenset({ActorKind.CITIZEN, ActorKind.ANONYMOUS})


class PortalConfig(AppConfig):
    """Cổng dịch vụ công."""

    name = "sen.surfaces.portal"
    label = "portal"
    verbose_name = "Cổng dịch vụ công"

    def ready(self) -> None:
        """Register the menus."""
        register_home(portal="portal:home")
        for entry in (
            NavEntry(Section.PORTAL, _("Thủ tục"), "portal:procedures", "book-open", order=10),
            NavEntry(Section.PORTAL, _("Hồ sơ của tôi"), "portal:mine", "folder-open", kinds=_CITIZENS, order=20),
            NavEntry(Section.PORTAL, _("Tra cứu hồ sơ"), "portal:lookup", "search", order=30),
            NavEntry(Section.PORTAL, _("Trợ giúp"), "portal:help", "circle-help", order=90),
            NavEntry(Section.SERVICES, _("Tất cả thủ tục hành chính"), "portal:procedures", order=10),
            NavEntry(Section.SERVICES, _("Tra cứu hồ sơ"), "portal:lookup", order=20),
            NavEntry(Section.SERVICES, _("Kiểm tra kết quả bằng mã QR"), "portal:check", order=30),
            NavEntry(Section.SUPPORT, _("Câu hỏi thường gặp"), "portal:help", order=10),
            NavEntry(Section.SUPPORT, _("Tổng đài 1022, cả ngày lẫn đêm"), url="tel:1022", icon="phone", order=20),
            NavEntry(Section.OPENNESS, _("Ai đã xem dữ liệu của tôi"), "portal:reads", kinds=_PEOPLE, order=20),
            NavEntry(Section.OPENNESS, _("Khả năng tiếp cận"), "portal:accessibility", order=30),
            NavEntry(Section.ACCOUNT, _("Hồ sơ của tôi"), "portal:mine", "folder-open", kinds=_CITIZENS, order=5),
            NavEntry(Section.ACCOUNT, _("Ai đã xem dữ liệu của tôi"), "portal:reads", "eye", kinds=_CITIZENS, order=6),
        ):
            register(entry)
