"""App registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sen.foundation.audit.types import register_words
from sen.kernel.actor import ActorKind
from sen.ui.navigation import NavEntry, Section, register


class CodelistsConfig(AppConfig):
    """Danh mục dùng chung."""

    name = "sen.registries.codelists"
    label = "codelists"
    verbose_name = "Danh mục dùng chung"

    def ready(self) -> None:
        """Put the lists into the menu and their words into the trail."""
        officers = frozenset({ActorKind.OFFICER})
        register(NavEntry(Section.LOOKUP, _("Danh mục dùng chung"), "codelists:lists", "list-checks", kinds=officers, order=70))
        register(NavEntry(Section.OPENNESS, _("Giao diện dữ liệu"), "api:index", "link", order=70))
        register_words(
            subjects={"code_list": _("Danh mục dùng chung")},
            actions={
                "code_list.create": _("Lập danh mục"),
                "code_list.publish": _("Công bố phiên bản danh mục"),
                "code_list.drop_draft": _("Bỏ tệp chờ công bố"),
                "code_list.map": _("Ghi bảng chuyển mã"),
            },
        )
