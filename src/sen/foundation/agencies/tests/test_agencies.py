"""Agencies: the shipped lists, finding, receiving, codes."""

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client

from sen.foundation.agencies import selectors, services
from sen.foundation.agencies.errors import AgencyNotFound, CodeMalformed, CodeTaken
from sen.foundation.agencies.models import Agency, AgencyLevel, Division
from sen.kernel.actor import Actor, Role
from sen.kernel.errors import NotAllowed
from tests.factories import MONDAY, make_agency, make_officer, signed_in

OLD, NEW = dt.date(2020, 11, 23), dt.date(2026, 11, 23)
pytestmark = pytest.mark.django_db


@pytest.fixture
def both() -> None:
    services.load_agencies(folder=settings.REFERENCE_DIR / "agencies", editions=("2020", "2025"), now=MONDAY)


def test_both_editions_have_their_official_numbers_of_agencies(both: None) -> None:
    for on, counts in ((OLD, {"district": 12, "commune": 143}), (NEW, {"district": 0, "commune": 102})):
        for level, count in counts.items():
            assert selectors.agencies_on(on).filter(level=level).count() == count
    assert Agency.objects.values("dossier_prefix").distinct().count() == Agency.objects.count()


def test_only_codes_that_are_known_are_filled_in(both: None) -> None:
    known = Agency.objects.exclude(identification_code="").values_list("identification_code", flat=True)
    assert sorted(known) == ["H20", "H20.14"]
    assert selectors.prefix_of(selectors.agency_by_key("DT-29866").pk) == "H20.T29866"


def test_loading_twice_changes_nothing_and_keeps_codes_entered_since(both: None) -> None:
    administrator = make_officer(Role.ADMIN, selectors.agency_by_key("DT25-SO-01"))
    office = selectors.agency_by_key("DT25-SO-03")
    services.set_identification_codes(actor=administrator, agency_id=office.pk, code="h20.33", code_old="", now=MONDAY)
    reports = services.load_agencies(folder=settings.REFERENCE_DIR / "agencies", editions=("2020", "2025"), now=MONDAY)
    assert all((report.created, report.updated) == (0, 0) for report in reports.values())
    assert selectors.prefix_of(office.pk) == "H20.33"


def test_every_commune_of_2020_is_continued_by_one_of_2025(both: None) -> None:
    for commune in Agency.objects.filter(level=AgencyLevel.COMMUNE, valid_to__isnull=False).select_related("successor"):
        assert commune.successor is not None
        assert commune.successor.level == AgencyLevel.COMMUNE
    ward = selectors.agency_by_key("DT-29866")
    assert selectors.current_successor(ward.pk, NEW).name == "Ủy ban nhân dân phường Cao Lãnh"
    assert selectors.current_successor(ward.pk, OLD) == ward


def test_the_centre_is_a_unit_inside_the_office_of_the_province(both: None) -> None:
    for on in (OLD, NEW):
        centre = selectors.province_one_stop(on)
        assert centre.parent is not None
        assert centre.parent.name == "Văn phòng Ủy ban nhân dân tỉnh"
        assert selectors.province_agency(on).name == "Ủy ban nhân dân tỉnh Đồng Tháp"


def test_one_stop_units_are_named_by_the_rules_of_their_time(both: None) -> None:
    assert selectors.commune_agency("29866", OLD).one_stop_name.startswith("Bộ phận Tiếp nhận và Trả kết quả phường 1")
    assert selectors.commune_agency("29869", NEW).one_stop_name == "Trung tâm Phục vụ hành chính công phường Cao Lãnh"
    assert len(selectors.list_receiving_agencies(OLD)) == 1 + 12 + 143
    assert len(selectors.list_receiving_agencies(NEW)) == 1 + 102


def test_every_agency_has_divisions(both: None) -> None:
    assert not Agency.objects.exclude(pk__in=Division.objects.values("agency")).exists()


def test_agencies_are_found_without_accents_by_beginnings_of_words(both: None) -> None:
    assert [one.name for one in selectors.find_agencies("tu phap", NEW)] == ["Sở Tư pháp"]
    assert [one.name for one in selectors.find_agencies("uy ban p 1 cao lanh", OLD, level="commune")][0].startswith(
        "Ủy ban nhân dân phường 1"
    )
    assert selectors.find_agencies("H20.14", OLD)[0].name == "Sở Thông tin và Truyền thông"
    assert selectors.find_agencies("khong co", NEW) == []


def test_a_department_is_received_at_the_centre_a_commune_at_home(both: None, django_assert_num_queries: object) -> None:
    office, ward = selectors.agency_by_key("DT25-SO-03").pk, selectors.agency_by_key("DT-29866").pk
    selectors.prefix_of(ward)
    with django_assert_num_queries(0):
        assert selectors.receiving_agency_for(ward, OLD) == ward
        here = selectors.receiving_agency_for(office, NEW)
        later = selectors.receiving_agency_for(ward, NEW)
    assert here == selectors.province_one_stop(NEW).pk
    assert later == selectors.commune_agency("29869", NEW).pk


def test_an_agency_made_after_the_first_reading_is_known(agency: Agency) -> None:
    selectors.prefix_of(agency.pk)
    assert selectors.prefix_of(make_agency(dossier_prefix="H20.X").pk) == "H20.X"
    with pytest.raises(AgencyNotFound):
        selectors.prefix_of(0)


def test_an_official_code_replaces_the_provisional_one(agency: Agency, administrator: Actor) -> None:
    services.set_identification_codes(actor=administrator, agency_id=agency.pk, code="H20.40.1", code_old="001.00.40.H20", now=MONDAY)
    agency.refresh_from_db()
    assert (agency.identification_code, agency.dossier_prefix) == ("H20.40.1", "H20.40.1")
    assert selectors.prefix_of(agency.pk) == "H20.40.1"


@pytest.mark.parametrize(("code", "error"), [("H20", CodeTaken), ("H20..1", CodeMalformed), ("H20-1", CodeMalformed)])
def test_a_wrong_code_changes_nothing(province: Agency, agency: Agency, administrator: Actor, code: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        services.set_identification_codes(actor=administrator, agency_id=agency.pk, code=code, code_old="", now=MONDAY)
    agency.refresh_from_db()
    assert agency.dossier_prefix == "H20.TM29869"


def test_others_do_not_enter_codes(agency: Agency, approver: Actor) -> None:
    with pytest.raises(NotAllowed):
        services.set_identification_codes(actor=approver, agency_id=agency.pk, code="H20.40", code_old="", now=MONDAY)
    agency.refresh_from_db()
    assert agency.identification_code == ""


def test_the_pages_list_agencies_and_take_codes(
    client: Client, agency: Agency, administrator: Actor, django_assert_max_num_queries: object
) -> None:
    signed_in(client, administrator)
    for number in range(60):
        make_agency(f"Ủy ban nhân dân xã {number}")
    # Two of them are counts of the menu.
    with django_assert_max_num_queries(10):
        first = client.get("/quan-tri/co-quan/?q=xa").content.decode()
    assert "trang=2" in first
    assert client.post(f"/quan-tri/co-quan/{agency.pk}/", {"code": "H20.41", "code_old": ""}).status_code == 302
    agency.refresh_from_db()
    assert agency.identification_code == "H20.41"
