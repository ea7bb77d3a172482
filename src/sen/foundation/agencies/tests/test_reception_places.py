"""Who receives for an agency is decided by date; without a decision the general rule holds and says so."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from sen.foundation.agencies import selectors, services
from sen.foundation.agencies.errors import ReceivesNothing, ReceptionInThePast, ReceptionWithoutBasis
from sen.foundation.agencies.models import Agency, ReceptionPlace
from sen.foundation.audit.models import AuditEntry
from sen.kernel import clock
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import NotAllowed
from tests.factories import MONDAY, make_officer, signed_in

pytestmark = pytest.mark.django_db

TODAY, NEXT_YEAR = MONDAY.date(), dt.date(2027, 1, 1)
BASIS = "Quyết định số 1/QĐ-UBND ngày 02/01/2026"


def assign(actor: Actor, agency: Agency, receiver: Agency, valid_from: dt.date = NEXT_YEAR, basis: str = BASIS) -> ReceptionPlace:
    return services.assign_reception(
        actor=actor, agency_id=agency.pk, receiver_id=receiver.pk, valid_from=valid_from, basis=basis, now=MONDAY
    )


def test_without_a_decision_the_province_centre_receives_and_a_decision_changes_it_from_its_day(
    control_officer: Actor, department: Agency, agency: Agency, centre: Agency
) -> None:
    assert selectors.receiving_agency_for(department.pk, NEXT_YEAR) == centre.pk
    assign(control_officer, department, agency)
    assert selectors.receiving_agency_for(department.pk, TODAY) == centre.pk
    assert selectors.receiving_agency_for(department.pk, NEXT_YEAR) == agency.pk
    assert AuditEntry.objects.get(action="agency.assign_reception").subject_id == department.pk
    assign(control_officer, department, centre)
    assert ReceptionPlace.objects.count() == 1 and selectors.receiving_agency_for(department.pk, NEXT_YEAR) == centre.pk


def test_a_receiver_that_has_ended_falls_back_to_the_general_rule(
    control_officer: Actor, department: Agency, agency: Agency, centre: Agency
) -> None:
    assign(control_officer, department, agency)
    Agency.objects.filter(pk=agency.pk).update(valid_to=NEXT_YEAR)
    selectors.forget_calendars()
    assert selectors.receiving_agency_for(department.pk, NEXT_YEAR + dt.timedelta(days=1)) == centre.pk


def test_no_decision_without_a_counter_a_basis_or_a_day_to_come(
    control_officer: Actor, department: Agency, province_office: Agency, centre: Agency
) -> None:
    with pytest.raises(ReceivesNothing):
        assign(control_officer, department, province_office)
    with pytest.raises(ReceptionInThePast):
        assign(control_officer, department, centre, valid_from=TODAY - dt.timedelta(days=1))
    with pytest.raises(ReceptionWithoutBasis):
        assign(control_officer, department, centre, basis=" ")
    assert not ReceptionPlace.objects.exists()


def test_others_decide_nothing(agency: Agency, department: Agency, centre: Agency) -> None:
    for role in (Role.LEADER, Role.ADMIN, Role.ONE_STOP):
        with pytest.raises(NotAllowed):
            assign(make_officer(role, agency), department, centre)
    assert not ReceptionPlace.objects.exists()


def test_the_page_of_the_agency_says_what_is_not_decided(
    client: Client, control_officer: Actor, department: Agency, centre: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    browser = signed_in(client, control_officer)
    url = reverse("agencies:reception", args=[department.pk])
    shown = browser.get(reverse("agencies:agency", args=[department.pk])).content.decode()
    assert "chưa có phân công riêng" in shown and url in shown
    assert "chưa rõ văn bản phân công" in browser.get(url).content.decode()
    sent = {"receiver": str(centre.pk), "valid_from": "16/11/2026", "basis": BASIS}
    assert browser.post(url, sent | {"basis": ""}).status_code == 422
    assert browser.post(url, sent).status_code == 302
    assert BASIS in browser.get(url).content.decode()
    assert "chưa có phân công riêng" not in browser.get(reverse("agencies:agency", args=[department.pk])).content.decode()
