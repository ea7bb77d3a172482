"""The endpoints programs call: token, userinfo, introspection, revocation."""

import base64
import binascii
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import unquote_plus

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from sen.foundation.sso import services
from sen.foundation.sso.errors import InvalidClient, InvalidRequest, InvalidToken, ProtocolError, UnsupportedGrantType
from sen.foundation.sso.models import TokenKind
from sen.foundation.sso.schemas import single_values
from sen.foundation.sso.selectors import claims_of, find_bearer, find_client
from sen.foundation.sso.services.secrets import digest_of
from sen.foundation.sso.services.tokens import epoch
from sen.foundation.sso.types import Bearer, ClientFacts, TokenAnswer
from sen.kernel import clock
from sen.ui.access import ActorRequest, public

_SECRETS = ("client_secret", "code", "code_verifier", "refresh_token", "token", "access_token")
Endpoint = Callable[[ActorRequest], HttpResponse]


def _speaking_oauth(view: Endpoint) -> Endpoint:
    """Answer refusals in the protocol's own words, and let nobody keep any answer."""

    @wraps(view)
    def answering(request: ActorRequest) -> HttpResponse:
        try:
            response = view(request)
        except ProtocolError as error:
            facts = {"error": error.word} | ({"error_description": error.explanation} if error.explanation else {})
            response = JsonResponse(facts, status=error.status)
            if isinstance(error, InvalidClient):
                response["WWW-Authenticate"] = 'Basic realm="sen", charset="UTF-8"'
            if isinstance(error, InvalidToken):
                response["WWW-Authenticate"] = f'Bearer error="invalid_token", error_description="{error.explanation}"'
        response["Cache-Control"] = "no-store"
        response["Pragma"] = "no-cache"
        return response

    return answering


@sensitive_post_parameters(*_SECRETS)
@csrf_exempt
@require_POST
@public
@_speaking_oauth
def token(request: ActorRequest) -> HttpResponse:
    """Exchange a code, a refresh token or a system's own credentials for tokens."""
    values, client = _caller(request)
    kind = values.get("grant_type", "")
    now = clock.now()
    if kind == "authorization_code":
        answer = services.redeem_code(
            client=client,
            code=_need(values, "code"),
            redirect_uri=_need(values, "redirect_uri"),
            verifier=_need(values, "code_verifier"),
            now=now,
        )
    elif kind == "refresh_token":
        answer = services.refresh_tokens(
            client=client, refresh_token=_need(values, "refresh_token"), scope=values.get("scope", ""), now=now
        )
    elif kind == "client_credentials":
        answer = services.grant_alone(client=client, scope=values.get("scope", ""), now=now)
    elif not kind:
        raise InvalidRequest("grant_type is missing")
    else:
        raise UnsupportedGrantType("grant_type is not supported")
    return JsonResponse(_told(answer))


@csrf_exempt
@require_http_methods(["GET", "POST"])
@public
@_speaking_oauth
def userinfo(request: ActorRequest) -> HttpResponse:
    """What the token's system may know about its person, as it is at this moment."""
    found = find_bearer(digest_of(_bearer_text(request)), clock.now())
    if found is None or found.kind != TokenKind.ACCESS or found.account_id is None or found.owner is None:
        raise InvalidToken("the access token is not valid")
    claims = claims_of(found.account_id, found.owner, found.scopes, clock.today())
    return JsonResponse({"sub": found.subject, **claims}, json_dumps_params={"ensure_ascii": False})


@sensitive_post_parameters(*_SECRETS)
@csrf_exempt
@require_POST
@public
@_speaking_oauth
def introspect(request: ActorRequest) -> HttpResponse:
    """Whether a token lives, for the system it was given to and for resource servers (RFC 7662)."""
    values, client = _caller(request)
    if client.is_public:
        raise InvalidClient("introspection needs a client secret")
    found = find_bearer(digest_of(_need(values, "token")), clock.now())
    if found is None or not (client.introspects or found.client_id == client.client_id):
        return JsonResponse({"active": False})
    return JsonResponse(_described(found))


@sensitive_post_parameters(*_SECRETS)
@csrf_exempt
@require_POST
@public
@_speaking_oauth
def revoke(request: ActorRequest) -> HttpResponse:
    """Take back a token; unknown ones are answered the same way (RFC 7009)."""
    values, client = _caller(request)
    services.revoke_token(client=client, token=_need(values, "token"), now=clock.now())
    return HttpResponse(status=200)


def _caller(request: ActorRequest) -> tuple[dict[str, str], ClientFacts]:
    """The form's values and the system that sent them; raises InvalidRequest, InvalidClient."""
    values = single_values(dict(request.POST.lists()))
    header = request.headers.get("Authorization", "")
    secret: str | None
    if header.startswith("Basic "):
        if "client_secret" in values:
            raise InvalidRequest("more than one way of client authentication")
        name, secret = _basic(header)
        if values.get("client_id", name) != name:
            raise InvalidRequest("client_id differs from the authorization header")
    else:
        name, secret = values.get("client_id", ""), values.get("client_secret")
    return values, services.recognise_client(find_client(name), secret, clock.now())


def _basic(header: str) -> tuple[str, str]:
    """Name and secret, each form-encoded inside (RFC 6749, section 2.3.1)."""
    try:
        text = base64.b64decode(header[6:].strip(), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        raise InvalidClient("malformed authorization header") from None
    name, _, secret = text.partition(":")
    return unquote_plus(name), unquote_plus(secret)


def _need(values: dict[str, str], name: str) -> str:
    if name not in values:
        raise InvalidRequest(f"{name} is missing")
    return values[name]


def _bearer_text(request: ActorRequest) -> str:
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not text.strip():
        raise InvalidToken("a bearer token is needed")
    return text.strip()


def _told(answer: TokenAnswer) -> dict[str, Any]:
    facts: dict[str, Any] = {"access_token": answer.access_token, "token_type": "Bearer", "expires_in": answer.expires_in}
    for name, value in (("scope", " ".join(answer.scopes)), ("refresh_token", answer.refresh_token), ("id_token", answer.id_token)):
        facts |= {name: value} if value else {}
    return facts


def _described(found: Bearer) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "active": True,
        "iss": settings.SITE_URL,
        "client_id": found.client_id,
        "aud": found.client_id,
        "scope": " ".join(found.scopes),
        "iat": epoch(found.issued_at),
        "exp": epoch(found.expires_at),
        "token_type": "Bearer" if found.kind == TokenKind.ACCESS else "refresh_token",
    }
    if found.proved_at is not None:
        facts |= {"sub": found.subject, "sid": found.sid, "auth_time": epoch(found.proved_at), "acr": f"loa{found.assurance}"}
        facts["amr"] = list(found.methods)
    return facts
