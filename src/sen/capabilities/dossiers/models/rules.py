"""Dated rule sets: what the law of the day says about clocks, limits and forms."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.utils.translation import gettext_lazy as _


class RuleSet(models.Model):
    """The rules of a period.  A dossier keeps the rule set of its reception date.

    Values without a verified source stay editable; see docs/glossary.md for the words.
    """

    class SupplementClock(models.TextChoices):
        """What happens to the term when a supplement has been answered."""

        RESTART = "restart", "Tính lại từ đầu"
        RESUME = "resume", "Tính tiếp"

    key = models.SlugField(unique=True)
    name = models.CharField(max_length=160)
    valid_from = models.DateField(unique=True)
    valid_to = models.DateField(null=True, blank=True)
    supplement_clock = models.CharField(max_length=7, choices=SupplementClock.choices)
    due_rounding = models.CharField(max_length=12, help_text="kernel.worktime.Rounding")
    max_supplements = models.PositiveSmallIntegerField(default=1)
    max_extensions = models.PositiveSmallIntegerField(default=1)
    apology_days_before = models.PositiveSmallIntegerField(default=1, help_text="working days before the due date")
    reception_hours = models.PositiveSmallIntegerField(default=8, help_text="working hours to answer an online dossier")
    return_to_applicant_days = models.PositiveSmallIntegerField(default=3, help_text="working days to send back a faulty dossier")
    transfer_cutoff = models.TimeField(help_text="Received later: hand over at the first hour of the next working day.")
    code_template = models.CharField(max_length=80, help_text="{unit} {date} {seq}")
    forms = models.JSONField(help_text="Per form kind: number on the list, title, number pattern, legal basis.")
    basis = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class GoalKind(models.TextChoices):
    """What is to be done in time."""

    DOSSIERS = "dossiers", _("Kết quả thủ tục hành chính")
    DOCUMENTS = "documents", _("Giải quyết văn bản đến")


class InTimeGoal(models.Model):
    """From a day on, the share in time below which an agency is pointed out.  The basis stays empty while unknown."""

    kind = models.CharField(max_length=9, choices=GoalKind.choices, default=GoalKind.DOSSIERS, db_default=GoalKind.DOSSIERS)
    valid_from = models.DateField()
    percent = models.DecimalField(max_digits=4, decimal_places=1)
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-valid_from", "kind")
        constraints = (
            models.CheckConstraint(name="dossiers_goal_percent", condition=models.Q(percent__range=(0, 100))),
            ExclusionConstraint(name="dossiers_goal_day", expressions=[("kind", "="), ("valid_from", "=")]),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.valid_from} {self.percent}"
