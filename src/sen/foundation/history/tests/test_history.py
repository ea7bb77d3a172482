"""Events of any record form a chain that nobody can change, cut or fork unnoticed."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from sen.foundation.history import selectors, services
from sen.foundation.history.models import ChainHead, RecordEvent
from sen.foundation.history.types import NewEvent
from sen.kernel.actor import Actor
from sen.kernel.hashing import GENESIS
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db


def test_events_of_one_record_follow_each_other(clerk: Actor) -> None:
    services.append([NewEvent("draft", 7, "open", "", "writing")], actor=clerk, now=MONDAY)
    services.append([NewEvent("draft", 7, "sign", "writing", "signed", reason="đã đọc", payload={"số": 5})], actor=clerk, now=MONDAY)
    first, second = RecordEvent.objects.filter(kind="draft", record_id=7)
    assert (first.previous_hash, second.previous_hash) == (GENESIS, first.hash)
    head = ChainHead.objects.get(kind="draft", record_id=7)
    assert (head.count, head.hash) == (2, second.hash)
    told = selectors.list_events("draft", 7)
    assert [(each.sequence, each.action, each.reason, dict(each.payload)) for each in told] == [
        (1, "open", "", {}),
        (2, "sign", "đã đọc", {"số": 5}),
    ]
    assert told[1].actor_name == clerk.name and told[1].agency_id == clerk.agency_id


def test_two_hundred_records_take_three_statements(clerk: Actor, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    events = [NewEvent("incoming", number, "arrive", "", "arrived") for number in range(1, 201)]
    with django_assert_num_queries(5):  # the three, between the savepoint and its release
        services.append(events, actor=clerk, now=MONDAY)
    assert ChainHead.objects.filter(kind="incoming", count=1).count() == 200


def test_one_call_may_tell_several_events_of_one_record(clerk: Actor) -> None:
    services.append([NewEvent("task", 1, "give", "", "given"), NewEvent("task", 1, "take", "given", "doing")], actor=clerk, now=MONDAY)
    assert [event.sequence for event in selectors.list_events_of("task", [1, 2])[1]] == [1, 2]


@pytest.mark.parametrize("sql", ["UPDATE history_recordevent SET reason = 'x'", "DELETE FROM history_recordevent"])
def test_the_database_refuses_to_change_an_event(clerk: Actor, sql: str) -> None:
    services.append([NewEvent("task", 1, "give", "", "given")], actor=clerk, now=MONDAY)
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.django_db(transaction=True)
def test_the_stand_alone_check_finds_a_changed_reason_and_a_cut_end(clerk: Actor) -> None:
    services.append([NewEvent("task", 1, "give", "", "given", reason="thật")], actor=clerk, now=MONDAY)
    services.append([NewEvent("task", 2, "give", "", "given"), NewEvent("task", 2, "take", "given", "doing")], actor=clerk, now=MONDAY)
    assert _verdict() == (0, "")
    _past_the_guard("UPDATE history_recordevent SET reason = 'giả' WHERE record_id = 1")
    _past_the_guard("DELETE FROM history_recordevent WHERE record_id = 2 AND sequence = 2")
    code, problems = _verdict()
    assert code == 1
    assert "task 1: event 1 was changed after it was recorded" in problems
    assert "task 2: the end of its chain is missing or was changed" in problems


def _past_the_guard(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE history_recordevent DISABLE TRIGGER USER")
        cursor.execute(sql)
        cursor.execute("ALTER TABLE history_recordevent ENABLE TRIGGER USER")


def _verdict() -> tuple[int, str]:
    facts = connection.get_connection_params()
    place = " ".join(f"{key}={facts[key]}" for key in ("host", "port", "user", "password", "dbname") if facts.get(key))
    script = Path(__file__).parents[5] / "deploy" / "verify_chains.py"
    done = subprocess.run([sys.executable, str(script), "--database", place], check=False, capture_output=True, text=True)
    return done.returncode, done.stderr
