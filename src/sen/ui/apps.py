"""App registration."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.urls import NoReverseMatch
from django.utils.module_loading import import_string

from sen.ui.navigation import registered_entries


class UiConfig(AppConfig):
    """Design system."""

    name = "sen.ui"
    label = "ui"
    verbose_name = "Bộ thành phần"

    def ready(self) -> None:
        """Check at start that every menu entry leads somewhere."""
        register(check_menu)


def check_menu(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[CheckMessage]:
    """One error for each registered menu entry whose address does not exist."""
    found: list[CheckMessage] = []
    for entry in registered_entries():
        try:
            entry.address()
        except NoReverseMatch:
            hint = "Name an existing URL in NavEntry.url_name."
            found.append(Error(f"The menu entry {entry.url_name!r} leads nowhere.", hint=hint, id="ui.E001"))
        try:
            import_string(entry.count) if isinstance(entry.count, str) else None
        except ImportError:
            hint = "Name a function of selectors that takes an actor."
            found.append(Error(f"The menu entry {entry.url_name!r} counts with {entry.count!r}.", hint=hint, id="ui.E002"))
    return found
