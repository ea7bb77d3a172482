"""App registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sen.kernel.actor import Role
from sen.ui.navigation import NavEntry, Section, register


class AuditConfig(AppConfig):
    """Nhật ký."""

    name = "sen.foundation.audit"
    label = "audit"
    verbose_name = "Nhật ký"

    def ready(self) -> None:
        """Show the trail to those who watch over it."""
        watchers = frozenset({Role.CONTROL, Role.ADMIN})
        register(
            NavEntry(section=Section.MANAGE, label=_("Nhật ký"), url_name="audit:trail", icon="scroll-text", roles=watchers, order=890)
        )
