"""Events and the heads of their chains."""

from django.db import models


class RecordEvent(models.Model):
    """One action on a record of any kind, chained to the one before.  Partitioned by month; rows are only ever added.

    The hash covers exactly the fields listed in docs/interfaces/hash-chain.md.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=20)
    record_id = models.BigIntegerField()
    sequence = models.PositiveIntegerField()
    action = models.CharField(max_length=24)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, blank=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120)
    agency_id = models.BigIntegerField(null=True)
    reason = models.TextField(blank=True)
    payload = models.JSONField(default=dict)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("sequence",)
        indexes = (models.Index(fields=["kind", "record_id", "sequence"], name="history_event_record"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id} {self.sequence} {self.action}"


class ChainHead(models.Model):
    """How many events a record has and the hash of the last one, so that a chain cut at its end is found too."""

    kind = models.CharField(max_length=20)
    record_id = models.BigIntegerField()
    count = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "record_id"], name="history_chainhead_record"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id} {self.count}"
