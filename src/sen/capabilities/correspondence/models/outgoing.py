"""Documents an agency issues, and their way to each recipient."""

from django.db import models
from django.db.models import Q

from sen.capabilities.correspondence.models.books import NumberBook, TakenNumber
from sen.capabilities.correspondence.models.contents import Content
from sen.capabilities.correspondence.states import DeliveryState, OutgoingState
from sen.capabilities.correspondence.types import DeliveryWay, RecipientRole


class OutgoingDocument(models.Model):
    """A document of the agency itself, from the moment it has its number.  The state column is a cache of the last event."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    content = models.OneToOneField(Content, models.PROTECT, related_name="outgoing")
    book = models.ForeignKey(NumberBook, models.PROTECT, related_name="+")
    taken = models.OneToOneField(TakenNumber, models.PROTECT, related_name="outgoing")
    state = models.CharField(max_length=12, default=OutgoingState.REGISTERED)
    division = models.ForeignKey(
        "agencies.Division", models.PROTECT, null=True, blank=True, related_name="+", help_text="Who drafted it and keeps the file copy."
    )
    drafted_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    signed_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    copies = models.PositiveSmallIntegerField(default=1, help_text="Number of paper copies issued.")
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    sealed_at = models.DateTimeField(null=True, blank=True, help_text="When the agency's signature was there.")
    sealed_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    recalled_at = models.DateTimeField(null=True, blank=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    reason = models.CharField(max_length=1000, blank=True, help_text="Why it was recalled, cancelled or replaced.")
    note = models.CharField(max_length=500, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(name="correspondence_outgoing_state", condition=Q(state__in=[s.value for s in OutgoingState])),
            models.CheckConstraint(
                name="correspondence_outgoing_sent", condition=~Q(state__in=["sent", "recalling", "replaced"]) | Q(sent_at__isnull=False)
            ),
        )
        indexes = (
            models.Index(fields=["agency", "-registered_at", "-id"], name="correspondence_out_register"),
            models.Index(fields=["agency", "state", "-registered_at"], name="correspondence_out_state"),
            models.Index(fields=["drafted_by", "-registered_at"], name="correspondence_out_drafter"),
        )

    def __str__(self) -> str:
        return str(self.content)


class Delivery(models.Model):
    """The way of one document to one recipient, with an instant for every state it went through."""

    outgoing = models.ForeignKey(OutgoingDocument, models.CASCADE, related_name="deliveries")
    agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, null=True, blank=True, related_name="+", help_text="A recipient in the platform."
    )
    organ_code = models.CharField(max_length=35, blank=True, help_text="Identification code of a recipient outside.")
    organ_name = models.CharField(max_length=200)
    way = models.CharField(max_length=6, choices=DeliveryWay.choices)
    role = models.CharField(
        max_length=9, choices=RecipientRole.choices, db_default=RecipientRole.ADDRESSED, default=RecipientRole.ADDRESSED
    )
    state = models.CharField(max_length=14, default=DeliveryState.WAITING)
    waiting_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    assigned_at = models.DateTimeField(null=True, blank=True)
    doing_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    recall_asked_at = models.DateTimeField(null=True, blank=True)
    recalled_at = models.DateTimeField(null=True, blank=True)
    recall_refused_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=1000, blank=True, help_text="Why it was refused, or what the recipient wrote last.")
    trouble = models.CharField(max_length=500, blank=True, help_text="Why it has not gone out yet.")
    packet_hash = models.CharField(max_length=64, help_text="What the sender keeps; the recipient keeps its own.")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["outgoing", "agency"], condition=Q(agency__isnull=False), name="correspondence_delivery_agency"
            ),
            models.UniqueConstraint(
                fields=["outgoing", "organ_code"],
                condition=Q(agency__isnull=True) & ~Q(organ_code=""),
                name="correspondence_delivery_organ",
            ),
            models.UniqueConstraint(
                fields=["outgoing", "organ_name"], condition=Q(agency__isnull=True, organ_code=""), name="correspondence_delivery_place"
            ),
            models.CheckConstraint(name="correspondence_delivery_state", condition=Q(state__in=[s.value for s in DeliveryState])),
        )
        indexes = (
            models.Index(fields=["outgoing", "state"], name="correspondence_delivery_state"),
            models.Index(fields=["waiting_at", "id"], condition=Q(state="waiting", way="inside"), name="correspondence_delivery_wait"),
            models.Index(fields=["outgoing"], condition=Q(state="refused"), name="correspondence_delivery_back"),
        )

    def __str__(self) -> str:
        return f"{self.outgoing_id} {self.organ_name}"
