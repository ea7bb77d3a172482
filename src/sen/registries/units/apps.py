"""App registration."""

from django.apps import AppConfig


class UnitsConfig(AppConfig):
    """Đơn vị hành chính."""

    name = "sen.registries.units"
    label = "units"
    verbose_name = "Đơn vị hành chính"
