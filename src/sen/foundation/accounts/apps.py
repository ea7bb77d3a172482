"""App registration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Tài khoản."""

    name = "sen.foundation.accounts"
    label = "accounts"
    verbose_name = "Tài khoản"
