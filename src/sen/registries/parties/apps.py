"""App registration."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Cá nhân, tổ chức."""

    name = "sen.registries.parties"
    label = "parties"
    verbose_name = "Cá nhân, tổ chức"
