"""App registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sen.kernel.actor import ActorKind, Role
from sen.ui import navigation
from sen.ui.navigation import NavEntry, Section


class WorkspaceConfig(AppConfig):
    """Bàn làm việc."""

    name = "sen.surfaces.workspace"
    label = "workspace"
    verbose_name = "Bàn làm việc"

    def ready(self) -> None:
        """Put the work list, signing and search into the officials' menus."""
        officers = frozenset({ActorKind.OFFICER})
        navigation.register(
            NavEntry(
                Section.WORK,
                _("Việc của tôi"),
                "workspace:home",
                "inbox",
                kinds=officers,
                order=10,
                count="sen.surfaces.workspace.views.counting.waiting_count",
            )
        )
        navigation.register(
            NavEntry(
                Section.WORK,
                _("Ký duyệt"),
                "workspace:signing",
                "pen-line",
                roles=frozenset({Role.LEADER, Role.HEAD}),
                order=20,
                count="sen.surfaces.workspace.views.counting.signing_count",
            )
        )
        navigation.register(NavEntry(Section.LOOKUP, _("Tìm hồ sơ"), "workspace:search", "search", kinds=officers, order=10))
        navigation.register_search("workspace:search", _("Mã hồ sơ, họ tên, số điện thoại"))
        navigation.register_home(workspace="workspace:home")
