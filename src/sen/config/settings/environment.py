"""Reading the environment: every variable has one name, one place and a clear complaint."""

import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """The variable's text, or the default when it is not set."""
    return os.environ.get(name, default)


def required(name: str) -> str:
    """The variable's text; raises ImproperlyConfigured when it is missing or empty."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. `./sen run` sets it; other starts must give it.")
    return value


def flag(name: str) -> bool:
    """Whether the variable is switched on; only 1 and 0 are accepted."""
    value = os.environ.get(name, "0") or "0"
    if value not in {"0", "1"}:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")
    return value == "1"


def number(name: str, default: int) -> int:
    """The variable as a whole number."""
    value = os.environ.get(name, "")
    try:
        return int(value) if value else default
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None


def words(name: str, default: str = "") -> list[str]:
    """The variable's comma-separated words."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def database() -> dict[str, Any]:
    """Connection values from SEN_DATABASE_URL, or from SEN_DB_HOST, SEN_DB_PORT, SEN_DB_NAME, SEN_DB_USER, SEN_DB_PASSWORD."""
    url = text("SEN_DATABASE_URL")
    if not url:
        return {
            "NAME": text("SEN_DB_NAME", "sen"),
            "USER": text("SEN_DB_USER", "sen"),
            "PASSWORD": text("SEN_DB_PASSWORD"),
            "HOST": text("SEN_DB_HOST"),
            "PORT": text("SEN_DB_PORT"),
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured("SEN_DATABASE_URL must look like postgresql://user:password@host:port/name.")
    return {
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }
