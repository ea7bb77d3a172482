"""App registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sen.kernel.actor import Role
from sen.ui.navigation import NavEntry, Section, register

_CONTROL = frozenset({Role.CONTROL})


class ProceduresConfig(AppConfig):
    """Thủ tục hành chính."""

    name = "sen.capabilities.procedures"
    label = "procedures"
    verbose_name = "Thủ tục hành chính"

    def ready(self) -> None:
        """Put the pages of procedure control into the menu."""
        register(NavEntry(Section.MANAGE, _("Thủ tục hành chính"), "procedures:records", "book-open", roles=_CONTROL, order=20))
        register(NavEntry(Section.MANAGE, _("Quy trình giải quyết"), "procedures:routes", "split", roles=_CONTROL, order=21))
