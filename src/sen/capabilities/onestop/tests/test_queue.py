"""The hall: numbers, calls, desks."""

import datetime as dt
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from sen.capabilities.onestop import services
from sen.capabilities.onestop.errors import DeskMissing, DeskTaken, NoDesk, TicketMoved, TooManyTickets
from sen.capabilities.onestop.models import Desk, Ticket, TicketGroup
from sen.capabilities.onestop.selectors.queue import desk_of, get_slip, list_lines, list_skipped, queue_board
from sen.foundation.agencies.models import Agency
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import NotAllowed, NotFound
from tests.factories import MONDAY, make_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(agency: Agency) -> TicketGroup:
    return TicketGroup.objects.create(agency=agency, letter="A", name="Hộ tịch, Chứng thực", minutes=8)


@pytest.fixture
def land(agency: Agency) -> TicketGroup:
    return TicketGroup.objects.create(agency=agency, letter="B", name="Đất đai", minutes=12)


@pytest.fixture
def desk(agency: Agency) -> Desk:
    return Desk.objects.create(agency=agency, number=3)


def take(group: TicketGroup, minutes: int = 0, now: dt.datetime = MONDAY) -> Ticket:
    moment = now + dt.timedelta(minutes=minutes)
    return services.take_ticket(agency_id=group.agency_id, group_id=group.pk, request_id=uuid.uuid4(), now=moment)


def test_numbers_begin_at_one_every_day(group: TicketGroup) -> None:
    assert [take(group).number, take(group, 1).number] == [1, 2]
    assert take(group, now=MONDAY + dt.timedelta(days=1)).number == 1


def test_each_group_counts_for_itself(group: TicketGroup, land: TicketGroup) -> None:
    take(group)
    assert take(land).number == 1


def test_a_repeated_press_gives_the_same_number(group: TicketGroup, agency: Agency) -> None:
    request_id = uuid.uuid4()
    first = services.take_ticket(agency_id=agency.pk, group_id=group.pk, request_id=request_id, now=MONDAY)
    again = services.take_ticket(agency_id=agency.pk, group_id=group.pk, request_id=request_id, now=MONDAY)
    assert again.pk == first.pk
    assert Ticket.objects.count() == 1


def test_a_closed_group_and_another_agency_give_no_number(group: TicketGroup, other_agency: Agency) -> None:
    with pytest.raises(NotFound):
        services.take_ticket(agency_id=other_agency.pk, group_id=group.pk, request_id=uuid.uuid4(), now=MONDAY)
    TicketGroup.objects.update(is_open=False)
    with pytest.raises(NotFound):
        take(group)
    assert not Ticket.objects.exists()


def test_a_flood_of_presses_is_stopped(group: TicketGroup) -> None:
    for _ in range(30):
        take(group)
    with pytest.raises(TooManyTickets):
        take(group)
    assert take(group, 2).number == 31


@pytest.mark.django_db(transaction=True)
def test_fifty_people_at_once_get_fifty_different_numbers(agency: Agency) -> None:
    groups = [TicketGroup.objects.create(agency=agency, letter=letter, name=letter) for letter in "AB"]

    def press(place: int) -> tuple[int, int]:
        try:
            now = MONDAY + dt.timedelta(minutes=2 * place)
            ticket = services.take_ticket(agency_id=agency.pk, group_id=groups[place % 2].pk, request_id=uuid.uuid4(), now=now)
            return ticket.group_id, ticket.number
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(press, range(50)))
    assert sorted(number for group_id, number in given if group_id == groups[0].pk) == list(range(1, 26))
    assert len(set(given)) == 50


def test_the_longest_waiting_is_called_and_the_one_before_is_done(clerk: Actor, group: TicketGroup, land: TicketGroup, desk: Desk) -> None:
    first, second = take(land), take(group, 1)
    services.sit_down(actor=clerk, desk_id=desk.pk, now=MONDAY)
    assert services.call_next(actor=clerk, now=MONDAY + dt.timedelta(minutes=2)) == first
    assert services.call_next(actor=clerk, now=MONDAY + dt.timedelta(minutes=3)) == second
    first.refresh_from_db()
    assert first.state == "done"
    assert services.call_next(actor=clerk, now=MONDAY + dt.timedelta(minutes=4)) is None


def test_a_desk_calls_only_its_own_groups(clerk: Actor, group: TicketGroup, land: TicketGroup, desk: Desk) -> None:
    take(group)
    own = take(land, 1)
    services.set_desk_groups(actor=clerk, desk_id=desk.pk, group_ids=[land.pk], now=MONDAY)
    services.sit_down(actor=clerk, desk_id=desk.pk, now=MONDAY)
    assert services.call_next(actor=clerk, now=MONDAY) == own
    assert services.call_next(actor=clerk, now=MONDAY) is None


def test_a_second_press_of_the_same_page_calls_nobody_twice(clerk: Actor, group: TicketGroup, desk: Desk) -> None:
    first, second = take(group), take(group, 1)
    services.sit_down(actor=clerk, desk_id=desk.pk, now=MONDAY)
    assert services.call_next(actor=clerk, now=MONDAY, seen=0) == first
    assert services.call_next(actor=clerk, now=MONDAY, seen=0) == first
    second.refresh_from_db()
    assert second.state == "waiting"


def test_who_does_not_come_can_be_called_again_later(clerk: Actor, group: TicketGroup, desk: Desk) -> None:
    ticket = take(group)
    services.sit_down(actor=clerk, desk_id=desk.pk, now=MONDAY)
    services.call_next(actor=clerk, now=MONDAY)
    services.skip_ticket(actor=clerk, ticket_id=ticket.pk, now=MONDAY)
    assert list_skipped(ticket.agency_id, MONDAY) == [(ticket.pk, "A001")]
    called = services.recall_ticket(actor=clerk, ticket_id=ticket.pk, now=MONDAY)
    assert (called.state, called.call_count) == ("called", 2)


def test_a_number_at_another_desk_cannot_be_taken_over(clerk: Actor, agency: Agency, group: TicketGroup, desk: Desk) -> None:
    colleague = make_officer(Role.ONE_STOP, agency)
    other = Desk.objects.create(agency=agency, number=4)
    ticket = take(group)
    services.sit_down(actor=clerk, desk_id=desk.pk, now=MONDAY)
    services.sit_down(actor=colleague, desk_id=other.pk, now=MONDAY)
    services.call_next(actor=clerk, now=MONDAY)
    with pytest.raises(TicketMoved):
        services.skip_ticket(actor=colleague, ticket_id=ticket.pk, now=MONDAY)
    ticket.refresh_from_db()
    assert (ticket.state, ticket.desk_id) == ("called", desk.pk)


def test_a_taken_desk_stays_taken_today_and_is_free_tomorrow(clerk: Actor, agency: Agency, desk: Desk) -> None:
    colleague = make_officer(Role.ONE_STOP, agency)
    services.sit_down(actor=clerk, desk_id=desk.pk, now=MONDAY)
    with pytest.raises(DeskTaken):
        services.sit_down(actor=colleague, desk_id=desk.pk, now=MONDAY)
    desk.refresh_from_db()
    assert desk.officer_id == clerk.account_id
    services.sit_down(actor=colleague, desk_id=desk.pk, now=MONDAY + dt.timedelta(days=1))
    desk.refresh_from_db()
    assert desk.officer_id == colleague.account_id


def test_a_stranger_takes_no_desk_and_calls_nobody(outsider_officer: Actor, desk: Desk, group: TicketGroup) -> None:
    ticket = take(group)
    with pytest.raises(DeskMissing):
        services.sit_down(actor=outsider_officer, desk_id=desk.pk, now=MONDAY)
    with pytest.raises(NoDesk):
        services.call_next(actor=outsider_officer, now=MONDAY)
    with pytest.raises(NotAllowed):
        services.save_group(actor=outsider_officer, agency_id=desk.agency_id, letter="C", name="Khác", minutes=5, now=MONDAY)
    ticket.refresh_from_db()
    assert ticket.state == "waiting"
    assert TicketGroup.objects.count() == 1


def test_waiting_is_estimated_from_the_pace_and_the_desks(clerk: Actor, group: TicketGroup, desk: Desk) -> None:
    for minute in range(4):
        take(group, minute)
    services.sit_down(actor=clerk, desk_id=desk.pk, now=MONDAY)
    line = list_lines(group.agency_id, MONDAY + dt.timedelta(minutes=5))[0]
    assert (line.waiting, line.minutes) == (4, 35)
    last = take(group, 6)
    slip = get_slip(group.agency_id, last.public_id, MONDAY + dt.timedelta(minutes=6))
    assert (slip.label, slip.ahead, slip.minutes) == ("A005", 4, 35)


def test_the_board_shows_numbers_and_desks_and_nothing_of_people(
    clerk: Actor, group: TicketGroup, desk: Desk, django_assert_max_num_queries
) -> None:
    take(group)
    services.sit_down(actor=clerk, desk_id=desk.pk, now=MONDAY)
    services.call_next(actor=clerk, now=MONDAY)
    with django_assert_max_num_queries(4):
        board = queue_board(group.agency_id, MONDAY)
    assert board.current is not None
    assert (board.current.label, board.current.desk, board.current.group) == ("A001", "3", "Hộ tịch, Chứng thực")
    assert clerk.name not in repr(board)


def test_leaving_a_desk_frees_it_and_finishes_its_number(clerk: Actor, group: TicketGroup, desk: Desk) -> None:
    ticket = take(group)
    services.sit_down(actor=clerk, desk_id=desk.pk, now=MONDAY)
    services.call_next(actor=clerk, now=MONDAY)
    services.leave_desk(actor=clerk, now=MONDAY)
    ticket.refresh_from_db()
    assert ticket.state == "done"
    assert desk_of(clerk, MONDAY) is None


def test_halls_are_set_up_once(agency: Agency, centre: Agency) -> None:
    assert services.load_halls(on=MONDAY.date())["groups"] == 8
    TicketGroup.objects.filter(agency=agency, letter="A").update(name="Tên riêng")
    assert services.load_halls(on=MONDAY.date()) == {"groups": 0, "desks": 0}
    assert TicketGroup.objects.filter(name="Tên riêng").exists()
