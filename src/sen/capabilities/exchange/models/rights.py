"""Who may call what, on which ground, and how much."""

import uuid

from django.db import models
from django.db.models import Q

from sen.capabilities.exchange.models.agreements import Agreement
from sen.capabilities.exchange.models.members import Group, Subsystem
from sen.capabilities.exchange.models.services import Endpoint, Service
from sen.capabilities.exchange.states import RightState


class Right(models.Model):
    """A subsystem's or a group's right to a service; without endpoints it covers the whole service."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="rights")
    subsystem = models.ForeignKey(Subsystem, models.PROTECT, null=True, blank=True, related_name="rights")
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="rights")
    endpoints = models.ManyToManyField(Endpoint, blank=True, related_name="rights")
    covers_all = models.BooleanField(default=True, help_text="The whole service; otherwise only the listed endpoints.")
    state = models.CharField(max_length=9, default=RightState.REQUESTED)
    purpose = models.CharField(max_length=400)
    legal_basis = models.CharField(max_length=400)
    agreement = models.ForeignKey(Agreement, models.PROTECT, null=True, blank=True, related_name="rights")
    requested_by_id = models.BigIntegerField(null=True)
    requested_by_name = models.CharField(max_length=120, blank=True)
    requested_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("-requested_at", "-pk")
        constraints = (
            models.CheckConstraint(name="exchange_right_subject", condition=Q(subsystem__isnull=False) ^ Q(group__isnull=False)),
            models.CheckConstraint(name="exchange_right_state", condition=Q(state__in=[s.value for s in RightState])),
            models.CheckConstraint(
                name="exchange_right_grounded", condition=~Q(state__in=["active", "suspended"]) | Q(agreement__isnull=False)
            ),
        )
        indexes = (
            models.Index(fields=["state", "-requested_at"], name="exchange_right_queue"),
            models.Index(fields=["service", "state"], name="exchange_right_service"),
        )

    def __str__(self) -> str:
        return f"{self.subsystem_id or self.group_id} → {self.service_id}"


class RightEvent(models.Model):
    """One change of state of a right; rows are only ever added, each holding the hash of the one before."""

    right = models.ForeignKey(Right, models.PROTECT, related_name="events")
    sequence = models.PositiveIntegerField()
    action = models.CharField(max_length=12)
    from_state = models.CharField(max_length=9, blank=True)
    to_state = models.CharField(max_length=9)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120, blank=True)
    agency_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("sequence",)
        constraints = (models.UniqueConstraint(fields=["right", "sequence"], name="exchange_right_event"),)

    def __str__(self) -> str:
        return f"{self.action} {self.sequence}"


class Allowance(models.Model):
    """How much one subsystem, or each of the others, may ask of a service."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="allowances")
    subsystem = models.ForeignKey(
        Subsystem, models.CASCADE, null=True, blank=True, related_name="+", help_text="Empty: each of the others."
    )
    per_second = models.FloatField(default=50.0)
    burst = models.PositiveIntegerField(default=100)
    per_day = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["service", "subsystem"], name="exchange_allowance_once", nulls_distinct=False),
            models.CheckConstraint(name="exchange_allowance_rate", condition=Q(per_second__gt=0, burst__gt=0)),
        )

    def __str__(self) -> str:
        return f"{self.per_second}/s"
