"""Every address of the platform, by the app that answers it."""

from django.db import connection
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from sen.ui.access import ActorRequest, public
from sen.ui.api.places import api_urls

_PLACES = (
    ("", "sen.capabilities.dossiers.urls"),
    ("lam-viec/du-thao/", "sen.capabilities.drafting.urls"),
    ("lam-viec/nhiem-vu/", "sen.capabilities.assignments.urls"),
    ("lam-viec/bo-loc/", "sen.foundation.inbox.urls"),
    ("lam-viec/van-ban/", "sen.capabilities.correspondence.urls"),
    ("lam-viec/", "sen.surfaces.workspace.urls"),
    ("mot-cua/", "sen.capabilities.onestop.urls"),
    ("quan-tri/viec-nen/", "sen.foundation.jobs.urls"),
    ("quan-tri/nhat-ky/", "sen.foundation.audit.urls"),
    ("quan-tri/", "sen.foundation.agencies.urls"),
    ("quan-tri/", "sen.capabilities.procedures.urls"),
    ("ho-so-cong-viec/", "sen.capabilities.workfiles.urls"),
    ("", "sen.capabilities.exchange.urls"),
    ("csdl/quoc-gia/", "sen.capabilities.national.urls"),
    ("lam-viec/lien-thong-van-ban/", "sen.capabilities.edocs.urls"),
    ("ket-qua/", "sen.surfaces.scorecard.urls"),
    ("csdl/", "sen.registries.parties.urls"),
    ("don-vi/", "sen.registries.units.urls"),
    ("csdl/danh-muc/", "sen.registries.codelists.urls"),
    ("csdl/van-ban/", "sen.registries.legislation.urls"),
    ("tep/", "sen.foundation.files.urls"),
    ("khoa/", "sen.foundation.signing.urls"),
    ("", "sen.foundation.sso.urls"),
    ("", "sen.foundation.directory.urls"),
    ("", "sen.foundation.accounts.urls"),
    ("", "sen.ui.urls"),
    ("", "sen.surfaces.portal.urls"),
)
_INTERFACES = (
    "sen.registries.parties.api",
    "sen.capabilities.procedures.api",
    "sen.registries.codelists.api",
    "sen.registries.legislation.api",
    "sen.registries.units.api",
    "sen.foundation.agencies.api",
    "sen.capabilities.exchange.api",
)


@public
def health(request: ActorRequest) -> HttpResponse:
    """Tell a load balancer whether this process lives and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


urlpatterns: list[URLPattern | URLResolver] = [
    path("suc-khoe/", health, name="health"),
    path("api/", include(api_urls(_INTERFACES))),
    *(path(place, include(module)) for place, module in _PLACES),
]

handler400 = "sen.config.failures.bad_request"
handler403 = "sen.config.failures.forbidden"
handler404 = "sen.config.failures.missing"
handler500 = "sen.config.failures.fault"
