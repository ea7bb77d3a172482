"""Documents an agency received, and to whom they were passed."""

from django.db import models
from django.db.models import Q

from sen.capabilities.correspondence.models.contents import Content
from sen.capabilities.correspondence.models.outgoing import Delivery, OutgoingDocument
from sen.capabilities.correspondence.states import IncomingState
from sen.capabilities.correspondence.types import Channel


class IncomingDocument(models.Model):
    """A document at one agency that received it.  The state column is a cache of the last event.

    Basis: 30/2020/NĐ-CP, Articles 20 to 24 and Appendix VI part II.
    """

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    content = models.ForeignKey(Content, models.PROTECT, related_name="incoming")
    delivery = models.OneToOneField(Delivery, models.PROTECT, null=True, blank=True, related_name="incoming")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    source_key = models.CharField(max_length=100, blank=True, help_text="Key of the packet on its axis; the same key comes in once.")
    state = models.CharField(max_length=10, default=IncomingState.ARRIVED)
    arrival_number = models.PositiveIntegerField(null=True, blank=True)
    arrival_year = models.PositiveSmallIntegerField(null=True, blank=True)
    arrived_at = models.DateTimeField()
    registered_at = models.DateTimeField(null=True, blank=True)
    registered_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField(null=True, blank=True)
    passed_on_at = models.DateTimeField(null=True, blank=True)
    receiver = models.CharField(max_length=300, blank=True, help_text="Division or person it was passed to, as the register prints it.")
    direction = models.TextField(blank=True, help_text="The leader's word.")
    directed_at = models.DateTimeField(null=True, blank=True)
    directed_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    result = models.CharField(max_length=1000, blank=True, help_text="How it was settled.")
    answered_by = models.ForeignKey(
        OutgoingDocument, models.PROTECT, null=True, blank=True, related_name="+", help_text="The agency's own document that answers it."
    )
    reason = models.CharField(max_length=1000, blank=True, help_text="Why it was sent back or cancelled.")
    duplicate_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", help_text="What it seems to repeat.")
    packet_hash = models.CharField(max_length=64, blank=True, help_text="Computed anew on arrival.")
    note = models.CharField(max_length=500, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, help_text="When it was sent back or cancelled.")
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "content"], condition=~Q(state__in=["refused", "recalled"]), name="correspondence_incoming_once"
            ),
            models.UniqueConstraint(
                fields=["agency", "channel", "source_key"], condition=~Q(source_key=""), name="correspondence_incoming_source"
            ),
            models.UniqueConstraint(
                fields=["agency", "arrival_year", "arrival_number"],
                condition=Q(arrival_number__isnull=False),
                name="correspondence_incoming_number",
            ),
            models.CheckConstraint(name="correspondence_incoming_state", condition=Q(state__in=[s.value for s in IncomingState])),
            models.CheckConstraint(
                name="correspondence_incoming_registered",
                condition=~Q(state__in=["registered", "assigned", "doing", "done"]) | Q(arrival_number__isnull=False),
            ),
        )
        indexes = (
            models.Index(fields=["agency", "-arrived_at", "-id"], name="correspondence_in_arrived"),
            models.Index(fields=["agency", "state", "-arrived_at", "-id"], name="correspondence_in_state"),
            models.Index(
                fields=["agency", "due_at", "id"],
                condition=Q(state__in=["arrived", "registered", "assigned", "doing"]),
                name="correspondence_in_due",
            ),
            # A year's register is counted in the index alone.
            models.Index(fields=["agency", "arrival_year", "-arrival_number"], include=["arrived_at"], name="correspondence_in_book"),
        )

    def __str__(self) -> str:
        return str(self.content)


class IncomingPass(models.Model):
    """That a document was passed on to a division or a person; they may see it from then on."""

    incoming = models.ForeignKey(IncomingDocument, models.CASCADE, related_name="passes")
    division = models.ForeignKey("agencies.Division", models.PROTECT, null=True, blank=True, related_name="+")
    officer = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    role = models.CharField(max_length=6, default="lead", help_text="lead, assist or know")
    passed_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    passed_at = models.DateTimeField()
    note = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["incoming", "division", "officer"], name="correspondence_pass_once", nulls_distinct=False),
            models.CheckConstraint(name="correspondence_pass_to", condition=Q(division__isnull=False) | Q(officer__isnull=False)),
        )
        indexes = (
            models.Index(fields=["division", "incoming"], name="correspondence_pass_division"),
            models.Index(fields=["officer", "incoming"], name="correspondence_pass_officer"),
        )

    def __str__(self) -> str:
        return f"{self.incoming_id} {self.division_id or ''} {self.officer_id or ''}"
