"""Registers beside those of documents themselves: secret papers, and who used which kept copy."""

from django.db import models
from django.db.models import F, Q

from sen.capabilities.correspondence.models.outgoing import OutgoingDocument


class SecretLine(models.Model):
    """Number, date and issuer of a secret document handled on paper; no subject, no content, no file.

    Basis: 29/2018/QH14 (protection of state secrets), Article 5; 30/2020/NĐ-CP, Article 15: a series of its own.
    """

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    is_incoming = models.BooleanField()
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(help_text="Number in the register of secret documents.")
    document_code = models.CharField(max_length=80, blank=True, help_text="Number and sign of the document.")
    document_on = models.DateField()
    issuer_name = models.CharField(max_length=200)
    registered_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()

    class Meta:
        ordering = ("-year", "-number")
        constraints = (
            models.UniqueConstraint(fields=["agency", "is_incoming", "year", "number"], name="correspondence_secret_number"),
            models.CheckConstraint(name="correspondence_secret_counted", condition=Q(number__gt=0)),
        )

    def __str__(self) -> str:
        return f"{self.year} {self.number}"


class CopyUse(models.Model):
    """That somebody read or borrowed the copy of an issued document the clerk keeps.

    Basis: 30/2020/NĐ-CP, Article 19 and Appendix IV part IV.
    """

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    outgoing = models.ForeignKey(OutgoingDocument, models.PROTECT, related_name="copy_uses")
    used_on = models.DateField()
    user_name = models.CharField(max_length=120, help_text="Who used it, also from outside the agency.")
    file_code = models.CharField(max_length=60, blank=True, help_text="Number and sign of the work file the copy lies in.")
    permitted_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+", help_text="The leader who consented.")
    returned_on = models.DateField(null=True, blank=True, help_text="The same day for a copy read on the spot.")
    note = models.CharField(max_length=500, blank=True)
    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("used_on", "pk")
        constraints = (
            models.UniqueConstraint(fields=["outgoing"], condition=Q(returned_on__isnull=True), name="correspondence_copy_out_once"),
            models.CheckConstraint(
                name="correspondence_copy_dates", condition=Q(returned_on__isnull=True) | Q(returned_on__gte=F("used_on"))
            ),
        )
        indexes = (models.Index(fields=["agency", "used_on", "id"], name="correspondence_copy_use"),)

    def __str__(self) -> str:
        return f"{self.outgoing_id} {self.user_name}"
