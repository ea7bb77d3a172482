"""Documents in the inbox: at whose desk they lie, until when, and where a line leads."""

import datetime as dt

import pytest
from django.urls import reverse

from sen.capabilities.assignments.types import TaskLine
from sen.capabilities.correspondence.models import Content, IncomingDocument, OutgoingDocument
from sen.capabilities.correspondence.services import direct_incoming, pass_on, recall_outgoing, register_incoming
from sen.capabilities.correspondence.types import PassTo
from sen.foundation.agencies.models import Agency, CalendarDay
from sen.foundation.agencies.selectors import forget_calendars
from sen.foundation.inbox.selectors import count_work, list_work
from sen.foundation.inbox.types import Lane, WorkFilter, WorkLine
from sen.kernel.actor import Actor, Role
from sen.kernel.clock import at_local
from tests.factories import MONDAY, make_division, make_officer

pytestmark = pytest.mark.django_db

SOON = MONDAY + dt.timedelta(minutes=10)


def work(actor: Actor, source: str = "van-ban-den", *, below: bool = False) -> list[WorkLine]:
    return list(list_work(actor, SOON, WorkFilter(source=source, below=below)))


def test_a_document_goes_from_the_clerks_desk_to_the_leaders_and_away(
    incoming: IncomingDocument, registrar: Actor, approver: Actor, specialist: Actor, agency: Agency
) -> None:
    (line,) = work(registrar)
    assert (line.kind, line.lane, line.action) == ("register", Lane.ARRIVED, "Vào sổ")
    assert [each.kind for each in work(approver, below=True)] == ["wait"]
    assert work(approver) == work(specialist) == []
    register_incoming(actor=registrar, incoming_id=incoming.pk, now=SOON)
    assert [each.kind for each in work(registrar)] == ["pass"]
    pass_on(actor=registrar, incoming_id=incoming.pk, to=[PassTo(officer_id=approver.account)], now=SOON)
    assert (work(registrar), work(approver, below=True)) == ([], [])
    (line,) = work(approver)
    assert (line.kind, line.action_url) == ("direct", reverse("correspondence:incoming_direct", args=[incoming.pk]))
    lines = [TaskLine("lead", agency.pk, officer_id=specialist.account)]
    direct_incoming(actor=approver, incoming_id=incoming.pk, lines=lines, now=SOON, instruction="Tham mưu trả lời")
    assert work(approver) == []
    (task,) = work(specialist, "nhiem-vu")
    assert (task.code, task.lane) == (incoming.content.code, Lane.DO)


def test_a_head_directs_what_was_passed_to_the_own_division_only(incoming: IncomingDocument, registrar: Actor, agency: Agency) -> None:
    mine, other = make_division(agency, "Phòng Văn hóa"), make_division(agency, "Phòng Kinh tế")
    head = make_officer(Role.HEAD, agency, division=mine)
    stranger = make_officer(Role.HEAD, agency, division=other)
    register_incoming(actor=registrar, incoming_id=incoming.pk, now=SOON)
    pass_on(actor=registrar, incoming_id=incoming.pk, to=[PassTo(division_id=mine.pk)], now=SOON)
    assert [line.kind for line in work(head)] == ["direct"]
    assert work(stranger) == []


@pytest.mark.parametrize(
    ("arrived", "urgency", "due"),
    [
        (dt.datetime(2026, 11, 16, 9, 0), 0, dt.datetime(2026, 11, 17, 17, 0)),
        (dt.datetime(2026, 11, 20, 16, 0), 0, dt.datetime(2026, 11, 23, 17, 0)),
        (dt.datetime(2026, 11, 21, 8, 0), 0, dt.datetime(2026, 11, 23, 17, 0)),
        (dt.datetime(2026, 11, 22, 8, 0), 0, dt.datetime(2026, 11, 23, 17, 0)),
        (dt.datetime(2026, 11, 20, 16, 0), 2, dt.datetime(2026, 11, 20, 17, 0)),
    ],
)
def test_a_desk_has_until_the_next_working_day_and_an_hour_for_urgent_ones(
    incoming: IncomingDocument, registrar: Actor, arrived: dt.datetime, urgency: int, due: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = list_work(registrar, SOON, WorkFilter(source="van-ban-den"))
    assert len(rows) == 1
    IncomingDocument.objects.filter(pk=incoming.pk).update(arrived_at=at_local(arrived.date(), arrived.time()))
    if urgency:
        _mark_urgent(incoming, urgency)
    (line,) = work(registrar)
    assert line.due_at == at_local(due.date(), due.time())


def test_a_desk_need_not_be_empty_before_a_holiday_is_over(incoming: IncomingDocument, registrar: Actor) -> None:
    for day, kind in ((17, "day_off"), (18, "day_off"), (21, "make_up")):
        CalendarDay.objects.create(date=dt.date(2026, 11, day), kind=kind, name="Nghỉ bù")
    forget_calendars()
    for arrived, due in ((16, 19), (20, 21), (21, 23)):
        IncomingDocument.objects.filter(pk=incoming.pk).update(arrived_at=at_local(dt.date(2026, 11, arrived), dt.time(9)))
        (line,) = work(registrar)
        assert line.due_at == at_local(dt.date(2026, 11, due), dt.time(17))


def _mark_urgent(incoming: IncomingDocument, urgency: int) -> None:
    """A copy of the content with another urgency: what was issued cannot be changed."""
    content = Content.objects.get(pk=incoming.content_id)
    content.pk, content.urgency, content.document_id = None, urgency, f"{content.document_id}-khan"
    content.save()
    IncomingDocument.objects.filter(pk=incoming.pk).update(content=content)


def test_a_recall_waits_for_clerk_and_leader(
    incoming: IncomingDocument, outgoing: OutgoingDocument, director: Actor, registrar: Actor, approver: Actor, outsider_officer: Actor
) -> None:
    register_incoming(actor=registrar, incoming_id=incoming.pk, now=SOON)
    recall_outgoing(actor=director, outgoing_id=outgoing.pk, reason="Nhầm phụ lục", now=SOON)
    for actor in (registrar, approver):
        assert [(line.kind, line.lane) for line in work(actor, "de-nghi")] == [("recall", Lane.DECIDE)]
    assert work(outsider_officer, "de-nghi") == []


def test_another_agencys_documents_are_nobodys_work_here(incoming: IncomingDocument, outsider_officer: Actor, citizen: Actor) -> None:
    for actor in (outsider_officer, citizen):
        assert count_work(actor, SOON).total() == 0
