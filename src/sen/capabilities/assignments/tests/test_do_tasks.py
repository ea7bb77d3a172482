"""The doer's side, and the giver's answers."""

import datetime as dt

import pytest

from sen.capabilities.assignments import services
from sen.capabilities.assignments.errors import DuePast, NoTimeAsked, NotLater, OpenSubTasks, TimeAlreadyAsked
from sen.capabilities.assignments.models import Task, TimeRequest
from sen.capabilities.assignments.tests.conftest import FRIDAY, PAPER, Give
from sen.capabilities.assignments.types import SourceRef
from sen.foundation.agencies.models import Division
from sen.foundation.history.selectors import list_events
from sen.foundation.jobs.models import OutboxEvent
from sen.kernel.actor import Actor
from sen.kernel.errors import IllegalTransition, NotAllowed, NotFound
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db

LATER = MONDAY + dt.timedelta(hours=2)
NEXT_WEEK = FRIDAY + dt.timedelta(days=7)


def moves(task: Task) -> list[str]:
    return [
        row.payload["state"]
        for row in OutboxEvent.objects.filter(topic__endswith="TaskMoved").order_by("pk")
        if row.payload["task_id"] == task.pk
    ]


def test_a_task_is_seen_taken_reported_finished_and_confirmed(give: Give, worker: Actor, approver: Actor) -> None:
    task = give(wants_report=True, source=PAPER)
    assert services.note_seen(actor=worker, task_id=task.pk, now=LATER)
    assert not services.note_seen(actor=worker, task_id=task.pk, now=LATER)
    services.take_task(actor=worker, task_id=task.pk, now=LATER)
    services.report_progress(actor=worker, task_id=task.pk, text="Đã đi hai ấp", progress=40, now=LATER)
    services.finish_task(actor=worker, task_id=task.pk, result="Đã lập danh sách", now=LATER)
    services.confirm_task(actor=approver, task_id=task.pk, now=LATER)
    task.refresh_from_db()
    assert (task.state, task.progress, task.result, task.closed_at) == ("done", 100, "Đã lập danh sách", LATER)
    assert [event.action for event in list_events("task", task.pk)] == ["give", "take", "report", "finish", "confirm"]
    assert moves(task) == ["doing", "reported", "done"]


def test_finishing_ends_a_task_whose_giver_wants_no_report(give: Give, worker: Actor) -> None:
    task = services.finish_task(actor=worker, task_id=give().pk, result="Xong", now=LATER)
    assert (task.state, task.closed_at) == ("done", LATER)


def test_what_is_only_to_be_known_ends_when_taken(give: Give, worker: Actor) -> None:
    assert services.take_task(actor=worker, task_id=give(role="know").pk, now=LATER).state == "done"


def test_only_the_doer_works_and_only_the_giver_decides(give: Give, worker: Actor, colleague: Actor, chief: Actor, approver: Actor) -> None:
    task = give(wants_report=True)
    with pytest.raises(NotFound):
        services.take_task(actor=colleague, task_id=task.pk, now=LATER)
    for other in (chief, approver):
        with pytest.raises(NotAllowed):
            services.take_task(actor=other, task_id=task.pk, now=LATER)
    services.finish_task(actor=worker, task_id=task.pk, result="Xong", now=LATER)
    with pytest.raises(NotAllowed):
        services.confirm_task(actor=worker, task_id=task.pk, now=LATER)
    with pytest.raises(IllegalTransition):
        services.finish_task(actor=worker, task_id=task.pk, result="Lần nữa", now=LATER)
    task.refresh_from_db()
    assert (task.state, task.result) == ("reported", "Xong")


def test_the_giver_returns_a_task_with_a_reason_and_a_new_term(give: Give, worker: Actor, approver: Actor) -> None:
    task = give(wants_report=True)
    services.finish_task(actor=worker, task_id=task.pk, result="Xong", now=LATER)
    task = services.return_task(actor=approver, task_id=task.pk, reason="Thiếu ấp 3", due_at=NEXT_WEEK, now=LATER)
    assert (task.state, task.due_at, task.reported_at) == ("returned", NEXT_WEEK, None)
    assert services.take_task(actor=worker, task_id=task.pk, now=LATER).state == "doing"


def test_a_head_who_works_on_a_task_of_the_division_becomes_its_doer(give: Give, chief: Actor, division: Division) -> None:
    task = services.report_progress(actor=chief, task_id=give(division_id=division.pk).pk, text="Đang làm", progress=10, now=LATER).task
    task.refresh_from_db()
    assert (task.officer_id, task.state) == (chief.account, "doing")


def test_parts_are_finished_before_the_whole(give: Give, worker: Actor, colleague: Actor) -> None:
    task = give()
    part = give(by=worker, to=colleague, role="assist", parent_id=task.pk)
    give(by=worker, to=colleague, role="know", parent_id=task.pk, title="Để biết")
    with pytest.raises(OpenSubTasks):
        services.finish_task(actor=worker, task_id=task.pk, result="Xong", now=LATER)
    assert Task.objects.get(pk=task.pk).state == "given"
    services.finish_task(actor=colleague, task_id=part.pk, result="Xong phần tôi", now=LATER)
    assert services.finish_task(actor=worker, task_id=task.pk, result="Xong", now=LATER).state == "done"


def test_more_time_is_asked_once_and_granted_or_refused(give: Give, worker: Actor, approver: Actor) -> None:
    task = give()

    def ask(due_at: dt.datetime) -> TimeRequest:
        return services.ask_more_time(actor=worker, task_id=task.pk, due_at=due_at, reason="Mưa lớn", now=LATER)

    with pytest.raises(NotLater):
        ask(FRIDAY)
    with pytest.raises(DuePast):
        ask(MONDAY)
    with pytest.raises(NoTimeAsked):
        services.answer_more_time(actor=approver, task_id=task.pk, granted=True, now=LATER)
    ask(NEXT_WEEK)
    with pytest.raises(TimeAlreadyAsked):
        ask(NEXT_WEEK)
    with pytest.raises(NotAllowed):
        services.answer_more_time(actor=worker, task_id=task.pk, granted=True, now=LATER)
    assert services.answer_more_time(actor=approver, task_id=task.pk, granted=False, now=LATER, note="Cố gắng").due_at == FRIDAY
    ask(NEXT_WEEK)
    answered = services.answer_more_time(actor=approver, task_id=task.pk, granted=True, now=LATER)
    assert (answered.due_at, answered.asked_due_at) == (NEXT_WEEK, None)
    assert list(TimeRequest.objects.order_by("pk").values_list("answer", flat=True)) == ["refused", "granted"]


def test_giver_and_head_remind_and_a_stranger_cannot(give: Give, approver: Actor, chief: Actor, colleague: Actor) -> None:
    task = give()
    services.remind_task(actor=chief, task_id=task.pk, now=LATER, word="Nhớ hạn thứ Sáu")
    with pytest.raises(NotFound):
        services.remind_task(actor=colleague, task_id=task.pk, now=LATER)
    task.refresh_from_db()
    assert (task.reminded_at, task.state) == (LATER, "given")
    assert list_events("task", task.pk)[-1].reason == "Nhớ hạn thứ Sáu"


def test_withdrawing_takes_the_open_parts_along(give: Give, worker: Actor, colleague: Actor, approver: Actor) -> None:
    task = give()
    part = give(by=worker, to=colleague, role="assist", parent_id=task.pk)
    with pytest.raises(NotAllowed):
        services.withdraw_task(actor=worker, task_id=task.pk, reason="Không muốn", now=LATER)
    services.withdraw_task(actor=approver, task_id=task.pk, reason="Không cần nữa", now=LATER)
    assert set(Task.objects.filter(pk__in=(task.pk, part.pk)).values_list("state", flat=True)) == {"withdrawn"}


def test_the_tasks_of_a_recalled_source_are_withdrawn_and_ended_ones_stay(
    give: Give, worker: Actor, colleague: Actor, approver: Actor
) -> None:
    done = give(source=PAPER, role="assist", to=colleague)
    services.finish_task(actor=colleague, task_id=done.pk, result="Xong", now=LATER)
    give(source=PAPER)
    other = give(source=SourceRef("incoming", 78, "Văn bản khác"))
    assert services.withdraw_of(actor=approver, source=PAPER, reason="Văn bản đã thu hồi", now=LATER) == 1
    assert services.withdraw_of(actor=approver, source=PAPER, reason="Văn bản đã thu hồi", now=LATER) == 0
    assert sorted(Task.objects.values_list("state", flat=True)) == ["done", "given", "withdrawn"]
    assert Task.objects.get(pk=other.pk).state == "given"
