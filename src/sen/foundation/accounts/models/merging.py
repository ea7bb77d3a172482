"""Positions carried over from agencies that merge, so that it can be taken back before its day."""

from django.db import models


class PostTransfer(models.Model):
    """The positions of one agency continue in its successor from a day on."""

    from_agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    to_agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    starts_on = models.DateField()
    basis = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.from_agency_id} → {self.to_agency_id} {self.starts_on}"


class CarriedPost(models.Model):
    """One position ended in the old agency and the one that continues it."""

    transfer = models.ForeignKey(PostTransfer, models.CASCADE, related_name="posts")
    old_post = models.ForeignKey("accounts.Appointment", models.CASCADE, related_name="+")
    new_post = models.ForeignKey("accounts.Appointment", models.SET_NULL, null=True, related_name="+")
    valid_to_before = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.old_post_id} → {self.new_post_id}"
