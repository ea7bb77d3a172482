"""App registration."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """Hộp việc."""

    name = "sen.foundation.inbox"
    label = "inbox"
    verbose_name = "Hộp việc"
