"""App registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sen.foundation.audit.types import register_words
from sen.kernel.actor import Role
from sen.registries.legislation.types import register_citations
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
        register(
            NavEntry(
                Section.MANAGE,
                _("Căn cứ hết hiệu lực"),
                "procedures:reviews",
                "scale",
                roles=_CONTROL,
                order=23,
                count="sen.capabilities.procedures.selectors.bases.count_reviews",
            )
        )
        register_citations("sen.capabilities.procedures.selectors.bases.citing_procedures")
        register_words(
            subjects={"competence_rule": _("Thẩm quyền giải quyết")},
            actions={
                "basis.resolve": _("Rà soát căn cứ pháp lý"),
                "competence.add": _("Phân công giải quyết"),
                "competence.edit": _("Sửa phân công giải quyết"),
                "competence.end": _("Kết thúc phân công giải quyết"),
                "competence.withdraw": _("Bỏ phân công chưa áp dụng"),
            },
        )
