"""App registration, the names of the systems in the ledger, and the menu entry."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NationalConfig(AppConfig):
    """Kết nối cơ sở dữ liệu quốc gia."""

    name = "sen.capabilities.national"
    label = "national"
    verbose_name = "Cơ sở dữ liệu quốc gia"

    def ready(self) -> None:
        """Answer what accounts ask about businesses, tell the ledger how the systems are called, and the menus where the pages are."""
        from sen.capabilities.exchange.selectors.ledger import name_system
        from sen.capabilities.national.types import CONFIRMATION, EFFECT, Source
        from sen.foundation.accounts.types import register_business_check
        from sen.kernel.actor import ActorKind, Role
        from sen.ui.navigation import NavEntry, Section, register

        register_business_check("sen.capabilities.national.services.register.business_check")
        keepers, officers = frozenset({Role.REGISTRY, Role.AXIS}), frozenset({ActorKind.OFFICER})
        register(NavEntry(Section.WORK, _("Cơ sở dữ liệu quốc gia"), "national:sources", "database", roles=keepers, order=44))
        register(NavEntry(Section.WORK, _("Tra cứu doanh nghiệp"), "national:businesses", "search", kinds=officers, order=60))

        name_system(Source.POPULATION, _("Cơ sở dữ liệu quốc gia về dân cư"), {CONFIRMATION: _("Xác nhận công dân")})
        name_system(Source.BUSINESS, _("Đăng ký doanh nghiệp quốc gia"))
        name_system(Source.LEGISLATION, _("Văn bản pháp luật quốc gia"), {EFFECT: _("Hiệu lực của văn bản")})
