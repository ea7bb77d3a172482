"""Agreements between two members: the legal ground on which rights stand, and how long."""

from django.db import models
from django.db.models import F, Q

from sen.capabilities.exchange.models.members import Member


class Agreement(models.Model):
    """A written agreement on sharing data; its rights end with it."""

    number = models.CharField(max_length=60)
    provider = models.ForeignKey(Member, models.PROTECT, related_name="agreements_given")
    consumer = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="agreements_held", help_text="Empty: any member of the instance."
    )
    legal_basis = models.CharField(max_length=400)
    purpose = models.CharField(max_length=400)
    signed_on = models.DateField()
    valid_from = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text="The last day it holds; empty: until ended.")
    ended_on = models.DateField(null=True, blank=True, help_text="Ended before its time, from this day on.")
    end_reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("ends_on", "pk")
        constraints = (
            models.UniqueConstraint(fields=["provider", "number"], name="exchange_agreement_number"),
            models.CheckConstraint(name="exchange_agreement_dates", condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("valid_from"))),
        )
        indexes = (models.Index(fields=["ends_on"], name="exchange_agreement_end"),)

    def __str__(self) -> str:
        return self.number
