"""App registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sen.kernel.actor import ActorKind
from sen.ui.navigation import NavEntry, Section, register


class AccountsConfig(AppConfig):
    """Tài khoản."""

    name = "sen.foundation.accounts"
    label = "accounts"
    verbose_name = "Tài khoản"

    def ready(self) -> None:
        """Add the person's own menu."""
        people = frozenset({ActorKind.OFFICER, ActorKind.CITIZEN})
        officers = frozenset({ActorKind.OFFICER})
        register(NavEntry(Section.ACCOUNT, _("Tài khoản của tôi"), "accounts:me", "user", kinds=people, order=10))
        register(NavEntry(Section.ACCOUNT, _("Ủy quyền"), "accounts:delegations", "repeat", kinds=officers, order=20))
        register(NavEntry(Section.ACCOUNT, _("Phiên đăng nhập"), "accounts:sessions", "monitor", kinds=people, order=30))
        register(NavEntry(Section.ACCOUNT, _("Đăng xuất"), "accounts:sign_out", "log-out", kinds=people, order=90, post=True))
