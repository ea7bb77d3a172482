"""Reading the trail."""

import datetime as dt

import pytest

from sen.foundation.audit import selectors, services
from sen.foundation.audit.types import EntryFilter
from sen.kernel.actor import Actor, ActorKind, Grant, Role

NOW = dt.datetime(2026, 11, 23, 2, 10, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)

pytestmark = pytest.mark.django_db


def officer(role, agency_id):
    return Actor(
        ActorKind.OFFICER, account_id=agency_id, name=f"Cán bộ {agency_id}", grants=frozenset({Grant(role, agency_id)}), agency_id=agency_id
    )


@pytest.fixture
def reads():
    for number in range(30):
        services.record_read(
            actor=officer(Role.SPECIALIST, 3),
            subject_type="dossier",
            subject_id=number,
            purpose="Thẩm định",
            now=NOW + number * MINUTE,
            person_id=44,
        )
    services.record_read(actor=officer(Role.SPECIALIST, 4), subject_type="dossier", subject_id=1, purpose="Khác", now=NOW, person_id=45)
    services.record_change(actor=officer(Role.SPECIALIST, 4), action="x", subject_type="dossier", subject_id=1, now=NOW, person_id=44)


def test_a_person_sees_every_read_of_their_data_newest_first_in_pages(reads, django_assert_num_queries):
    with django_assert_num_queries(1):
        first = selectors.list_reads_of_person(44)
    assert [entry.subject_id for entry in first][:2] == [29, 28]
    assert (len(first), first.more) == (25, True)
    second = selectors.list_reads_of_person(44, 2)
    assert (len(second), second.more) == (5, False)


def test_entries_of_a_record_hold_reads_and_changes_and_reads_of_it_only_reads(reads):
    assert {entry.kind for entry in selectors.list_entries_of("dossier", 1)} == {"read", "change"}
    assert {entry.kind for entry in selectors.list_reads_of_subject("dossier", 1)} == {"read"}


def test_control_sees_all_an_administrator_its_agency_and_a_specialist_nothing(reads):
    everything = EntryFilter()
    assert {entry.agency_id for entry in selectors.search_entries(officer(Role.CONTROL, 9), EntryFilter(subject_id=1))} == {3, 4}
    assert {entry.agency_id for entry in selectors.search_entries(officer(Role.ADMIN, 4), everything)} == {4}
    assert list(selectors.search_entries(officer(Role.SPECIALIST, 3), everything)) == []


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (EntryFilter(kind="change"), 1),
        (EntryFilter(person_id=45), 1),
        (EntryFilter(actor_id=4), 2),
        (EntryFilter(since=NOW + 28 * MINUTE), 2),
        (EntryFilter(until=NOW + MINUTE), 3),
        (EntryFilter(subject_type="file"), 0),
    ],
)
def test_a_filter_narrows(reads, wanted, count):
    assert len(selectors.search_entries(officer(Role.CONTROL, 9), wanted)) == count
