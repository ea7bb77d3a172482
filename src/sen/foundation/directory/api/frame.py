"""What every SCIM answer has in common: the bearer credential, JSON in and out, errors in SCIM's own words, versions."""

import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

from sen.foundation.accounts.services import limit
from sen.foundation.directory.errors import Forbidden, ScimError, Unauthorized, VersionStale
from sen.foundation.directory.models import ScimClient
from sen.foundation.directory.selectors.listing import narrowed
from sen.foundation.directory.selectors.systems import find_client
from sen.foundation.directory.services import clients
from sen.foundation.directory.types import MESSAGES, Json
from sen.kernel import clock
from sen.kernel.errors import DomainError
from sen.ui.access import ActorRequest, RegisteredView, public

MEDIA_TYPE = "application/scim+json"
_READING = frozenset({"GET", "HEAD"})
_WRONG_TRIES, _WINDOW = 30, clients.USED_EVERY * 3


class ScimRequest(ActorRequest):
    """A request whose credential was found."""

    client: ScimClient


ScimView = Callable[..., HttpResponse]


def scim(*methods: str, reads: bool = False) -> Callable[[ScimView], RegisteredView]:
    """Answer these methods to clients with a credential; methods other than GET need the right to write, unless ``reads``."""

    def decorate(view: ScimView) -> RegisteredView:
        @wraps(view)
        def answered(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                if request.method not in methods:
                    return _not_allowed(methods)
                request.client = _client_of(request)
                if request.method not in _READING and not reads and request.client.right != ScimClient.Right.WRITE:
                    raise Forbidden(detail="This credential may only read.")
                with transaction.atomic():
                    return view(request, *args, **kwargs)
            except DomainError as error:
                return error_answer(error)

        return public(csrf_exempt(answered))

    return decorate


def answer(body: Json | list[Json], status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """JSON in SCIM's media type."""
    text = json.dumps(body, ensure_ascii=False)
    return HttpResponse(text, status=status, content_type=MEDIA_TYPE, headers={"Cache-Control": "no-store", **(headers or {})})


def resource_answer(request: ScimRequest, resource: Json, status: int = 200) -> HttpResponse:
    """One resource with its version and place, or 304 when the client has this version."""
    version = resource["meta"]["version"]
    headers = {"ETag": version, "Content-Location": resource["meta"]["location"]}
    if status == 201:
        headers["Location"] = resource["meta"]["location"]
    if request.method in _READING and _names(request.headers.get("If-None-Match", ""), version):
        return HttpResponse(status=304, headers=headers)
    return answer(narrowed(resource, request.GET.get("attributes", ""), request.GET.get("excludedAttributes", "")), status, headers)


def check_version(request: ScimRequest, resource: Json) -> None:
    """Pass when the client changes the version it knows, or names none; raises VersionStale."""
    wanted = request.headers.get("If-Match", "")
    if wanted and not _names(wanted, resource["meta"]["version"]):
        raise VersionStale(detail="The resource has changed since; read it again.")


def error_body(error: DomainError) -> Json:
    """An error in SCIM's words."""
    kind = error.scim_type if isinstance(error, ScimError) else ""
    body: Json = {"schemas": [f"{MESSAGES}Error"], "status": str(error.status), "detail": error.message}
    return {**body, "scimType": kind} if kind else body


def error_answer(error: DomainError) -> HttpResponse:
    """The answer for an error."""
    headers = {"WWW-Authenticate": 'Bearer realm="scim"'} if error.status == 401 else {}
    return answer(error_body(error), error.status, headers)


def root() -> str:
    """The address of the service."""
    return f"{settings.SITE_URL}/scim/v2"


def _client_of(request: ActorRequest) -> ScimClient:
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    client = find_client(token.strip()) if kind.lower() == "bearer" else None
    now = clock.now()
    if client is None:
        limit(name="scim", key=request.META.get("REMOTE_ADDR", ""), most=_WRONG_TRIES, window=_WINDOW, now=now)
        raise Unauthorized(detail="A bearer credential is needed.")
    clients.note_use(client, now)
    return client


def _names(header: str, version: str) -> bool:
    return header.strip() == "*" or version in [one.strip() for one in header.split(",")]


def _not_allowed(methods: tuple[str, ...]) -> HttpResponse:
    body: Json = {"schemas": [f"{MESSAGES}Error"], "status": "405", "detail": "This method is not offered here."}
    return answer(body, 405, {"Allow": ", ".join(methods)})
