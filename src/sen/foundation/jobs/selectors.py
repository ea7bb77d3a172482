"""Reads about background work."""

from django.db import connection
from django.db.models import QuerySet

from sen.foundation.jobs import policies
from sen.foundation.jobs.models import JobFailure
from sen.kernel.actor import Actor


def visible_failures(actor: Actor) -> QuerySet[JobFailure]:
    """Failed jobs newest first; none for actors who do not look after background work."""
    failures = JobFailure.objects.order_by("-failed_at")
    return failures if policies.can_operate(actor) else failures.none()


def count_failures(actor: Actor) -> int:
    """Jobs that gave up and wait for a person."""
    return visible_failures(actor).filter(gave_up=True, replayed_at=None).count()


def count_waiting() -> dict[str, int]:
    """Events not yet relayed and jobs not yet done."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM jobs_outboxevent), (SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing'))"
        )
        events, jobs = cursor.fetchone()
    return {"events": events, "jobs": jobs}
