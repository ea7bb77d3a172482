"""Groups of recipients, so that "all communes" is one choice."""

from django.db import models
from django.db.models import Q


class RecipientGroup(models.Model):
    """A named set of recipients kept by an agency; without an agency it is the province's, offered to all."""

    agency = models.ForeignKey("agencies.Agency", models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    made_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=["agency", "name"], name="correspondence_group_name", nulls_distinct=False),)

    def __str__(self) -> str:
        return self.name


class RecipientGroupMember(models.Model):
    """One recipient of a group: an agency of the platform, or an outside body by its code."""

    group = models.ForeignKey(RecipientGroup, models.CASCADE, related_name="members")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    organ_code = models.CharField(max_length=35, blank=True)
    organ_name = models.CharField(max_length=200)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["group", "agency"], condition=Q(agency__isnull=False), name="correspondence_member_agency"),
            models.UniqueConstraint(fields=["group", "organ_code"], condition=Q(agency__isnull=True), name="correspondence_member_organ"),
        )

    def __str__(self) -> str:
        return self.organ_name
