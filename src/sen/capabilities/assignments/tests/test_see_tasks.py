"""Who sees which task and, through it, its source; and the tasks in the inbox."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sen.capabilities.assignments import services
from sen.capabilities.assignments.policies import access_task
from sen.capabilities.assignments.selectors import (
    has_task,
    open_task_counts,
    sources_of,
    tasks_of_source,
    visible_tasks,
)
from sen.capabilities.assignments.tests.conftest import FRIDAY, PAPER, Give
from sen.foundation.agencies.models import Agency, Division
from sen.foundation.inbox.selectors import count_work, list_work
from sen.foundation.inbox.types import Lane, WorkFilter
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import NotFound
from tests.factories import MONDAY, make_officer

pytestmark = pytest.mark.django_db

LATE = FRIDAY + dt.timedelta(days=3)


def test_giver_doer_head_and_leader_see_a_task_and_others_do_not(
    give: Give, approver: Actor, worker: Actor, chief: Actor, colleague: Actor, specialist: Actor, outsider_officer: Actor, citizen: Actor
) -> None:
    task = give()
    for actor in (approver, worker, chief):
        assert access_task(actor, task.pk) == task
    for actor in (colleague, specialist, outsider_officer, citizen):
        with pytest.raises(NotFound):
            access_task(actor, task.pk)
        assert not visible_tasks(actor).exists()


def test_a_clerk_follows_what_came_from_documents(give: Give, registrar: Actor, worker: Actor) -> None:
    plain, from_paper = give(), give(source=PAPER)
    assert set(visible_tasks(registrar)) == {from_paper}
    assert plain not in visible_tasks(registrar)


def test_a_task_opens_its_source_to_doer_and_head_until_it_is_withdrawn(
    give: Give, worker: Actor, chief: Actor, colleague: Actor, approver: Actor
) -> None:
    task = give(source=PAPER)
    assert has_task(worker, "incoming", 77) and has_task(chief, "incoming", 77)
    assert [list(own) for own in sources_of(worker, "incoming")] == [[77]]
    assert not has_task(colleague, "incoming", 77) and not has_task(worker, "outgoing", 77)
    services.withdraw_task(actor=approver, task_id=task.pk, reason="Nhầm người", now=MONDAY)
    assert not has_task(worker, "incoming", 77)
    assert [list(own) for own in sources_of(worker, "incoming")] == [[]]


def test_a_source_lists_and_counts_its_tasks(give: Give, worker: Actor, colleague: Actor) -> None:
    lead = give(source=PAPER)
    give(source=PAPER, role="assist", to=colleague)
    give(source=PAPER, role="know", to=colleague)
    services.finish_task(actor=worker, task_id=lead.pk, result="Xong", now=MONDAY)
    assert [(brief.role, brief.receiver, brief.state) for brief in tasks_of_source("incoming", 77)] == [
        ("lead", worker.name, "done"),
        ("assist", colleague.name, "given"),
        ("know", colleague.name, "given"),
    ]
    counts = open_task_counts("incoming", 77)
    assert (counts.all, counts.open, counts.open_lead, counts.taken) == (2, 1, 0, 1)
    assert open_task_counts("incoming", 1).all == 0


def inbox(actor: Actor, now: dt.datetime = MONDAY, **wanted: object) -> list[tuple[str, str]]:
    lines = list_work(actor, now, WorkFilter(source="nhiem-vu", **wanted))  # type: ignore[arg-type]
    return [(line.kind, line.lane) for line in lines]


def test_each_finds_in_the_inbox_what_the_own_part_is(
    give: Give, approver: Actor, worker: Actor, chief: Actor, colleague: Actor, division: Division
) -> None:
    mine = give(wants_report=True)
    give(division_id=division.pk, title="Cho cả phòng")
    give(role="know", to=colleague)
    assert inbox(worker) == [("lead", Lane.DO)]
    assert inbox(chief) == [("hand", Lane.ARRIVED)]
    assert inbox(colleague) == [("know", Lane.NOTE)]
    assert inbox(approver) == []
    services.ask_more_time(actor=worker, task_id=mine.pk, due_at=LATE, reason="Mưa", now=MONDAY)
    assert inbox(approver) == [("more_time", Lane.DECIDE)]
    services.finish_task(actor=worker, task_id=mine.pk, result="Xong", now=MONDAY)
    assert inbox(approver) == [("confirm", Lane.DECIDE)]
    assert inbox(worker) == []


def test_a_director_sees_what_is_late_below(give: Give, approver: Actor, chief: Actor, worker: Actor, division: Division) -> None:
    give(title="Trễ")
    give(division_id=division.pk, due_at=None)
    for actor in (approver, chief):
        assert len(inbox(actor, LATE, below=True)) == 2
        lines = list_work(actor, LATE, WorkFilter(below=True, group="tre"))
        assert [(line.title, line.holder) for line in lines] == [("Trễ", worker.name)]
        assert count_work(actor, LATE, below=True).late(source="nhiem-vu") == 1
    assert inbox(worker, LATE, below=True) == []


def test_a_task_given_to_an_agency_waits_for_its_leader(
    province: Agency, give: Give, agency: Agency, approver: Actor, worker: Actor
) -> None:
    chairman = make_officer(Role.LEADER, province, title="Chủ tịch")
    task = give(by=chairman, officer_id=None)
    assert inbox(approver) == [("hand", Lane.ARRIVED)]
    assert inbox(worker) == []
    services.hand_task(actor=approver, task_id=task.pk, officer_id=worker.account, now=MONDAY)
    assert (inbox(approver), inbox(worker)) == ([], [("lead", Lane.DO)])
    assert [line.holder for line in list_work(chairman, MONDAY, WorkFilter(below=True))] == [worker.name]


def test_the_inbox_asks_one_statement_for_tasks(give: Give, chief: Actor) -> None:
    give()
    with CaptureQueriesContext(connection) as caught:
        list_work(chief, MONDAY, WorkFilter(source="nhiem-vu"))
    assert len(caught) == 1
