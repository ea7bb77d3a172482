"""Report II.06a with the dossiers behind every number."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sen.capabilities.dossiers.selectors import REPORT_COLUMNS, list_behind_report
from sen.capabilities.onestop import services
from sen.capabilities.onestop.errors import WrongPeriod
from sen.capabilities.onestop.forms import ReportForm, ReportingForm
from sen.capabilities.onestop.policies import READERS, report_agencies
from sen.capabilities.onestop.selectors.periods import (
    ReportingRule,
    current_month,
    free_period,
    list_reporting_rules,
    period_of,
    place_of_month,
    reporting_rule,
)
from sen.capabilities.onestop.selectors.reports import LEVEL_NAMES, Report, bounds, build_report, report_facts, reporting_agencies
from sen.capabilities.onestop.selectors.sheets import EXCEL, report_sheet
from sen.capabilities.onestop.types import Period
from sen.foundation.agencies.errors import AgencyNotFound
from sen.foundation.agencies.selectors import province_agency
from sen.foundation.printing.services import render_pdf
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.kernel.errors import NotFound
from sen.ui.access import ActorRequest, roles
from sen.ui.forms import domain_errors
from sen.ui.paging import page_number
from sen.ui.responses import bytes_response, error_text, page

if TYPE_CHECKING:
    from sen.foundation.agencies.models import Agency


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: the form, the period, and the agencies it is about."""

    form: ReportForm
    rule: ReportingRule
    period: Period | None
    agencies: "tuple[Agency, ...]"
    reporter: str


@require_GET
@roles(*READERS)
def report_06a(request: ActorRequest) -> HttpResponse:
    """The report; each number leads to the dossiers behind it."""
    asked = _asked(request)
    report = _report(asked)
    context = {"form": asked.form, "report": report, "columns": REPORT_COLUMNS, "query": request.GET.urlencode(), "rule": asked.rule}
    return page(request, "onestop/report_06a.html", context, form=asked.form)


@require_GET
@roles(*READERS)
def report_06a_pdf(request: ActorRequest) -> HttpResponseBase:
    """The report in the official layout."""
    asked = _asked(request)
    report = _report(asked)
    if report is None:
        return redirect(f"{reverse('onestop:report')}?{request.GET.urlencode()}")
    facts = report_facts(report, receiver=asked.rule.receiver, author=request.actor.name, demo=True)
    return bytes_response(render_pdf("dossiers/forms/report_06a.typ", facts), "bao-cao-06a.pdf", "application/pdf", inline=True)


@require_GET
@roles(*READERS)
def report_06a_xlsx(request: ActorRequest) -> HttpResponseBase:
    """The report as an Excel table in the order of the form's columns."""
    asked = _asked(request)
    report = _report(asked)
    if report is None:
        return redirect(f"{reverse('onestop:report')}?{request.GET.urlencode()}")
    return bytes_response(report_sheet(report, receiver=asked.rule.receiver), "bao-cao-06a.xlsx", EXCEL)


@require_GET
@roles(*READERS)
def report_06a_behind(request: ActorRequest, column: str) -> HttpResponse:
    """The dossiers behind one number: a column of a field (``linh-vuc``) of a level (``cap``), or of the whole report."""
    asked = _asked(request)
    if column not in REPORT_COLUMNS or asked.period is None:
        raise NotFound
    level, field = request.GET.get("cap", ""), request.GET.get("linh-vuc", "")
    ids = [agency.pk for agency in asked.agencies if level in ("", LEVEL_NAMES[agency.level])]
    start, end = bounds(asked.period)
    rows = list_behind_report(
        column, ids, start, end, clock.now(), field_id=int(field) if field.isdigit() else None, page=page_number(request.GET.get("trang"))
    )
    query = request.GET.copy()
    for name in ("trang", "cap", "linh-vuc"):
        query.pop(name, None)
    context = {
        "rows": rows,
        "title": REPORT_COLUMNS[column],
        "period": asked.period,
        "reporter": asked.reporter,
        "query": query.urlencode(),
        "level": level,
    }
    return page(request, "onestop/report_behind.html", context)


@require_http_methods(["GET", "POST"])
@roles(Role.CONTROL)
def reporting(request: ActorRequest) -> HttpResponse:
    """How periods are cut and who receives reports; procedure control sets it."""
    form = ReportingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            services.set_reporting_rule(actor=request.actor, now=clock.now(), **form.cleaned_data)
            messages.success(request, _("Đã lưu. Báo cáo từ ngày đó tính theo quy định này."))
            return redirect("onestop:reporting")
    return page(request, "onestop/reporting.html", {"form": form, "rules": list_reporting_rules()}, form=form if form.is_bound else None)


def _asked(request: ActorRequest) -> Asked:
    today = clock.today()
    rule = reporting_rule(today)
    scope = report_agencies(request.actor)
    year, month = current_month(today, rule.first_day)
    kind = request.GET.get("kind", "month")
    usual = {"kind": kind, "place": str(place_of_month(kind, month)), "year": str(year), "since": "", "until": "", "agency": ""}
    agencies = reporting_agencies(scope, period_of("month", year, month, rule.first_day))
    whole = _("Toàn tỉnh") if scope is None else _("Mọi cơ quan của tôi")
    choices: list[tuple[object, str]] = [(agency.pk, agency.name) for agency in agencies]
    if scope is None or len(agencies) > 1:
        choices = [("", whole), *choices]
    else:
        usual["agency"] = str(agencies[0].pk) if agencies else ""
    form = ReportForm({name: request.GET.get(name, usual[name]) for name in usual}, agencies=choices)
    period = _period(form, rule) if form.is_valid() else None
    chosen = tuple(a for a in agencies if form.is_valid() and form.cleaned_data["agency"] in (None, a.pk))
    return Asked(form, rule, period, chosen, _reporter(chosen, scope))


def _period(form: ReportForm, rule: ReportingRule) -> Period | None:
    data = form.cleaned_data
    try:
        if data["kind"] == "free":
            return free_period(data["since"], data["until"])
        place = 1 if data["kind"] == "year" else data["place"]
        return period_of(data["kind"], data["year"], place, rule.first_day)
    except WrongPeriod as error:
        form.add_error(error.field if error.field in form.fields else None, error_text(error))
        return None


def _report(asked: Asked) -> Report | None:
    return build_report(asked.agencies, asked.period, clock.now(), asked.reporter) if asked.period else None


def _reporter(chosen: "tuple[Agency, ...]", scope: frozenset[int] | None) -> str:
    if len(chosen) == 1:
        return chosen[0].name
    if scope is None:
        try:
            return province_agency(clock.today()).name
        except AgencyNotFound:
            return ""
    return ", ".join(agency.name for agency in chosen)
