"""App registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sen.ui.navigation import NavEntry, Section, register


class UnitsConfig(AppConfig):
    """Đơn vị hành chính."""

    name = "sen.registries.units"
    label = "units"
    verbose_name = "Đơn vị hành chính"

    def ready(self) -> None:
        """Add the register to the menus."""
        register(NavEntry(Section.OPENNESS, _("Đơn vị hành chính"), "units:browse", "map", order=60))
        register(NavEntry(Section.LOOKUP, _("Đơn vị hành chính"), "units:browse", "map", order=60))
