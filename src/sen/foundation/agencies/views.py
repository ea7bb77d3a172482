"""Pages where the calendar, the office hours and the identification codes are kept."""

from typing import Any

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sen.foundation.agencies import policies, selectors, services
from sen.foundation.agencies.forms import AgencyFilter, AgencyForm, CodesForm, DayForm, NewAgencyForm, ReceptionForm, WeekForm, week_initial
from sen.foundation.agencies.models import AgencyLevel
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.ui.access import ActorRequest, roles
from sen.ui.forms import domain_errors
from sen.ui.paging import list_page, page_number
from sen.ui.responses import page
from sen.ui.types import Tab

FIRST_YEAR, LAST_YEAR = 2015, 2099
LIST_SIZE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.ADMIN, Role.CONTROL)
def calendar(request: ActorRequest) -> HttpResponse:
    """The special days of a year, and a form to add one."""
    policies.access_management(request.actor)
    form = DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        with domain_errors(form):
            services.set_calendar_day(
                actor=request.actor, date=facts["date"], kind=facts["kind"], name=facts["name"], source=facts["source"], now=clock.now()
            )
        if not form.errors:
            messages.success(request, _("Đã ghi vào lịch. Hạn trả tính từ bây giờ theo lịch mới; hạn đã hẹn giữ nguyên."))
            return redirect(f"{reverse('agencies:calendar')}?nam={facts['date'].year}")
    year = _year(request)
    context = {
        "form": form,
        "year": year,
        "years": [Tab(str(one), f"?nam={one}", current=one == year) for one in range(year - 1, year + 2)],
        "days": selectors.list_calendar_days(year),
        "hours": _week(selectors.list_office_hours(None, clock.today())),
    }
    return page(request, "agencies/calendar.html", context, form=form if request.method == "POST" else None)


@require_POST
@roles(Role.ADMIN, Role.CONTROL)
def remove_day(request: ActorRequest, day_id: int) -> HttpResponse:
    """Give a date back to the weekly pattern."""
    services.remove_calendar_day(actor=request.actor, day_id=day_id, now=clock.now())
    messages.success(request, _("Đã bỏ khỏi lịch."))
    return redirect(f"{reverse('agencies:calendar')}?nam={_year(request)}")


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.ADMIN, Role.CONTROL)
def hours(request: ActorRequest, agency_id: int | None = None) -> HttpResponse:
    """The hours of every weekday, of the province or of one agency."""
    policies.access_management(request.actor)
    agency = selectors.get_agency(agency_id) if agency_id is not None else None
    today = clock.today()
    own = selectors.list_office_hours(agency_id, today)
    form = WeekForm(request.POST or None, initial=week_initial(own or selectors.list_office_hours(None, today), today))
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            services.set_office_hours(
                actor=request.actor, agency_id=agency_id, week=form.week(), valid_from=form.cleaned_data["valid_from"], now=clock.now()
            )
        if not form.errors:
            messages.success(request, _("Đã ghi giờ làm việc."))
            return redirect("agencies:agency", agency.pk) if agency else redirect("agencies:calendar")
    context = {"form": form, "agency": agency, "is_own": bool(own)}
    return page(request, "agencies/hours.html", context, form=form if request.method == "POST" else None)


@require_safe
@roles(Role.ADMIN, Role.CONTROL)
def agency_list(request: ActorRequest) -> HttpResponse:
    """Agencies of today with their codes."""
    policies.access_management(request.actor)
    form = AgencyFilter(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    level = form.cleaned_data.get("cap") if form.is_valid() else ""
    found = selectors.matching_agencies(words, clock.today(), level=level or None)
    rows = list_page(found, page_number(request.GET.get("trang")), LIST_SIZE, total=found.count())
    return page(request, "agencies/list.html", {"form": form, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.ADMIN, Role.CONTROL)
def add(request: ActorRequest) -> HttpResponse:
    """Add an agency the shipped list does not have."""
    policies.access_management(request.actor)
    form = NewAgencyForm.from_request(request, initial={"level": AgencyLevel.DEPARTMENT, "valid_from": clock.today()})
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            one = services.add_agency(actor=request.actor, facts=form.facts(), valid_from=form.cleaned_data["valid_from"], now=clock.now())
            messages.success(request, _("Đã thêm cơ quan. Nhập mã định danh khi có, phân công nơi tiếp nhận và bổ nhiệm cán bộ."))
            return redirect("agencies:agency", one.pk)
    return page(request, "agencies/facts.html", {"form": form}, form=form if form.is_bound else None)


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.ADMIN, Role.CONTROL)
def correct(request: ActorRequest, agency_id: int) -> HttpResponse:
    """Correct an agency that was added by hand."""
    policies.access_management(request.actor)
    one = selectors.get_agency(agency_id)
    form = AgencyForm.from_request(request, initial={**model_to_dict(one), "basis": one.note})
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            services.correct_agency(actor=request.actor, agency_id=agency_id, facts=form.facts(), now=clock.now())
            messages.success(request, _("Đã sửa thông tin cơ quan."))
            return redirect("agencies:agency", agency_id)
    return page(request, "agencies/facts.html", {"form": form, "agency": one}, form=form if form.is_bound else None)


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.ADMIN, Role.CONTROL)
def agency(request: ActorRequest, agency_id: int) -> HttpResponse:
    """One agency: its codes, divisions and hours."""
    policies.access_management(request.actor)
    one = selectors.get_agency(agency_id)
    form = CodesForm(request.POST or None, initial={"code": one.identification_code, "code_old": one.identification_code_old})
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        with domain_errors(form):
            services.set_identification_codes(
                actor=request.actor, agency_id=agency_id, code=facts["code"], code_old=facts["code_old"], now=clock.now()
            )
        if not form.errors:
            messages.success(request, _("Đã ghi mã định danh. Hồ sơ mới dùng mã này."))
            return redirect("agencies:agency", agency_id)
    own = selectors.list_office_hours(agency_id, clock.today())
    context = {
        "form": form,
        "agency": one,
        **_reception(agency_id),
        "divisions": selectors.list_divisions(agency_id),
        "own_hours": _week(own) if own else [],
        "hours": _week(own or selectors.list_office_hours(None, clock.today())),
    }
    return page(request, "agencies/agency.html", context, form=form if request.method == "POST" else None)


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.ADMIN, Role.CONTROL)
def reception(request: ActorRequest, agency_id: int) -> HttpResponse:
    """Who receives for an agency: today, before and to come, and a form for the next decision."""
    policies.access_management(request.actor)
    one, today = selectors.get_agency(agency_id), clock.today()
    receivers = [(each.pk, each.one_stop_name) for each in selectors.list_receiving_agencies(today)]
    form = ReceptionForm(request.POST or None, receivers=receivers)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            facts = form.cleaned_data
            services.assign_reception(
                actor=request.actor,
                agency_id=agency_id,
                receiver_id=facts["receiver"],
                valid_from=facts["valid_from"],
                basis=facts["basis"],
                now=clock.now(),
            )
        if not form.errors:
            messages.success(request, _("Đã ghi nơi tiếp nhận. Hồ sơ đã nộp giữ nguyên nơi đã nhận."))
            return redirect("agencies:reception", agency_id)
    context = {"form": form, "agency": one, "today": today, **_reception(agency_id), "places": selectors.list_reception_places(agency_id)}
    return page(request, "agencies/reception.html", context, form=form if request.method == "POST" else None)


def _reception(agency_id: int) -> dict[str, Any]:
    """Who receives today, and the decision that says so; None when only the general rule does."""
    today = clock.today()
    receiver = selectors.get_agency(selectors.receiving_agency_for(agency_id, today))
    return {"receiver": receiver.one_stop_name, "decision": selectors.reception_place(agency_id, today)}


def _year(request: HttpRequest) -> int:
    text = request.POST.get("nam") or request.GET.get("nam") or ""
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else clock.today().year
    return min(max(year, FIRST_YEAR), LAST_YEAR)


def _week(rows: list[Any]) -> list[dict[str, Any]]:
    """Weekdays that are open, in order, with their shifts."""
    days: dict[int, list[str]] = {}
    for row in rows:
        days.setdefault(row.weekday, []).append(f"{row.opens_at:%H:%M}–{row.closes_at:%H:%M}")
    names = [_("Thứ Hai"), _("Thứ Ba"), _("Thứ Tư"), _("Thứ Năm"), _("Thứ Sáu"), _("Thứ Bảy"), _("Chủ nhật")]
    return [{"label": names[day], "value": ", ".join(shifts)} for day, shifts in sorted(days.items())]
