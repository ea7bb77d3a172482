"""Numbers, groups of fields and desks of a one-stop's hall.  A ticket holds no personal data."""

import uuid

from django.db import models
from django.db.models import Q

from sen.capabilities.onestop.states import TicketState


class TicketGroup(models.Model):
    """A group of fields people queue for together, with its letter."""

    agency = models.ForeignKey("agencies.Agency", models.CASCADE, related_name="+")
    letter = models.CharField(max_length=1)
    name = models.CharField(max_length=120)
    icon = models.CharField(max_length=40, default="file-text")
    minutes = models.PositiveSmallIntegerField(default=8, help_text="Usual minutes for one person, until the day's own average is known.")
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ("letter",)
        constraints = (models.UniqueConstraint(fields=["agency", "letter"], name="onestop_group_letter"),)

    def __str__(self) -> str:
        return f"{self.letter} · {self.name}"


class Desk(models.Model):
    """A desk of the hall; without groups it serves every group."""

    agency = models.ForeignKey("agencies.Agency", models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    groups = models.ManyToManyField(TicketGroup, blank=True, related_name="desks")
    officer = models.OneToOneField(
        "accounts.Account", models.SET_NULL, null=True, blank=True, related_name="+", help_text="Who sits there now."
    )
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["agency", "number"], name="onestop_desk_number"),)

    def __str__(self) -> str:
        return str(self.number)


class Ticket(models.Model):
    """One number of one day."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey("agencies.Agency", models.CASCADE, related_name="+")
    group = models.ForeignKey(TicketGroup, models.PROTECT, related_name="tickets")
    day = models.DateField()
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8, default=TicketState.WAITING)
    desk = models.ForeignKey(Desk, models.SET_NULL, null=True, blank=True, related_name="tickets")
    issued_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True, blank=True, help_text="The last call.")
    call_count = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["group", "day", "number"], name="onestop_ticket_number"),
            models.UniqueConstraint(fields=["desk"], condition=Q(state__in=["called", "serving"]), name="onestop_ticket_at_desk"),
            models.CheckConstraint(name="onestop_ticket_state", condition=Q(state__in=[s.value for s in TicketState])),
        )
        indexes = (
            models.Index(fields=["agency", "day", "state", "issued_at"], name="onestop_ticket_queue"),
            models.Index(fields=["agency", "day", "-called_at"], name="onestop_ticket_called"),
        )

    def __str__(self) -> str:
        return f"{self.group_id} {self.day} {self.number}"
