"""App registration."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Tệp."""

    name = "sen.foundation.files"
    label = "files"
    verbose_name = "Tệp"
