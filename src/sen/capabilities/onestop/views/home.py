"""The home page of the one-stop officer: what waits, most urgent first."""

import datetime as dt
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from sen.capabilities.dossiers.selectors import (
    CounterFigures,
    WorkFilter,
    count_counter,
    count_failed_letters,
    list_overdue,
    list_waiting_for_applicant,
    list_work,
)
from sen.capabilities.onestop import services
from sen.capabilities.onestop.forms import SearchForm
from sen.capabilities.onestop.policies import desk_agency, one_stop_agencies
from sen.capabilities.onestop.selectors.counter import agency_label
from sen.capabilities.onestop.selectors.queue import desk_of
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.ui.access import ActorRequest, roles
from sen.ui.paging import page_number
from sen.ui.responses import error_text, page
from sen.ui.types import Tab, Tone

KINDS = {"tiep-nhan": "reception", "chuyen": "transfer", "tra": "return"}
_WATCHED = {"bo-sung": list_waiting_for_applicant, "qua-han": list_overdue}
_LABELS = {
    "tiep-nhan": gettext_lazy("Chờ tiếp nhận"),
    "chuyen": gettext_lazy("Chờ chuyển"),
    "bo-sung": gettext_lazy("Chờ bổ sung"),
    "tra": gettext_lazy("Chờ trả kết quả"),
    "qua-han": gettext_lazy("Quá hạn"),
}


@require_http_methods(["GET", "POST"])
@roles(Role.ONE_STOP)
def home(request: ActorRequest) -> HttpResponse:
    """Show one group of waiting dossiers; a press hands the ticked ones over."""
    now = clock.now()
    if request.method == "POST":
        _transfer(request, now)
        return redirect(f"{reverse('onestop:home')}?tab=chuyen")
    agencies = one_stop_agencies(request.actor)
    figures = count_counter(agencies, now)
    tab = request.GET.get("tab", "")
    tab = tab if tab in _LABELS else _first(figures)
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    number = page_number(request.GET.get("trang"))
    context = {
        "tab": tab,
        "tabs": _tabs(tab, figures),
        "figures": figures,
        "late": figures.reception_late + figures.transfer_late + figures.returning_late,
        "failed_letters": count_failed_letters(request.actor),
        "form": SearchForm(initial={"q": words, "tab": tab}),
        "agency": agency_label(str(desk_agency(request.actor))),
        "desk": desk_of(request.actor, now),
        "now": now,
    }
    if tab in KINDS:
        context["work"] = list_work(request.actor, now, WorkFilter(text=words, kinds=(KINDS[tab],)), number)
    else:
        context["watched"] = _WATCHED[tab](agencies, now, number)
    return page(request, "onestop/home.html", context)


def _first(figures: CounterFigures) -> str:
    """The group to open with: receptions while there are any, since their clock is the shortest."""
    counts = {"tiep-nhan": figures.reception, "chuyen": figures.transfer, "tra": figures.returning}
    return next((tab for tab, count in counts.items() if count), "tiep-nhan")


def _tabs(current: str, figures: CounterFigures) -> list[Tab]:
    counts = {
        "tiep-nhan": (figures.reception, figures.reception_late),
        "chuyen": (figures.transfer, figures.transfer_late),
        "bo-sung": (figures.supplement, 0),
        "tra": (figures.returning, figures.returning_late),
        "qua-han": (figures.overdue, figures.overdue),
    }
    return [
        Tab(
            str(label),
            f"?tab={key}",
            current=key == current,
            count=counts[key][0],
            icon="triangle-alert" if counts[key][1] else "",
            tone=Tone.LATE if counts[key][1] else Tone.PLAIN,
        )
        for key, label in _LABELS.items()
    ]


def _transfer(request: ActorRequest, now: dt.datetime) -> None:
    chosen = _ticked(request.POST.getlist("ho-so"))
    if not chosen:
        messages.warning(request, _("Hãy chọn ít nhất một hồ sơ để chuyển."))
        return
    results = services.transfer_many(actor=request.actor, dossiers=chosen, now=now)
    done = sum(1 for _id, error in results if error is None)
    if done:
        text = _("Đã chuyển %(count)d hồ sơ đến cơ quan giải quyết. Giấy tờ bản giấy đi theo danh mục bàn giao.") % {"count": done}
        messages.success(request, text)
    for reason in sorted({error_text(error) for _id, error in results if error is not None}):
        messages.warning(request, _("Có hồ sơ chưa chuyển được: %(reason)s") % {"reason": reason})


def _ticked(values: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs ``id:seen`` as the check boxes send them; anything else is dropped."""
    pairs = [value.partition(":")[::2] for value in values]
    return [(int(dossier), int(seen)) for dossier, seen in pairs if dossier.isdigit() and seen.isdigit()]
