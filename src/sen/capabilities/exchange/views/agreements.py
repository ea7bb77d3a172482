"""Agreements on sharing data: in force, ending soon, over."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sen.capabilities.exchange import policies
from sen.capabilities.exchange.forms import AgreementForm, ProlongForm, ReasonForm
from sen.capabilities.exchange.models import Agreement
from sen.capabilities.exchange.selectors import registry
from sen.capabilities.exchange.services import agreements as use_cases
from sen.capabilities.exchange.views.acting import METHODS, Act, act_page
from sen.capabilities.exchange.views.words import agreement_tag, right_tag
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.ui.access import ActorRequest, roles
from sen.ui.format import date_text
from sen.ui.paging import list_page, page_number
from sen.ui.responses import page
from sen.ui.types import Tab


@require_safe
@roles(Role.AXIS)
def agreements(request: ActorRequest) -> HttpResponse:
    """Agreements, those ending soon by themselves."""
    which = request.GET.get("nhom", "")
    which = which if which in ("ending", "over") else ""
    today = clock.today()
    found = list_page(registry.list_agreements(which, today), page_number(request.GET.get("trang")))
    address = reverse("exchange:agreements")
    tabs = [
        Tab(_("Đang hiệu lực"), address, which == ""),
        Tab(_("Sắp hết hạn"), f"{address}?nhom=ending", which == "ending", registry.list_agreements("ending", today).count()),
        Tab(_("Đã hết"), f"{address}?nhom=over", which == "over"),
    ]
    rows = [(agreement, agreement_tag(agreement, today)) for agreement in found.items]
    return page(request, "exchange/registry_agreements.html", {"tabs": tabs, "rows": found, "tagged": rows})


@require_safe
@roles(Role.AXIS)
def agreement(request: ActorRequest, agreement_id: int) -> HttpResponse:
    """One agreement with the rights that stand on it."""
    chosen = policies.access_agreement(request.actor, agreement_id)
    rights = policies.visible_rights(request.actor).filter(agreement=chosen).order_by("state", "pk")
    context = {
        "agreement": chosen,
        "state": agreement_tag(chosen, clock.today()),
        "facts": _facts(chosen),
        "rights": [(right, right_tag(right)) for right in rights],
    }
    return page(request, "exchange/registry_agreement.html", context)


@require_http_methods(METHODS)
@roles(Role.AXIS)
def new_agreement(request: ActorRequest) -> HttpResponse:
    """Enter a signed agreement."""
    members = [(member.pk, f"{member.name} ({member.identifier})") for member in registry.list_members(state="active")]
    choices = {"provider_id": members, "consumer_id": [("", _("Mọi thành viên của tỉnh")), *members]}
    form = AgreementForm.from_request(request, choices=choices)
    address = reverse("exchange:agreements")
    title = _("Ghi thỏa thuận")
    act = Act(title=title, label=title, back=address, trail=[(_("Thỏa thuận"), address), (title, "")], done=_("Đã ghi thỏa thuận."))
    return act_page(request, act, form, lambda entered: use_cases.record_agreement(actor=request.actor, now=clock.now(), **entered))


@require_http_methods(METHODS)
@roles(Role.AXIS)
def prolong(request: ActorRequest, agreement_id: int) -> HttpResponse:
    """Give an agreement a new last day."""
    chosen = policies.access_agreement(request.actor, agreement_id)
    form = ProlongForm.from_request(request, initial={"ends_on": chosen.ends_on})
    act = _act(chosen, _("Gia hạn"), done=_("Đã gia hạn."))
    return act_page(
        request,
        act,
        form,
        lambda entered: use_cases.prolong_agreement(actor=request.actor, agreement_id=chosen.pk, now=clock.now(), **entered),
    )


@require_http_methods(METHODS)
@roles(Role.AXIS)
def end(request: ActorRequest, agreement_id: int) -> HttpResponse:
    """End an agreement today."""
    chosen = policies.access_agreement(request.actor, agreement_id)
    lead = _("Mọi quyền theo thỏa thuận này ngừng trong vài phút, khi các máy chủ lấy cấu hình mới.")
    act = _act(chosen, _("Chấm dứt thỏa thuận"), lead=lead, done=_("Đã chấm dứt thỏa thuận."), grave=True)
    form = ReasonForm.from_request(request)
    return act_page(
        request, act, form, lambda entered: use_cases.end_agreement(actor=request.actor, agreement_id=chosen.pk, now=clock.now(), **entered)
    )


def _act(chosen: Agreement, title: str, **words: Any) -> Act:
    back = reverse("exchange:agreement", args=[chosen.pk])
    trail = [(_("Thỏa thuận"), reverse("exchange:agreements")), (chosen.number, back), (title, "")]
    return Act(title=title, label=title, back=back, trail=trail, **words)


def _facts(chosen: Agreement) -> list[tuple[str, str]]:
    return [
        (_("Bên cung cấp"), chosen.provider.name),
        (_("Bên khai thác"), chosen.consumer.name if chosen.consumer else _("Mọi thành viên của tỉnh")),
        (_("Căn cứ pháp lý"), chosen.legal_basis),
        (_("Mục đích"), chosen.purpose),
        (_("Ngày ký"), date_text(chosen.signed_on)),
        (_("Hiệu lực từ"), date_text(chosen.valid_from)),
        (_("Ngày cuối cùng"), date_text(chosen.ends_on) or _("Không định hạn")),
        *([(_("Lý do chấm dứt"), chosen.end_reason)] if chosen.end_reason else []),
    ]
