"""Numbered changes, one series for each registry."""

from django.db import models


class FeedCounter(models.Model):
    """The last number of a registry's series.  Locked while changes are written, so that numbers appear in their order."""

    registry = models.CharField(max_length=40, primary_key=True)
    last = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.registry} {self.last}"


class FeedEntry(models.Model):
    """One change of one record."""

    registry = models.CharField(max_length=40)
    number = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    action = models.CharField(max_length=8)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["registry", "number"], name="feeds_entry_number"),)

    def __str__(self) -> str:
        return f"{self.registry} {self.number}"
