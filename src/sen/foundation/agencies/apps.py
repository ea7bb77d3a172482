"""App registration."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Cơ quan."""

    name = "sen.foundation.agencies"
    label = "agencies"
    verbose_name = "Cơ quan"
