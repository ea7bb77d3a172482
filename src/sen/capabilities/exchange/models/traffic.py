"""What the gateways measured, summed up: by minute at first, later by hour; and the faults of the last weeks."""

from django.db import models
from django.db.models import Q

from sen.capabilities.exchange.models.members import IDENTIFIER_LENGTH


class Traffic(models.Model):
    """The exchanges of one client with one service as one server saw them, in the minute or hour beginning at ``starts_at``.

    ``buckets`` counts durations by the exponent of their bucket (see ``sen.gateway.serving.traffic.percentile``); adding two rows
    adds the counts.
    """

    starts_at = models.DateTimeField()
    seconds = models.PositiveSmallIntegerField(default=60)
    server = models.CharField(max_length=IDENTIFIER_LENGTH)
    side = models.CharField(max_length=1, help_text="c consumer, p provider")
    client = models.CharField(max_length=IDENTIFIER_LENGTH)
    service = models.CharField(max_length=IDENTIFIER_LENGTH)
    requests = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    faulted = models.PositiveIntegerField(default=0, help_text="Of the failed: those that failed on the axis itself.")
    bytes_in = models.BigIntegerField(default=0)
    bytes_out = models.BigIntegerField(default=0)
    milliseconds = models.BigIntegerField(default=0, help_text="Sum of all durations.")
    buckets = models.JSONField(default=dict)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["starts_at", "seconds", "server", "side", "client", "service"], name="exchange_traffic_cell"),
            models.CheckConstraint(name="exchange_traffic_span", condition=Q(seconds__in=(60, 3600))),
            models.CheckConstraint(name="exchange_traffic_side", condition=Q(side__in=("c", "p"))),
        )
        indexes = (models.Index(fields=["side", "starts_at"], name="exchange_traffic_time"),)

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M} {self.service}"


class TrafficFault(models.Model):
    """One exchange that failed, without anything a person could be known by; kept thirty days."""

    happened_at = models.DateTimeField()
    server = models.CharField(max_length=IDENTIFIER_LENGTH)
    side = models.CharField(max_length=1)
    client = models.CharField(max_length=IDENTIFIER_LENGTH)
    service = models.CharField(max_length=IDENTIFIER_LENGTH)
    method = models.CharField(max_length=7, blank=True)
    request_id = models.CharField(max_length=64)
    message_id = models.CharField(max_length=IDENTIFIER_LENGTH, blank=True)
    status = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=255, blank=True)
    fault_text = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-happened_at", "-pk")
        constraints = (models.UniqueConstraint(fields=["server", "side", "request_id"], name="exchange_fault_once"),)
        indexes = (
            models.Index(fields=["-happened_at", "-id"], name="exchange_fault_newest"),
            models.Index(fields=["request_id", "side"], name="exchange_fault_number"),
        )

    def __str__(self) -> str:
        return f"{self.request_id} {self.fault or self.status}"


class TrafficMark(models.Model):
    """How far the measurements of a server have been read, and what stood in the way last time."""

    server = models.CharField(max_length=IDENTIFIER_LENGTH, unique=True)
    read_to = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True)
    trouble_since = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.server
