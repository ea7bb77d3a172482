"""Groups of systems that are given rights together."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sen.capabilities.exchange import policies
from sen.capabilities.exchange.forms import GroupForm
from sen.capabilities.exchange.selectors import registry
from sen.capabilities.exchange.services.members import save_group
from sen.capabilities.exchange.views.acting import METHODS, Act, act_page
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.ui.access import ActorRequest, roles
from sen.ui.responses import page


@require_safe
@roles(Role.AXIS)
def groups(request: ActorRequest) -> HttpResponse:
    """Every group with its systems."""
    return page(request, "exchange/registry_groups.html", {"groups": registry.list_groups()})


@require_http_methods(METHODS)
@roles(Role.AXIS)
def group(request: ActorRequest, code: str = "") -> HttpResponse:
    """Make a group, or change one."""
    chosen = policies.access_group(request.actor, code) if code else None
    systems = [
        (system.pk, f"{system.name} ({system.identifier})") for system in policies.own_subsystems(request.actor).order_by("identifier")
    ]
    initial = {"code": chosen.code, "name": chosen.name, "subsystem_ids": [one.pk for one in chosen.subsystems.all()]} if chosen else {}
    form = GroupForm.from_request(request, initial=initial, choices={"subsystem_ids": systems})
    if chosen is not None:
        del form.fields["code"]
    address = reverse("exchange:groups")
    title = _("Sửa nhóm") if chosen else _("Lập nhóm")
    act = Act(title=title, label=_("Ghi nhóm"), back=address, trail=[(_("Nhóm hệ thống"), address), (title, "")], done=_("Đã ghi nhóm."))
    known = {"code": chosen.code} if chosen else {}
    return act_page(request, act, form, lambda entered: save_group(actor=request.actor, now=clock.now(), **{**entered, **known}))
