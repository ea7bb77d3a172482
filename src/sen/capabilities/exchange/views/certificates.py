"""Certificates of gateways and members: what ends soon, issuing, revoking."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sen.capabilities.exchange import policies
from sen.capabilities.exchange.forms import CertificateRequestForm, ReasonForm
from sen.capabilities.exchange.models import Certificate
from sen.capabilities.exchange.selectors import registry
from sen.capabilities.exchange.selectors.servers import all_servers
from sen.capabilities.exchange.selectors.warnings import certificates_ending
from sen.capabilities.exchange.services import certificates as use_cases
from sen.capabilities.exchange.services.authority import NAME, authority_pem
from sen.capabilities.exchange.views.acting import METHODS, Act, act_page
from sen.capabilities.exchange.views.words import certificate_tag, days_tag
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.ui.access import ActorRequest, roles
from sen.ui.format import moment_text
from sen.ui.forms import domain_errors
from sen.ui.paging import list_page, page_number
from sen.ui.responses import bytes_response, page
from sen.ui.types import Tab

_PEM = "application/x-pem-file"


@require_safe
@roles(Role.AXIS)
def certificates(request: ActorRequest) -> HttpResponse:
    """Certificates by their end, with warnings for those that end within 60 days and have no successor."""
    now = clock.now()
    which = "over" if request.GET.get("nhom") == "over" else ""
    found = list_page(registry.list_certificates(which, now), page_number(request.GET.get("trang")))
    address = reverse("exchange:certificates")
    context = {
        "tabs": [Tab(_("Đang dùng"), address, not which), Tab(_("Hết hạn, thu hồi"), f"{address}?nhom=over", bool(which))],
        "rows": found,
        "tagged": [(certificate, certificate_tag(certificate, now)) for certificate in found.items],
        "endings": [(ending, days_tag(ending.days)) for ending in certificates_ending(now)] if not which else [],
        "authority": NAME,
    }
    return page(request, "exchange/registry_certificates.html", context)


@require_safe
@roles(Role.AXIS)
def certificate(request: ActorRequest, certificate_id: int) -> HttpResponse:
    """One certificate."""
    chosen = policies.access_certificate(request.actor, certificate_id)
    context = {
        "certificate": chosen,
        "state": certificate_tag(chosen, clock.now()),
        "facts": _facts(chosen),
        "can_revoke": chosen.revoked_at is None,
    }
    return page(request, "exchange/registry_certificate.html", context)


@require_safe
@roles(Role.AXIS)
def download(request: ActorRequest, certificate_id: int) -> HttpResponse:
    """The certificate as a PEM file."""
    chosen = policies.access_certificate(request.actor, certificate_id)
    name = f"{chosen.subject.replace('/', '.')}-{chosen.use}-{chosen.serial[:8]}.pem"
    return bytes_response(chosen.pem.encode(), name, _PEM)  # type: ignore[return-value]


@require_safe
@roles(Role.AXIS)
def authority(request: ActorRequest) -> HttpResponse:
    """The authority's own certificate, for those who check signatures themselves."""
    return bytes_response(authority_pem().encode(), "axis-authority.pem", _PEM)  # type: ignore[return-value]


@require_http_methods(METHODS)
@roles(Role.AXIS)
def issue(request: ActorRequest) -> HttpResponse:
    """Certify a request of a gateway or of a member."""
    servers = [(f"tls-{server.pk}", _("Kết nối: %(name)s") % {"name": server.identifier}) for server in all_servers()]
    members = [
        (f"signing-{member.pk}", _("Chữ ký: %(name)s") % {"name": member.identifier}) for member in registry.list_members(state="active")
    ]
    form = CertificateRequestForm.from_request(
        request, initial={"whom": request.GET.get("cho", "")}, choices={"whom": [*servers, *members]}
    )
    if request.method == "POST" and form.is_valid():
        made = None
        use, _dash, key = form.cleaned_data["whom"].partition("-")
        with domain_errors(form):
            made = _certify(request, use, int(key), form.cleaned_data["request"])
        if made is not None:
            return redirect("exchange:certificate", made.pk)
    address = reverse("exchange:certificates")
    title = _("Cấp chứng thư")
    lead = _("Chứng thư cũ vẫn dùng được đến hạn, để đổi khóa mà không ngừng dịch vụ. Mỗi chứng thư cần một khóa mới.")
    act = Act(title=title, label=title, back=address, trail=[(_("Chứng thư"), address), (title, "")], lead=lead)
    return page(request, "exchange/registry_act.html", {"act": act, "form": form, "trail": list(act.trail)}, form=form)


@require_http_methods(METHODS)
@roles(Role.AXIS)
def revoke(request: ActorRequest, certificate_id: int) -> HttpResponse:
    """Make a certificate worthless."""
    chosen = policies.access_certificate(request.actor, certificate_id)
    back = reverse("exchange:certificate", args=[chosen.pk])
    title = _("Thu hồi chứng thư")
    act = Act(
        title=title,
        label=title,
        back=back,
        trail=[(_("Chứng thư"), reverse("exchange:certificates")), (chosen.subject, back), (title, "")],
        lead=_("Các máy chủ từ chối chứng thư này ngay khi lấy cấu hình mới. Nếu không còn chứng thư nào khác, kết nối dừng lại."),
        done=_("Đã thu hồi chứng thư."),
        grave=True,
    )
    form = ReasonForm.from_request(request)
    return act_page(
        request,
        act,
        form,
        lambda entered: use_cases.revoke_certificate(actor=request.actor, certificate_id=chosen.pk, now=clock.now(), **entered),
    )


def _certify(request: ActorRequest, use: str, key: int, pem: str) -> Certificate:
    if use == "tls":
        return use_cases.certify_server(actor=request.actor, server_id=key, request_pem=pem, now=clock.now())
    return use_cases.certify_member(actor=request.actor, member_id=key, request_pem=pem, now=clock.now())


def _facts(chosen: Certificate) -> list[tuple[str, Any]]:
    facts = [
        (_("Cấp cho"), chosen.subject),
        (_("Dùng để"), _(chosen.get_use_display())),
        (_("Số sê-ri"), chosen.serial),
        (_("Dấu vân tay SHA-256"), chosen.fingerprint),
        (_("Hiệu lực từ"), moment_text(chosen.valid_from)),
        (_("Hết hạn"), moment_text(chosen.valid_to)),
        (_("Người cấp"), chosen.issued_by_name),
    ]
    if chosen.revoked_at is not None:
        facts += [(_("Thu hồi lúc"), moment_text(chosen.revoked_at)), (_("Lý do thu hồi"), chosen.revocation_reason)]
    return facts
