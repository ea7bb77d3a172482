"""App registration."""

from django.apps import AppConfig


class NumberingConfig(AppConfig):
    """Bộ đếm số."""

    name = "sen.foundation.numbering"
    label = "numbering"
    verbose_name = "Bộ đếm số"
