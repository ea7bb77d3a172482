"""What this provider offers and the keys it signs with."""

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from sen.foundation.sso import services
from sen.foundation.sso.types import CLAIMS, LEVELS, Scope
from sen.ui.access import ActorRequest, public

_CACHED = "public, max-age=300"


@require_safe
@public
def configuration(request: ActorRequest) -> HttpResponse:
    """The provider's description: exactly what is supported (OpenID Connect Discovery 1.0, RFC 8414)."""
    facts = {
        "issuer": settings.SITE_URL,
        "authorization_endpoint": _address("authorize"),
        "token_endpoint": _address("token"),
        "userinfo_endpoint": _address("userinfo"),
        "jwks_uri": _address("jwks"),
        "revocation_endpoint": _address("revoke"),
        "introspection_endpoint": _address("introspect"),
        "end_session_endpoint": _address("end_session"),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "revocation_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "introspection_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": [scope.value for scope in Scope],
        "claims_supported": _claims(),
        "claims_parameter_supported": False,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
        "prompt_values_supported": ["none", "login", "consent"],
        "acr_values_supported": list(LEVELS),
        "ui_locales_supported": ["vi"],
        "backchannel_logout_supported": True,
        "backchannel_logout_session_supported": True,
        "authorization_response_iss_parameter_supported": True,
    }
    return _cached(facts)


@require_safe
@public
def jwks(request: ActorRequest) -> HttpResponse:
    """Public keys: the active one and the retired ones whose tokens may still be about."""
    return _cached({"keys": services.public_keys()})


def _claims() -> list[str]:
    proof = ["iss", "aud", "exp", "iat", "nonce", "auth_time", "acr", "amr", "sid", "at_hash"]
    return [*proof, *(name for names in CLAIMS.values() for name in names)]


def _address(name: str) -> str:
    return f"{settings.SITE_URL}{reverse(f'sso:{name}')}"


def _cached(facts: dict[str, object]) -> HttpResponse:
    response = JsonResponse(facts)
    response["Cache-Control"] = _CACHED
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
