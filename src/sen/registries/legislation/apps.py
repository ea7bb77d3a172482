"""App registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sen.foundation.audit.types import register_words
from sen.kernel.actor import ActorKind
from sen.ui.navigation import NavEntry, Section, register


class LegislationConfig(AppConfig):
    """Văn bản pháp luật."""

    name = "sen.registries.legislation"
    label = "legislation"
    verbose_name = "Văn bản pháp luật"

    def ready(self) -> None:
        """Put the register into the menu and its words into the trail."""
        officers = frozenset({ActorKind.OFFICER})
        register(NavEntry(Section.LOOKUP, _("Văn bản pháp luật"), "legislation:documents", "scale", kinds=officers, order=65))
        register_words(
            subjects={"legal_document": _("Văn bản pháp luật")},
            actions={
                "legislation.record": _("Ghi văn bản pháp luật"),
                "legislation.relate": _("Ghi quan hệ văn bản"),
                "legislation.unrelate": _("Bỏ quan hệ văn bản"),
            },
        )
