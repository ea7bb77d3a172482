"""App registration."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """Việc nền."""

    name = "sen.foundation.jobs"
    label = "jobs"
    verbose_name = "Việc nền"

    def ready(self) -> None:
        """Let every app register its subscribers."""
        try:  # TEMPORARY while apps are being written
            autodiscover_modules("subscriptions")
        except ImportError as error:
            self.problem = error
