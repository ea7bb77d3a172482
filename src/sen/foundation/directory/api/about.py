"""What the service says of itself."""

from django.http import HttpResponse

from sen.foundation.directory import schemas as texts
from sen.foundation.directory.api.frame import ScimRequest, answer, root, scim
from sen.foundation.directory.errors import Forbidden, ResourceMissing
from sen.foundation.directory.types import Json


@scim("GET", "HEAD")
def provider_config(request: ScimRequest) -> HttpResponse:
    """ServiceProviderConfig."""
    _no_filter(request)
    return answer(texts.provider_config(root()))


@scim("GET", "HEAD")
def resource_types(request: ScimRequest, name: str = "") -> HttpResponse:
    """ResourceTypes, all or one."""
    return _all_or_one(request, texts.resource_types(root()), name)


@scim("GET", "HEAD")
def schemas(request: ScimRequest, name: str = "") -> HttpResponse:
    """Schemas, all or one."""
    return _all_or_one(request, texts.schemas(root()), name)


def _all_or_one(request: ScimRequest, found: list[Json], name: str) -> HttpResponse:
    _no_filter(request)
    if not name:
        return answer(texts.list_answer(found))
    one = next((one for one in found if one["id"].lower() == name.lower()), None)
    if one is None:
        raise ResourceMissing(detail=f"There is no {name}.")
    return answer(one)


def _no_filter(request: ScimRequest) -> None:
    if "filter" in request.GET:
        raise Forbidden(detail="These resources take no filter.")
