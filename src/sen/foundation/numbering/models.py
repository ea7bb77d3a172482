"""The counters."""

from django.db import models


class NumberSeries(models.Model):
    """A counter per series and period, taken inside the transaction that uses the number."""

    series = models.CharField(max_length=80)
    period = models.CharField(max_length=10)
    value = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["series", "period"], name="numbering_numberseries_period"),)

    def __str__(self) -> str:
        return f"{self.series} {self.period} {self.value}"
