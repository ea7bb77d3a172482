"""App registration."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """Hồ sơ."""

    name = "sen.capabilities.dossiers"
    label = "dossiers"
    verbose_name = "Hồ sơ"
