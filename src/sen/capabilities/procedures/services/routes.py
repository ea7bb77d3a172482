"""Processing routes: who does what in how many hours, per procedure and agency, approved by decision.

Basis: 61/2018/NĐ-CP, Article 14; the total of a route never exceeds the published limit.
"""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from sen.capabilities.procedures.errors import (
    DecisionMissing,
    DraftExists,
    NotDraft,
    ProcedureNotFound,
    RouteIncomplete,
    RouteTooLong,
    WrongValidity,
)
from sen.capabilities.procedures.events import RouteApproved
from sen.capabilities.procedures.models import Procedure, ProcessingRoute, RouteStep
from sen.capabilities.procedures.policies import access_route, require_control
from sen.capabilities.procedures.selectors.routes import chain_hours, drafts_of, route_for, route_limit_hours, route_steps
from sen.capabilities.procedures.services.recording import record_event
from sen.capabilities.procedures.states import ROUTE_STATES, RouteAction, RouteState
from sen.capabilities.procedures.types import StepDraft
from sen.foundation.jobs.services import publish
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.text import clean

_ONE_DAY = dt.timedelta(days=1)


@transaction.atomic
def create_route(*, actor: Actor, procedure_id: int, agency_id: int | None, now: dt.datetime) -> ProcessingRoute:
    """Start a draft route for an agency (or for every agency without its own), with the steps of the one in force.

    Raises NotAllowed, ProcedureNotFound, DraftExists.
    """
    require_control(actor)
    procedure = Procedure.objects.select_for_update().filter(pk=procedure_id).first()
    if procedure is None:
        raise ProcedureNotFound
    routes = ProcessingRoute.objects.filter(procedure=procedure, agency=agency_id)
    waiting = routes.filter(state=RouteState.DRAFT).first()
    if waiting:
        raise DraftExists(number=waiting.number)
    current = route_for(procedure_id, agency_id or 0, clock.local(now).date())
    number = int(routes.aggregate(last=Max("number"))["last"] or 0) + 1
    route = ProcessingRoute.objects.create(
        procedure=procedure, agency_id=agency_id, number=number, edited_by_id=actor.account_id, edited_at=now
    )
    _put_steps(route, drafts_of(route_steps(current)) if current else [])
    record_event(route, "create", before="", actor=actor, now=now, detail={"copy_of": current})
    return route


@transaction.atomic
def edit_route_steps(*, actor: Actor, route_id: int, steps: Sequence[StepDraft], now: dt.datetime) -> ProcessingRoute:
    """Replace the steps of a draft; orders are renumbered 1, 2, 3… and equal orders stay parallel.

    Raises NotDraft, RouteIncomplete, RouteTooLong when the longest chain exceeds the published limit.
    """
    route = access_route(actor, route_id, lock=True)
    if route.state != RouteState.DRAFT:
        raise NotDraft
    _check(route, steps)
    before = _steps_as_text(drafts_of(route_steps(route_id)))
    route.steps.all().delete()
    _put_steps(route, steps)
    detail = {"steps": [before, _steps_as_text(steps)]}
    return _saved(route, "edit-steps", RouteState.DRAFT, actor, now, detail)


@transaction.atomic
def approve_route(
    *, actor: Actor, route_id: int, decision_number: str, decision_on: dt.date | None, valid_from: dt.date, now: dt.datetime
) -> ProcessingRoute:
    """Bring a draft into force by the Chairman's decision; the agency's former route ends on the day before.

    Raises DecisionMissing, RouteIncomplete, RouteTooLong, WrongValidity.
    """
    route = access_route(actor, route_id, lock=True)
    before, route.state = route.state, ROUTE_STATES.next(route.state, RouteAction.APPROVE)
    route.decision_number, route.decision_on = clean(decision_number)[:60], decision_on
    if not route.decision_number or decision_on is None:
        raise DecisionMissing(field="decision_number" if decision_on else "decision_on", reason=DecisionMissing.__doc__)
    _check(route, drafts_of(route_steps(route_id)))
    former = (
        ProcessingRoute.objects.select_for_update()
        .filter(procedure=route.procedure_id, agency=route.agency_id, state=RouteState.APPROVED)
        .first()
    )
    if former:
        _end(former, valid_from, actor, now)
    route.valid_from = valid_from
    _saved(route, RouteAction.APPROVE, before, actor, now, {"decision": route.decision_number})
    publish(RouteApproved(route.procedure_id, route.pk, route.agency_id), now=now)
    return route


@transaction.atomic
def retire_route(*, actor: Actor, route_id: int, last_day: dt.date, now: dt.datetime) -> ProcessingRoute:
    """End an approved route of an agency; dossiers on it finish on it, new ones take the common route.

    Raises WrongValidity when the last day lies before the first.
    """
    route = access_route(actor, route_id, lock=True)
    if route.valid_from and last_day < route.valid_from:
        raise WrongValidity(field="last_day", since=f"{route.valid_from:%d/%m/%Y}")
    before, route.state = route.state, ROUTE_STATES.next(route.state, RouteAction.RETIRE)
    route.valid_to = last_day
    return _saved(route, RouteAction.RETIRE, before, actor, now, {})


def _check(route: ProcessingRoute, steps: Sequence[StepDraft]) -> None:
    if not steps or not any(step.signs for step in steps):
        raise RouteIncomplete(reason=RouteIncomplete.__doc__)
    if any(not clean(step.name) or step.hours < 0 for step in steps):
        raise RouteIncomplete(reason=RouteIncomplete.__doc__)
    limit, hours = route_limit_hours(route.procedure_id), chain_hours(steps)
    if limit is not None and hours > limit:
        raise RouteTooLong(hours=_plain(hours), limit=_plain(limit))


def _put_steps(route: ProcessingRoute, steps: Sequence[StepDraft]) -> None:
    places = {order: place for place, order in enumerate(sorted({step.order for step in steps}), 1)}
    RouteStep.objects.bulk_create(
        RouteStep(
            route=route,
            order=places[step.order],
            name=clean(step.name)[:160],
            role=step.role,
            hours=step.hours,
            agency_id=step.agency_id,
            output=clean(step.output)[:200],
            signs=step.signs,
        )
        for step in sorted(steps, key=lambda step: step.order)
    )


def _end(route: ProcessingRoute, valid_from: dt.date, actor: Actor, now: dt.datetime) -> None:
    if route.valid_from and valid_from <= route.valid_from:
        raise WrongValidity(field="valid_from", since=f"{route.valid_from:%d/%m/%Y}")
    before, route.state = route.state, ROUTE_STATES.next(route.state, RouteAction.RETIRE)
    route.valid_to = valid_from - _ONE_DAY
    _saved(route, RouteAction.RETIRE, before, actor, now, {})


def _saved(route: ProcessingRoute, action: str, before: str, actor: Actor, now: dt.datetime, detail: dict[str, Any]) -> ProcessingRoute:
    route.edited_by_id, route.edited_at = actor.account_id, now
    route.save()
    record_event(route, action, before=before, actor=actor, now=now, detail=detail)
    return route


def _steps_as_text(steps: Sequence[StepDraft]) -> list[str]:
    return [f"{step.order} {step.name} ({step.role}, {_plain(step.hours)})" for step in steps]


def _plain(hours: Decimal) -> str:
    return f"{hours.normalize():f}".replace(".", ",")
