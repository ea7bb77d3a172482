"""App registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sen.capabilities.workfiles.types import register_source
from sen.foundation.accounts.types import register_open_work
from sen.foundation.audit.types import register_words
from sen.foundation.inbox.types import register_work_source
from sen.kernel.actor import Role
from sen.ui.navigation import NavEntry, Section, register


class DossiersConfig(AppConfig):
    """Hồ sơ."""

    name = "sen.capabilities.dossiers"
    label = "dossiers"
    verbose_name = "Hồ sơ"

    def ready(self) -> None:
        """Add the pages to their readers' menus, the work to the inbox, and the words to the trail."""
        keepers = frozenset({Role.CONTROL, Role.ADMIN})
        register(NavEntry(Section.MANAGE, _("Bộ quy định"), "dossiers:rule_sets", "scale", roles=keepers, order=60))
        counter = frozenset({Role.ONE_STOP})
        register(NavEntry(Section.WORK, _("Thư chưa đến"), "dossiers:failed_letters", "mail", roles=counter, order=25))
        register_work_source("sen.capabilities.dossiers.selectors.work.DossierWork")
        register_source("dossier", "sen.capabilities.dossiers.selectors.filing.DossierSource")
        register_open_work("sen.capabilities.dossiers.selectors.handing_back.list_open_work")
        register_words(
            subjects={"rule_set": _("Bộ quy định"), "in_time_goal": _("Mốc tỷ lệ đúng hạn")},
            actions={
                "letter.send_again": _("Gửi lại thư báo người nộp"),
                "letter.told": _("Báo người nộp bằng cách khác"),
                "rules.goal": _("Đặt mốc tỷ lệ đúng hạn"),
                "rules.create": _("Lập bộ quy định"),
                "rules.edit": _("Sửa bộ quy định"),
                "rules.withdraw": _("Bỏ bộ quy định chưa hiệu lực"),
            },
        )
