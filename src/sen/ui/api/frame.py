"""One registry's interface: errors, callers, limits, conditional answers and its OpenAPI description."""

import hashlib
import re
import time
from collections.abc import Callable, Mapping
from functools import cached_property, wraps
from typing import Any

from django.conf import settings
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.utils.cache import get_conditional_response
from django.utils.functional import Promise
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.renderers import JSONRenderer

from sen.kernel.errors import DomainError
from sen.ui.access import RegisteredView, machine
from sen.ui.api.callers import SYSTEM_ID, Caller, read_caller, require_header
from sen.ui.api.errors import (
    BodyUnreadable,
    CredentialUnknown,
    MethodUnknown,
    NoSuchAddress,
    ParametersInvalid,
    ParameterUnknown,
    TooManyCalls,
)
from sen.ui.api.limits import calls
from sen.ui.api.tables import OpenTable
from sen.ui.responses import problem_json

OPEN_CACHE = "public, max-age=60"
PERSONAL_CACHE = "private, no-store"
PERSONAL_MARK, GUARDED_MARK, PREFIX_MARK, READS_MARK = "x-personal", "x-guarded", "x-query-prefix", "x-only-reads"
_SMALL = 2 * 1024 * 1024
_CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")
_ASCII = r"[!-~]+"
_PERSONAL_HEADERS: tuple[tuple[str, str, str], ...] = (
    ("X-Road-Client", "Hệ thống gọi: INSTANCE/CLASS/MEMBER/SUBSYSTEM.", _ASCII),
    ("X-Road-UserId", "Cán bộ hỏi dữ liệu.", _ASCII),
    ("X-Road-Issue", "Mã hồ sơ đang giải quyết.", _ASCII),
    ("X-Sen-Purpose", "Mục đích, mã hóa phần trăm UTF-8; người có dữ liệu sẽ đọc được.", _ASCII),
)


class PlainRenderer(JSONRenderer):
    """JSON in UTF-8, with Vietnamese as it is written."""

    json_dumps_params = {"ensure_ascii": False}


class ApiRequest(HttpRequest):
    """A request after the frame has seen who calls."""

    caller: Caller


class RegistryApi(NinjaAPI):
    """The interface of one registry, mounted at ``/api/<key>/``.

    Open interfaces answer everybody within a limit; personal ones (``personal=True``) only systems with a credential.
    """

    def __init__(
        self,
        key: str,
        *,
        title: str,
        about: str | Promise,
        version: str = "1.0",
        personal: bool = False,
        tables: tuple[OpenTable, ...] = (),
        base: str | None = None,
        page: str = "",
        client_header: str = "",
    ) -> None:
        """``base`` is the address below /api/ when it is not the key; ``page`` names the view of the owner's page.

        ``client_header`` is a header every call must carry to name its system.
        """
        self.key, self.about, self.personal, self.tables = key, about, personal, tables
        self.base, self.page, self.client_header = key if base is None else base, page, client_header
        super().__init__(
            title=title,
            version=version,
            description=str(about),
            openapi_url=None,
            docs_url=None,
            urls_namespace=f"api-{key}",
            renderer=PlainRenderer(),
            servers=[{"url": f"/api/{self.base}".rstrip("/")}],
        )
        self._exception_handlers.clear()
        self.add_exception_handler(DomainError, _domain_error)
        self.add_exception_handler(ValidationError, _invalid)
        self.add_exception_handler(HttpError, _http_error)
        self.add_exception_handler(Http404, lambda request, _: problem_json(NoSuchAddress(), request))
        self.add_exception_handler(UnicodeEncodeError, lambda request, _: problem_json(BodyUnreadable(), request))
        self.add_exception_handler(DataError, lambda request, _: problem_json(ParametersInvalid(), request))

    def get_openapi_operation_id(self, operation: Any) -> str:
        """The name of the view function: short, stable and what clients generate methods from."""
        return str(operation.view_func.__name__)

    @cached_property
    def description_json(self) -> Mapping[str, Any]:
        """The OpenAPI 3.1 description, with paths relative to the server's address."""
        described: dict[str, Any] = dict(self.get_openapi_schema(path_prefix=""))
        described["components"]["securitySchemes"] = {
            "service": {"type": "http", "scheme": "bearer", "description": "Khóa dịch vụ của trục, hoặc thẻ truy cập OAuth 2."}
        }
        for methods in described["paths"].values():
            for operation in methods.values():
                _finish(operation, personal=self.personal, client_header=self.client_header)
        return described

    @cached_property
    def queries(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """The query parameters every address and method takes."""
        return {
            (path.strip("/"), method.upper()): frozenset(
                [p["name"] for p in operation.get("parameters", ()) if p["in"] == "query"] + [operation.get(PREFIX_MARK, "")]
            )
            for path, methods in self.description_json["paths"].items()
            for method, operation in methods.items()
        }

    def patterns(self) -> list[URLPattern]:
        """The addresses with the frame around each view."""
        found = [entry for entry in self._get_urls() if isinstance(entry, URLPattern) and entry.name != "api-root"]
        for entry in found:
            route = _CONVERTER.sub(r"{\1}", str(entry.pattern)).strip("/")
            entry.callback = self._framed(entry.callback, route)
        return found

    def _framed(self, view: Callable[..., HttpResponseBase], route: str) -> RegisteredView:
        @wraps(view)
        def framed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                left = _admit(request, personal=self.personal)
                if self.client_header:
                    require_header(request, self.client_header)
                self._check_query(request, route)
                response = _ask(view, request, *args, **kwargs)
            except DomainError as error:
                return _refused(problem_json(error, request), error)
            return self._finished(request, response, left)

        return machine(framed, open_to_all=not self.personal)

    def _check_query(self, request: HttpRequest, route: str) -> None:
        """Refuse parameters nobody reads: a misspelt filter that is silently left out gives a wrong list."""
        if any("\x00" in text for text in (request.path, *request.GET.keys(), *request.GET.values())):
            raise BodyUnreadable
        known = self.queries.get((route, "GET" if request.method == "HEAD" else str(request.method)))
        prefixes = tuple(name for name in known or () if name.endswith("."))
        surplus = sorted(name for name in set(request.GET) - (known or set()) if not name.startswith(prefixes))
        if surplus and known is not None:
            raise ParameterUnknown(names=", ".join(name[:40] for name in surplus[:5]))

    def _finished(self, request: HttpRequest, response: HttpResponseBase, left: int | None) -> HttpResponseBase:
        if left is not None:
            response.headers["RateLimit-Limit"] = str(settings.API_OPEN_CALLS_PER_MINUTE)
            response.headers["RateLimit-Remaining"] = str(left)
        response.headers.setdefault("Cache-Control", PERSONAL_CACHE if self.personal or response.status_code >= 400 else OPEN_CACHE)
        if self.personal or request.method != "GET" or response.status_code != 200:
            return response
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return _conditional(request, response)


def _admit(request: HttpRequest, *, personal: bool) -> int | None:
    """Find out who calls; returns how many calls are left to an address without credential."""
    caller = read_caller(request)
    request.caller = caller  # type: ignore[attr-defined]
    if caller.known:
        return None
    if personal:
        raise CredentialUnknown
    return calls.take(caller.address, settings.API_OPEN_CALLS_PER_MINUTE, time.monotonic())


def _ask(view: Callable[..., HttpResponseBase], request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """The view's own answer; HEAD is GET without a body, and a refused method says so as a problem."""
    if request.method in {"POST", "PUT", "PATCH"} and _unreadable(request.body):
        raise BodyUnreadable
    head = request.method == "HEAD"
    if head:
        request.method = "GET"
    response = view(request, *args, **kwargs)
    if head:
        request.method = "HEAD"
    if response.status_code == 405:
        refused = problem_json(MethodUnknown(), request)
        refused.headers["Allow"] = response.headers.get("Allow", "")
        return refused
    return response


def _unreadable(body: bytes) -> bool:
    """Whether a body holds what no text column can: NUL signs and halves of surrogate pairs."""
    if b"\x00" in body or b"\\u0000" in body:
        return True
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _conditional(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The answer with its ETag, or 304 when the caller has it already."""
    tag = response.headers.get("ETag")
    if not tag and isinstance(response, HttpResponse) and len(response.content) <= _SMALL:
        tag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response.headers["ETag"] = tag
    if not tag or not isinstance(response, HttpResponse):
        return response
    return get_conditional_response(request, etag=tag, response=response) or response


def _refused(response: HttpResponse, error: DomainError) -> HttpResponse:
    response.headers["Cache-Control"] = PERSONAL_CACHE
    if isinstance(error, TooManyCalls):
        response.headers["Retry-After"] = str(error.values["seconds"])
    if error.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="sen"'
    return response


def _domain_error(request: HttpRequest, error: Any) -> HttpResponse:
    return _refused(problem_json(error, request), error)


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    parts = [
        {"where": ".".join(str(step) for step in one.get("loc", ())), "message": str(one.get("msg", ""))}
        for one in getattr(error, "errors", [])
    ]
    return problem_json(ParametersInvalid(), request, errors=parts)


def _http_error(request: HttpRequest, error: Any) -> HttpResponse:
    status = getattr(error, "status_code", 400)
    return problem_json(NoSuchAddress() if status == 404 else BodyUnreadable(), request)


def _finish(operation: dict[str, Any], *, personal: bool, client_header: str) -> None:
    """What the description needs beyond the view: problems as such, who may call, the headers of personal reads.

    An operation says ``x-personal`` or ``x-guarded`` when it differs from its interface.
    """
    for status, answer in operation["responses"].items():
        if int(status) >= 400 and "content" in answer:
            answer["content"] = {"application/problem+json": next(iter(answer["content"].values()))}
    named = bool(operation.get(PERSONAL_MARK, personal))
    operation["security"] = [{"service": []}] if named or personal or operation.get(GUARDED_MARK) else [{}, {"service": []}]
    headers = _PERSONAL_HEADERS if named else ()
    if client_header:
        headers = (*headers, (client_header, "Hệ thống gọi: INSTANCE/CLASS/MEMBER/SUBSYSTEM.", SYSTEM_ID.pattern))
    if headers:
        operation.setdefault("parameters", []).extend(
            {"in": "header", "name": name, "required": True, "description": about, "schema": _word(pattern)}
            for name, about, pattern in headers
        )


def _word(pattern: str) -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "maxLength": 600, "pattern": f"^{pattern}$"}


def described(api: RegistryApi) -> Callable[[HttpRequest], JsonResponse]:
    """The view that publishes an interface's description."""

    def openapi(request: HttpRequest) -> JsonResponse:
        response = JsonResponse(api.description_json, json_dumps_params={"ensure_ascii": False, "indent": 1})
        response.headers["Cache-Control"] = OPEN_CACHE
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return openapi
