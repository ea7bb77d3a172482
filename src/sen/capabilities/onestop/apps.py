"""App registration."""

from django.apps import AppConfig


class OnestopConfig(AppConfig):
    """Một cửa."""

    name = "sen.capabilities.onestop"
    label = "onestop"
    verbose_name = "Một cửa"
