"""App registration."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Việc nền."""

    name = "sen.foundation.jobs"
    label = "jobs"
    verbose_name = "Việc nền"
