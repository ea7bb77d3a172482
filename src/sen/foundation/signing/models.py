"""Pictures of signatures and seals."""

from django.db import models
from django.db.models import Q

from sen.foundation.signing.types import PictureKind


class SignaturePicture(models.Model):
    """A deposited picture; a newer one withdraws it, none is ever deleted."""

    kind = models.CharField(max_length=8, choices=PictureKind.choices)
    owner_id = models.BigIntegerField(help_text="accounts.Account or agencies.Agency, both layers up.")
    png = models.BinaryField()
    width_mm = models.FloatField()
    height_mm = models.FloatField()
    kept_by_id = models.BigIntegerField()
    kept_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["kind", "owner_id"], condition=Q(withdrawn_at__isnull=True), name="signing_picture_current"),
            models.CheckConstraint(name="signing_picture_size", condition=Q(width_mm__gt=0, height_mm__gt=0)),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.owner_id}"
