"""Giving: who may, to whom, what is refused, what is written down."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sen.capabilities.assignments.errors import DuePast, NamedTwice, NobodyNamed, ReceiverUnknown, TwoLeads
from sen.capabilities.assignments.models import Task
from sen.capabilities.assignments.services import give_tasks, hand_back_tasks, hand_task, withdraw_task
from sen.capabilities.assignments.tests.conftest import FRIDAY, PAPER, Give
from sen.capabilities.assignments.types import TaskLine
from sen.foundation.accounts.models import Appointment
from sen.foundation.agencies.models import Agency, Division
from sen.foundation.history.selectors import list_events
from sen.foundation.jobs.models import OutboxEvent
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import IllegalTransition, NotAllowed, NotFound
from tests.factories import MONDAY, make_officer

pytestmark = pytest.mark.django_db


def test_a_leader_gives_to_several_in_their_roles(
    approver: Actor, agency: Agency, division: Division, worker: Actor, colleague: Actor
) -> None:
    lines = [
        TaskLine("lead", agency.pk, division_id=division.pk, instruction="Chủ trì tham mưu", due_at=FRIDAY, urgency=1),
        TaskLine("assist", agency.pk, officer_id=colleague.account, due_at=FRIDAY),
        TaskLine("know", agency.pk, officer_id=worker.account),
    ]
    tasks = give_tasks(actor=approver, source=PAPER, title="Rà soát hộ nghèo", lines=lines, now=MONDAY)
    assert [(task.role, task.officer_id, task.division_id) for task in tasks] == [
        ("lead", None, division.pk),
        ("assist", colleague.account, tasks[1].division_id),
        ("know", worker.account, division.pk),
    ]
    event = list_events("task", tasks[0].pk)[0]
    assert (event.action, event.to_state, event.reason, event.payload["receiver"]) == ("give", "given", "Chủ trì tham mưu", division.name)
    topics = [row.payload["role"] for row in OutboxEvent.objects.filter(topic__endswith="TaskGiven").order_by("pk")]
    assert topics == ["lead", "assist", "know"]


def test_two_hundred_receivers_cost_a_fixed_number_of_statements_each(approver: Actor, province: Agency, agency: Agency) -> None:
    leader = make_officer(Role.LEADER, province, title="Chủ tịch")
    with CaptureQueriesContext(connection) as one:
        give_tasks(actor=leader, source=None, title="Việc", lines=[TaskLine("lead", agency.pk)], now=MONDAY)
    others = [Agency.objects.create(
        key=f"k{n}", name=f"Xã {n}", name_folded="", name_sort="", level="commune", parent=province, dossier_prefix=f"P{n}",
        valid_from=dt.date(2015, 1, 1)) for n in range(20)]  # fmt: skip
    lines = [TaskLine("lead", other.pk) for other in others]
    with CaptureQueriesContext(connection) as many:
        assert len(give_tasks(actor=leader, source=None, title="Việc", lines=lines, now=MONDAY)) == 20
    # Only the outbox has a row, and so a statement, for each.
    assert len(many) - len(one) == 19


@pytest.mark.parametrize("who", ["worker", "registrar", "outsider_officer", "citizen"])
def test_others_give_nothing(request: pytest.FixtureRequest, agency: Agency, colleague: Actor, who: str) -> None:
    actor = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        give_tasks(actor=actor, source=None, title="Việc", lines=[TaskLine("lead", agency.pk, officer_id=colleague.account)], now=MONDAY)
    assert not Task.objects.exists()


def test_a_head_leads_the_own_division_and_asks_others_to_assist(give: Give, chief: Actor, worker: Actor, colleague: Actor) -> None:
    assert give(by=chief, to=worker).officer_id == worker.account
    assert give(by=chief, to=colleague, role="assist").role == "assist"
    with pytest.raises(NotAllowed):
        give(by=chief, to=colleague)
    assert Task.objects.count() == 2


def test_a_leader_gives_to_agencies_below_as_a_whole_only(
    province: Agency, agency: Agency, other_agency: Agency, approver: Actor, worker: Actor
) -> None:
    chairman = make_officer(Role.LEADER, province, title="Chủ tịch")
    lines = [TaskLine("lead", agency.pk), TaskLine("lead", other_agency.pk)]
    assert len(give_tasks(actor=chairman, source=None, title="Việc", lines=lines, now=MONDAY)) == 2
    for actor, line in ((approver, TaskLine("lead", other_agency.pk)), (chairman, TaskLine("lead", agency.pk, officer_id=worker.account))):
        with pytest.raises(NotAllowed):
            give_tasks(actor=actor, source=None, title="Việc", lines=[line], now=MONDAY)
    assert Task.objects.count() == 2


def test_wrong_lines_are_refused(approver: Actor, agency: Agency, worker: Actor, colleague: Actor, outsider_officer: Actor) -> None:
    def ask(*lines: TaskLine) -> None:
        give_tasks(actor=approver, source=None, title="Việc", lines=lines, now=MONDAY)

    one = TaskLine("lead", agency.pk, officer_id=worker.account)
    with pytest.raises(NobodyNamed):
        ask()
    with pytest.raises(NamedTwice):
        ask(one, TaskLine("assist", agency.pk, officer_id=worker.account))
    with pytest.raises(TwoLeads):
        ask(one, TaskLine("lead", agency.pk, officer_id=colleague.account))
    with pytest.raises(DuePast):
        ask(TaskLine("lead", agency.pk, officer_id=worker.account, due_at=MONDAY))
    with pytest.raises(ReceiverUnknown):
        ask(TaskLine("lead", agency.pk, officer_id=outsider_officer.account))
    with pytest.raises(ReceiverUnknown):
        ask(TaskLine("lead", agency.pk, division_id=999_999))
    assert not Task.objects.exists()


def test_a_source_has_one_open_lead_for_each_agency(give: Give, approver: Actor, colleague: Actor) -> None:
    first = give(source=PAPER)
    with pytest.raises(TwoLeads):
        give(source=PAPER, to=colleague)
    withdraw_task(actor=approver, task_id=first.pk, reason="Chuyển người khác", now=MONDAY)
    assert give(source=PAPER, to=colleague).officer_id == colleague.account


def test_a_doer_asks_colleagues_to_assist_with_a_part(give: Give, worker: Actor, colleague: Actor, specialist: Actor) -> None:
    task = give(source=PAPER)
    part = give(by=worker, to=colleague, role="assist", parent_id=task.pk)
    assert (part.parent_id, part.source_kind, part.source_id) == (task.pk, "incoming", 77)
    with pytest.raises(NotAllowed):
        give(by=worker, to=colleague, role="lead", parent_id=task.pk)
    with pytest.raises(NotFound):
        give(by=specialist, to=colleague, role="assist", parent_id=task.pk)
    assert Task.objects.count() == 2


def test_a_head_hands_a_task_of_the_division_to_one_of_its_people(
    give: Give, chief: Actor, worker: Actor, colleague: Actor, division: Division
) -> None:
    task = give(division_id=division.pk)
    with pytest.raises(NotAllowed):
        hand_task(actor=chief, task_id=task.pk, officer_id=colleague.account, now=MONDAY)
    with pytest.raises(NotFound):
        hand_task(actor=worker, task_id=task.pk, officer_id=worker.account, now=MONDAY)
    with pytest.raises(DuePast):
        hand_task(actor=chief, task_id=task.pk, officer_id=worker.account, now=MONDAY, due_at=FRIDAY + dt.timedelta(days=1))
    assert Task.objects.get().officer_id is None
    earlier = FRIDAY - dt.timedelta(days=1)
    handed = hand_task(actor=chief, task_id=task.pk, officer_id=worker.account, now=MONDAY, word="Xong trước thứ Năm", due_at=earlier)
    handed.refresh_from_db()
    assert (handed.officer_id, handed.due_at, handed.state) == (worker.account, earlier, "given")
    assert "Xong trước thứ Năm" in handed.instruction and "Làm ngay" in handed.instruction
    assert list_events("task", task.pk)[-1].action == "hand"


def test_an_ended_task_is_not_handed_on(give: Give, approver: Actor, chief: Actor, worker: Actor, division: Division) -> None:
    task = give(division_id=division.pk)
    withdraw_task(actor=approver, task_id=task.pk, reason="Không cần nữa", now=MONDAY)
    with pytest.raises((NotAllowed, IllegalTransition)):
        hand_task(actor=chief, task_id=task.pk, officer_id=worker.account, now=MONDAY)
    assert Task.objects.get().officer_id is None


def test_tasks_of_somebody_who_left_come_back_to_the_division(give: Give, worker: Actor, division: Division) -> None:
    task = give()
    assert hand_back_tasks(account_id=worker.account, now=MONDAY) == 0
    Appointment.objects.filter(account=worker.account).update(valid_to=MONDAY.date() - dt.timedelta(days=1))
    assert hand_back_tasks(account_id=worker.account, now=MONDAY) == 1
    task.refresh_from_db()
    assert (task.officer_id, task.division_id, task.state) == (None, division.pk, "given")
    assert hand_back_tasks(account_id=worker.account, now=MONDAY) == 0
