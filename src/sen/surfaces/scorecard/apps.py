"""App registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sen.kernel.actor import ActorKind, Role
from sen.ui import navigation
from sen.ui.navigation import NavEntry, Section


class ScorecardConfig(AppConfig):
    """Kết quả."""

    name = "sen.surfaces.scorecard"
    label = "scorecard"
    verbose_name = "Kết quả"

    def ready(self) -> None:
        """Put the figures and the alerts into the officials' menus."""
        officers = frozenset({ActorKind.OFFICER})
        watchers = frozenset({Role.CONTROL, Role.LEADER, Role.HEAD})
        navigation.register(
            NavEntry(Section.LOOKUP, _("Kết quả phục vụ"), "scorecard:overview", "chart-no-axes-column", kinds=officers, order=20)
        )
        navigation.register(
            NavEntry(Section.LOOKUP, _("Số liệu văn bản"), "scorecard:documents", "chart-no-axes-column", kinds=officers, order=25)
        )
        navigation.register(NavEntry(Section.LOOKUP, _("Cần xem ngay"), "scorecard:watch", "triangle-alert", roles=watchers, order=30))
