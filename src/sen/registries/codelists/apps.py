"""App registration."""

from django.apps import AppConfig


class CodelistsConfig(AppConfig):
    """Danh mục dùng chung."""

    name = "sen.registries.codelists"
    label = "codelists"
    verbose_name = "Danh mục dùng chung"
