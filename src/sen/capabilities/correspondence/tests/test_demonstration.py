"""A year of demonstration documents: whole, in order, in its proportions, and made only once."""

import datetime as dt
from itertools import pairwise

import pytest
from django.db.models import F, Q

from sen.capabilities.assignments.models import Task, TaskReport
from sen.capabilities.correspondence.models import Content, Delivery, IncomingDocument, OutgoingDocument, TakenNumber
from sen.capabilities.correspondence.selectors.search import DocumentSearch, search_documents
from sen.capabilities.correspondence.services.contents import current_hash
from sen.capabilities.correspondence.services.demonstration import load_demo_documents
from sen.foundation.agencies.models import Agency
from sen.foundation.files import services as files
from sen.foundation.files.adapters.none import NoScanner
from sen.foundation.history.selectors import list_events_of
from sen.foundation.numbering.models import NumberSeries
from sen.foundation.numbering.services import next_number
from sen.kernel import clock
from sen.kernel.actor import Role
from tests.document_factories import make_book
from tests.factories import MONDAY, make_agency, make_division, make_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_province(province, department, settings, tmp_path, monkeypatch):
    """A committee, a department and three communes with officers at their desks."""
    settings.DATA_DIR = tmp_path
    files.use_scanner(NoScanner())
    corpus = "sen.capabilities.correspondence.services.demo_corpus.render_pdf"
    monkeypatch.setattr(corpus, lambda template, facts: b"%PDF-1.7 " + str(facts).encode())
    for place in [province, department, *(make_agency() for _each in range(3))]:
        division = make_division(place)
        for role in (Role.CLERK, Role.LEADER, Role.SPECIALIST, Role.HEAD):
            make_officer(role, place, division=division)
        make_book(place, valid_from=dt.date(2025, 1, 1))
    yield Agency.objects.all()
    files.use_scanner(None)


@pytest.fixture
def loaded(small_province):
    return load_demo_documents(count=600, per_topic=1, now=MONDAY)


def test_a_year_is_made_with_numbers_that_go_on_without_holes(loaded):
    assert loaded["agencies"] == 5
    assert abs(loaded["created"] - 600) < 300
    for series in NumberSeries.objects.filter(series__startswith="document:"):
        numbers = TakenNumber.objects.filter(book=int(series.series.split(":")[1]), year=int(series.period)).order_by("number")
        assert list(numbers.values_list("number", flat=True)) == list(range(1, series.value + 1))
        assert next_number(series.series, series.period) == series.value + 1
    for series in NumberSeries.objects.filter(series__startswith="arrivals:"):
        rows = IncomingDocument.objects.filter(agency=int(series.series.split(":")[1]), arrival_year=int(series.period))
        assert sorted(rows.values_list("arrival_number", flat=True)) == list(range(1, series.value + 1))


def test_every_document_is_marked_and_dated_within_the_year(loaded):
    assert not Content.objects.filter(is_demo=False).exists()
    assert not IncomingDocument.objects.filter(Q(is_demo=False) | Q(arrived_at__gt=MONDAY)).exists()
    assert not OutgoingDocument.objects.filter(is_demo=False).exists()
    assert Content.objects.earliest("created_at").created_at > MONDAY - dt.timedelta(days=370)
    assert not IncomingDocument.objects.filter(finished_at__lt=F("registered_at")).exists()


def test_both_sides_agree_on_the_packet_and_on_how_far_it_has_come(loaded):
    for row in IncomingDocument.objects.filter(delivery__isnull=False).select_related("delivery", "content")[:40]:
        assert row.packet_hash == row.delivery.packet_hash == row.content.content_hash
        assert (row.state == "done") == (row.delivery.state == "done")
        assert row.delivery.agency_id == row.agency_id
    content = Content.objects.first()
    assert content is not None
    assert current_hash(content) == content.content_hash


def test_no_agency_writes_to_itself_and_outside_documents_have_no_delivery(loaded):
    assert not Delivery.objects.filter(agency=F("outgoing__agency")).exists()
    outside = IncomingDocument.objects.filter(content__issuer_agency__isnull=True)
    assert outside.exists()
    assert not outside.filter(delivery__isnull=False).exists()


def test_documents_are_found_by_the_text_of_their_papers(loaded, small_province):
    clerk = make_officer(Role.CLERK, small_province.get(level="department"))
    hits = search_documents(clerk, DocumentSearch("chuyển đổi số"), clock.local(MONDAY).date())
    assert any(piece.hit for row in hits for piece in row.snippet)


def test_the_last_two_days_leave_something_to_do(loaded):
    assert IncomingDocument.objects.filter(state="arrived", arrived_at__gt=MONDAY - dt.timedelta(days=4)).exists()


def test_every_document_and_task_has_a_history_that_ends_where_it_stands(loaded):
    for kind, model in (("incoming", IncomingDocument), ("outgoing", OutgoingDocument), ("task", Task)):
        states = dict(model.objects.values_list("pk", "state"))
        events = list_events_of(kind, states)
        assert events.keys() == states.keys()
        for number, lines in events.items():
            assert [line.from_state for line in lines] == ["", *(line.to_state for line in lines[:-1])]
            assert lines[-1].to_state == states[number]
            assert all(before.occurred_at <= after.occurred_at for before, after in pairwise(lines))


def test_directed_documents_are_tasks_of_their_handlers_in_every_state(loaded):
    directed = IncomingDocument.objects.filter(state__in=("assigned", "doing", "done"))
    leads = Task.objects.filter(role="lead", source_kind="incoming")
    assert set(leads.values_list("source_id", flat=True)) == set(directed.values_list("pk", flat=True))
    assert {"given", "doing", "done"} <= set(leads.values_list("state", flat=True))
    assert not Task.objects.filter(is_demo=False).exists()
    assert TaskReport.objects.filter(is_final=True).exists()
    assert not leads.filter(state="done", closed_at__gt=MONDAY).exists()


def test_few_open_tasks_are_late(loaded):
    still_open = Task.objects.filter(closed_at__isnull=True)
    assert still_open.filter(due_at__lt=MONDAY).count() <= still_open.count() * 0.12


def test_registers_alone_can_be_made(small_province):
    load_demo_documents(count=60, per_topic=1, now=MONDAY, with_story=False)
    assert IncomingDocument.objects.exists()
    assert not Task.objects.exists()


def test_a_second_run_changes_nothing(loaded):
    before = Content.objects.count(), NumberSeries.objects.count()
    assert load_demo_documents(count=600, per_topic=1, now=MONDAY) == {"created": 0}
    assert (Content.objects.count(), NumberSeries.objects.count()) == before
