"""Services: the list, one service with its callers and operations, parameters, switching on and off."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sen.capabilities.exchange import policies
from sen.capabilities.exchange.forms import AllowanceForm, CredentialForm, NewServiceForm, NoticeForm, ServiceFilterForm, ServiceForm
from sen.capabilities.exchange.models import Service
from sen.capabilities.exchange.selectors import services as offered
from sen.capabilities.exchange.services import offering, rights
from sen.capabilities.exchange.states import SERVICE_STATES, ServiceAction
from sen.capabilities.exchange.views.acting import METHODS, Act, act_page
from sen.capabilities.exchange.views.words import right_tag, service_tag
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.ui.access import ActorRequest, roles
from sen.ui.format import number_text, size_text
from sen.ui.paging import list_page, page_number
from sen.ui.responses import page

_KB = 1024
_SAME = ("name", "summary", "kind", "base_url", "timeout_seconds", "check_mode", "verify_tls", "personal", "log_body", "is_listed")


@require_safe
@roles(Role.AXIS, Role.ADMIN)
def services(request: ActorRequest) -> HttpResponse:
    """Every service with its state and number of callers."""
    form = ServiceFilterForm(request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {"q": "", "trang_thai": "", "ca_nhan": ""}
    found = list_page(offered.list_services(wanted["q"], wanted["trang_thai"], wanted["ca_nhan"]), page_number(request.GET.get("trang")))
    context = {"form": form, "rows": found, "tagged": [(service, service_tag(service)) for service in found.items]}
    return page(request, "exchange/registry_services.html", context)


@require_safe
@roles(Role.AXIS, Role.ADMIN)
def service(request: ActorRequest, service_id: int) -> HttpResponse:
    """One service: who may call, its operations, how gateways treat it."""
    chosen = policies.access_service(request.actor, service_id)
    speaks = policies.speaks_for(request.actor, chosen.subsystem.member)
    context = {
        "service": chosen,
        "state": service_tag(chosen),
        "facts": _facts(chosen),
        "endpoints": offered.live_endpoints(chosen.pk),
        "rights": [(right, right_tag(right)) for right in offered.rights_of(chosen.pk)] if speaks else [],
        "allowances": offered.allowances_of(chosen.pk) if speaks else [],
        "descriptions": offered.descriptions_of(chosen.pk)[:10] if speaks else [],
        "is_operator": policies.is_operator(request.actor),
        "speaks": speaks,
        "can": {action.value: SERVICE_STATES.allows(chosen.state, action) for action in ServiceAction},
        "can_ask": policies.own_subsystems(request.actor).exists(),
    }
    return page(request, "exchange/registry_service.html", context)


@require_http_methods(METHODS)
@roles(Role.AXIS)
def new_service(request: ActorRequest, subsystem_id: int) -> HttpResponse:
    """Enter a service as a draft."""
    system = policies.access_subsystem(request.actor, subsystem_id)
    form = NewServiceForm.from_request(request)
    back = reverse("exchange:system", args=[system.pk])
    act = Act(
        title=_("Thêm dịch vụ"),
        label=_("Thêm dịch vụ"),
        back=back,
        trail=[(system.member.name, reverse("exchange:member", args=[system.member_id])), (system.name, back), (_("Thêm dịch vụ"), "")],
        lead=_("Dịch vụ mới là bản nháp. Sau khi tải bản mô tả và kiểm tra, kích hoạt để các bên xin quyền và gọi."),
        done=_("Đã thêm dịch vụ ở dạng bản nháp."),
    )

    def do(entered: dict[str, Any]) -> object:
        words = {name: entered[name] for name in ("code", "name", "summary", "kind")}
        return offering.create_service(actor=request.actor, subsystem_id=system.pk, parameters=form.parameters(), now=clock.now(), **words)

    return act_page(request, act, form, do)


@require_http_methods(METHODS)
@roles(Role.AXIS)
def edit_service(request: ActorRequest, service_id: int) -> HttpResponse:
    """Change words and parameters."""
    chosen = policies.access_service(request.actor, service_id)
    initial = {name: getattr(chosen, name) for name in _SAME}
    initial |= {"max_request_kb": chosen.max_request_bytes // _KB, "max_answer_kb": chosen.max_answer_bytes // _KB}
    form = ServiceForm.from_request(request, initial=initial)

    def do(entered: dict[str, Any]) -> object:
        words = {name: entered[name] for name in ("name", "summary", "kind")}
        return offering.edit_service(actor=request.actor, service_id=chosen.pk, parameters=form.parameters(), now=clock.now(), **words)

    return act_page(request, service_act(chosen, _("Sửa thông số"), _("Ghi thay đổi"), done=_("Đã ghi thay đổi.")), form, do)


@require_http_methods(METHODS)
@roles(Role.AXIS)
def credential(request: ActorRequest, service_id: int) -> HttpResponse:
    """Set what gateways show to the provider."""
    chosen = policies.access_service(request.actor, service_id)
    act = service_act(chosen, _("Khóa gọi dịch vụ"), _("Ghi khóa"), done=_("Đã ghi khóa gọi dịch vụ."))
    form = CredentialForm.from_request(request)
    return act_page(
        request, act, form, lambda entered: offering.set_credential(actor=request.actor, service_id=chosen.pk, now=clock.now(), **entered)
    )


@require_http_methods(METHODS)
@roles(Role.AXIS)
def disable_service(request: ActorRequest, service_id: int) -> HttpResponse:
    """Stop a service and tell its callers why."""
    chosen = policies.access_service(request.actor, service_id)
    lead = _("Bên gọi nhận đúng lời báo này cho đến khi dịch vụ được mở lại. Quyền đã cấp vẫn giữ nguyên.")
    act = service_act(chosen, _("Tạm ngừng dịch vụ"), _("Tạm ngừng"), lead=lead, done=_("Đã tạm ngừng dịch vụ."), grave=True)
    form = NoticeForm.from_request(request)
    return act_page(
        request, act, form, lambda entered: offering.disable_service(actor=request.actor, service_id=chosen.pk, now=clock.now(), **entered)
    )


@require_POST
@roles(Role.AXIS)
def enable_service(request: ActorRequest, service_id: int) -> HttpResponse:
    """Offer a draft or resting service."""
    chosen = policies.access_service(request.actor, service_id)
    start = offering.activate_service if SERVICE_STATES.allows(chosen.state, ServiceAction.ACTIVATE) else offering.enable_service
    start(actor=request.actor, service_id=chosen.pk, now=clock.now())
    return redirect("exchange:service", service_id)


@require_http_methods(METHODS)
@roles(Role.AXIS)
def allowance(request: ActorRequest, service_id: int) -> HttpResponse:
    """Set how much one system, or each of the others, may ask."""
    chosen = policies.access_service(request.actor, service_id)
    systems = [
        (system.pk, f"{system.name} ({system.identifier})") for system in policies.own_subsystems(request.actor).order_by("identifier")
    ]
    form = AllowanceForm.from_request(request, choices={"subsystem_id": [("", _("Mỗi hệ thống còn lại")), *systems]})
    act = service_act(chosen, _("Hạn mức gọi"), _("Ghi hạn mức"), done=_("Đã ghi hạn mức."))
    return act_page(
        request, act, form, lambda entered: rights.set_allowance(actor=request.actor, service_id=chosen.pk, now=clock.now(), **entered)
    )


@require_POST
@roles(Role.AXIS)
def remove_allowance(request: ActorRequest, service_id: int, allowance_id: int) -> HttpResponse:
    """Return a system to the allowance of the others."""
    rights.remove_allowance(actor=request.actor, allowance_id=allowance_id, now=clock.now())
    return redirect("exchange:service", service_id)


def service_act(chosen: Service, title: str, label: str, **words: Any) -> Act:
    """The words of a page that does one thing to a service."""
    back = reverse("exchange:service", args=[chosen.pk])
    trail = [(_("Dịch vụ"), reverse("exchange:services")), (chosen.name, back), (title, "")]
    return Act(title=title, label=label, back=back, trail=trail, **words)


def _facts(chosen: Service) -> list[tuple[str, str]]:
    return [
        (_("Mã đầy đủ"), chosen.identifier),
        (_("Bên cung cấp"), chosen.subsystem.member.name),
        (_("Địa chỉ gốc"), chosen.base_url),
        (_("Cách mô tả"), chosen.get_kind_display()),
        (
            _("Chờ trả lời tối đa"),
            _("%(n)s giây") % {"n": number_text(chosen.timeout_seconds, 0 if chosen.timeout_seconds % 1 == 0 else 1)},
        ),
        (_("Yêu cầu, trả lời lớn nhất"), f"{size_text(chosen.max_request_bytes)}, {size_text(chosen.max_answer_bytes)}"),
        (_("Kiểm tra theo bản mô tả"), _(chosen.get_check_mode_display())),
        (_("Dữ liệu cá nhân"), _("Có, phải nêu cán bộ, mục đích, hồ sơ") if chosen.personal else _("Không")),
        (_("Lưu nội dung thông điệp"), _("Có") if chosen.log_body else _("Chỉ lưu giá trị băm")),
        (_("Khóa gọi dịch vụ"), _("Đã đặt") if chosen.sealed_credential else _("Không dùng")),
    ]
