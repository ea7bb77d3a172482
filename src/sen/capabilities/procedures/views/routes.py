"""Processing routes: the list, a procedure's routes, and the editor that works by posting back."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sen.capabilities.procedures import policies, services
from sen.capabilities.procedures.forms import (
    ApproveRouteForm,
    NewRouteForm,
    RetireRouteForm,
    RouteFilterForm,
    StepForm,
    StepSet,
    plain_number,
    step_drafts,
)
from sen.capabilities.procedures.models import ProcessingRoute
from sen.capabilities.procedures.selectors import control, list_versions, route_steps
from sen.capabilities.procedures.selectors.routes import chain_hours, route_limit_hours, routes_of
from sen.capabilities.procedures.states import RouteState
from sen.capabilities.procedures.types import StepRow
from sen.foundation.agencies.selectors import ROLE_NAMES, agencies_on
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.kernel.errors import DomainError
from sen.ui.access import ActorRequest, roles
from sen.ui.format import number_text
from sen.ui.forms import SenForm, domain_errors
from sen.ui.paging import list_page, page_number
from sen.ui.responses import error_text, page
from sen.ui.types import TagView

METHODS = ["GET", "HEAD", "POST"]
PREFIX = "buoc"
_TONES = {RouteState.DRAFT: "soon", RouteState.APPROVED: "done"}
_NEW_ROW = {"name": "", "role": Role.SPECIALIST.value, "hours": "4", "agency_id": "", "output": "", "signs": False, "parallel": False}
Rows = list[dict[str, Any]]


@require_safe
@roles(Role.CONTROL)
def routes(request: ActorRequest) -> HttpResponse:
    """Published procedures with the state of their routes."""
    form = RouteFilterForm(request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {"q": "", "loai": ""}
    found = control.list_route_rows(wanted["q"], wanted["loai"])
    return page(
        request,
        "procedures/routes.html",
        {"form": form, "rows": list_page(found, page_number(request.GET.get("trang")), total=found.count())},
    )


@require_http_methods(METHODS)
@roles(Role.CONTROL)
def procedure_routes(request: ActorRequest, code: str) -> HttpResponse:
    """Every route of a procedure, and a form to start one for an agency."""
    policies.require_control(request.actor)
    procedure = control.procedure_by_code(code)
    form = NewRouteForm.from_request(request, agencies=_agencies())
    if request.method == "POST" and form.is_valid():
        route = None
        with domain_errors(form):
            route = services.create_route(actor=request.actor, procedure_id=procedure.pk, now=clock.now(), **form.cleaned_data)
        if route is not None:
            return redirect("procedures:route", route.pk)
    context = {
        "procedure": procedure,
        "version": list_versions(procedure.pk)[0],
        "rows": [(route, route_tag(route)) for route in routes_of(procedure.pk)],
        "form": form,
    }
    return page(request, "procedures/procedure_routes.html", context, form=form if form.is_bound else None)


@require_http_methods(METHODS)
@roles(Role.CONTROL)
def route(request: ActorRequest, route_id: int) -> HttpResponse:
    """A route with its steps; a draft can be edited: every button posts the whole form back."""
    chosen = policies.access_route(request.actor, route_id)
    if chosen.state != RouteState.DRAFT:
        return _route_page(request, chosen, steps=route_steps(route_id))
    options: dict[str, Any] = {"form_kwargs": {"agencies": _agencies()}, "prefix": PREFIX}
    if request.method != "POST":
        return _editor(request, chosen, StepSet(initial=_rows_of(route_steps(route_id)), **options))
    wish = request.POST.get("do", "luu")
    if wish != "luu":
        return _editor(request, chosen, StepSet(initial=after_button(_posted_rows(request.POST), wish), **options), unsaved=True)
    formset = StepSet(request.POST, **options)
    if not formset.is_valid():
        return _editor(request, chosen, formset, unsaved=True, status=422)
    try:
        services.edit_route_steps(
            actor=request.actor, route_id=route_id, steps=step_drafts([form.cleaned_data for form in formset.forms]), now=clock.now()
        )
    except DomainError as error:
        return _editor(request, chosen, formset, unsaved=True, status=422, problem=error_text(error))
    messages.success(request, _("Đã ghi các bước của quy trình."))
    return redirect("procedures:route", route_id)


@require_http_methods(METHODS)
@roles(Role.CONTROL)
def approve(request: ActorRequest, route_id: int) -> HttpResponse:
    """Bring a draft route into force by decision."""
    chosen = policies.access_route(request.actor, route_id)
    form = ApproveRouteForm.from_request(request)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            services.approve_route(actor=request.actor, route_id=route_id, now=clock.now(), **form.cleaned_data)
        if not form.errors:
            messages.success(request, _("Quy trình đã được phê duyệt."))
            return redirect("procedures:route", route_id)
    lead = _("Hồ sơ nhận từ ngày này đi theo quy trình mới. Hồ sơ đang xử lý đi tiếp quy trình cũ.")
    return _act_page(request, chosen, form, _("Phê duyệt quy trình"), lead, _("Phê duyệt"))


@require_http_methods(METHODS)
@roles(Role.CONTROL)
def retire(request: ActorRequest, route_id: int) -> HttpResponse:
    """End an approved route."""
    chosen = policies.access_route(request.actor, route_id)
    form = RetireRouteForm.from_request(request)
    if request.method == "POST" and form.is_valid():
        with domain_errors(form):
            services.retire_route(actor=request.actor, route_id=route_id, now=clock.now(), **form.cleaned_data)
        if not form.errors:
            return redirect("procedures:route", route_id)
    return _act_page(request, chosen, form, _("Thôi áp dụng quy trình"), _("Hồ sơ đang xử lý vẫn đi hết quy trình này."), _("Thôi áp dụng"))


def route_tag(chosen: ProcessingRoute) -> TagView:
    """A route's state as a tag."""
    state = RouteState(chosen.state)
    return TagView(_(control.ROUTE_STATE_NAMES[state]), _TONES.get(state, "line"))


def after_button(rows: Rows, wish: str) -> Rows:
    """The rows after a button ``them``, ``len-3``, ``xuong-3`` or ``bo-3``."""
    verb, _dash, text = wish.partition("-")
    if verb == "them":
        return [*rows, dict(_NEW_ROW)]
    place = int(text) if text.isdigit() else len(rows)
    if place >= len(rows):
        return rows
    changed = [*rows]
    row = changed.pop(place)
    if verb in ("len", "xuong"):
        changed.insert(max(0, place - 1) if verb == "len" else place + 1, row)
    return changed


def _posted_rows(data: QueryDict) -> Rows:
    text = data.get(f"{PREFIX}-TOTAL_FORMS", "0")
    total = min(int(text), 100) if text.isdigit() else 0
    flags = ("signs", "parallel")
    return [
        {
            name: (data.get(f"{PREFIX}-{place}-{name}") == "on" if name in flags else data.get(f"{PREFIX}-{place}-{name}", ""))
            for name in StepForm.base_fields
        }
        for place in range(total)
    ]


def _rows_of(steps: Sequence[StepRow]) -> Rows:
    rows: Rows = []
    before = 0
    for step in steps:
        values = {name: getattr(step, name) for name in ("name", "role", "hours", "agency_id", "output", "signs")}
        rows.append({**values, "hours": plain_number(step.hours), "parallel": step.order == before})
        before = step.order
    return rows


def _total(formset: Any) -> Decimal:
    """The longest chain of what stands in the editor; a number that cannot be read counts as 0."""
    rows = [_values(form) for form in formset.forms]
    return chain_hours(step_drafts(rows))


def _values(form: SenForm) -> Mapping[str, Any]:
    row = {name: form[name].value() for name in StepForm.base_fields}
    try:
        hours = Decimal(str(row["hours"] or 0).replace(",", "."))
    except InvalidOperation:
        hours = Decimal(0)
    return {**row, "hours": hours}


def _editor(
    request: ActorRequest, chosen: ProcessingRoute, formset: Any, *, unsaved: bool = False, status: int | None = None, problem: str = ""
) -> HttpResponse:
    total = _total(formset)
    return _route_page(request, chosen, formset=formset, total=total, unsaved=unsaved, status=status, problem=problem)


def _route_page(request: ActorRequest, chosen: ProcessingRoute, *, status: int | None = None, **extra: Any) -> HttpResponse:
    steps: Sequence[StepRow] = extra.get("steps", ())
    limit = route_limit_hours(chosen.procedure_id)
    total = extra.pop("total", None)
    total = chain_hours(steps) if total is None else total
    context = {
        "route": chosen,
        "version": list_versions(chosen.procedure_id)[0],
        "state": route_tag(chosen),
        "steps_named": [(step, ROLE_NAMES[Role(step.role)]) for step in steps],
        "total": _hours_text(total),
        "limit": _hours_text(limit) if limit is not None else "",
        "too_long": limit is not None and total > limit,
        "is_draft": chosen.state == RouteState.DRAFT,
        "can_retire": chosen.state == RouteState.APPROVED and chosen.agency_id is not None,
        **extra,
    }
    return page(request, "procedures/route.html", context, status=status)


def _hours_text(hours: Decimal) -> str:
    return number_text(hours, 0 if hours == hours.to_integral_value() else 1)


def _agencies() -> list[tuple[int, str]]:
    return list(agencies_on(clock.today()).order_by("level", "name_sort").values_list("pk", "name"))


def _act_page(request: ActorRequest, chosen: ProcessingRoute, form: SenForm, title: str, lead: str, label: str) -> HttpResponse:
    context = {
        "route": chosen,
        "version": list_versions(chosen.procedure_id)[0],
        "form": form,
        "title": title,
        "lead": lead,
        "label": label,
    }
    return page(request, "procedures/act.html", context, form=form if form.is_bound else None)
