"""Share of work files processed online, from the levels down to the single file."""

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from sen.capabilities.workfiles import indicators, policies
from sen.capabilities.workfiles.forms import PeriodForm
from sen.foundation.agencies.selectors import get_agency
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.kernel.errors import NotFound
from sen.ui.access import ActorRequest, roles
from sen.ui.responses import bytes_response, page
from sen.ui.workbook import EXCEL_TYPE, list_workbook

READERS = (Role.LEADER, Role.HEAD, Role.CLERK, Role.ARCHIVE, Role.CONTROL, Role.ADMIN)
_LEVEL_WORDS = {
    "province": gettext_lazy("Cấp tỉnh"),
    "department": gettext_lazy("Sở, ban, ngành"),
    "district": gettext_lazy("Cấp huyện"),
    "commune": gettext_lazy("Cấp xã"),
}


@require_safe
@roles(*READERS)
def online(request: ActorRequest) -> HttpResponse:
    """The shares by level and by agency, lowest first, against the targets of the day."""
    form, since, until, level = _asked(request)
    scope = policies.figure_agencies(request.actor)
    context = {
        "form": form,
        "since": since,
        "until": until,
        "level_word": _LEVEL_WORDS.get(level, ""),
        "levels": [(line, _LEVEL_WORDS[line.key]) for line in indicators.shares_by_level(since, until, scope)],
        "agencies": indicators.shares_by_agency(since, until, level, scope),
        "query": request.GET.urlencode(),
    }
    return page(request, "workfiles/online.html", context)


@require_safe
@roles(*READERS)
def online_agency(request: ActorRequest, agency_id: int) -> HttpResponse:
    """What is behind one agency's share: files that do not count, and why."""
    form, since, until, _level = _asked(request)
    scope = policies.figure_agencies(request.actor)
    if scope is not None and agency_id not in scope:
        raise NotFound
    agency, only = get_agency(agency_id), frozenset({agency_id})
    seen = set(policies.visible_workfiles(request.actor).filter(agency=agency_id).values_list("pk", flat=True))
    files = [(one, one.pk in seen) for one in indicators.paper_files(since, until, only)]
    line = next(iter(indicators.shares_by_agency(since, until, agency_ids=only)), None)
    context = {"form": form, "agency": agency, "line": line, "files": files, "since": since, "until": until}
    return page(request, "workfiles/online_agency.html", context)


@require_safe
@roles(*READERS)
def online_xlsx(request: ActorRequest) -> HttpResponse:
    """The shares by agency as an Excel table."""
    _form, since, until, level = _asked(request)
    lines = indicators.shares_by_agency(since, until, level, policies.figure_agencies(request.actor))
    columns = [(_("Cơ quan"), 60), (_("Hồ sơ kết thúc"), 16), (_("Xử lý trên mạng"), 16), (_("Tỷ lệ %"), 12), (_("Chỉ tiêu %"), 12)]
    rows = [
        (one.name, one.closed, one.online, float(round(one.share, 1)) if one.share is not None else "", one.target or "") for one in lines
    ]
    title = _("Tỷ lệ hồ sơ công việc xử lý trên môi trường mạng")
    content = list_workbook(_("Tỷ lệ"), title, f"{since:%d/%m/%Y} – {until:%d/%m/%Y}", columns, rows)
    return bytes_response(content, "ho-so-tren-mang.xlsx", EXCEL_TYPE)  # type: ignore[return-value]


def _asked(request: ActorRequest) -> tuple[PeriodForm, dt.date, dt.date, str]:
    today = clock.today()
    usual: dict[str, Any] = {"since": f"01/01/{today.year}", "until": f"{today:%d/%m/%Y}", "level": ""}
    levels = [("", _("Mọi cấp")), *((key, str(word)) for key, word in _LEVEL_WORDS.items())]
    form = PeriodForm({name: request.GET.get(name, value) for name, value in usual.items()}, choices={"level": levels})
    if form.is_valid():
        return form, form.cleaned_data["since"], form.cleaned_data["until"], form.cleaned_data["level"]
    return form, dt.date(today.year, 1, 1), today, ""
