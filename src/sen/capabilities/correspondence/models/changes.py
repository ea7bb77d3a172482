"""Recalls, updates and replacements of issued documents, and what each recipient said."""

from django.db import models
from django.db.models import Q

from sen.capabilities.correspondence.models.contents import Content
from sen.capabilities.correspondence.models.incoming import IncomingDocument
from sen.capabilities.correspondence.models.outgoing import Delivery, OutgoingDocument
from sen.capabilities.correspondence.states import AnswerState, ChangeKind


class ChangeRequest(models.Model):
    """A recall, an update or a replacement asked for by the sender; kept for good, as the law wants for recalls.

    Basis: 30/2020/NĐ-CP, Appendix VI part III.8.
    """

    kind = models.CharField(max_length=8, help_text="states.ChangeKind")
    outgoing = models.ForeignKey(
        OutgoingDocument, models.PROTECT, null=True, blank=True, related_name="changes", help_text="Empty when the sender is outside."
    )
    source_key = models.CharField(max_length=100, blank=True, help_text="Key of the asking packet from outside.")
    reason = models.CharField(max_length=1000)
    content = models.ForeignKey(
        Content, models.PROTECT, null=True, blank=True, related_name="+", help_text="The corrected version, or the document that replaces."
    )
    replacement = models.ForeignKey(OutgoingDocument, models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    asked_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="correspondence_change_kind", condition=Q(kind__in=[k.value for k in ChangeKind])),
            models.UniqueConstraint(fields=["source_key"], condition=~Q(source_key=""), name="correspondence_change_source"),
        )
        indexes = (models.Index(fields=["outgoing", "-asked_at"], name="correspondence_change_asked"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.outgoing_id}"


class ChangeAnswer(models.Model):
    """What one recipient said; waiting until its clerk decides.  ``incoming`` is the document in the platform it is about."""

    change = models.ForeignKey(ChangeRequest, models.CASCADE, related_name="answers")
    delivery = models.ForeignKey(Delivery, models.CASCADE, null=True, blank=True, related_name="answers")
    incoming = models.ForeignKey(IncomingDocument, models.CASCADE, null=True, blank=True, related_name="answers")
    agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, null=True, blank=True, related_name="+", help_text="The recipient in the platform who answers."
    )
    state = models.CharField(max_length=8, default=AnswerState.WAITING)
    reason = models.CharField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["change", "delivery"], condition=Q(delivery__isnull=False), name="correspondence_answer_delivery"
            ),
            models.UniqueConstraint(
                fields=["change", "incoming"], condition=Q(incoming__isnull=False), name="correspondence_answer_incoming"
            ),
        )
        indexes = (
            models.Index(fields=["agency", "id"], condition=Q(state="waiting"), name="correspondence_answer_waiting"),
            models.Index(fields=["delivery", "state"], name="correspondence_answer_of"),
        )

    def __str__(self) -> str:
        return f"{self.change_id} {self.state}"
