"""The goal for results in time, as it stood on a day."""

import datetime as dt

from django.db.models import QuerySet

from sen.capabilities.dossiers.models import GoalKind, InTimeGoal


def list_goals() -> QuerySet[InTimeGoal]:
    """Every goal, the newest first."""
    return InTimeGoal.objects.all()


def goal_on(day: dt.date, kind: str = GoalKind.DOSSIERS) -> float:
    """The percent in force on the day for results of procedures, or for documents; 0 when nobody has set one."""
    percent = InTimeGoal.objects.filter(kind=kind, valid_from__lte=day).values_list("percent", flat=True).first()
    return float(percent or 0)


def document_goal_on(day: dt.date) -> float:
    """The percent in force on the day for documents settled in time."""
    return goal_on(day, GoalKind.DOCUMENTS)
