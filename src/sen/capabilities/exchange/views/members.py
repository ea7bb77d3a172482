"""Members of the axis: the list, one member with everything of it, admitting and changing."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sen.capabilities.exchange import policies
from sen.capabilities.exchange.forms import MemberFilterForm, MemberForm, NewMemberForm, NoticeForm
from sen.capabilities.exchange.models import Member
from sen.capabilities.exchange.selectors import registry
from sen.capabilities.exchange.services import members as use_cases
from sen.capabilities.exchange.views.acting import METHODS, Act, act_page
from sen.capabilities.exchange.views.words import service_tag
from sen.foundation.agencies.selectors import agencies_on
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.ui.access import ActorRequest, roles
from sen.ui.paging import list_page, page_number
from sen.ui.responses import page

_FIELDS = ("name", "agency_id", "contact_name", "contact_phone", "contact_mail")


@require_safe
@roles(Role.AXIS, Role.ADMIN)
def members(request: ActorRequest) -> HttpResponse:
    """All members by name."""
    form = MemberFilterForm(request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {"q": "", "trang_thai": ""}
    rows = registry.list_members(wanted["q"], wanted["trang_thai"])
    context = {
        "form": form,
        "rows": list_page(rows, page_number(request.GET.get("trang"))),
        "is_operator": policies.is_operator(request.actor),
    }
    return page(request, "exchange/registry_members.html", context)


@require_safe
@roles(Role.AXIS, Role.ADMIN)
def member(request: ActorRequest, member_id: int) -> HttpResponse:
    """One member: contact, systems with their services, gateways."""
    chosen = policies.access_member(request.actor, member_id)
    systems = [
        (system, [(service, service_tag(service)) for service in system.services.all()]) for system in registry.systems_of(chosen.pk)
    ]
    context = {
        "member": chosen,
        "facts": _facts(chosen),
        "systems": systems,
        "servers": registry.servers_of(chosen.pk),
        "is_operator": policies.is_operator(request.actor),
        "speaks": policies.speaks_for(request.actor, chosen),
    }
    return page(request, "exchange/registry_member.html", context)


@require_http_methods(METHODS)
@roles(Role.AXIS)
def new_member(request: ActorRequest) -> HttpResponse:
    """Admit a member."""
    form = NewMemberForm.from_request(request, choices={"agency_id": _agencies()})
    act = Act(
        title=_("Kết nạp thành viên"),
        label=_("Kết nạp"),
        back=reverse("exchange:members"),
        trail=[(_("Thành viên"), reverse("exchange:members")), (_("Kết nạp"), "")],
        lead=_("Mã thành viên đứng trong mọi thông điệp và không đổi được. Cơ quan nhà nước dùng mã định danh của mình."),
        done=_("Đã kết nạp thành viên."),
    )
    return act_page(request, act, form, lambda entered: use_cases.register_member(actor=request.actor, now=clock.now(), **entered))


@require_http_methods(METHODS)
@roles(Role.AXIS)
def edit_member(request: ActorRequest, member_id: int) -> HttpResponse:
    """Change name, agency and contact."""
    chosen = policies.access_member(request.actor, member_id)
    initial = {name: getattr(chosen, name) for name in _FIELDS}
    form = MemberForm.from_request(request, initial=initial, choices={"agency_id": _agencies()})
    act = _act(chosen, _("Sửa thành viên"), _("Ghi thay đổi"), done=_("Đã ghi thay đổi."))
    return act_page(
        request, act, form, lambda entered: use_cases.edit_member(actor=request.actor, member_id=chosen.pk, now=clock.now(), **entered)
    )


@require_http_methods(METHODS)
@roles(Role.AXIS)
def disable_member(request: ActorRequest, member_id: int) -> HttpResponse:
    """Stop a member."""
    chosen = policies.access_member(request.actor, member_id)
    lead = _("Mọi hệ thống và dịch vụ của thành viên ngừng trên toàn trục trong vài phút, khi các máy chủ lấy cấu hình mới.")
    act = _act(chosen, _("Dừng thành viên"), _("Dừng thành viên"), lead=lead, done=_("Đã dừng thành viên."), grave=True)
    form = NoticeForm.from_request(request)
    return act_page(
        request, act, form, lambda entered: use_cases.disable_member(actor=request.actor, member_id=chosen.pk, now=clock.now(), **entered)
    )


@require_POST
@roles(Role.AXIS)
def enable_member(request: ActorRequest, member_id: int) -> HttpResponse:
    """Let a member take part again."""
    use_cases.enable_member(actor=request.actor, member_id=member_id, now=clock.now())
    return redirect("exchange:member", member_id)


def _act(chosen: Member, title: str, label: str, **words: Any) -> Act:
    back = reverse("exchange:member", args=[chosen.pk])
    trail = [(_("Thành viên"), reverse("exchange:members")), (chosen.name, back), (title, "")]
    return Act(title=title, label=label, back=back, trail=trail, **words)


def _facts(chosen: Member) -> list[tuple[str, str]]:
    contact = " · ".join(part for part in (chosen.contact_name, chosen.contact_phone, chosen.contact_mail) if part)
    return [
        (_("Mã thành viên"), chosen.identifier),
        (_("Cơ quan trong hệ thống"), chosen.agency.name if chosen.agency else _("Không gắn cơ quan")),
        (_("Liên hệ"), contact or _("Chưa có")),
    ]


def _agencies() -> list[tuple[Any, str]]:
    return [("", _("Không gắn cơ quan")), *agencies_on(clock.today()).order_by("level", "name_sort").values_list("pk", "name")]
