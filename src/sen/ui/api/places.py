"""The addresses under ``/api/``: every interface with its description, and pages for people who write programs."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sen.ui.access import ActorRequest, machine, public
from sen.ui.api.frame import RegistryApi, described
from sen.ui.api.govstack import govstack_api
from sen.ui.api.registries import Shelf, TableShelf
from sen.ui.responses import page

_published: dict[str, RegistryApi] = {}


@dataclass(frozen=True, slots=True)
class Operation:
    """One line of an interface's page."""

    method: str
    path: str
    summary: str
    about: str
    example: str


@dataclass(frozen=True, slots=True)
class Download:
    """One table of open data."""

    title: str | Promise
    about: str | Promise
    address: str
    columns: Sequence[Any]


def api_urls(modules: Sequence[str]) -> list[URLPattern | URLResolver]:
    """The addresses of the interfaces that the modules' ``APIS`` name, in their order, behind the pages that list them.

    ``SHELVES`` and ``USAGE`` of a module go to the GovStack interface over all registries.
    """
    loaded = [import_module(module) for module in modules]
    apis: list[RegistryApi] = [api for module in loaded for api in module.APIS]
    shelves: list[Shelf] = [shelf for module in loaded for shelf in getattr(module, "SHELVES", ())]
    shelves += [TableShelf(api.title, api.tables, place * 100 + 1) for place, api in enumerate(apis, start=1) if api.tables]
    usage = next((module.USAGE for module in loaded if hasattr(module, "USAGE")), None)
    apis.append(govstack_api(shelves, usage))
    places: list[URLPattern | URLResolver] = [path("", index, name="index")]
    for api in apis:
        _published[api.key] = api
        view = machine(require_safe(described(api)), open_to_all=True)
        places.append(path(f"{api.key}/openapi.json", view, name=f"openapi-{api.key}"))
        places.append(path(f"{api.base}/" if api.base else "", include((api.patterns(), f"interface-{api.key}"))))
    places.append(path("<slug:key>/", registry, name="registry"))
    return [path("", include((places, "api")))]


def published() -> list[RegistryApi]:
    """Every interface of this installation, in the order of the page that lists them."""
    return list(_published.values())


@require_safe
@public
def index(request: ActorRequest) -> HttpResponse:
    """Every interface of this installation."""
    return page(request, "ui/api/index.html", {"apis": published()})


@require_safe
@public
def registry(request: ActorRequest, key: str) -> HttpResponse:
    """One interface: where it is, what it answers, what can be taken home."""
    api = _published.get(key)
    if api is None:
        raise Http404
    site = f"{request.scheme}://{request.get_host()}"
    context = {
        "api": api,
        "operations": _operations(api, site),
        "downloads": [Download(t.title, t.about, f"/api/{api.base}/open-data/{t.key}", t.columns) for t in api.tables],
        "feed": f"{reverse('api:index')}{api.base}/changes" if "/changes" in api.description_json["paths"] else "",
        "site": site,
        "access": _("Chỉ hệ thống có khóa dịch vụ, nêu rõ mục đích") if api.personal else _("Mở, có giới hạn số lần gọi mỗi phút"),
    }
    return page(request, "ui/api/registry.html", context)


def _operations(api: RegistryApi, site: str) -> list[Operation]:
    found = []
    base = f"/api/{api.base}".rstrip("/")
    for route, methods in api.description_json["paths"].items():
        for method, told in methods.items():
            about = str(told.get("description", "")).partition("\n")[0]
            found.append(Operation(method.upper(), base + route, told["summary"], about, _example(api, site, base + route, method)))
    return found


def _example(api: RegistryApi, site: str, route: str, method: str) -> str:
    parts = ["curl"] + ([f"-X {method.upper()}"] if method != "get" else [])
    if api.personal:
        parts += ["-H 'Authorization: Bearer …'", "-H 'X-Road-Client: …'", "-H 'X-Road-UserId: …'"]
        parts += ["-H 'X-Road-Issue: …'", "-H 'X-Sen-Purpose: …'"]
    return " ".join([*parts, f"'{site}{route}'"])
