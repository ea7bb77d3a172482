"""Addresses that exist only in these tests: views that write and then succeed, refuse or break."""

from django.db import connection
from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import path

from sen.foundation.jobs.models import OutboxEvent
from sen.kernel.clock import now
from sen.kernel.errors import BadValue, NotAllowed, Stale
from sen.ui.access import ActorRequest, citizen, public
from sen.ui.responses import bytes_response


def write() -> None:
    OutboxEvent.objects.create(topic="tests.Written", payload={}, published_at=now())


@public
def whoami(request: ActorRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, current_setting('sen.agencies'), current_setting('sen.account'), current_setting('sen.province')"
        )
        return HttpResponse("|".join(cursor.fetchone()))


@public
def succeed(request: ActorRequest) -> HttpResponse:
    write()
    return HttpResponse("ok")


@public
def refuse(request: ActorRequest) -> HttpResponse:
    write()
    raise Stale(who="Võ Thị Lan", when="09:10")


@public
def forbid(request: ActorRequest) -> HttpResponse:
    raise NotAllowed


@public
def wrong(request: ActorRequest) -> HttpResponse:
    raise BadValue("amount", reason="Số tiền phải lớn hơn 0.")


@public
def lose(request: ActorRequest) -> HttpResponse:
    write()
    raise Http404


@public
def crash(request: ActorRequest) -> HttpResponse:
    write()
    raise RuntimeError("a fault of ours")


@public
def tamper(request: ActorRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_auditentry")
    return HttpResponse("ok")


@public
def preview(request: ActorRequest) -> HttpResponseBase:
    return bytes_response(b"%PDF-1.7", "a.pdf", "application/pdf", inline=True)


@citizen
def form(request: ActorRequest) -> HttpResponse:
    return HttpResponse("received " + request.POST["reason"])


urlpatterns = [
    path("toi/", whoami),
    path("duoc/", succeed),
    path("cu/", refuse),
    path("cam/", forbid),
    path("sai/", wrong),
    path("mat/", lose),
    path("hong/", crash),
    path("sua-vet/", tamper),
    path("xem/", preview),
    path("don/", form),
]
handler400 = "sen.config.failures.bad_request"
handler403 = "sen.config.failures.forbidden"
handler404 = "sen.config.failures.missing"
handler500 = "sen.config.failures.fault"
