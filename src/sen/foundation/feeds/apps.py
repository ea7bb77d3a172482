"""App registration."""

from django.apps import AppConfig


class FeedsConfig(AppConfig):
    """Bảng tin thay đổi."""

    name = "sen.foundation.feeds"
    label = "feeds"
    verbose_name = "Bảng tin thay đổi"
