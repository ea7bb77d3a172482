"""The page of figures of documents, an agency's page, and the list behind a number."""

import pytest
from django.test import Client

from sen.capabilities.correspondence.models import IncomingDocument
from sen.kernel.actor import Role
from tests.document_factories import arrive, issue
from tests.factories import make_officer, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def arrived(department, agency):
    """A directive of the department at the commune."""
    sender = make_officer(Role.CLERK, department)
    return arrive(issue(sender, department, [agency]))[0]


@pytest.fixture
def browser(client, registrar):
    return signed_in(client, registrar)


def test_the_clerk_sees_its_own_agency_and_the_way_to_its_documents(browser, arrived, agency, department):
    text = browser.get("/ket-qua/van-ban/").content.decode()
    assert agency.name.replace("Ủy ban nhân dân", "UBND") in text
    assert department.name not in text
    inside = browser.get(f"/ket-qua/van-ban/co-quan/{agency.pk}/").content.decode()
    assert f"so=received&amp;co-quan={agency.pk}" in inside
    listed = browser.get(f"/ket-qua/van-ban/danh-sach/?so=received&co-quan={agency.pk}").content.decode()
    assert arrived.content.code in listed


def test_control_sees_every_agency_but_not_the_documents_of_others(client, control_officer, arrived, agency, department):
    browser = signed_in(client, control_officer)
    text = browser.get("/ket-qua/van-ban/").content.decode()
    assert department.name in text
    assert "chỉ mở cho văn thư" in browser.get(f"/ket-qua/van-ban/co-quan/{agency.pk}/").content.decode()
    assert browser.get(f"/ket-qua/van-ban/danh-sach/?so=received&co-quan={agency.pk}").status_code == 404


@pytest.mark.parametrize("query", ["", "?so=received", "?so=nothing&co-quan=1", "?so=received&co-quan=x"])
def test_a_list_without_a_known_number_or_agency_is_not_found(browser, arrived, query):
    assert browser.get(f"/ket-qua/van-ban/danh-sach/{query}").status_code == 404


def test_a_stranger_finds_neither_the_agency_nor_its_list(arrived, agency, outsider_officer):
    stranger = signed_in(Client(), outsider_officer)
    assert stranger.get(f"/ket-qua/van-ban/co-quan/{agency.pk}/").status_code == 404
    assert stranger.get(f"/ket-qua/van-ban/danh-sach/?so=received&co-quan={agency.pk}").status_code == 404
    assert IncomingDocument.objects.filter(pk=arrived.pk).exists()


@pytest.mark.parametrize("period", ["thang", "thang-truoc", "quy", "nam", "khac"])
def test_every_period_and_order_is_drawn_in_few_statements(browser, arrived, period, django_assert_max_num_queries):
    browser.get("/ket-qua/van-ban/")  # the calendar is kept in the process from here on
    with django_assert_max_num_queries(12):
        assert browser.get(f"/ket-qua/van-ban/?ky={period}&xep=-dung-han").status_code == 200
