"""App registration."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The composition root, registered for its management commands."""

    name = "sen.config"
    label = "config"
    verbose_name = "Cấu hình"
