"""App registration."""

from django.apps import AppConfig


class PrintingConfig(AppConfig):
    """In ấn."""

    name = "sen.foundation.printing"
    label = "printing"
    verbose_name = "In ấn"
