"""App registration."""

from django.apps import AppConfig


class ContentsConfig(AppConfig):
    """Nội dung tệp."""

    name = "sen.foundation.contents"
    label = "contents"
    verbose_name = "Nội dung tệp"
