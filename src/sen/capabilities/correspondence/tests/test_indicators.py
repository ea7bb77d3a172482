"""Figures of documents: what is counted, for whom, and in how many statements."""

import datetime as dt

import pytest

from sen.capabilities.correspondence.models import IncomingDocument
from sen.capabilities.correspondence.selectors.indicators import (
    DocumentFigures,
    Period,
    count_by_officer,
    count_documents,
    list_behind_documents,
)
from sen.capabilities.correspondence.types import Recipient
from sen.kernel import clock
from tests.document_factories import arrive, issue, new_content
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db
TODAY = clock.local(MONDAY).date()
NOW = MONDAY + dt.timedelta(days=1)
THIS_DAY = Period(TODAY, TODAY)


@pytest.fixture
def month(sender, department, agency, specialist):
    """Three documents at the commune: one in time, one late, one late and open; one more went out on paper besides."""
    rows = []
    for number in range(3):
        outgoing = issue(
            sender, department, [agency, Recipient(organ_name="Công ty Hoa Sen", paper=True)], content=new_content(f"Việc {number}")
        )
        rows += arrive(outgoing)
    due = MONDAY + dt.timedelta(hours=5)
    done = {"state": "done", "arrival_year": 2026, "due_at": due, "finished_by_id": specialist.account_id}
    IncomingDocument.objects.filter(pk=rows[0].pk).update(**done, arrival_number=1, finished_at=due)
    IncomingDocument.objects.filter(pk=rows[1].pk).update(**done, arrival_number=2, finished_at=due + dt.timedelta(minutes=1))
    IncomingDocument.objects.filter(pk=rows[2].pk).update(due_at=due)
    return rows


def test_arrivals_and_sendings_are_counted_with_their_shares(month, agency, department, django_assert_num_queries):
    with django_assert_num_queries(2):
        found = count_documents([agency.pk, department.pk], THIS_DAY, NOW)
    assert found[agency.pk] == DocumentFigures(received=3, electronic_in=3, open=1, late=1, done=2, in_time=1, done_late=1)
    assert found[agency.pk].in_time_share == 50
    assert found[department.pk] == DocumentFigures(issued=3, sendings=6, electronic_out=3)
    assert found[department.pk].electronic_share == 50


def test_another_day_holds_nothing(month, agency, department):
    yesterday = TODAY - dt.timedelta(days=1)
    assert count_documents([agency.pk, department.pk], Period(yesterday, yesterday), NOW) == {}
    assert DocumentFigures().in_time_share is None


def test_an_officer_has_what_he_finished(month, agency, specialist):
    row = count_by_officer(agency.pk, THIS_DAY)[0]
    assert (row.account_id, row.name, row.done, row.in_time, row.done_late, row.in_time_share) == (
        specialist.account_id, specialist.name, 2, 1, 1, 50,
    )  # fmt: skip


def test_the_documents_behind_a_number_are_as_many_as_the_number_says(month, agency, registrar):
    figures = count_documents([agency.pk], THIS_DAY, NOW)[agency.pk]
    for name in ("received", "electronic_in", "open", "late", "done", "in_time", "done_late"):
        assert len(list_behind_documents(registrar, name, agency.pk, THIS_DAY, NOW)) == getattr(figures, name), name


def test_somebody_of_another_agency_sees_nothing_behind_the_numbers(month, agency, outsider_officer):
    assert len(list_behind_documents(outsider_officer, "received", agency.pk, THIS_DAY, NOW)) == 0
