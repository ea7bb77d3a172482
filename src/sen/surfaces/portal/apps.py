"""App registration."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Cổng dịch vụ công."""

    name = "sen.surfaces.portal"
    label = "portal"
    verbose_name = "Cổng dịch vụ công"
