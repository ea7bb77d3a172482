"""App registration."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Design system."""

    name = "sen.ui"
    label = "ui"
    verbose_name = "Bộ thành phần"
