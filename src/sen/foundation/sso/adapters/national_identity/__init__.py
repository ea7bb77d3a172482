"""The national identity provider, spoken to by OpenID Connect."""

from sen.foundation.sso.adapters.national_identity.client import Beginning, NationalProvider
from sen.foundation.sso.adapters.national_identity.config import ProviderConfig, current_config

__all__ = ["Beginning", "NationalProvider", "ProviderConfig", "current_config"]
