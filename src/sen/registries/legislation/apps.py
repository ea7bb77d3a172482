"""App registration."""

from django.apps import AppConfig


class LegislationConfig(AppConfig):
    """Văn bản pháp luật."""

    name = "sen.registries.legislation"
    label = "legislation"
    verbose_name = "Văn bản pháp luật"
