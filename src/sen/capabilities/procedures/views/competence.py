"""Which agency settles what: the list of rules, adding, writing, ending and taking back."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sen.capabilities.procedures import policies, services
from sen.capabilities.procedures.forms import CompetenceEndForm, CompetenceFilterForm, CompetenceForm, NewCompetenceForm
from sen.capabilities.procedures.models import CompetenceRule
from sen.capabilities.procedures.selectors.competence_rules import list_competences, subject_name, time_of
from sen.capabilities.procedures.selectors.control import list_field_names
from sen.capabilities.procedures.types import CompetenceFilter, RuleTime
from sen.foundation.agencies.selectors import agencies_on
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.kernel.errors import NotFound
from sen.ui.access import ActorRequest, roles
from sen.ui.format import date_text
from sen.ui.forms import SenForm, domain_errors
from sen.ui.paging import list_page, page_number
from sen.ui.responses import error_text, page
from sen.ui.types import TagView

METHODS = ["GET", "HEAD", "POST"]


@require_safe
@roles(Role.CONTROL)
def rules(request: ActorRequest) -> HttpResponse:
    """The rules by field and procedure, with filters."""
    policies.require_control(request.actor)
    today = clock.today()
    form = CompetenceFilterForm(request.GET or None, agencies=_agencies())
    found = list_competences(_wanted(form), today)
    rows = list_page(found, page_number(request.GET.get("trang")), total=found.count())
    shown = [(rule, time_tag(rule), time_of(rule, today)) for rule in rows]
    return page(request, "procedures/competences.html", {"form": form, "rows": rows, "shown": shown})


@require_http_methods(METHODS)
@roles(Role.CONTROL)
def add(request: ActorRequest) -> HttpResponse:
    """Give a field or one procedure to an agency; ``?tu=`` starts from another rule's subject."""
    policies.require_control(request.actor)
    form = NewCompetenceForm.from_request(request, agencies=_agencies(), field_names=list_field_names(), initial=_start(request))
    if request.method == "POST" and form.is_valid():
        try:
            with domain_errors(form):
                services.add_competence(actor=request.actor, now=clock.now(), **form.cleaned_data)
                messages.success(request, _("Đã phân công. Phân công trước đó kết thúc vào ngày trước ngày bắt đầu."))
                return _list_with(form.cleaned_data["valid_from"])
        except NotFound as missing:
            form.add_error(missing.field or None, error_text(missing))
    lead = _("Phân công mới thay phân công đang có của cùng lĩnh vực hoặc thủ tục. Hồ sơ đã nhận giữ cơ quan đã ghi.")
    return _act(request, None, form, _("Phân công giải quyết"), lead, _("Phân công"))


@require_http_methods(METHODS)
@roles(Role.CONTROL)
def edit(request: ActorRequest, rule_id: int) -> HttpResponse:
    """Write a rule that has not begun."""
    rule = policies.access_competence(request.actor, rule_id)
    initial = {"agency_id": rule.agency_id, "covers_all_levels": rule.covers_all_levels, "valid_from": rule.valid_from}
    form = CompetenceForm.from_request(request, agencies=_agencies(), initial=initial)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            services.edit_competence(actor=request.actor, rule_id=rule_id, now=clock.now(), **form.cleaned_data)
            messages.success(request, _("Đã sửa phân công."))
            return _list_with(form.cleaned_data["valid_from"])
    return _act(request, rule, form, _("Sửa phân công chưa áp dụng"), "", _("Ghi phân công"))


@require_http_methods(METHODS)
@roles(Role.CONTROL)
def end(request: ActorRequest, rule_id: int) -> HttpResponse:
    """End a rule with its last day."""
    rule = policies.access_competence(request.actor, rule_id)
    form = CompetenceEndForm.from_request(request)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            services.end_competence(actor=request.actor, rule_id=rule_id, last_day=form.cleaned_data["last_day"], now=clock.now())
            messages.success(request, _("Đã ghi ngày kết thúc phân công."))
            return redirect("procedures:competences")
    lead = (
        _("Sau ngày này, thủ tục theo phân công của lĩnh vực.")
        if rule.procedure_id
        else _("Sau ngày này, việc cấp tỉnh của lĩnh vực về Ủy ban nhân dân tỉnh, trừ khi có phân công mới.")
    )
    return _act(request, rule, form, _("Kết thúc phân công"), lead, _("Ghi ngày kết thúc"))


@require_http_methods(METHODS)
@roles(Role.CONTROL)
def withdraw(request: ActorRequest, rule_id: int) -> HttpResponse:
    """Take back a rule that has not begun."""
    rule = policies.access_competence(request.actor, rule_id)
    form = SenForm.from_request(request)
    if request.method == "POST":
        with domain_errors(form):
            services.withdraw_competence(actor=request.actor, rule_id=rule_id, now=clock.now())
            messages.success(request, _("Đã bỏ phân công chưa áp dụng. Phân công trước đó áp dụng tiếp."))
            return redirect("procedures:competences")
    lead = _("Phân công này chưa áp dụng. Phân công trước đó sẽ áp dụng tiếp như cũ.")
    return _act(request, rule, form, _("Bỏ phân công"), lead, _("Bỏ phân công này"), grave=True)


def time_tag(rule: CompetenceRule) -> TagView:
    """Where a rule stands today, as a tag."""
    return {
        RuleTime.COMING: TagView(_("Sắp áp dụng"), "wait", "hourglass"),
        RuleTime.NOW: TagView(_("Đang áp dụng"), "done"),
        RuleTime.ENDED: TagView(_("Đã hết")),
    }[time_of(rule, clock.today())]


def _start(request: ActorRequest) -> dict[str, Any]:
    """The subject and agency of the rule the new one shall follow."""
    wanted = request.GET.get("tu", "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 18):
        return {}
    rule = policies.access_competence(request.actor, int(wanted))
    code = rule.procedure.code if rule.procedure else ""
    return {"field_id": rule.field_id, "code": code, "agency_id": rule.agency_id, "covers_all_levels": rule.covers_all_levels}


def _list_with(valid_from: dt.date) -> HttpResponse:
    """Back to the list that shows a rule of this first day."""
    coming = f"?luc={RuleTime.COMING}" if valid_from > clock.today() else ""
    return redirect(reverse("procedures:competences") + coming)


def _wanted(form: CompetenceFilterForm) -> CompetenceFilter:
    if not form.is_valid():
        return CompetenceFilter()
    facts = form.cleaned_data
    return CompetenceFilter(facts["q"], facts["co_quan"], facts["loai"], facts["luc"] or RuleTime.NOW)


def _agencies() -> list[tuple[int, str]]:
    return list(agencies_on(clock.today()).order_by("level", "name_sort").values_list("pk", "name"))


def _act(
    request: ActorRequest, rule: CompetenceRule | None, form: SenForm, title: str, lead: str, submit: str, *, grave: bool = False
) -> HttpResponse:
    context = {
        "subject": subject_name(rule) if rule else "",
        "said": _("{agency}, từ {since}").format(agency=rule.agency.name, since=date_text(rule.valid_from)) if rule else "",
        "form": form,
        "title": title,
        "lead": lead,
        "submit": submit,
        "grave": grave,
    }
    return page(request, "procedures/competence_act.html", context, form=form if form.is_bound else None)
