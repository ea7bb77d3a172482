"""App registration."""

from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    """Thủ tục hành chính."""

    name = "sen.capabilities.procedures"
    label = "procedures"
    verbose_name = "Thủ tục hành chính"
