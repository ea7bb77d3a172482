"""The day's hand-over lists."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sen.capabilities.onestop import services
from sen.capabilities.onestop.forms import HandOverForm
from sen.capabilities.onestop.policies import access_handover, desk_agency, one_stop_agencies
from sen.capabilities.onestop.selectors.counter import agency_label
from sen.capabilities.onestop.selectors.handover import (
    ReceiverGroup,
    group_by_receiver,
    list_handover_rows,
    list_handovers,
    list_to_hand_over,
)
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.ui.access import ActorRequest, officer, roles
from sen.ui.forms import domain_errors
from sen.ui.paging import page_number
from sen.ui.responses import bytes_response, page


@require_http_methods(["GET", "POST"])
@roles(Role.ONE_STOP)
def handover(request: ActorRequest) -> HttpResponse:
    """Papers that wait for their agencies on a day, and the records made; a press makes a record."""
    giver, today = desk_agency(request.actor), clock.today()
    day = _day(request.GET.get("ngay", ""), today)
    groups = group_by_receiver(list_to_hand_over(giver, day))
    bound = HandOverForm(request.POST, prefix=request.POST.get("nhan", "")) if request.method == "POST" else None
    if bound is not None and bound.is_valid():
        receiver = int(request.POST["nhan"]) if request.POST.get("nhan", "").isdigit() else 0
        ids = [int(value) for value in request.POST.getlist("ho-so") if value.isdigit()]
        with domain_errors(bound):
            record = services.make_handover(
                actor=request.actor, giver_id=giver, receiver_id=receiver, dossier_ids=ids, day=day, now=clock.now(), **bound.cleaned_data
            )
            messages.success(request, _("Đã lập biên bản bàn giao số %(number)s. In hai bản để hai bên ký.") % {"number": record.number})
            return redirect(f"{reverse('onestop:handover')}?ngay={day.isoformat()}")
    context = {
        "groups": [(group, _form_of(group, bound)) for group in groups],
        "ticked": set(request.POST.getlist("ho-so")) if bound else None,
        "bound": bound,
        "records": list_handovers(request.actor, one_stop_agencies(request.actor), page_number(request.GET.get("trang"))),
        "day": day,
        "today": today,
        "before": day - dt.timedelta(days=1),
        "after": day + dt.timedelta(days=1) if day < today else None,
        "agency": agency_label(str(giver)),
    }
    return page(request, "onestop/handover.html", context, form=bound)


def _form_of(group: ReceiverGroup, bound: HandOverForm | None) -> HandOverForm:
    prefix = str(group.receiver_id)
    return bound if bound is not None and bound.prefix == prefix else HandOverForm(prefix=prefix)


def _day(text: str, today: dt.date) -> dt.date:
    try:
        return min(dt.date.fromisoformat(text), today)
    except ValueError:
        return today


@require_GET
@officer
def record(request: ActorRequest, handover_id: int) -> HttpResponse:
    """One record with its dossiers."""
    found = access_handover(request.actor, handover_id)
    return page(request, "onestop/handover_record.html", {"record": found, "rows": list_handover_rows(found)})


@require_GET
@officer
def record_pdf(request: ActorRequest, handover_id: int) -> HttpResponseBase:
    """One record to be printed and signed by both sides."""
    found = access_handover(request.actor, handover_id)
    name = f"ban-giao-{found.number.replace('/', '-')}.pdf"
    return bytes_response(services.print_handover(record=found), name, "application/pdf", inline=True)
