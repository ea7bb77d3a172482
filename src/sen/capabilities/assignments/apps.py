"""App registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sen.foundation.accounts.types import register_open_work
from sen.foundation.inbox.types import register_work_source
from sen.kernel.actor import ActorKind
from sen.ui.navigation import NavEntry, Section, register


class AssignmentsConfig(AppConfig):
    """Giao việc."""

    name = "sen.capabilities.assignments"
    label = "assignments"
    verbose_name = "Giao việc"

    def ready(self) -> None:
        """Put tasks into the officials' menu, the inbox, and what an officer leaves behind."""
        register(
            NavEntry(Section.WORK, _("Giao việc"), "assignments:tasks", "clipboard-list", kinds=frozenset({ActorKind.OFFICER}), order=40)
        )
        register_work_source("sen.capabilities.assignments.selectors.work.TaskWork")
        register_open_work("sen.capabilities.assignments.selectors.handing_back.list_open_work")
