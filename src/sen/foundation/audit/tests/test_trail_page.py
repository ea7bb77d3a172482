"""The page of the trail."""

import datetime as dt

import pytest

from sen.foundation.audit import services
from sen.kernel.actor import SYSTEM
from tests.factories import signed_in

NOW = dt.datetime(2026, 11, 23, 2, 10, tzinfo=dt.UTC)
ADDRESS = "/quan-tri/nhat-ky/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines():
    services.record_change(
        actor=SYSTEM,
        action="person.create",
        subject_type="person",
        subject_id=8,
        now=NOW,
        person_id=8,
        detail={"số định danh": "087198004512"},
    )
    services.record_change(actor=SYSTEM, action="store", subject_type="file", subject_id=9, now=NOW)


def test_control_reads_lines_with_long_numbers_masked(client, control_officer, lines):
    body = signed_in(client, control_officer).get(ADDRESS).content.decode()
    assert "Nhận tệp" in body
    assert "087198004512" not in body
    assert "087•••••4512" in body


def test_a_filter_by_subject_shows_only_that(client, control_officer, lines):
    body = signed_in(client, control_officer).get(ADDRESS, {"doi_tuong": "person", "ma": "8"}).content.decode()
    assert "Thêm người" in body
    assert "Nhận tệp" not in body


def test_a_wrong_date_is_explained_and_nothing_breaks(client, control_officer, lines):
    answer = signed_in(client, control_officer).get(ADDRESS, {"tu": "32/13/2026"})
    assert answer.status_code == 422


def test_the_page_costs_one_query_for_the_trail(client, control_officer, lines, django_assert_max_num_queries):
    browser = signed_in(client, control_officer)
    with django_assert_max_num_queries(12) as captured:
        browser.get(ADDRESS)
    assert sum("audit_auditentry" in query["sql"] for query in captured.captured_queries) == 1


@pytest.mark.parametrize("who", ["clerk", "specialist", "citizen"])
def test_others_do_not_get_in(client, request, lines, who):
    answer = signed_in(client, request.getfixturevalue(who)).get(ADDRESS)
    assert answer.status_code == 403
    assert "087198004512" not in answer.content.decode()
    assert "087•••••4512" not in answer.content.decode()


def test_an_anonymous_reader_is_sent_to_sign_in(client, lines):
    assert client.get(ADDRESS).status_code == 302
