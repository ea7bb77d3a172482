"""Routes: their total keeps the limit, and an agency's own route goes before the common one."""

import datetime as dt
from decimal import Decimal

import pytest

from sen.capabilities.procedures import services
from sen.capabilities.procedures.errors import DecisionMissing, DraftExists, NotDraft, RouteIncomplete, RouteTooLong, WrongValidity
from sen.capabilities.procedures.models import ProcedureVersion, ProcessingRoute
from sen.capabilities.procedures.selectors import route_for, route_plan, route_steps
from sen.capabilities.procedures.states import RouteState
from sen.capabilities.procedures.types import StepDraft
from sen.capabilities.procedures.views.routes import after_button
from sen.foundation.agencies.models import Agency
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import NotAllowed
from tests.factories import MONDAY

from .conftest import TODAY

TOMORROW = TODAY + dt.timedelta(days=1)


@pytest.fixture
def draft(birth: ProcedureVersion, agency: Agency, control_officer: Actor) -> ProcessingRoute:
    return services.create_route(actor=control_officer, procedure_id=birth.procedure_id, agency_id=agency.pk, now=MONDAY)


def _steps(*hours: int) -> list[StepDraft]:
    steps = [StepDraft(place, f"Bước {place}", Role.SPECIALIST, Decimal(amount)) for place, amount in enumerate(hours, 1)]
    return [*steps[:-1], StepDraft(len(hours), "Ký duyệt", Role.LEADER, Decimal(hours[-1]), signs=True)]


def test_a_new_route_starts_with_the_steps_in_force(draft: ProcessingRoute, birth: ProcedureVersion, agency: Agency) -> None:
    common = route_for(birth.procedure_id, agency.pk, TODAY)
    assert [step.name for step in route_steps(draft.pk)] == [step.name for step in route_steps(common)]


def test_steps_longer_than_the_limit_are_refused_and_nothing_changes(draft: ProcessingRoute, control_officer: Actor) -> None:
    before = route_steps(draft.pk)
    with pytest.raises(RouteTooLong) as refused:
        services.edit_route_steps(actor=control_officer, route_id=draft.pk, steps=_steps(4, 5), now=MONDAY)
    assert "9 giờ" in refused.value.message
    assert route_steps(draft.pk) == before


def test_of_parallel_steps_only_the_longest_counts(draft: ProcessingRoute, control_officer: Actor) -> None:
    steps = [
        StepDraft(1, "Thẩm định", Role.SPECIALIST, Decimal(4)),
        StepDraft(1, "Lấy ý kiến", Role.SPECIALIST, Decimal(4)),
        StepDraft(5, "Ký duyệt", Role.LEADER, Decimal(4), signs=True),
    ]
    services.edit_route_steps(actor=control_officer, route_id=draft.pk, steps=steps, now=MONDAY)
    assert [step.order for step in route_steps(draft.pk)] == [1, 1, 2]


def test_a_route_without_a_signature_is_incomplete(draft: ProcessingRoute, control_officer: Actor) -> None:
    with pytest.raises(RouteIncomplete):
        services.edit_route_steps(
            actor=control_officer, route_id=draft.pk, steps=[StepDraft(1, "Thẩm định", Role.SPECIALIST, Decimal(4))], now=MONDAY
        )


def test_an_approved_route_of_the_agency_goes_before_the_common_one(
    draft: ProcessingRoute, birth: ProcedureVersion, agency: Agency, other_agency: Agency, control_officer: Actor
) -> None:
    common = route_for(birth.procedure_id, agency.pk, TODAY)
    _approve(draft, control_officer)
    assert route_for(birth.procedure_id, agency.pk, TOMORROW) == draft.pk
    assert route_for(birth.procedure_id, agency.pk, TODAY) == common
    assert route_for(birth.procedure_id, other_agency.pk, TOMORROW) == common


def test_a_new_approval_retires_the_former_route(
    draft: ProcessingRoute, birth: ProcedureVersion, agency: Agency, control_officer: Actor
) -> None:
    _approve(draft, control_officer)
    later = services.create_route(actor=control_officer, procedure_id=birth.procedure_id, agency_id=agency.pk, now=MONDAY)
    with pytest.raises(WrongValidity):
        _approve(later, control_officer)
    _approve(later, control_officer, valid_from=TOMORROW + dt.timedelta(days=7))
    draft.refresh_from_db()
    assert (draft.state, draft.valid_to) == (RouteState.RETIRED, TOMORROW + dt.timedelta(days=6))


def test_approval_needs_a_decision(draft: ProcessingRoute, control_officer: Actor) -> None:
    with pytest.raises(DecisionMissing):
        services.approve_route(
            actor=control_officer, route_id=draft.pk, decision_number="", decision_on=TODAY, valid_from=TOMORROW, now=MONDAY
        )
    draft.refresh_from_db()
    assert draft.state == RouteState.DRAFT


def test_an_approved_route_cannot_be_edited(draft: ProcessingRoute, control_officer: Actor) -> None:
    _approve(draft, control_officer)
    with pytest.raises(NotDraft):
        services.edit_route_steps(actor=control_officer, route_id=draft.pk, steps=_steps(1, 1), now=MONDAY)


def test_one_draft_at_a_time_for_an_agency(draft: ProcessingRoute, birth: ProcedureVersion, agency: Agency, control_officer: Actor) -> None:
    with pytest.raises(DraftExists):
        services.create_route(actor=control_officer, procedure_id=birth.procedure_id, agency_id=agency.pk, now=MONDAY)


def test_a_leader_of_an_agency_does_not_make_routes(birth: ProcedureVersion, agency: Agency, approver: Actor) -> None:
    with pytest.raises(NotAllowed):
        services.create_route(actor=approver, procedure_id=birth.procedure_id, agency_id=agency.pk, now=MONDAY)
    assert ProcessingRoute.objects.count() == 1


def test_the_plan_names_its_route(birth: ProcedureVersion, agency: Agency) -> None:
    plan = route_plan(route_for(birth.procedure_id, agency.pk, TODAY))
    assert plan.is_template
    assert [step.signs for step in plan.steps].count(True) == 1


def test_the_buttons_of_the_editor_move_add_and_remove_rows() -> None:
    rows = [{"name": "a"}, {"name": "b"}, {"name": "c"}]
    assert [row["name"] for row in after_button(rows, "len-1")] == ["b", "a", "c"]
    assert [row["name"] for row in after_button(rows, "xuong-1")] == ["a", "c", "b"]
    assert [row["name"] for row in after_button(rows, "bo-0")] == ["b", "c"]
    assert len(after_button(rows, "them")) == 4
    assert after_button(rows, "bo-9") == rows


def _approve(route: ProcessingRoute, actor: Actor, valid_from: dt.date = TOMORROW) -> None:
    services.approve_route(
        actor=actor, route_id=route.pk, decision_number="77/QĐ-UBND", decision_on=TODAY, valid_from=valid_from, now=MONDAY
    )
