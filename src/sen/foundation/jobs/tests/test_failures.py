"""A job that fails is seen, tried again by itself, and sent again by a person when it gave up."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from procrastinate.contrib.django import app as queue
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job
from procrastinate.testing import InMemoryConnector

from sen.foundation.jobs import selectors, services, tasks
from sen.foundation.jobs.errors import JobNotFailed
from sen.foundation.jobs.models import JobFailure
from sen.foundation.jobs.tests.samples import ThingMoved, stumble, trouble
from sen.foundation.jobs.types import QueuedWork, topic_of
from sen.kernel.actor import Actor
from sen.kernel.errors import NotAllowed
from tests.factories import MONDAY, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _keep_the_connection(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A job closes stale connections; here the connection carries the test's transaction."""
    monkeypatch.setattr(services, "close_old_connections", lambda: None)
    services.subscribe(ThingMoved, stumble)
    trouble[:] = [ValueError("no such thing")]
    yield
    services._subscriptions.pop(topic_of(ThingMoved), None)


def queued_job() -> Job:
    services.publish(ThingMoved(7), now=MONDAY)
    services.relay_outbox()
    return ProcrastinateJob.objects.get(task_name=services.DELIVERY).procrastinate_job


def attempt(job: Job) -> None:
    work = QueuedWork(**job.task_kwargs)
    services.attempt(job, work, last=services.MAX_ATTEMPTS, call=lambda: services.deliver(work))


def gave_up(job: Job) -> JobFailure:
    job = job.evolve(attempts=services.MAX_ATTEMPTS - 1)
    with pytest.raises(ValueError, match="no such thing"):
        attempt(job)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [job.id])
    return JobFailure.objects.get()


def test_a_failing_attempt_is_written_down_and_still_fails_for_the_queue() -> None:
    job = queued_job()
    with pytest.raises(ValueError, match="no such thing"):
        attempt(job)
    failure = JobFailure.objects.get()
    assert failure.error == "ValueError: no such thing"
    assert failure.payload["thing_id"] == 7
    assert not failure.gave_up


def test_after_the_last_attempt_it_waits_for_a_person(administrator: Actor) -> None:
    assert gave_up(queued_job()).gave_up
    assert selectors.count_failures(administrator) == 1


def test_a_later_success_clears_the_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    job = queued_job()
    with pytest.raises(ValueError, match="no such thing"):
        attempt(job)
    services.attempt(job.evolve(attempts=1), QueuedWork(**job.task_kwargs), last=8, call=lambda: None)
    assert not JobFailure.objects.exists()


def test_an_administrator_sends_it_again(administrator: Actor) -> None:
    failure = gave_up(queued_job())
    services.replay_job(actor=administrator, failure_id=failure.pk, now=MONDAY)
    failure.refresh_from_db()
    assert (failure.replayed_by_id, failure.replayed_at) == (administrator.account_id, MONDAY)
    assert ProcrastinateJob.objects.get(pk=failure.job_id).status == "todo"
    assert selectors.count_failures(administrator) == 0


def test_a_second_click_changes_nothing(administrator: Actor, control_officer: Actor) -> None:
    failure = gave_up(queued_job())
    services.replay_job(actor=administrator, failure_id=failure.pk, now=MONDAY)
    with pytest.raises(JobNotFailed):
        services.replay_job(actor=control_officer, failure_id=failure.pk, now=MONDAY)
    failure.refresh_from_db()
    assert failure.replayed_by_id == administrator.account_id


def test_others_may_neither_see_nor_send(specialist: Actor) -> None:
    failure = gave_up(queued_job())
    assert not selectors.visible_failures(specialist).exists()
    with pytest.raises(NotAllowed):
        services.replay_job(actor=specialist, failure_id=failure.pk, now=MONDAY)
    assert ProcrastinateJob.objects.get(pk=failure.job_id).status == "failed"


def test_a_job_whose_worker_died_is_taken_back() -> None:
    job = queued_job()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [job.id])
    tasks.free_stuck_jobs(MONDAY)
    assert ProcrastinateJob.objects.get(pk=job.id).status == "todo"


def test_in_a_worker_the_outbox_and_dead_jobs_are_handled_in_the_transaction_not_through_the_workers_own_connection() -> None:
    with queue.replace_connector(InMemoryConnector()):
        job = queued_job()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [job.id])
        tasks.free_stuck_jobs(MONDAY)
    assert ProcrastinateJob.objects.get(pk=job.id).status == "todo"


def test_a_job_of_a_living_worker_is_left_alone() -> None:
    job = queued_job()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        worker = cursor.fetchone()[0]
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [worker, job.id])
    assert services.free_stuck_jobs() == 0


def test_the_page_lists_failures_and_sends_one_again(client: Client, administrator: Actor) -> None:
    failure = gave_up(queued_job())
    signed_in(client, administrator)
    page = client.get("/quan-tri/viec-nen/").content.decode()
    assert "no such thing" in page
    assert "Chạy lại" in page
    answer = client.post(f"/quan-tri/viec-nen/{failure.pk}/chay-lai/", follow=True)
    assert "Đã xếp lại việc" in answer.content.decode()


def test_the_page_is_not_for_specialists(client: Client, specialist: Actor) -> None:
    assert signed_in(client, specialist).get("/quan-tri/viec-nen/").status_code == 403
