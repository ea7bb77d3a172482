"""Change feeds keep their order for every reader."""

import threading

import pytest
from django.db import connection, transaction

from sen.foundation.feeds.models import FeedEntry
from sen.foundation.feeds.selectors import changes_after, last_number
from sen.foundation.feeds.services import append_changes
from sen.foundation.feeds.types import Action, Change
from tests.factories import MONDAY


def change(key: str, kind: str = "unit") -> Change:
    return Change(kind, key, Action.CHANGED)


@pytest.mark.django_db
def test_numbers_go_up_by_one_in_each_registry() -> None:
    assert append_changes(registry="a", changes=[change("1"), change("2")], now=MONDAY) == 2
    assert append_changes(registry="b", changes=[change("9")], now=MONDAY) == 1
    assert append_changes(registry="a", changes=[change("3")], now=MONDAY) == 3
    assert [(row.number, row.key) for row in changes_after("a", 1)] == [(2, "2"), (3, "3")]
    assert last_number("a") == 3


@pytest.mark.django_db
def test_nothing_changed_writes_nothing() -> None:
    assert append_changes(registry="a", changes=[], now=MONDAY) == 0
    assert last_number("a") == 0
    assert not FeedEntry.objects.exists()


@pytest.mark.django_db
def test_a_feed_can_be_read_for_one_kind_of_record() -> None:
    append_changes(registry="a", changes=[change("1"), change("2", "agency")], now=MONDAY)
    assert [row.key for row in changes_after("a", 0, kind="agency")] == ["2"]


@pytest.mark.django_db
def test_a_change_and_its_event_travel_in_one_transaction() -> None:
    append_changes(registry="a", changes=[change("1"), change("2")], now=MONDAY)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT payload->>'registry', payload->>'first', payload->>'last' FROM jobs_outboxevent WHERE topic = 'feeds.RegistryChanged'"
        )
        assert cursor.fetchall() == [("a", "1", "2")]


@pytest.mark.django_db(transaction=True)
def test_a_later_writer_waits_so_that_no_smaller_number_appears_afterwards() -> None:
    taken = threading.Event()
    seen: list[int] = []

    def second() -> None:
        taken.wait(5)
        seen.append(append_changes(registry="a", changes=[change("2")], now=MONDAY))
        connection.close()

    thread = threading.Thread(target=second)
    thread.start()
    with transaction.atomic():
        append_changes(registry="a", changes=[change("1")], now=MONDAY)
        taken.set()
        thread.join(0.3)
        assert not seen
    thread.join(5)
    assert seen == [2]
