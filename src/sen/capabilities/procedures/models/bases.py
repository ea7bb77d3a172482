"""Legal bases that have lost effect while a published procedure still rests on them."""

from django.db import models
from django.db.models import Q

from sen.capabilities.procedures.models.catalogue import ProcedureVersion


class BasisReview(models.Model):
    """One basis of a published version that is without effect: a task for the officials who control procedures."""

    version = models.ForeignKey(ProcedureVersion, models.CASCADE, related_name="basis_reviews")
    document = models.ForeignKey("legislation.LegalDocument", models.PROTECT, related_name="+")
    found_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.CharField(max_length=120, blank=True)
    resolution = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["version", "document"], name="procedures_review_pair"),)
        indexes = (models.Index(fields=["-found_at"], condition=Q(resolved_at=None), name="procedures_review_open"),)

    def __str__(self) -> str:
        return f"{self.version_id} {self.document_id}"
