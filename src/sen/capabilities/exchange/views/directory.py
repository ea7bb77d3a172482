"""The public directory of shared services."""

import json
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from sen.capabilities.exchange.forms import SearchForm
from sen.capabilities.exchange.selectors import services as offered
from sen.capabilities.exchange.views.words import service_tag
from sen.ui.access import ActorRequest, public
from sen.ui.paging import list_page, page_number
from sen.ui.responses import bytes_response, page


@require_safe
@public
def directory(request: ActorRequest) -> HttpResponse:
    """Services shared on the axis, for everybody to find."""
    form = SearchForm(request.GET or None)
    q = form.cleaned_data["q"] if form.is_valid() else ""
    found = list_page(offered.public_services(q), page_number(request.GET.get("trang")))
    context = {"form": form, "rows": found, "tagged": [(service, service_tag(service)) for service in found.items]}
    return page(request, "exchange/registry_directory.html", context)


@require_safe
@public
def entry(request: ActorRequest, identifier: str) -> HttpResponse:
    """One shared service: what it answers, how to ask for it."""
    service = offered.public_service(identifier)
    context = {
        "service": service,
        "state": service_tag(service),
        "endpoints": offered.live_endpoints(service.pk),
        "is_described": offered.current_description(service.pk) is not None,
    }
    return page(request, "exchange/registry_entry.html", context)


@require_safe
@public
def entry_description(request: ActorRequest, identifier: str) -> HttpResponse:
    """The description of a shared service, without the provider's own addresses."""
    service = offered.public_service(identifier)
    found = offered.current_description(service.pk)
    told: dict[str, Any] = (
        json.loads(found.text) if found else {"openapi": "3.0.3", "info": {"title": service.name, "version": "1"}, "paths": {}}
    )
    told["servers"] = [{"url": f"/r1/{service.identifier}"}]
    content = json.dumps(told, ensure_ascii=False, indent=2).encode()
    return bytes_response(content, f"{service.code}.openapi.json", "application/json")  # type: ignore[return-value]
