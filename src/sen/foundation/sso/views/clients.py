"""Pages for those who keep the systems that share the sign-in."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sen.foundation.agencies.selectors import agencies_on
from sen.foundation.sso import services
from sen.foundation.sso.forms import NEW_CLIENT, SCOPE_WORDS, ClientForm, stated
from sen.foundation.sso.models import Client
from sen.foundation.sso.selectors import access_client, use_of_clients, visible_clients
from sen.foundation.sso.selectors.clients import KEEPERS
from sen.foundation.sso.services.keys import active_since
from sen.foundation.sso.types import Scope
from sen.kernel import clock
from sen.ui.access import ActorRequest, roles
from sen.ui.forms import domain_errors
from sen.ui.paging import list_page
from sen.ui.responses import page

METHODS = ["GET", "HEAD", "POST"]


@require_safe
@roles(*KEEPERS)
def clients(request: ActorRequest) -> HttpResponse:
    """The systems, how much they are used, and the signing key."""
    found = list_page(visible_clients(request.actor), request.GET.get("trang"))
    now = clock.now()
    use = use_of_clients([client.pk for client in found.items], now)
    shown = [{"client": client, "use": use[client.pk]} for client in found.items]
    return page(request, "sso/clients.html", {"page": found, "shown": shown, "now": now, "key_since": active_since()})


@require_http_methods(METHODS)
@roles(*KEEPERS)
def register(request: ActorRequest) -> HttpResponse:
    """Enter a system; its secret is shown on the answer and never again."""
    form = ClientForm(request.POST or None, agencies=_agencies(), initial=NEW_CLIENT)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            client, secret = services.register_client(actor=request.actor, facts=form.facts(), now=clock.now())
            return _show_secret(request, client, secret, fresh=True)
    context = {"form": form, "client": None}
    return page(request, "sso/client_form.html", context, form=form if request.method == "POST" else None)


@require_safe
@roles(*KEEPERS)
def client(request: ActorRequest, client_id: int) -> HttpResponse:
    """One system: what is registered and what its builders need to know."""
    found = access_client(request.actor, client_id)
    now = clock.now()
    context = {
        "client": found,
        "use": use_of_clients([found.pk], now)[found.pk],
        "learns": [SCOPE_WORDS[Scope(scope)] for scope in found.scopes],
        "issuer": settings.SITE_URL,
        "former": found.former_until and found.former_until > now,
        "now": now,
    }
    return page(request, "sso/client.html", context)


@require_http_methods(METHODS)
@roles(*KEEPERS)
def change(request: ActorRequest, client_id: int) -> HttpResponse:
    """Change what is stated about a system."""
    found = access_client(request.actor, client_id)
    form = ClientForm(request.POST or None, agencies=_agencies(), registered=True, initial=stated(found))
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            services.change_client(actor=request.actor, id=client_id, facts=form.facts(), now=clock.now())
            messages.success(request, _("Đã ghi thay đổi."))
            return redirect("sso:client", client_id)
    return page(request, "sso/client_form.html", {"form": form, "client": found}, form=form if request.method == "POST" else None)


@require_POST
@roles(*KEEPERS)
def rotate(request: ActorRequest, client_id: int) -> HttpResponse:
    """Give a new secret and show it once."""
    secret = services.rotate_secret(actor=request.actor, id=client_id, now=clock.now())
    return _show_secret(request, access_client(request.actor, client_id), secret, fresh=False)


@require_POST
@roles(*KEEPERS)
def forget_former(request: ActorRequest, client_id: int) -> HttpResponse:
    """End the old secret at once."""
    services.forget_former_secret(actor=request.actor, id=client_id, now=clock.now())
    messages.success(request, _("Mã bí mật cũ không còn dùng được."))
    return redirect("sso:client", client_id)


@require_POST
@roles(*KEEPERS)
def disable(request: ActorRequest, client_id: int) -> HttpResponse:
    """Let nobody into the system any more."""
    services.disable_client(actor=request.actor, id=client_id, now=clock.now())
    messages.success(request, _("Đã ngừng. Mọi phiên ở hệ thống này đã kết thúc."))
    return redirect("sso:client", client_id)


@require_POST
@roles(*KEEPERS)
def enable(request: ActorRequest, client_id: int) -> HttpResponse:
    """Let people in again."""
    services.enable_client(actor=request.actor, id=client_id, now=clock.now())
    messages.success(request, _("Hệ thống này lại dùng được tài khoản chung."))
    return redirect("sso:client", client_id)


@require_POST
@roles(*KEEPERS)
def rotate_key(request: ActorRequest) -> HttpResponse:
    """Sign with a new key from now on."""
    services.rotate_keys(actor=request.actor, now=clock.now())
    messages.success(request, _("Đã đổi khóa ký. Khóa cũ vẫn được công bố để kiểm tra các mã đã cấp."))
    return redirect("sso:clients")


def _show_secret(request: ActorRequest, client: Client, secret: str, *, fresh: bool) -> HttpResponse:
    response = page(request, "sso/secret.html", {"client": client, "secret": secret, "fresh": fresh, "issuer": settings.SITE_URL})
    response["Cache-Control"] = "no-store"
    return response


def _agencies() -> list[tuple[int, str]]:
    return [(agency.pk, agency.name) for agency in agencies_on(clock.today()).order_by("level", "name_sort")]
