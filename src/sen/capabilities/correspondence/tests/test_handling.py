"""After the register: passing on, directing, doing, finishing, and who sees what on the way."""

import datetime as dt

import pytest

from sen.capabilities.assignments import services as tasks
from sen.capabilities.assignments.models import Task
from sen.capabilities.assignments.types import TaskLine
from sen.capabilities.correspondence import services
from sen.capabilities.correspondence.events import IncomingMoved
from sen.capabilities.correspondence.models import IncomingDocument
from sen.capabilities.correspondence.policies import access_incoming, visible_incoming
from sen.capabilities.correspondence.services.following import follow_tasks
from sen.capabilities.correspondence.types import PassTo
from sen.foundation.agencies.models import Agency
from sen.foundation.jobs.models import OutboxEvent
from sen.foundation.jobs.types import topic_of
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import IllegalTransition, NotAllowed, NotFound
from tests.factories import MONDAY, make_division, make_officer

LATER = MONDAY + dt.timedelta(minutes=10)
FRIDAY = MONDAY + dt.timedelta(days=4)


@pytest.fixture
def registered(incoming: IncomingDocument, registrar: Actor) -> IncomingDocument:
    return services.register_incoming(actor=registrar, incoming_id=incoming.pk, now=MONDAY)


def direct(actor: Actor, incoming: IncomingDocument, to: Actor, **values: object) -> IncomingDocument:
    line = TaskLine("lead", incoming.agency_id, officer_id=to.account, instruction="Tham mưu văn bản triển khai", due_at=FRIDAY)
    return services.direct_incoming(
        actor=actor,
        incoming_id=incoming.pk,
        lines=[line],
        instruction="Giao tham mưu",
        now=LATER,
        **values,  # type: ignore[arg-type]
    )


def test_directing_makes_tasks_and_tells_the_sender(registered: IncomingDocument, approver: Actor, specialist: Actor) -> None:
    done = direct(approver, registered, specialist, due_at=FRIDAY)
    task = Task.objects.get()
    assert (task.source_kind, task.source_id, task.officer_id, task.due_at) == ("incoming", registered.pk, specialist.account_id, FRIDAY)
    assert (done.state, done.direction, done.due_at, done.directed_by_id) == ("assigned", "Giao tham mưu", FRIDAY, approver.account_id)
    assert done.delivery is not None
    done.delivery.refresh_from_db()
    assert done.delivery.state == "assigned"


def test_an_officer_sees_a_document_only_once_it_is_given(registered: IncomingDocument, approver: Actor, specialist: Actor) -> None:
    with pytest.raises(NotFound):
        access_incoming(specialist, registered.pk)
    direct(approver, registered, specialist)
    assert access_incoming(specialist, registered.pk).pk == registered.pk
    assert list(visible_incoming(specialist)) == [registered]


def test_a_task_withdrawn_closes_the_document_again(registered: IncomingDocument, approver: Actor, specialist: Actor) -> None:
    direct(approver, registered, specialist)
    tasks.withdraw_task(actor=approver, task_id=Task.objects.get().pk, reason="Giao người khác", now=LATER)
    assert not visible_incoming(specialist).exists()


def test_a_specialist_and_a_stranger_do_not_direct(registered: IncomingDocument, specialist: Actor, outsider_officer: Actor) -> None:
    for other in (specialist, outsider_officer):
        with pytest.raises(NotFound):
            direct(other, registered, other)
    assert not Task.objects.exists()


def test_a_clerk_sees_all_but_does_not_direct(registered: IncomingDocument, registrar: Actor, specialist: Actor) -> None:
    with pytest.raises(NotAllowed):
        direct(registrar, registered, specialist)
    registered.refresh_from_db()
    assert (registered.state, Task.objects.count()) == ("registered", 0)


def test_what_is_not_in_the_register_is_not_directed(incoming: IncomingDocument, approver: Actor, specialist: Actor) -> None:
    with pytest.raises(IllegalTransition):
        direct(approver, incoming, specialist)
    assert not Task.objects.exists()


def test_passing_on_to_a_division_lets_its_head_see_it_and_no_other(registered: IncomingDocument, registrar: Actor, agency: Agency) -> None:
    economy, culture = make_division(agency, "Phòng Kinh tế"), make_division(agency, "Phòng Văn hóa")
    head = make_officer(Role.HEAD, agency, division=economy)
    other = make_officer(Role.HEAD, agency, division=culture)
    services.pass_on(actor=registrar, incoming_id=registered.pk, to=[PassTo(division_id=economy.pk)], now=LATER)
    registered.refresh_from_db()
    assert (registered.receiver, registered.passed_on_at) == ("Phòng Kinh tế", LATER)
    assert visible_incoming(head).exists()
    assert not visible_incoming(other).exists()


def test_nothing_is_passed_to_another_agency(
    registered: IncomingDocument, registrar: Actor, other_agency: Agency, outsider_officer: Actor
) -> None:
    for to in (PassTo(division_id=make_division(other_agency).pk), PassTo(officer_id=outsider_officer.account_id)):
        with pytest.raises(NotFound):
            services.pass_on(actor=registrar, incoming_id=registered.pk, to=[to], now=LATER)
    assert not registered.passes.exists()


def test_passing_twice_to_one_place_is_one_line(registered: IncomingDocument, registrar: Actor, approver: Actor) -> None:
    for _turn in range(2):
        services.pass_on(actor=registrar, incoming_id=registered.pk, to=[PassTo(officer_id=approver.account_id)], now=LATER)
    registered.refresh_from_db()
    assert (registered.passes.count(), registered.receiver) == (1, approver.name)


def test_words_said_later_reach_whoever_has_the_document_already(registered: IncomingDocument, registrar: Actor, approver: Actor) -> None:
    for words in ("", "Kính trình cho ý kiến.", ""):
        services.pass_on(
            actor=registrar, incoming_id=registered.pk, to=[PassTo(officer_id=approver.account_id)], now=LATER, note_text=words
        )
    assert registered.passes.get().note == "Kính trình cho ý kiến."


def test_the_document_follows_its_tasks_to_the_end(registered: IncomingDocument, approver: Actor, specialist: Actor) -> None:
    direct(approver, registered, specialist)
    task = Task.objects.get()
    tasks.take_task(actor=specialist, task_id=task.pk, now=LATER)
    follow_tasks(incoming_id=registered.pk, now=LATER)
    registered.refresh_from_db()
    assert registered.state == "doing"
    tasks.finish_task(actor=specialist, task_id=task.pk, result="Đã trình ký công văn trả lời", now=LATER)
    for _twice in range(2):
        follow_tasks(incoming_id=registered.pk, now=LATER)
    registered.refresh_from_db()
    assert (registered.state, registered.finished_at) == ("done", LATER)
    assert registered.delivery is not None
    assert registered.delivery.state == "done"


def test_every_new_state_is_told_to_the_apps_above(registered: IncomingDocument, approver: Actor, specialist: Actor) -> None:
    direct(approver, registered, specialist)
    told = OutboxEvent.objects.filter(topic=topic_of(IncomingMoved)).order_by("pk").values_list("payload", flat=True)
    assert [each["state"] for each in told] == ["registered", "assigned"]


def test_a_document_for_information_is_finished_without_tasks(registered: IncomingDocument, registrar: Actor) -> None:
    done = services.finish_incoming(actor=registrar, incoming_id=registered.pk, result="Lưu để biết", now=LATER)
    assert (done.state, done.result, done.finished_by_id) == ("done", "Lưu để biết", registrar.account_id)


def test_who_leads_a_task_may_close_the_document_and_who_only_knows_may_not(
    registered: IncomingDocument, approver: Actor, specialist: Actor, agency: Agency
) -> None:
    other = make_officer(Role.SPECIALIST, agency)
    lines = [
        TaskLine("lead", agency.pk, officer_id=specialist.account, instruction="Tham mưu"),
        TaskLine("know", agency.pk, officer_id=other.account),
    ]
    services.direct_incoming(actor=approver, incoming_id=registered.pk, lines=lines, now=LATER)
    with pytest.raises(NotAllowed):
        services.finish_incoming(actor=other, incoming_id=registered.pk, now=LATER)
    registered.refresh_from_db()
    assert registered.state == "assigned"
    assert services.finish_incoming(actor=specialist, incoming_id=registered.pk, now=LATER).state == "done"


def test_a_finished_document_is_taken_up_again_only_with_a_reason(registered: IncomingDocument, registrar: Actor, approver: Actor) -> None:
    services.finish_incoming(actor=registrar, incoming_id=registered.pk, now=LATER)
    again = services.reopen_incoming(actor=approver, incoming_id=registered.pk, reason="Cần trả lời bổ sung", now=LATER)
    assert (again.state, again.finished_at) == ("doing", None)
