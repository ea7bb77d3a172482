"""The only line the platform keeps of a secret document."""

from django.db import models
from django.db.models import Q


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
