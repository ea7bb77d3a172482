"""App registration."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from sen.foundation.jobs import policies
from sen.ui import navigation


class JobsConfig(AppConfig):
    """Việc nền."""

    name = "sen.foundation.jobs"
    label = "jobs"
    verbose_name = "Việc nền"

    def ready(self) -> None:
        """Let every app register its subscribers; show the page of failed jobs to those who look after them."""
        navigation.register(
            navigation.NavEntry(
                section=navigation.Section.MANAGE,
                label=_("Việc nền"),
                url_name="jobs:failures",
                icon="refresh-cw",
                roles=frozenset(policies.OPERATORS),
                order=900,
                provincial=True,
            )
        )
        autodiscover_modules("subscriptions")
