"""App registration."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Nhật ký."""

    name = "sen.foundation.audit"
    label = "audit"
    verbose_name = "Nhật ký"
