"""kill -9 of job workers in the middle of a batch: every agency gets the document once, and nothing is ever half there."""

import functools
import os
import time
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection

from benchmarks.fanout import Office, Workers, acknowledged, faults_of, issue, prepare_office, wait_until_all_arrived, workers
from sen.capabilities.correspondence.models import IncomingDocument
from sen.foundation.jobs.models import JobFailure
from tests.conformance.running import wait_for
from tests.factories import make_agency

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

RECIPIENTS = 40
DEATHS = 2


@pytest.fixture
def office() -> Office:
    for _each in range(RECIPIENTS + 1):
        make_agency(one_stop_name="")
    return prepare_office(RECIPIENTS)


@pytest.fixture
def team() -> Iterator[Workers]:
    """Two workers on the database of the test."""
    with workers(2, {**os.environ, "SEN_DB_NAME": str(connection.settings_dict["NAME"])}) as running:
        yield running


def test_workers_killed_at_the_end_of_a_batch_lose_nothing_and_double_nothing(office: Office, team: Workers) -> None:
    ids = []
    for _death in range(DEATHS):
        outgoing = issue(office, 0.01)
        with _Held(outgoing.pk) as pen:
            # The batch is written but for its history, whose head this test holds: nobody may see any of it.
            wait_for(functools.partial(_somebody_waits_for, pen.info.backend_pid), "a worker in the middle of a batch")
            for worker in list(team.running):
                worker.kill()
                worker.wait()
            assert not IncomingDocument.objects.filter(delivery__outgoing=outgoing).exists()
            assert acknowledged([outgoing.pk]) == 0
        ids.append(outgoing.pk)
        team.start()
    wait_until_all_arrived(ids, DEATHS * RECIPIENTS, team)
    assert set(faults_of(ids).values()) == {0}
    assert not JobFailure.objects.filter(gave_up=True).exists()


def test_workers_dying_at_random_times_lose_nothing_and_double_nothing(office: Office, team: Workers) -> None:
    ids = []
    for _document in range(6):
        ids.append(issue(office, 0.01).pk)
        time.sleep(0.7)
        team.kill_one()
    wait_until_all_arrived(ids, len(ids) * RECIPIENTS, team)
    assert set(faults_of(ids).values()) == {0}


class _Held:
    """Holds the head of the document's history from a connection of its own until the block ends."""

    def __init__(self, outgoing_id: int) -> None:
        self._outgoing_id = outgoing_id

    def __enter__(self) -> "psycopg.Connection[tuple[object, ...]]":
        given = connection.get_connection_params()
        known = {name: given[name] for name in ("host", "port", "user", "password", "dbname") if given.get(name)}
        self._own = psycopg.connect(**known)
        self._own.execute("SELECT 1 FROM history_chainhead WHERE kind = 'outgoing' AND record_id = %s FOR UPDATE", [self._outgoing_id])
        return self._own

    def __exit__(self, *_error: object) -> None:
        self._own.close()


def _somebody_waits_for(holder: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE %s = ANY(pg_blocking_pids(pid))", [holder])
        return bool(cursor.fetchone()[0])
