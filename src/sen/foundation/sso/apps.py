"""App registration."""

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sen.foundation.audit.types import register_words
from sen.kernel.actor import ActorKind, Role
from sen.ui.api.callers import register_token_reader
from sen.ui.navigation import NavEntry, Section, register


class SsoConfig(AppConfig):
    """Đăng nhập một lần."""

    name = "sen.foundation.sso"
    label = "sso"
    verbose_name = "Đăng nhập một lần"

    def ready(self) -> None:
        """Add the person's own page, the keepers' page, the way in by the national provider, and the words of the trail."""
        from sen.foundation.sso.views.callers import system_of_token

        register_token_reader(system_of_token)
        people = frozenset({ActorKind.OFFICER, ActorKind.CITIZEN})
        keepers = frozenset({Role.ADMIN, Role.AXIS})
        register(NavEntry(Section.ACCOUNT, _("Hệ thống đang đăng nhập"), "sso:own_systems", "globe", kinds=people, order=35))
        register(NavEntry(Section.MANAGE, _("Đăng nhập một lần"), "sso:clients", "key", roles=keepers, order=77))
        if settings.NATIONAL_ISSUER:
            label = (
                _("Đăng nhập bằng tài khoản định danh quốc gia (máy chủ thử nghiệm)")
                if settings.NATIONAL_IS_SANDBOX
                else _("Đăng nhập bằng tài khoản định danh quốc gia")
            )
            # Officials have no identity account of citizens at work; the same way leads a citizen without a password through "confirm".
            strangers = frozenset({ActorKind.ANONYMOUS, ActorKind.CITIZEN})
            register(NavEntry(Section.ENTRANCE, label, "sso:begin", "id-card", kinds=strangers))
        register_words(
            actions={
                "sso.register": _("Đăng ký hệ thống dùng tài khoản chung"),
                "sso.change": _("Sửa hệ thống dùng tài khoản chung"),
                "sso.rotate_secret": _("Đổi mã bí mật của hệ thống"),
                "sso.forget_secret": _("Bỏ mã bí mật cũ của hệ thống"),
                "sso.disable": _("Ngừng hệ thống dùng tài khoản chung"),
                "sso.enable": _("Mở lại hệ thống dùng tài khoản chung"),
                "sso.consent": _("Đồng ý cho hệ thống nhận thông tin"),
                "sso.revoke": _("Thu hồi đồng ý"),
                "sso.end_everywhere": _("Đăng xuất mọi nơi"),
                "sso.rotate_key": _("Đổi khóa ký đăng nhập một lần"),
                "sso.tie": _("Nối tài khoản định danh quốc gia"),
                "account.vouch": _("Nâng mức xác thực theo máy chủ định danh"),
                "account.take_password": _("Bỏ mật khẩu chưa được chứng minh"),
            }
        )
