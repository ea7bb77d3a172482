"""App registration."""

from django.apps import AppConfig


class SigningConfig(AppConfig):
    """Ký số."""

    name = "sen.foundation.signing"
    label = "signing"
    verbose_name = "Ký số"
