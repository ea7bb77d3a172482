"""An agency of a vertical line is added by the province's administrators, and then works like any other."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from sen.foundation.agencies import selectors, services
from sen.foundation.agencies.errors import AgencyShipped, AgencyTaken, AgencyWithoutBasis
from sen.foundation.agencies.models import Agency, AgencyLevel
from sen.foundation.agencies.types import AgencyFacts
from sen.foundation.audit.models import AuditEntry
from sen.foundation.feeds.models import FeedEntry
from sen.kernel.actor import Actor
from sen.kernel.errors import NotAllowed
from tests.factories import MONDAY, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]

TODAY = MONDAY.date()
POLICE = AgencyFacts("Công an tỉnh Đồng Tháp", AgencyLevel.DEPARTMENT, "", "02773851234", "Số 1, phường Cao Lãnh", "QĐ 01/QĐ-BCA")


def test_it_takes_dossiers_under_a_provisional_prefix_of_its_own(administrator: Actor) -> None:
    police = services.add_agency(actor=administrator, facts=POLICE, valid_from=TODAY, now=MONDAY)
    tax = services.add_agency(actor=administrator, facts=replace(POLICE, name="Thuế tỉnh Đồng Tháp"), valid_from=TODAY, now=MONDAY)
    assert [one.name for one in selectors.find_agencies("cong an tinh", TODAY)] == [POLICE.name]
    assert selectors.prefix_of(police.pk) != selectors.prefix_of(tax.pk)
    assert police.identification_code == "" and not selectors.find_agencies("cong an tinh", TODAY - dt.timedelta(days=1))
    assert AuditEntry.objects.filter(action="agency.add").count() == FeedEntry.objects.count() == 2


def test_it_receives_itself_or_where_a_decision_says(administrator: Actor, agency: Agency) -> None:
    facts = replace(POLICE, one_stop_name="Bộ phận tiếp nhận của Công an tỉnh")
    police = services.add_agency(actor=administrator, facts=facts, valid_from=TODAY, now=MONDAY)
    assert selectors.receiving_agency_for(police.pk, TODAY) == police.pk
    services.assign_reception(
        actor=administrator, agency_id=police.pk, receiver_id=agency.pk, valid_from=TODAY, basis="QĐ 2/QĐ-UBND", now=MONDAY
    )
    assert selectors.receiving_agency_for(police.pk, TODAY) == agency.pk


def test_what_was_typed_wrong_is_corrected_and_the_shipped_list_leaves_it_alone(administrator: Actor) -> None:
    police = services.add_agency(actor=administrator, facts=replace(POLICE, name="Công an tỉnh"), valid_from=TODAY, now=MONDAY)
    services.correct_agency(actor=administrator, agency_id=police.pk, facts=POLICE, now=MONDAY)
    services.load_agencies(folder=Path(settings.REFERENCE_DIR) / "agencies", editions=("2025",), now=MONDAY)
    police.refresh_from_db()
    assert (police.name, police.name_folded, police.valid_to) == (POLICE.name, "cong an tinh dong thap", None)
    assert AuditEntry.objects.filter(action="agency.correct").exists()


def test_a_second_of_the_same_name_and_one_without_a_decision_are_refused(administrator: Actor) -> None:
    services.add_agency(actor=administrator, facts=POLICE, valid_from=TODAY, now=MONDAY)
    before = Agency.objects.count()
    with pytest.raises(AgencyTaken):
        services.add_agency(actor=administrator, facts=replace(POLICE, name="CÔNG AN  TỈNH ĐỒNG THÁP"), valid_from=TODAY, now=MONDAY)
    with pytest.raises(AgencyWithoutBasis):
        services.add_agency(actor=administrator, facts=replace(POLICE, name="Thuế tỉnh", basis=" "), valid_from=TODAY, now=MONDAY)
    assert Agency.objects.count() == before


def test_a_shipped_agency_is_not_renamed(administrator: Actor, agency: Agency) -> None:
    with pytest.raises(AgencyShipped):
        services.correct_agency(actor=administrator, agency_id=agency.pk, facts=POLICE, now=MONDAY)
    assert Agency.objects.get(pk=agency.pk).name == agency.name


def test_nobody_else_adds_agencies(approver: Actor, client: Client) -> None:
    before = Agency.objects.count()
    with pytest.raises(NotAllowed):
        services.add_agency(actor=approver, facts=POLICE, valid_from=TODAY, now=MONDAY)
    assert signed_in(client, approver).get(reverse("agencies:add")).status_code == 403
    assert Agency.objects.count() == before


def test_the_pages_add_and_correct(client: Client, administrator: Actor) -> None:
    browser = signed_in(client, administrator)
    url = reverse("agencies:add")
    assert url in browser.get(reverse("agencies:list")).content.decode()
    typed = {"name": POLICE.name, "level": "department", "basis": POLICE.basis, "valid_from": f"{TODAY:%d/%m/%Y}"}
    assert browser.post(url, {**typed, "name": ""}).status_code == 422
    page = browser.post(url, typed).headers["Location"]
    assert browser.post(url, typed).status_code == 422
    correct = reverse("agencies:correct", args=[Agency.objects.get(name=POLICE.name).pk])
    assert correct in browser.get(page).content.decode()
    assert POLICE.basis in browser.get(correct).content.decode()
    assert browser.post(correct, {**typed, "address": "Số 2"}).headers["Location"] == page
    assert "Số 2" in browser.get(page).content.decode()
