"""App registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sen.foundation.audit.types import register_words
from sen.kernel.actor import Role
from sen.ui.navigation import NavEntry, Section, register

_CONTROL = frozenset({Role.CONTROL})


class ProceduresConfig(AppConfig):
    """Thủ tục hành chính."""

    name = "sen.capabilities.procedures"
    label = "procedures"
    verbose_name = "Thủ tục hành chính"

    def ready(self) -> None:
        """Put the pages of procedure control into the menu, and the words of competence into the trail."""
        register(NavEntry(Section.MANAGE, _("Thủ tục hành chính"), "procedures:records", "book-open", roles=_CONTROL, order=20))
        register(NavEntry(Section.MANAGE, _("Quy trình giải quyết"), "procedures:routes", "split", roles=_CONTROL, order=21))
        register(NavEntry(Section.MANAGE, _("Thẩm quyền giải quyết"), "procedures:competences", "landmark", roles=_CONTROL, order=22))
        register_words(
            subjects={"competence_rule": _("Thẩm quyền giải quyết")},
            actions={
                "competence.add": _("Phân công giải quyết"),
                "competence.edit": _("Sửa phân công giải quyết"),
                "competence.end": _("Kết thúc phân công giải quyết"),
                "competence.withdraw": _("Bỏ phân công chưa áp dụng"),
            },
        )
