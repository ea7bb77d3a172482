"""Rights to see one document, beyond what a post gives."""

from django.db import models
from django.db.models import Q

from sen.capabilities.correspondence.models.incoming import IncomingDocument
from sen.capabilities.correspondence.models.outgoing import OutgoingDocument


class DocumentGrant(models.Model):
    """A right given to one officer on one document; withdrawn with effect at once.

    It is shown as a change of rights until somebody responsible has confirmed it.
    Basis: 30/2020/NĐ-CP, Appendix VI part III.3.
    """

    incoming = models.ForeignKey(IncomingDocument, models.CASCADE, null=True, blank=True, related_name="grants")
    outgoing = models.ForeignKey(OutgoingDocument, models.CASCADE, null=True, blank=True, related_name="grants")
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    given_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="correspondence_grant_record",
                condition=Q(incoming__isnull=False, outgoing__isnull=True) | Q(incoming__isnull=True, outgoing__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["incoming", "account"],
                condition=Q(withdrawn_at__isnull=True, incoming__isnull=False),
                name="correspondence_grant_incoming",
            ),
            models.UniqueConstraint(
                fields=["outgoing", "account"],
                condition=Q(withdrawn_at__isnull=True, outgoing__isnull=False),
                name="correspondence_grant_outgoing",
            ),
        )
        indexes = (
            models.Index(
                fields=["account", "incoming", "outgoing"], condition=Q(withdrawn_at__isnull=True), name="correspondence_grant_of"
            ),
        )

    def __str__(self) -> str:
        return f"{self.account_id} {self.incoming_id or self.outgoing_id}"
