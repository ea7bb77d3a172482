"""Uses counted for limits."""

from django.db import models


class RateCount(models.Model):
    """How often something was used by a key since an instant."""

    name = models.CharField(max_length=40)
    key = models.CharField(max_length=100)
    since = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["name", "key"], name="accounts_rate_count"),)

    def __str__(self) -> str:
        return f"{self.name} {self.key} {self.count}"
