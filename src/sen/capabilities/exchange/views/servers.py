"""Gateways: why each one does or does not live by the present configuration, trying them out, maintenance, keys."""

import json
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sen.capabilities.exchange import policies
from sen.capabilities.exchange.forms import MaintenanceForm, NewServerForm, ServerForm
from sen.capabilities.exchange.models import Server
from sen.capabilities.exchange.selectors import registry
from sen.capabilities.exchange.selectors.servers import all_servers, tests_of
from sen.capabilities.exchange.selectors.warnings import server_health
from sen.capabilities.exchange.services import servers as use_cases
from sen.capabilities.exchange.services.connecting import try_connection
from sen.capabilities.exchange.services.homes import gateway_file, source_of
from sen.capabilities.exchange.views.acting import METHODS, Act, act_page
from sen.capabilities.exchange.views.words import health_tag, life_text, trial_rows
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.ui.access import ActorRequest, roles
from sen.ui.responses import bytes_response, page

_TRIALS_SHOWN = 10


@require_safe
@roles(Role.AXIS)
def servers(request: ActorRequest) -> HttpResponse:
    """Every gateway and why it is well or not: last fetch, serial, remaining life."""
    health = [(one, health_tag(one), life_text(one.life_left)) for one in server_health(clock.now())]
    context = {"health": health, "resting": all_servers().filter(is_active=False), "now": clock.now()}
    return page(request, "exchange/registry_servers.html", context)


@require_safe
@roles(Role.AXIS)
def server(request: ActorRequest, server_id: int) -> HttpResponse:
    """One gateway with its trials."""
    chosen = policies.access_server(request.actor, server_id)
    now = clock.now()
    health = next((one for one in server_health(now) if one.server.pk == chosen.pk), None)
    trials = [(trial, trial_rows(trial.steps)) for trial in tests_of(chosen.pk)[:_TRIALS_SHOWN]]
    context = {
        "server": chosen,
        "health": health,
        "health_tag": health_tag(health) if health else None,
        "life": life_text(health.life_left) if health else "",
        "systems": chosen.subsystems.select_related("member").order_by("identifier"),
        "certificates": chosen.certificates.filter(revoked_at__isnull=True).order_by("-valid_to"),
        "trials": trials,
        "now": now,
    }
    return page(request, "exchange/registry_server.html", context)


@require_POST
@roles(Role.AXIS)
def trial(request: ActorRequest, server_id: int) -> HttpResponse:
    """Try the gateway out, step by step, and show what was seen."""
    result = try_connection(actor=request.actor, server_id=server_id, now=clock.now())
    tell = messages.success if result.passed else messages.warning
    tell(request, _("Kết nối tốt ở mọi bước.") if result.passed else _("Có bước không đạt. Xem kết quả bên dưới."))
    return redirect("exchange:server", server_id)


@require_http_methods(METHODS)
@roles(Role.AXIS)
def new_server(request: ActorRequest) -> HttpResponse:
    """Register a gateway."""
    owners = [(member.pk, f"{member.name} ({member.identifier})") for member in registry.list_members(state="active")]
    form = NewServerForm.from_request(request, choices={"owner_id": owners})
    address = reverse("exchange:servers")
    title = _("Đăng ký máy chủ trục")
    act = Act(title=title, label=title, back=address, trail=[(_("Máy chủ trục"), address), (title, "")], done=_("Đã đăng ký máy chủ."))
    return act_page(request, act, form, lambda entered: use_cases.register_server(actor=request.actor, now=clock.now(), **entered))


@require_http_methods(METHODS)
@roles(Role.AXIS)
def edit_server(request: ActorRequest, server_id: int) -> HttpResponse:
    """Change name and addresses."""
    chosen = policies.access_server(request.actor, server_id)
    form = ServerForm.from_request(request, initial={name: getattr(chosen, name) for name in ("name", "address", "consumer_url")})
    act = _act(chosen, _("Sửa máy chủ"), _("Ghi thay đổi"), done=_("Đã ghi thay đổi."))
    return act_page(
        request, act, form, lambda entered: use_cases.edit_server(actor=request.actor, server_id=chosen.pk, now=clock.now(), **entered)
    )


@require_http_methods(METHODS)
@roles(Role.AXIS)
def maintenance(request: ActorRequest, server_id: int) -> HttpResponse:
    """Announce or end maintenance."""
    chosen = policies.access_server(request.actor, server_id)
    form = MaintenanceForm.from_request(request, initial={"notice": chosen.maintenance})
    act = _act(chosen, _("Bảo trì"), _("Ghi thông báo"), lead=_("Trong lúc bảo trì, máy chủ khác báo ngay cho bên gọi thay vì chờ."))
    return act_page(
        request, act, form, lambda entered: use_cases.set_maintenance(actor=request.actor, server_id=chosen.pk, now=clock.now(), **entered)
    )


@require_POST
@roles(Role.AXIS)
def set_active(request: ActorRequest, server_id: int) -> HttpResponse:
    """Take a gateway out of the axis, or put it back."""
    use_cases.set_server_active(actor=request.actor, server_id=server_id, active=request.POST.get("mo") == "1", now=clock.now())
    return redirect("exchange:server", server_id)


@require_POST
@roles(Role.AXIS)
def settings_file(request: ActorRequest, server_id: int) -> HttpResponse:
    """A new fetch key inside ``gateway.json``, given out this once; the gateway's earlier key stops working."""
    chosen = policies.access_server(request.actor, server_id)
    key = use_cases.make_fetch_key(actor=request.actor, server_id=chosen.pk, now=clock.now())
    content = json.dumps(gateway_file(chosen, source_of(settings.SITE_URL, chosen, key)), indent=2, ensure_ascii=False)
    return bytes_response(content.encode(), "gateway.json", "application/json")  # type: ignore[return-value]


def _act(chosen: Server, title: str, label: str, **words: Any) -> Act:
    back = reverse("exchange:server", args=[chosen.pk])
    trail = [(_("Máy chủ trục"), reverse("exchange:servers")), (chosen.name, back), (title, "")]
    return Act(title=title, label=label, back=back, trail=trail, **words)
