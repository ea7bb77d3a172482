"""Publishing events with the change that caused them, and bringing them to their subscribers."""

import datetime as dt
import json
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import close_old_connections, connection, transaction
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app as queue
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Job
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from sen.foundation.jobs import policies
from sen.foundation.jobs.errors import JobNotFailed, UnknownSubscriber
from sen.foundation.jobs.models import JobFailure
from sen.foundation.jobs.types import Pace, QueuedWork, Subscription, TimedTask, from_payload, to_payload, topic_of
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.statements import planned

DELIVERY = "jobs.deliver"
MAX_ATTEMPTS = 8
RETRY = RetryStrategy(max_attempts=MAX_ATTEMPTS, exponential_wait=3)
_subscriptions: dict[str, dict[str, Subscription]] = {}
_STUCK_AFTER_SECONDS = 30
# Writes to the queue in the caller's own transaction.  The queue itself speaks through a connection of its own in a worker:
# there it would not see what the caller has written, and would wait for ever for rows the caller has locked.
_own_queue = JobManager(DjangoConnector())


def publish(event: Any, *, now: dt.datetime) -> None:
    """Write the event (a frozen dataclass of ids and plain values) to the outbox; one INSERT in the caller's transaction."""
    with planned(connection) as cursor:
        cursor.execute(
            "INSERT INTO jobs_outboxevent (topic, payload, published_at) VALUES (%s, %s::jsonb, %s)",
            [topic_of(type(event)), json.dumps(to_payload(event), ensure_ascii=False), now],
        )


def subscribe(event: type, handler: Callable[[Any], object], *, pace: Pace = Pace.USUAL) -> None:
    """Have the handler called with every event of the class, in a job of its own; it may be called twice for one event."""
    name = f"{handler.__module__}.{handler.__qualname__}"
    _subscriptions.setdefault(topic_of(event), {})[name] = Subscription(name, event, handler, pace)


def subscriptions_of(topic: str) -> tuple[Subscription, ...]:
    """The subscribers of a topic."""
    return tuple(_subscriptions.get(topic, {}).values())


def every(cron: str) -> Callable[[TimedTask], TimedTask]:
    """Decorate a function of ``now`` to run by the cron line (five fields, the machine's clock) in one worker at a time."""

    def register(task: TimedTask) -> TimedTask:
        name = f"{task.__module__}.{task.__name__}"

        def run(context: JobContext, timestamp: int) -> None:
            attempt(context.job, QueuedWork(name, {}), last=1, call=partial(_run_timed, task))

        queue.periodic(cron=cron, periodic_id=name)(queue.task(name=name, queueing_lock=name, pass_context=True)(run))
        return task

    return register


@transaction.atomic
def relay_outbox(limit: int = 200) -> int:
    """Turn waiting events into one job per subscriber and delete them, in one transaction; returns how many were taken.

    Several relays may run at once: each takes rows no other holds.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            # An array is made once; a plain subselect may be run again for each row, and then takes more than the limit.
            "DELETE FROM jobs_outboxevent WHERE id = ANY(ARRAY("
            "SELECT id FROM jobs_outboxevent ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)) RETURNING topic, payload::text",
            [limit],
        )
        rows = cursor.fetchall()
    jobs: dict[Pace, list[dict[str, Any]]] = {}
    for topic, payload in rows:
        for each in subscriptions_of(topic):
            jobs.setdefault(each.pace, []).append({"subscription": each.name, "payload": json.loads(payload)})
    for pace, works in jobs.items():
        configure_task(name=DELIVERY, job_manager=_own_queue, queue=pace.queue, priority=pace.priority).batch_defer(*works)
    return len(rows)


def deliver(work: QueuedWork) -> None:
    """Call the subscriber in one transaction; raises UnknownSubscriber when this version of Sen has none of that name."""
    for subscribers in _subscriptions.values():
        if work.subscription in subscribers:
            subscription = subscribers[work.subscription]
            with transaction.atomic():
                subscription.handler(from_payload(subscription.event, work.payload))
            return
    raise UnknownSubscriber(name=work.subscription)


def attempt(job: Job, work: QueuedWork, *, last: int, call: Callable[[], object]) -> None:
    """Run one attempt of a job; a failure is written down for the operator, then raised for the queue's own retry.

    ``last`` is the number of the attempt after which the queue gives up.
    """
    close_old_connections()
    try:
        call()
    except Exception as error:
        # The process boundary of a job: whatever the cause, the operator must see it.
        close_old_connections()
        _record_failure(job, work, error, last)
        raise
    if job.attempts:
        JobFailure.objects.filter(job_id=job.id or 0).delete()


@transaction.atomic
def replay_job(*, actor: Actor, failure_id: int, now: dt.datetime) -> None:
    """Queue a job that gave up once more.  Raises NotAllowed, or JobNotFailed when it is no longer failed."""
    policies.require_operator(actor)
    failure = JobFailure.objects.select_for_update().filter(pk=failure_id, gave_up=True, replayed_at=None).first()
    if failure is None or not _is_failed(failure.job_id):
        raise JobNotFailed
    _own_queue.retry_job_by_id(failure.job_id, retry_at=dt.datetime.now(dt.UTC))
    failure.replayed_at, failure.replayed_by_id = now, actor.account_id
    failure.save(update_fields=["replayed_at", "replayed_by_id"])


@transaction.atomic
def free_stuck_jobs() -> int:
    """Queue again the jobs whose worker died while doing them; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT j.id FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id "
            "WHERE j.status = 'doing' AND (w.id IS NULL OR w.last_heartbeat < now() - make_interval(secs => %s)) "
            "FOR UPDATE OF j SKIP LOCKED",
            [_STUCK_AFTER_SECONDS],
        )
        stuck = [row[0] for row in cursor.fetchall()]
    for job_id in stuck:
        _own_queue.retry_job_by_id(job_id, retry_at=dt.datetime.now(dt.UTC))
    return len(stuck)


def _run_timed(task: TimedTask) -> None:
    with transaction.atomic():
        task(clock.now())


def _record_failure(job: Job, work: QueuedWork, error: Exception, last: int) -> None:
    attempts = job.attempts + 1
    facts = {
        "work": work.subscription[:200],
        "payload": work.payload,
        "error": f"{type(error).__name__}: {error}"[:500],
        "attempts": attempts,
        "gave_up": attempts >= last,
        "failed_at": clock.now(),
        "replayed_at": None,
        "replayed_by_id": None,
    }
    JobFailure.objects.update_or_create(job_id=job.id or 0, defaults=facts)


def _is_failed(job_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM procrastinate_jobs WHERE id = %s AND status = 'failed' FOR UPDATE", [job_id])
        return cursor.fetchone() is not None
