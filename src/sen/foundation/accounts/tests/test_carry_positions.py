"""Agencies that merge: positions go on in the successor from a day, and come back before it."""

import datetime as dt

import pytest
from django.test import Client

from sen.foundation.accounts import services
from sen.foundation.accounts.errors import NothingToCarry, TransferDateWrong, TransferStarted
from sen.foundation.accounts.models import Appointment, PostTransfer
from sen.foundation.accounts.selectors import actor_of
from sen.foundation.agencies.models import Agency
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import NotAllowed
from tests.factories import MONDAY, make_division, make_officer, signed_in

DAY = MONDAY.date() + dt.timedelta(days=15)
pytestmark = pytest.mark.django_db


def carry(actor: Actor, old: Agency, new: Agency, day: dt.date = DAY) -> PostTransfer:
    return services.carry_positions(
        actor=actor, from_agency_id=old.pk, to_agency_id=new.pk, starts_on=day, basis="Nghị quyết 12/NQ-HĐND", now=MONDAY
    )


def test_from_the_day_on_officers_work_in_the_successor(
    administrator: Actor, specialist: Actor, agency: Agency, other_agency: Agency
) -> None:
    carry(administrator, agency, other_agency)
    before, after = actor_of(specialist.account, DAY - dt.timedelta(days=1)), actor_of(specialist.account, DAY)
    assert before.agencies(Role.SPECIALIST) == {agency.pk}
    assert after.agencies(Role.SPECIALIST) == {other_agency.pk}


def test_divisions_go_on_by_name_and_ends_are_kept(administrator: Actor, agency: Agency, other_agency: Agency) -> None:
    officer = make_officer(Role.SPECIALIST, agency, division=make_division(agency, "Phòng Kinh tế"))
    there = make_division(other_agency, "Phòng kinh tế")
    Appointment.objects.filter(account=officer.account).update(valid_to=DAY + dt.timedelta(days=30))
    carry(administrator, agency, other_agency)
    post = Appointment.objects.get(account=officer.account, agency=other_agency)
    assert (post.division_id, post.valid_from, post.valid_to) == (there.pk, DAY, DAY + dt.timedelta(days=30))


def test_somebody_who_is_there_already_gets_no_second_position(administrator: Actor, agency: Agency, other_agency: Agency) -> None:
    officer = make_officer(Role.SPECIALIST, agency)
    Appointment.objects.create(account_id=officer.account, agency=other_agency, role="specialist", title="x", valid_from=MONDAY.date())
    carry(administrator, agency, other_agency)
    assert Appointment.objects.filter(account=officer.account, agency=other_agency).count() == 1


def test_before_the_day_everything_comes_back(administrator: Actor, specialist: Actor, agency: Agency, other_agency: Agency) -> None:
    transfer = carry(administrator, agency, other_agency)
    services.undo_transfer(actor=administrator, transfer_id=transfer.pk, now=MONDAY)
    assert actor_of(specialist.account, DAY).agencies(Role.SPECIALIST) == {agency.pk}
    assert not Appointment.objects.filter(agency=other_agency).exists()


def test_from_the_day_on_nothing_comes_back(administrator: Actor, specialist: Actor, agency: Agency, other_agency: Agency) -> None:
    transfer = carry(administrator, agency, other_agency)
    with pytest.raises(TransferStarted):
        services.undo_transfer(actor=administrator, transfer_id=transfer.pk, now=MONDAY + dt.timedelta(days=15))
    assert actor_of(specialist.account, DAY).agencies(Role.SPECIALIST) == {other_agency.pk}


@pytest.mark.parametrize("days", [0, -3])
def test_a_day_that_has_come_is_refused(administrator: Actor, specialist: Actor, agency: Agency, other_agency: Agency, days: int) -> None:
    with pytest.raises(TransferDateWrong):
        carry(administrator, agency, other_agency, MONDAY.date() + dt.timedelta(days=days))
    assert not PostTransfer.objects.exists()


def test_an_agency_without_positions_carries_nothing(administrator: Actor, agency: Agency, other_agency: Agency) -> None:
    with pytest.raises(NothingToCarry):
        carry(administrator, agency, other_agency)
    assert not PostTransfer.objects.exists()


def test_only_the_provinces_administrators_carry(specialist: Actor, agency: Agency, other_agency: Agency) -> None:
    with pytest.raises(NotAllowed):
        carry(make_officer(Role.ADMIN, agency), agency, other_agency)
    assert not PostTransfer.objects.exists()


def test_the_page_carries_and_undoes(client: Client, administrator: Actor, specialist: Actor, agency: Agency, other_agency: Agency) -> None:
    signed_in(client, administrator)
    facts = {"from_agency": agency.pk, "to_agency": other_agency.pk, "starts_on": "01/01/2099", "basis": "Nghị quyết 12/NQ-HĐND"}
    assert client.post("/quan-tri/can-bo/chuyen-co-quan/", facts).status_code == 302
    transfer = PostTransfer.objects.get()
    assert "Hoàn lại" in client.get("/quan-tri/can-bo/chuyen-co-quan/").content.decode()
    assert client.post(f"/quan-tri/can-bo/chuyen-co-quan/{transfer.pk}/hoan-lai/").status_code == 302
    transfer.refresh_from_db()
    assert transfer.undone_at is not None
