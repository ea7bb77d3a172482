"""What needs a look now: broken promises, each with its owner."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sen.capabilities.dossiers.selectors import ALERTS, count_alerts, list_alert
from sen.foundation.agencies.selectors import names_of_agencies
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.surfaces.scorecard.policies import watched_agencies
from sen.ui.access import ActorRequest, roles
from sen.ui.paging import page_number
from sen.ui.responses import page
from sen.ui.types import Tab, Tone

_WORDS = {
    "tiep-nhan": (
        gettext_lazy("Quá giờ tiếp nhận"),
        gettext_lazy("Hồ sơ đã nộp mà chưa được tiếp nhận, yêu cầu bổ sung hoặc từ chối trong thời gian quy định."),
    ),
    "tre-chua-xin-loi": (gettext_lazy("Trễ chưa xin lỗi"), gettext_lazy("Hồ sơ quá hạn trả mà chưa gửi phiếu xin lỗi và hẹn lại.")),
    "bo-sung-nhieu-lan": (gettext_lazy("Bổ sung nhiều lần"), gettext_lazy("Mỗi hồ sơ chỉ được yêu cầu bổ sung một lần.")),
    "y-kien-tre": (gettext_lazy("Ý kiến trễ"), gettext_lazy("Cơ quan được hỏi chưa trả lời khi đã hết hạn.")),
}


_NAMED = 3


@roles(Role.CONTROL, Role.LEADER, Role.HEAD)
def watch(request: ActorRequest) -> HttpResponse:
    """List the dossiers of one alert; the tabs count all of them."""
    now = clock.now()
    agencies = watched_agencies(request.actor, clock.local(now).date())
    counts = count_alerts(now, agencies)
    asked = request.GET.get("loai", "")
    alert = asked if asked in ALERTS else next((name for name in ALERTS if counts[name]), ALERTS[0])
    tabs = [
        Tab(str(_WORDS[name][0]), f"?loai={name}", name == alert, counts[name], tone=Tone.LATE if counts[name] else Tone.PLAIN)
        for name in ALERTS
    ]
    context = {
        "now": now,
        "tabs": tabs,
        "alert": alert,
        "explanation": _WORDS[alert][1],
        "rows": list_alert(alert, now, agencies, page_number(request.GET.get("trang"))),
        "place": _place(agencies),
    }
    return page(request, "scorecard/watch.html", context)


def _place(agencies: list[int] | None) -> str:
    if agencies is None:
        return _("Toàn tỉnh")
    names = list(names_of_agencies(agencies).values())
    return ", ".join(names) if len(names) <= _NAMED else _("%(count)s cơ quan") % {"count": len(names)}
