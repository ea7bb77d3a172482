"""App registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sen.foundation.audit.types import register_words
from sen.kernel.actor import ActorKind, Role
from sen.ui.navigation import NavEntry, Section, register


class AccountsConfig(AppConfig):
    """Tài khoản."""

    name = "sen.foundation.accounts"
    label = "accounts"
    verbose_name = "Tài khoản"

    def ready(self) -> None:
        """Add the person's own menu and the administrators' page, and the words of the trail."""
        people = frozenset({ActorKind.OFFICER, ActorKind.CITIZEN})
        officers = frozenset({ActorKind.OFFICER})
        register(NavEntry(Section.ACCOUNT, _("Tài khoản của tôi"), "accounts:me", "user", kinds=people, order=10))
        register(NavEntry(Section.ACCOUNT, _("Ủy quyền"), "accounts:delegations", "repeat", kinds=officers, order=20))
        register(NavEntry(Section.ACCOUNT, _("Phiên đăng nhập"), "accounts:sessions", "monitor", kinds=people, order=30))
        register(NavEntry(Section.ACCOUNT, _("Đăng xuất"), "accounts:sign_out", "log-out", kinds=people, order=90, post=True))
        keepers = frozenset({Role.ADMIN})
        register(NavEntry(Section.MANAGE, _("Cán bộ, bổ nhiệm"), "accounts:officers", "users", roles=keepers, order=75))
        register_words(
            actions={
                "account.create": _("Lập tài khoản cán bộ"),
                "account.close": _("Đóng tài khoản"),
                "account.reopen": _("Mở lại tài khoản"),
                "account.reset_password": _("Cấp mật khẩu tạm"),
                "account.choose_password": _("Đặt mật khẩu mới thay mật khẩu tạm"),
            }
        )
