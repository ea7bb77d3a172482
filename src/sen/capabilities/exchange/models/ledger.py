"""The reconciliation ledger: what this platform and another system know of one record, and every attempt to agree."""

import uuid

from django.db import models
from django.db.models import Q

from sen.capabilities.exchange.states import LedgerState


class Difference(models.TextChoices):
    """How the two states stand to each other."""

    UNKNOWN = "unknown", "Chưa đối chiếu"
    NONE = "none", "Khớp"
    STATE = "state", "Khác trạng thái"
    MISSING_THERE = "missing_there", "Bên kia chưa có"
    MISSING_HERE = "missing_here", "Bên mình chưa có"


class LedgerRecord(models.Model):
    """One synchronised record: both states and both times, the difference and its cause, and when the next attempt comes.

    ``request`` is what an attempt sends (see ``services.queueing``); without it nothing is sent by itself.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    system = models.CharField(max_length=60, help_text="Code of the other system, usually of its service.")
    kind = models.CharField(max_length=60, help_text="What is synchronised, such as trang-thai or tra-cuu.")
    record_key = models.CharField(max_length=160)
    title = models.CharField(max_length=200, blank=True, help_text="For people; never personal data.")
    dossier_code = models.CharField(max_length=40, blank=True)
    agency_id = models.BigIntegerField(null=True, blank=True)
    state = models.CharField(max_length=9)
    our_state = models.CharField(max_length=120, blank=True)
    our_at = models.DateTimeField(null=True, blank=True)
    their_state = models.CharField(max_length=120, blank=True)
    their_at = models.DateTimeField(null=True, blank=True)
    difference = models.CharField(max_length=13, choices=Difference.choices, default=Difference.UNKNOWN)
    cause = models.CharField(max_length=60, blank=True, help_text="Code of the fault or of the reason somebody gave.")
    cause_text = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    attempted_at = models.DateTimeField(null=True, blank=True)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    request = models.JSONField(default=dict, blank=True)
    answer = models.JSONField(null=True, blank=True, help_text="Taken back after a week.")
    request_id = models.CharField(max_length=64, blank=True, help_text="The axis's own id of the last exchange.")
    entry_count = models.PositiveIntegerField(default=0)
    head_hash = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("-changed_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["system", "kind", "record_key"], name="exchange_ledger_record"),
            models.CheckConstraint(name="exchange_ledger_state", condition=Q(state__in=[s.value for s in LedgerState])),
            models.CheckConstraint(
                name="exchange_ledger_waits",
                condition=Q(state="waiting", next_attempt_at__isnull=False) | ~Q(state="waiting") & Q(next_attempt_at__isnull=True),
            ),
        )
        indexes = (
            models.Index(fields=["-changed_at", "-id"], name="exchange_ledger_newest"),
            models.Index(fields=["state", "-changed_at"], name="exchange_ledger_by_state"),
            models.Index(fields=["system", "state", "-changed_at"], name="exchange_ledger_by_system"),
            models.Index(fields=["next_attempt_at"], name="exchange_ledger_due", condition=Q(state="waiting")),
            models.Index(fields=["dossier_code"], name="exchange_ledger_dossier", condition=~Q(dossier_code="")),
        )

    def __str__(self) -> str:
        return f"{self.system} {self.record_key}"


class LedgerEntry(models.Model):
    """One thing that happened to a ledger record; rows are only ever added, each holding the hash of the one before."""

    record = models.ForeignKey(LedgerRecord, models.PROTECT, related_name="entries")
    sequence = models.PositiveIntegerField()
    action = models.CharField(max_length=10)
    from_state = models.CharField(max_length=9, blank=True)
    to_state = models.CharField(max_length=9)
    our_state = models.CharField(max_length=120, blank=True)
    their_state = models.CharField(max_length=120, blank=True)
    cause = models.CharField(max_length=60, blank=True)
    cause_text = models.CharField(max_length=300, blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120, blank=True)
    occurred_at = models.DateTimeField()
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("-sequence",)
        constraints = (models.UniqueConstraint(fields=["record", "sequence"], name="exchange_ledger_entry"),)

    def __str__(self) -> str:
        return f"{self.record_id} {self.sequence} {self.action}"
