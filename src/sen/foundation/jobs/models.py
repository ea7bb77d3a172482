"""The outbox: events written with the change that caused them."""

from django.db import models


class OutboxEvent(models.Model):
    """A published event waiting for the relay; the relay deletes it in the transaction that queues its jobs."""

    topic = models.CharField(max_length=80)
    payload = models.JSONField()
    published_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.topic
