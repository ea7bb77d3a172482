"""App registration."""

from django.apps import AppConfig


class HistoryConfig(AppConfig):
    """Lịch sử có chuỗi băm."""

    name = "sen.foundation.history"
    label = "history"
    verbose_name = "Lịch sử có chuỗi băm"
