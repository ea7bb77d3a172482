"""Subsystems: one system with its servers, rights and the ways its software proves itself."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sen.capabilities.exchange import policies
from sen.capabilities.exchange.forms import ClientCertificateForm, NewSystemForm, NoticeForm, SystemForm
from sen.capabilities.exchange.models import ClientCertificate, Subsystem
from sen.capabilities.exchange.selectors import registry
from sen.capabilities.exchange.selectors.rights import rights_of_subsystem
from sen.capabilities.exchange.selectors.servers import all_servers
from sen.capabilities.exchange.services import clients
from sen.capabilities.exchange.services import members as use_cases
from sen.capabilities.exchange.views.acting import METHODS, Act, act_page
from sen.capabilities.exchange.views.words import right_tag
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.ui.access import ActorRequest, roles
from sen.ui.responses import page


@require_safe
@roles(Role.AXIS, Role.ADMIN)
def system(request: ActorRequest, subsystem_id: int) -> HttpResponse:
    """One system."""
    return _system_page(request, policies.access_subsystem(request.actor, subsystem_id))


@require_http_methods(METHODS)
@roles(Role.AXIS)
def new_system(request: ActorRequest, member_id: int) -> HttpResponse:
    """Add a system to a member."""
    member = policies.access_member(request.actor, member_id)
    form = NewSystemForm.from_request(request, choices={"server_ids": _servers()})
    back = reverse("exchange:member", args=[member.pk])
    act = Act(
        title=_("Thêm hệ thống"),
        label=_("Thêm hệ thống"),
        back=back,
        trail=[(_("Thành viên"), reverse("exchange:members")), (member.name, back), (_("Thêm hệ thống"), "")],
        lead=_("Hệ thống gọi và cung cấp dịch vụ qua những máy chủ trục được chọn."),
        done=_("Đã thêm hệ thống."),
    )
    return act_page(
        request,
        act,
        form,
        lambda entered: use_cases.register_subsystem(actor=request.actor, member_id=member.pk, now=clock.now(), **entered),
    )


@require_http_methods(METHODS)
@roles(Role.AXIS)
def edit_system(request: ActorRequest, subsystem_id: int) -> HttpResponse:
    """Change a system's name and servers."""
    chosen = policies.access_subsystem(request.actor, subsystem_id)
    initial = {"name": chosen.name, "server_ids": list(chosen.servers.values_list("pk", flat=True))}
    form = SystemForm.from_request(request, initial=initial, choices={"server_ids": _servers()})
    act = _act(chosen, _("Sửa hệ thống"), _("Ghi thay đổi"), done=_("Đã ghi thay đổi."))
    return act_page(
        request,
        act,
        form,
        lambda entered: use_cases.edit_subsystem(actor=request.actor, subsystem_id=chosen.pk, now=clock.now(), **entered),
    )


@require_http_methods(METHODS)
@roles(Role.AXIS)
def disable_system(request: ActorRequest, subsystem_id: int) -> HttpResponse:
    """Stop a system."""
    chosen = policies.access_subsystem(request.actor, subsystem_id)
    lead = _("Hệ thống không gọi được và không ai gọi được dịch vụ của nó, cho đến khi mở lại.")
    act = _act(chosen, _("Dừng hệ thống"), _("Dừng hệ thống"), lead=lead, done=_("Đã dừng hệ thống."), grave=True)
    return act_page(
        request,
        act,
        NoticeForm.from_request(request),
        lambda entered: use_cases.disable_subsystem(actor=request.actor, subsystem_id=chosen.pk, now=clock.now(), **entered),
    )


@require_POST
@roles(Role.AXIS)
def enable_system(request: ActorRequest, subsystem_id: int) -> HttpResponse:
    """Let a system take part again."""
    use_cases.enable_subsystem(actor=request.actor, subsystem_id=subsystem_id, now=clock.now())
    return redirect("exchange:system", subsystem_id)


@require_POST
@roles(Role.AXIS, Role.ADMIN)
def issue_secret(request: ActorRequest, subsystem_id: int) -> HttpResponse:
    """Make a new secret and show it, this once, in the answer itself."""
    chosen = policies.access_subsystem(request.actor, subsystem_id)
    secret = clients.issue_secret(actor=request.actor, subsystem_id=chosen.pk, now=clock.now())
    response = _system_page(request, chosen, secret=secret)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
@roles(Role.AXIS, Role.ADMIN)
def revoke_secret(request: ActorRequest, subsystem_id: int) -> HttpResponse:
    """Make the secret worthless."""
    clients.revoke_secret(actor=request.actor, subsystem_id=subsystem_id, now=clock.now())
    messages.success(request, _("Khóa bí mật không còn dùng được."))
    return redirect("exchange:system", subsystem_id)


@require_POST
@roles(Role.AXIS, Role.ADMIN)
def set_open(request: ActorRequest, subsystem_id: int) -> HttpResponse:
    """Let the whole network of the gateway speak for the system, or stop that."""
    clients.set_open(actor=request.actor, subsystem_id=subsystem_id, allowed=request.POST.get("mo") == "1", now=clock.now())
    return redirect("exchange:system", subsystem_id)


@require_http_methods(METHODS)
@roles(Role.AXIS, Role.ADMIN)
def add_certificate(request: ActorRequest, subsystem_id: int) -> HttpResponse:
    """Accept the certificate of a system."""
    chosen = policies.access_subsystem(request.actor, subsystem_id)
    act = _act(chosen, _("Thêm chứng thư phần mềm"), _("Thêm chứng thư"), done=_("Đã thêm chứng thư."))
    form = ClientCertificateForm.from_request(request)
    return act_page(
        request,
        act,
        form,
        lambda entered: clients.add_client_certificate(actor=request.actor, subsystem_id=chosen.pk, now=clock.now(), **entered),
    )


@require_POST
@roles(Role.AXIS, Role.ADMIN)
def remove_certificate(request: ActorRequest, subsystem_id: int, certificate_id: int) -> HttpResponse:
    """Stop accepting a certificate."""
    clients.remove_client_certificate(actor=request.actor, certificate_id=certificate_id, now=clock.now())
    return redirect("exchange:system", subsystem_id)


def _system_page(request: ActorRequest, chosen: Subsystem, **extra: Any) -> HttpResponse:
    certificates: list[ClientCertificate] = list(registry.client_certificates_of(chosen.pk))
    context = {
        "system": chosen,
        "servers": list(chosen.servers.order_by("identifier")),
        "services": list(chosen.services.order_by("identifier")),
        "access": getattr(chosen, "client_access", None),
        "certificates": certificates,
        "rights": [(right, right_tag(right)) for right in rights_of_subsystem(chosen.pk)],
        "is_operator": policies.is_operator(request.actor),
        **extra,
    }
    return page(request, "exchange/registry_system.html", context)


def _act(chosen: Subsystem, title: str, label: str, **words: Any) -> Act:
    back = reverse("exchange:system", args=[chosen.pk])
    member = reverse("exchange:member", args=[chosen.member_id])
    trail = [(chosen.member.name, member), (chosen.name, back), (title, "")]
    return Act(title=title, label=label, back=back, trail=trail, **words)


def _servers() -> list[tuple[int, str]]:
    return [(server.pk, f"{server.name} ({server.identifier})") for server in all_servers()]
