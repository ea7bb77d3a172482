"""Rights are asked for, decided by the other side, put into force under an agreement, and end with it."""

import datetime as dt

import pytest

from sen.capabilities.exchange.errors import AgreementUnfit, CodeTaken, EndsBeforeItBegins, NoticeMissing, OwnRequest, RequestExists
from sen.capabilities.exchange.models import Agreement, Right, RightEvent
from sen.capabilities.exchange.policies import visible_rights
from sen.capabilities.exchange.selectors.content import rights_in_force
from sen.capabilities.exchange.selectors.rights import count_waiting
from sen.capabilities.exchange.services import agreements, descriptions, members, rights
from sen.capabilities.exchange.states import RightState
from sen.capabilities.exchange.tests.conftest import TODAY, Axis
from sen.capabilities.exchange.types import Scope
from sen.foundation.agencies.models import Agency
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import IllegalTransition, NotAllowed, NotFound
from sen.kernel.hashing import GENESIS
from tests.factories import MONDAY, make_officer

DAY = dt.timedelta(days=1)


def state_of(right: Right) -> str:
    return Right.objects.values_list("state", flat=True).get(pk=right.pk)


def test_from_request_to_force(axis: Axis, asker_admin: Actor, giver_admin: Actor) -> None:
    right = axis.right(actor=asker_admin)
    assert state_of(right) == RightState.REQUESTED
    rights.approve_right(actor=giver_admin, right_id=right.pk, reason="Đúng chức năng", now=MONDAY)
    assert state_of(right) == RightState.APPROVED
    rights.activate_right(actor=axis.operator, right_id=right.pk, agreement_id=axis.agreement().pk, now=MONDAY)
    assert state_of(right) == RightState.ACTIVE
    events = list(RightEvent.objects.filter(right=right))
    assert [(one.sequence, one.action, one.actor_name) for one in events] == [
        (1, "request", "Lý Thanh Tùng"),
        (2, "approve", "Đặng Hải Yến"),
        (3, "activate", "Võ Ngọc Trúc"),
    ]
    assert len({GENESIS, *(one.hash for one in events)}) == 4


def test_who_asked_does_not_approve(axis: Axis, giver_admin: Actor) -> None:
    right = axis.right(actor=axis.operator)
    with pytest.raises(OwnRequest):
        rights.approve_right(actor=axis.operator, right_id=right.pk, now=MONDAY)
    assert state_of(right) == RightState.REQUESTED
    rights.approve_right(actor=giver_admin, right_id=right.pk, now=MONDAY)
    assert state_of(right) == RightState.APPROVED


def test_the_asking_side_decides_nothing(axis: Axis, asker_admin: Actor) -> None:
    right = axis.right(actor=axis.operator)
    with pytest.raises(NotAllowed):
        rights.approve_right(actor=asker_admin, right_id=right.pk, now=MONDAY)
    assert state_of(right) == RightState.REQUESTED


def test_an_administrator_asks_only_for_own_systems(axis: Axis, giver_admin: Actor, outsider_officer: Actor) -> None:
    with pytest.raises(NotFound):
        axis.right(actor=giver_admin)
    with pytest.raises(NotAllowed):
        axis.right(actor=outsider_officer)
    assert not Right.objects.exists()


def test_a_right_of_others_is_out_of_sight(axis: Axis, other_agency: Agency) -> None:
    right = axis.right()
    stranger = make_officer(Role.ADMIN, other_agency)
    assert not visible_rights(stranger).exists()
    with pytest.raises(NotFound):
        rights.end_right(actor=stranger, right_id=right.pk, reason="x", now=MONDAY)
    assert state_of(right) == RightState.REQUESTED


def test_the_same_right_is_not_asked_for_twice(axis: Axis) -> None:
    axis.right()
    with pytest.raises(RequestExists):
        axis.right()
    assert Right.objects.count() == 1


def test_a_narrow_right_leaves_room_for_another_narrow_one(axis: Axis) -> None:
    one, two = (
        descriptions.add_endpoint(actor=axis.operator, service_id=axis.service.pk, method="GET", template=path, summary="", now=MONDAY)
        for path in ("/a", "/b")
    )
    axis.right(scope=Scope(False, (one.pk,)))
    axis.right(scope=Scope(False, (two.pk,)))
    with pytest.raises(RequestExists):
        axis.right(scope=Scope(False, (two.pk,)))
    with pytest.raises(NotFound):
        axis.right(scope=Scope(False, ()))
    assert Right.objects.count() == 2


def test_a_refusal_says_why_and_is_the_end(axis: Axis, giver_admin: Actor) -> None:
    right = axis.right()
    with pytest.raises(NoticeMissing):
        rights.refuse_right(actor=giver_admin, right_id=right.pk, reason=" ", now=MONDAY)
    rights.refuse_right(actor=giver_admin, right_id=right.pk, reason="Không đúng chức năng", now=MONDAY)
    with pytest.raises(IllegalTransition):
        rights.approve_right(actor=giver_admin, right_id=right.pk, now=MONDAY)
    assert state_of(right) == RightState.REFUSED


def test_a_right_rests_and_goes_on(axis: Axis, giver_admin: Actor) -> None:
    right = axis.active_right(giver_admin)
    rights.suspend_right(actor=giver_admin, right_id=right.pk, reason="Gọi quá nhiều", now=MONDAY)
    assert not rights_in_force(TODAY).exists()
    rights.resume_right(actor=giver_admin, right_id=right.pk, now=MONDAY)
    assert list(rights_in_force(TODAY)) == [right]


def test_either_side_may_end_a_right(axis: Axis, giver_admin: Actor, asker_admin: Actor) -> None:
    right = axis.active_right(giver_admin)
    rights.end_right(actor=asker_admin, right_id=right.pk, reason="Không còn dùng", now=MONDAY)
    assert state_of(right) == RightState.ENDED
    assert not rights_in_force(TODAY).exists()


def test_a_right_counts_only_while_its_agreement_does(axis: Axis, giver_admin: Actor) -> None:
    axis.active_right(giver_admin)
    last = TODAY + dt.timedelta(days=365)
    assert rights_in_force(last).exists()
    assert not rights_in_force(last + DAY).exists()
    assert not rights_in_force(TODAY - DAY).exists()
    agreements.end_agreement(actor=axis.operator, agreement_id=Agreement.objects.get().pk, reason="Sáp nhập", now=MONDAY)
    assert not rights_in_force(TODAY).exists()


def test_a_prolonged_agreement_carries_its_rights_on(axis: Axis, giver_admin: Actor) -> None:
    axis.active_right(giver_admin)
    further = TODAY + dt.timedelta(days=700)
    agreements.prolong_agreement(
        actor=axis.operator, agreement_id=Agreement.objects.get().pk, ends_on=further, reason="Phụ lục 01", now=MONDAY
    )
    assert rights_in_force(further).exists()
    with pytest.raises(EndsBeforeItBegins):
        agreements.prolong_agreement(
            actor=axis.operator, agreement_id=Agreement.objects.get().pk, ends_on=TODAY - DAY, reason="x", now=MONDAY
        )
    assert Agreement.objects.get().ends_on == further


def test_only_a_fitting_agreement_carries_a_right(axis: Axis, giver_admin: Actor) -> None:
    right = axis.right()
    rights.approve_right(actor=giver_admin, right_id=right.pk, now=MONDAY)
    unfit = [
        axis.agreement(number="ngược", provider_id=axis.asker.pk, consumer_id=axis.giver.pk),
        axis.agreement(number="khác", consumer_id=axis.giver.pk),
        axis.agreement(number="cũ", valid_from=TODAY - 9 * DAY, ends_on=TODAY - DAY),
    ]
    for agreement in unfit:
        with pytest.raises(AgreementUnfit):
            rights.activate_right(actor=axis.operator, right_id=right.pk, agreement_id=agreement.pk, now=MONDAY)
    assert state_of(right) == RightState.APPROVED
    with pytest.raises(CodeTaken):
        axis.agreement(number="cũ")


def test_a_stopped_member_calls_nothing(axis: Axis, giver_admin: Actor) -> None:
    axis.active_right(giver_admin)
    members.disable_member(actor=axis.operator, member_id=axis.asker.pk, notice="x", now=MONDAY)
    assert not rights_in_force(TODAY).exists()


def test_what_waits_is_counted_for_those_who_decide(axis: Axis, giver_admin: Actor, asker_admin: Actor) -> None:
    right = axis.right(actor=asker_admin)
    assert [count_waiting(actor) for actor in (axis.operator, giver_admin, asker_admin)] == [1, 1, 0]
    rights.approve_right(actor=giver_admin, right_id=right.pk, now=MONDAY)
    assert [count_waiting(actor) for actor in (axis.operator, giver_admin, asker_admin)] == [1, 0, 0]
