"""App registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sen.foundation.inbox.types import Counted, register_place
from sen.kernel.actor import ActorKind, Role
from sen.ui import navigation
from sen.ui.navigation import NavEntry, Section

_OFFICERS = frozenset({ActorKind.OFFICER})
_DIRECTING = frozenset({Role.LEADER, Role.HEAD})
_WORKING = frozenset({Role.ONE_STOP, Role.SPECIALIST, Role.HEAD, Role.LEADER})
_WORK = Section.WORK


class WorkspaceConfig(AppConfig):
    """Bàn làm việc."""

    name = "sen.surfaces.workspace"
    label = "workspace"
    verbose_name = "Bàn làm việc"

    def ready(self) -> None:
        """Put the inbox, the morning page, the dossier list, signing and search into the officials' menus."""
        decisions, dossiers, to_sign = Counted(lane="decide"), Counted(source="ho-so"), Counted(source="ho-so", kind="signing")
        for entry in (
            NavEntry(_WORK, _("Điều hành"), "workspace:morning", "sun", roles=_DIRECTING, order=5, count=decisions),
            NavEntry(_WORK, _("Việc của tôi"), "workspace:home", "inbox", kinds=_OFFICERS, order=10, count=Counted()),
            NavEntry(_WORK, _("Hồ sơ"), "workspace:dossiers", "folder-open", roles=_WORKING, order=15, count=dossiers),
            NavEntry(_WORK, _("Ký duyệt"), "workspace:signing", "pen-line", roles=_DIRECTING, order=20, count=to_sign),
            NavEntry(Section.LOOKUP, _("Tìm hồ sơ"), "workspace:search", "search", kinds=_OFFICERS, order=10),
        ):
            navigation.register(entry)
        navigation.register_search("workspace:search", _("Mã hồ sơ, họ tên, số điện thoại"))
        navigation.register_home(workspace="workspace:home")
        register_place("hop-viec", "workspace:home")
