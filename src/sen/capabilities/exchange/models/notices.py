"""Publish and subscribe: types of notices, who wants them, the notices, and how each came to each subscriber."""

import uuid

from django.db import models
from django.db.models import Q

from sen.capabilities.exchange.models.members import IDENTIFIER_LENGTH
from sen.capabilities.exchange.states import DeliveryState

DAY = 24 * 3600


class DeliveryMode(models.TextChoices):
    """How a subscriber gets its notices."""

    PUSH = "PUSH", "Gửi đến"
    PULL = "PULL", "Tự lấy"


class NoticeType(models.Model):
    """A type of notice in the room of a publishing subsystem; every notice fits its JSON schema."""

    room = models.CharField(max_length=IDENTIFIER_LENGTH, help_text="INSTANCE/CLASS/MEMBER/SUBSYSTEM")
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200, blank=True)
    schema = models.JSONField()
    is_open = models.BooleanField(default=False, help_text="Any member may subscribe; otherwise only who may call a service of the room.")
    last_sequence = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("room", "code")
        constraints = (models.UniqueConstraint(fields=["room", "code"], condition=Q(ended_at__isnull=True), name="exchange_notice_type"),)

    def __str__(self) -> str:
        return f"{self.room} {self.code}"


class NoticeSubscription(models.Model):
    """A subsystem's wish to have the notices of one type: pushed to an address, or kept until it pulls them."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    type = models.ForeignKey(NoticeType, models.PROTECT, related_name="subscriptions")
    subscriber = models.CharField(max_length=IDENTIFIER_LENGTH)
    delivery = models.CharField(max_length=4, choices=DeliveryMode.choices, default=DeliveryMode.PUSH)
    target = models.CharField(max_length=500, blank=True, help_text="https address, or a service of the axis and a path.")
    ttl_seconds = models.PositiveIntegerField(default=3 * DAY, help_text="A notice older than this is no longer delivered.")
    fifo = models.BooleanField(default=False, help_text="The next one only after the one before.")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["type", "subscriber"], condition=Q(ended_at__isnull=True), name="exchange_subscribed_once"),
            models.CheckConstraint(name="exchange_push_has_target", condition=Q(delivery="PULL") | ~Q(target="")),
        )

    def __str__(self) -> str:
        return f"{self.subscriber} {self.type_id}"


class Notice(models.Model):
    """One published notice; ``sequence`` is without holes within its type."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    type = models.ForeignKey(NoticeType, models.PROTECT, related_name="notices")
    sequence = models.BigIntegerField()
    publisher = models.CharField(max_length=IDENTIFIER_LENGTH)
    payload = models.JSONField()
    published_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-published_at", "-pk")
        constraints = (models.UniqueConstraint(fields=["type", "sequence"], name="exchange_notice_sequence"),)
        indexes = (models.Index(fields=["-published_at", "-id"], name="exchange_notice_newest"),)

    def __str__(self) -> str:
        return str(self.public_id)


class Delivery(models.Model):
    """One notice on its way to one subscriber."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="deliveries")
    subscription = models.ForeignKey(NoticeSubscription, models.PROTECT, related_name="deliveries")
    state = models.CharField(max_length=9, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    cause = models.CharField(max_length=60, blank=True)
    cause_text = models.CharField(max_length=300, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("-changed_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["notice", "subscription"], name="exchange_delivery_once"),
            models.CheckConstraint(name="exchange_delivery_state", condition=Q(state__in=[s.value for s in DeliveryState])),
        )
        indexes = (
            models.Index(fields=["next_attempt_at"], name="exchange_delivery_due", condition=Q(state="waiting")),
            models.Index(fields=["subscription", "state", "id"], name="exchange_delivery_queue"),
            models.Index(fields=["state", "-changed_at"], name="exchange_delivery_by_state"),
        )

    def __str__(self) -> str:
        return f"{self.notice_id} → {self.subscription_id}"


class DeliveryAttempt(models.Model):
    """One attempt of a delivery; never the content."""

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="log")
    number = models.PositiveSmallIntegerField()
    attempted_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    milliseconds = models.PositiveIntegerField(default=0)
    cause = models.CharField(max_length=60, blank=True)
    cause_text = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=["delivery", "number"], name="exchange_attempt_number"),)

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.number}"


class RegistryMark(models.Model):
    """How far the changes of a shared database have been told; many changes in a row make one notice."""

    registry = models.CharField(max_length=40, unique=True)
    last_change = models.BigIntegerField(default=0)
    told_change = models.BigIntegerField(default=0)
    told_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.registry
