"""The actor behind a session: rights of the day, in one statement."""

import datetime as dt

import pytest
from django.test import Client

from sen.foundation.accounts.models import Account, Appointment, Delegation, LiveSession
from sen.foundation.accounts.selectors import actor_of, actor_of_session, holds_role, list_officers
from sen.foundation.accounts.services import resume_session
from sen.foundation.agencies.models import Agency
from sen.kernel.actor import ANONYMOUS, Actor, ActorKind, Grant, Role
from tests.factories import LONG_AGO, MONDAY, make_officer, signed_in

TODAY = MONDAY.date()
pytestmark = pytest.mark.django_db


def lend(giver: Actor, receiver: Actor, role: Role, agency: Agency, *, days: int = 5) -> Delegation:
    return Delegation.objects.create(
        giver_id=giver.account_id,
        receiver_id=receiver.account_id,
        agency=agency,
        role=role,
        valid_from=TODAY,
        valid_to=TODAY + dt.timedelta(days=days),
        reason="Đi công tác",
    )


def test_a_session_gives_its_actor_in_one_query(client: Client, specialist: Actor, django_assert_num_queries: object) -> None:
    signed_in(client, specialist)
    key = LiveSession.objects.get().session_key
    with django_assert_num_queries(1):
        assert actor_of_session(key, MONDAY) == specialist


def test_resuming_a_session_notes_that_it_is_used_at_most_every_five_minutes(
    client: Client, specialist: Actor, django_assert_num_queries: object
) -> None:
    signed_in(client, specialist)
    key = LiveSession.objects.get().session_key
    for minutes, seen in ((1, 0), (6, 6), (8, 6)):
        with django_assert_num_queries(1):
            assert resume_session(session=key, now=MONDAY + dt.timedelta(minutes=minutes)) == specialist
        assert LiveSession.objects.get().seen_at == MONDAY + dt.timedelta(minutes=seen)
    assert resume_session(session="unknown", now=MONDAY) == ANONYMOUS


def test_an_unknown_or_ended_session_is_anonymous(client: Client, specialist: Actor) -> None:
    signed_in(client, specialist)
    key = LiveSession.objects.get().session_key
    LiveSession.objects.all().delete()
    assert actor_of_session(key, MONDAY) == ANONYMOUS
    assert actor_of_session("", MONDAY) == ANONYMOUS


def test_a_closed_account_is_anonymous_at_once(client: Client, specialist: Actor) -> None:
    signed_in(client, specialist)
    Account.objects.filter(pk=specialist.account_id).update(is_active=False)
    assert actor_of_session(LiveSession.objects.get().session_key, MONDAY) == ANONYMOUS


def test_an_appointment_counts_from_its_first_to_its_last_day(agency: Agency, specialist: Actor) -> None:
    Appointment.objects.update(valid_from=TODAY, valid_to=TODAY)
    account_id = specialist.account_id or 0
    assert actor_of(account_id, TODAY).has(Role.SPECIALIST, agency.pk)
    assert not actor_of(account_id, TODAY - dt.timedelta(days=1)).grants
    assert not actor_of(account_id, TODAY + dt.timedelta(days=1)).grants


def test_an_appointment_ends_with_its_agency(agency: Agency, specialist: Actor) -> None:
    Agency.objects.filter(pk=agency.pk).update(valid_to=TODAY - dt.timedelta(days=1))
    assert not actor_of(specialist.account_id or 0, TODAY).grants


def test_a_lent_role_is_added_to_ones_own(agency: Agency, approver: Actor, head: Actor) -> None:
    lend(approver, head, Role.LEADER, agency)
    actor = actor_of(head.account_id or 0, TODAY)
    assert actor.grants == {Grant(Role.HEAD, agency.pk), Grant(Role.LEADER, agency.pk)}
    assert actor.title == "Trưởng phòng"


def test_a_lent_role_ends_when_it_is_revoked_expires_or_its_giver_leaves(agency: Agency, approver: Actor, head: Actor) -> None:
    lent = lend(approver, head, Role.LEADER, agency)
    receiver = head.account_id or 0
    assert not actor_of(receiver, lent.valid_to + dt.timedelta(days=1)).has(Role.LEADER)
    Delegation.objects.update(revoked_at=MONDAY)
    assert not actor_of(receiver, TODAY).has(Role.LEADER)
    Delegation.objects.update(revoked_at=None)
    Appointment.objects.filter(account=approver.account_id).update(valid_to=TODAY - dt.timedelta(days=1))
    assert not actor_of(receiver, TODAY).has(Role.LEADER)
    assert not holds_role(receiver, Role.LEADER, agency.pk, TODAY)


def test_a_citizen_has_a_person_and_no_grants(citizen: Actor) -> None:
    assert citizen.kind is ActorKind.CITIZEN
    assert citizen.person_id is not None
    assert not citizen.grants


def test_officers_of_an_agency_are_listed_by_role_with_those_who_were_lent_it(
    agency: Agency, other_agency: Agency, approver: Actor, head: Actor, outsider_officer: Actor
) -> None:
    lend(approver, head, Role.LEADER, agency)
    leaders = list_officers(agency.pk, Role.LEADER, on=TODAY)
    assert [(one.name, one.by_delegation) for one in leaders] == [(approver.name, False), (head.name, True)]
    assert [one.name for one in list_officers(other_agency.pk, on=TODAY)] == [outsider_officer.name]


def test_the_first_appointment_names_the_workplace(agency: Agency, other_agency: Agency) -> None:
    actor = make_officer(Role.HEAD, agency, title="Trưởng phòng")
    Appointment.objects.create(
        account_id=actor.account_id, agency=other_agency, role=Role.SPECIALIST, title="Kiêm nhiệm", valid_from=LONG_AGO
    )
    again = actor_of(actor.account_id or 0, TODAY)
    assert (again.agency_id, again.title) == (agency.pk, "Trưởng phòng")
    assert again.agencies() == {agency.pk, other_agency.pk}
