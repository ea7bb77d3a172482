"""Kinds of documents, by date."""

from django.db import models
from django.db.models import F, Q

from sen.capabilities.correspondence.types import KindGroup


class DocumentKind(models.Model):
    """A kind of official document from a date to a date: 29 administrative ones, the legal ones of a province, and copies.

    Basis: 30/2020/NĐ-CP, Article 7 and Appendix III; QCVN 102:2016/BTTTT with amendment 1:2022.
    """

    code = models.CharField(max_length=24, help_text="Stable key, as in quyet-dinh.")
    name = models.CharField(max_length=100)
    abbreviation = models.CharField(max_length=8, blank=True, help_text="Official letters go without.")
    group = models.CharField(max_length=16, choices=KindGroup.choices)
    national_code = models.CharField(max_length=4, blank=True, help_text="Code between systems; meaningful together with the group.")
    position = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["code", "valid_from"], name="correspondence_kind_code"),
            models.CheckConstraint(name="correspondence_kind_dates", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))),
        )

    def __str__(self) -> str:
        return self.name
