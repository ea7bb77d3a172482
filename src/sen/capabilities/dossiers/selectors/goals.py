"""The goal for results in time, as it stood on a day."""

import datetime as dt

from django.db.models import QuerySet

from sen.capabilities.dossiers.models import InTimeGoal


def list_goals() -> QuerySet[InTimeGoal]:
    """Every goal, the newest first."""
    return InTimeGoal.objects.all()


def goal_on(day: dt.date) -> float:
    """The percent in force on the day; 0 when nobody has set one."""
    percent = InTimeGoal.objects.filter(valid_from__lte=day).values_list("percent", flat=True).first()
    return float(percent or 0)
