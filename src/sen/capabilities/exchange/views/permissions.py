"""Rights: the queue, one right with its history, asking, deciding."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from sen.capabilities.exchange import policies
from sen.capabilities.exchange.forms import ActivateForm, ReasonForm, RemarkForm, RightRequestForm
from sen.capabilities.exchange.models import Right
from sen.capabilities.exchange.selectors import registry
from sen.capabilities.exchange.selectors import rights as selecting
from sen.capabilities.exchange.selectors import services as offered
from sen.capabilities.exchange.services import rights
from sen.capabilities.exchange.states import RIGHT_STATES, RightAction, RightState
from sen.capabilities.exchange.types import Scope
from sen.capabilities.exchange.views.acting import METHODS, Act, act_page
from sen.capabilities.exchange.views.offering import service_act
from sen.capabilities.exchange.views.words import RIGHT_STATES as STATE_WORDS
from sen.capabilities.exchange.views.words import action_word, right_tag
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.ui.access import ActorRequest, roles
from sen.ui.format import moment_text
from sen.ui.forms import SenForm
from sen.ui.paging import list_page, page_number
from sen.ui.responses import page
from sen.ui.types import Tab, TimelineItem


@dataclass(frozen=True, slots=True)
class _Deed:
    """A page that does one thing to a right."""

    action: RightAction
    title: str | Promise
    form: type[SenForm]
    do: Callable[..., object]
    lead: str | Promise = ""
    grave: bool = False


_DEEDS = {
    "duyet": _Deed(RightAction.APPROVE, gettext_lazy("Duyệt đề nghị"), RemarkForm, rights.approve_right),
    "khong-duyet": _Deed(
        RightAction.REFUSE,
        gettext_lazy("Không duyệt"),
        ReasonForm,
        rights.refuse_right,
        gettext_lazy("Lý do được gửi lại bên đề nghị."),
        True,
    ),
    "hieu-luc": _Deed(
        RightAction.ACTIVATE,
        gettext_lazy("Cho hiệu lực"),
        ActivateForm,
        rights.activate_right,
        gettext_lazy("Hệ thống gọi được ngay khi máy chủ của bên cung cấp lấy cấu hình mới, thường trong một phút."),
    ),
    "tam-dung": _Deed(RightAction.SUSPEND, gettext_lazy("Tạm dừng quyền"), ReasonForm, rights.suspend_right, grave=True),
    "mo-lai": _Deed(RightAction.RESUME, gettext_lazy("Cho chạy lại"), RemarkForm, rights.resume_right),
    "ket-thuc": _Deed(
        RightAction.END,
        gettext_lazy("Kết thúc quyền"),
        ReasonForm,
        rights.end_right,
        gettext_lazy("Muốn gọi lại phải đề nghị từ đầu."),
        True,
    ),
}


@require_safe
@roles(Role.AXIS, Role.ADMIN)
def right_list(request: ActorRequest) -> HttpResponse:
    """Rights by state."""
    state = request.GET.get("trang_thai", "")
    state = state if state in set(RightState) else ""
    found = list_page(selecting.list_rights(request.actor, state), page_number(request.GET.get("trang")))
    counts = selecting.count_by_state(request.actor)
    address = reverse("exchange:rights")
    tabs = [Tab(_("Tất cả"), address, not state, sum(counts.values()))]
    tabs += [
        Tab(str(word), f"{address}?trang_thai={each.value}", state == each.value, counts.get(each.value, 0))
        for each, (word, _tone) in STATE_WORDS.items()
    ]
    context = {"tabs": tabs, "rows": found, "tagged": [(right, right_tag(right)) for right in found.items]}
    return page(request, "exchange/registry_rights.html", context)


@require_safe
@roles(Role.AXIS, Role.ADMIN)
def right(request: ActorRequest, right_id: int) -> HttpResponse:
    """One right: what is asked, on which ground, what happened."""
    chosen = policies.access_right(request.actor, right_id)
    now = clock.now()
    items = [
        TimelineItem(action_word(event.action), _told(event.actor_name, moment_text(event.occurred_at, now), event.reason))
        for event in selecting.events_of(chosen.pk)
    ]
    context = {
        "right": chosen,
        "state": right_tag(chosen),
        "endpoints": selecting.endpoints_of(chosen),
        "events": items,
        "deeds": [(slug, deed) for slug, deed in _DEEDS.items() if _may(request, chosen, deed)],
        "own_request": chosen.state == RightState.REQUESTED and request.actor.account_id == chosen.requested_by_id,
    }
    return page(request, "exchange/registry_right.html", context)


@require_http_methods(METHODS)
@roles(Role.AXIS, Role.ADMIN)
def ask(request: ActorRequest, service_id: int) -> HttpResponse:
    """Ask for a right to a service, for one of the own systems."""
    service = policies.access_service(request.actor, service_id)
    systems = [
        (system.pk, f"{system.name} ({system.identifier})") for system in policies.own_subsystems(request.actor).order_by("identifier")
    ]
    endpoints = [(one.pk, f"{one.method} {one.template}  {one.summary}".strip()) for one in offered.live_endpoints(service.pk)]
    initial = {"whole": "some" if endpoints else "all"}
    form = RightRequestForm.from_request(request, initial=initial, choices={"subsystem_id": systems, "endpoint_ids": endpoints})
    if not endpoints:
        del form.fields["endpoint_ids"]
        form.fields["whole"].choices = [("all", _("Cả dịch vụ"))]  # type: ignore[attr-defined]
    lead = _("Bên cung cấp xét đề nghị; người vận hành trục cho hiệu lực theo thỏa thuận đã ký. Chỉ xin phần thật sự cần.")
    act = service_act(service, _("Đề nghị quyền sử dụng"), _("Gửi đề nghị"), lead=lead, done=_("Đã gửi đề nghị."))

    def do(entered: dict[str, Any]) -> object:
        whole = entered["whole"] == "all"
        return rights.request_right(
            actor=request.actor,
            service_id=service.pk,
            subsystem_id=entered["subsystem_id"],
            scope=Scope(whole, () if whole else tuple(entered["endpoint_ids"])),
            purpose=entered["purpose"],
            legal_basis=entered["legal_basis"],
            now=clock.now(),
        )

    return act_page(request, act, form, do)


@require_http_methods(METHODS)
@roles(Role.AXIS, Role.ADMIN)
def decide(request: ActorRequest, right_id: int, deed: str) -> HttpResponse:
    """Do one thing to a right."""
    chosen = policies.access_right(request.actor, right_id)
    wanted = _DEEDS.get(deed)
    if wanted is None:
        raise Http404
    form = _form(request, chosen, wanted)
    back = reverse("exchange:right", args=[chosen.pk])
    title = str(wanted.title)
    trail = [
        (_("Quyền sử dụng"), reverse("exchange:rights")),
        (f"{chosen.subsystem or chosen.group} → {chosen.service.code}", back),
        (title, ""),
    ]
    act = Act(title=title, label=title, back=back, trail=trail, lead=str(wanted.lead), done=_("Đã ghi."), grave=wanted.grave)
    return act_page(request, act, form, lambda entered: wanted.do(actor=request.actor, right_id=chosen.pk, now=clock.now(), **entered))


def _form(request: ActorRequest, chosen: Right, deed: _Deed) -> SenForm:
    if deed.form is not ActivateForm:
        return deed.form.from_request(request)
    today = clock.today()
    consumer = chosen.subsystem.member_id if chosen.subsystem else None
    fitting = registry.agreements_for(chosen.service.subsystem.member_id, consumer, today)
    return ActivateForm.from_request(request, choices={"agreement_id": [(one.pk, f"{one.number}: {one.purpose}") for one in fitting]})


def _may(request: ActorRequest, chosen: Right, deed: _Deed) -> bool:
    if not RIGHT_STATES.allows(chosen.state, deed.action):
        return False
    if deed.action in (RightAction.APPROVE, RightAction.REFUSE):
        return policies.decides_on(request.actor, chosen)
    if deed.action is RightAction.ACTIVATE:
        return policies.is_operator(request.actor)
    return deed.action is RightAction.END or policies.speaks_for(request.actor, chosen.service.subsystem.member)


def _told(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
