"""Every read of signing on."""

from sen.foundation.sso.selectors.claims import claims_of
from sen.foundation.sso.selectors.clients import access_client, find_client, use_of_clients, visible_clients, words_of_client
from sen.foundation.sso.selectors.own import list_own_systems
from sen.foundation.sso.selectors.standings import find_bearer, find_standing, session_name

__all__ = [
    "access_client",
    "claims_of",
    "find_bearer",
    "find_client",
    "find_standing",
    "list_own_systems",
    "session_name",
    "use_of_clients",
    "visible_clients",
    "words_of_client",
]
