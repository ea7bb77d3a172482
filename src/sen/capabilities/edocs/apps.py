"""App registration, menu entries, words of the trail and of the ledger."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EdocsConfig(AppConfig):
    """Liên thông văn bản."""

    name = "sen.capabilities.edocs"
    label = "edocs"
    verbose_name = "Liên thông văn bản"

    def ready(self) -> None:
        """Show the pages in the menus, and tell the trail and the ledger how things are called."""
        from django.conf import settings

        from sen.capabilities.correspondence.types import register_outside_directory
        from sen.capabilities.edocs.services.ledger import SENT_DOCUMENT, SENT_STATUS
        from sen.capabilities.exchange.selectors.ledger import name_system
        from sen.foundation.audit.types import register_words
        from sen.kernel.actor import ActorKind, Role
        from sen.ui.navigation import NavEntry, Section, register

        readers, officers = frozenset({Role.CLERK, Role.AXIS}), frozenset({ActorKind.OFFICER})
        trouble = "sen.capabilities.edocs.selectors.packets.count_trouble"
        register(NavEntry(Section.WORK, _("Liên thông văn bản"), "edocs:packets", "send", roles=readers, order=36, count=trouble))
        register(NavEntry(Section.WORK, _("Danh bạ cơ quan"), "edocs:directory", "building", roles=readers, kinds=officers, order=37))
        register_outside_directory("sen.capabilities.edocs.selectors.directory.suggest_bodies")
        name_system(
            settings.EDOCS_SERVICE,
            _("Trục liên thông văn bản quốc gia"),
            {SENT_DOCUMENT: _("Văn bản gửi đi"), SENT_STATUS: _("Trạng thái gửi đi")},
        )
        register_words(
            subjects={"edocs_packet": _("Gói văn bản liên thông")},
            actions={
                "edocs.packet.cancel": _("Hủy gửi gói văn bản"),
                "edocs.packet.retry": _("Gửi lại gói văn bản"),
                "edocs.packet.replay": _("Đọc lại gói văn bản"),
            },
        )
