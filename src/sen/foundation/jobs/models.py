"""The outbox, and the jobs that failed."""

from django.db import models


class OutboxEvent(models.Model):
    """A published event waiting for the relay; the relay deletes it in the transaction that queues its jobs."""

    topic = models.CharField(max_length=80)
    payload = models.JSONField()
    published_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.topic


class JobFailure(models.Model):
    """A job whose last attempt failed: what it was to do, why it failed, and who sent it again."""

    job_id = models.BigIntegerField(unique=True, help_text="Row of the queue.")
    work = models.CharField(max_length=200, help_text="The subscriber or periodic task.")
    payload = models.JSONField(default=dict)
    error = models.CharField(max_length=500)
    attempts = models.PositiveSmallIntegerField()
    gave_up = models.BooleanField(help_text="No further attempt comes by itself.")
    failed_at = models.DateTimeField()
    replayed_at = models.DateTimeField(null=True)
    replayed_by_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = (models.Index(fields=["-failed_at"], name="jobs_failure_newest"),)

    def __str__(self) -> str:
        return f"{self.job_id} {self.work}"
