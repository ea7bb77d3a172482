"""How reporting periods are cut and where reports go; dated, because both have changed and will change."""

from django.db import models
from django.db.models import Q


class ReportingCalendar(models.Model):
    """From a date on: the day of the month on which a reporting month begins, and who receives the report.

    Basis: 09/2019/NĐ-CP: from the 15th of the month before to the 14th; 1 stands for calendar months.
    """

    valid_from = models.DateField(unique=True)
    first_day = models.PositiveSmallIntegerField(default=15)
    receiver = models.CharField(max_length=160)

    class Meta:
        constraints = (models.CheckConstraint(name="onestop_calendar_first_day", condition=Q(first_day__gte=1) & Q(first_day__lte=28)),)

    def __str__(self) -> str:
        return f"{self.valid_from} {self.first_day}"
