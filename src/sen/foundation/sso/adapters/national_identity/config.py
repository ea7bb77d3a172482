"""How this installation is known to the national identity provider."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class ProviderConfig:
    """Issuer, our name and secret there, and the address people come back to."""

    issuer: str
    client_id: str
    secret: str
    redirect_uri: str
    is_sandbox: bool = False


def current_config(path: str) -> ProviderConfig | None:
    """The configured provider with our own return path; None when this installation has none."""
    if not settings.NATIONAL_ISSUER:
        return None
    secret_file = Path(settings.NATIONAL_CLIENT_SECRET_FILE)
    secret = secret_file.read_text(encoding="utf-8").strip() if settings.NATIONAL_CLIENT_SECRET_FILE else ""
    return ProviderConfig(
        settings.NATIONAL_ISSUER,
        settings.NATIONAL_CLIENT_ID,
        secret,
        f"{settings.SITE_URL}{path}",
        settings.NATIONAL_IS_SANDBOX,
    )
