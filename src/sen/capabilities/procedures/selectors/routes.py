"""Processing routes: the one in force for a procedure in an agency, and what editing needs."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db.models import Q, QuerySet

from sen.capabilities.procedures.errors import RouteNotFound
from sen.capabilities.procedures.models import ProcedureVersion, ProcessingRoute, RouteStep
from sen.capabilities.procedures.selectors.limits import hours_of, longest
from sen.capabilities.procedures.states import RouteState, VersionState
from sen.capabilities.procedures.types import RoutePlan, StepDraft, StepRow

StepFacts = StepRow


def route_for(procedure_id: int, agency_id: int, on: dt.date) -> int | None:
    """The approved route of the agency on the date, otherwise the one for every agency; None when there is none."""
    routes = routes_by_agency(procedure_id, on)
    return routes.get(agency_id) or routes.get(None)


def routes_by_agency(procedure_id: int, on: dt.date) -> dict[int | None, int]:
    """The route in force on the date for each agency that has one of its own, and under None the one for every agency."""
    routes = ProcessingRoute.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        procedure=procedure_id,
        state__in=[RouteState.APPROVED, RouteState.RETIRED],
        valid_from__lte=on,
    )
    return dict(routes.order_by("number").values_list("agency", "pk"))


def route_steps(route_id: int) -> list[StepRow]:
    """The steps of a route in order; steps with the same order run in parallel."""
    return [
        StepRow(s.pk, s.order, s.name, s.role, s.agency_id, s.hours, s.output, s.signs)
        for s in RouteStep.objects.filter(route=route_id).order_by("order", "pk")
    ]


def route_plan(route_id: int) -> RoutePlan:
    """The route with its steps.  Raises RouteNotFound."""
    route = get_route(route_id)
    return RoutePlan(route.pk, route.number, route.is_template, tuple(route_steps(route_id)))


def get_route(route_id: int) -> ProcessingRoute:
    """The route with its procedure and agency.  Raises RouteNotFound."""
    route = ProcessingRoute.objects.select_related("procedure", "agency").filter(pk=route_id).first()
    if route is None:
        raise RouteNotFound
    return route


def routes_of(procedure_id: int) -> QuerySet[ProcessingRoute]:
    """Every route of a procedure: the common one first, then by agency, newest first."""
    return ProcessingRoute.objects.filter(procedure=procedure_id).select_related("agency").order_by("agency__name_sort", "-number")


def chain_hours(steps: Iterable[StepDraft | StepRow]) -> Decimal:
    """Working hours of the longest chain: of parallel steps only the longest counts."""
    longest: dict[int, Decimal] = {}
    for step in steps:
        longest[step.order] = max(step.hours, longest.get(step.order, Decimal(0)))
    return sum(longest.values(), Decimal(0))


def route_limit_hours(procedure_id: int) -> Decimal | None:
    """The limit every route of the procedure must keep, in working hours; None when the law states no countable limit.

    Methods with different limits: the longest, since one route serves them all.
    """
    published = (
        ProcedureVersion.objects.filter(procedure=procedure_id, state=VersionState.PUBLISHED)
        .values_list("limit_amount", "limit_unit")
        .first()
    )
    term = longest([published]) if published else None
    return hours_of(term) if term else None


def drafts_of(steps: Sequence[StepRow]) -> list[StepDraft]:
    """The steps as an editor takes them up."""
    return [StepDraft(s.order, s.name, s.role, s.hours, s.agency_id, s.output, s.signs) for s in steps]
