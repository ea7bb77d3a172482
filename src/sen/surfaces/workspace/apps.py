"""App registration."""

from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    """Bàn làm việc."""

    name = "sen.surfaces.workspace"
    label = "workspace"
    verbose_name = "Bàn làm việc"
