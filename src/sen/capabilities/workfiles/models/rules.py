"""Dated rules of keeping: how long, when to hand over, which share is to be processed online."""

from django.db import models
from django.db.models import Q


class DatedRow(models.Model):
    """A rule in force from a day to a day."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=200)

    class Meta:
        abstract = True


class RetentionRule(DatedRow):
    """How long files of one group are kept; without years they are kept for ever.

    Basis: 10/2022/TT-BNV.
    """

    code = models.CharField(max_length=12)
    group = models.CharField(max_length=120)
    description = models.CharField(max_length=400)
    description_folded = models.CharField(max_length=400, editable=False)
    years = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Counted from the year the work ended.")
    until_void = models.BooleanField(default=False, help_text="Reference sets, kept until the documents lose their effect.")
    is_checked = models.BooleanField(default=False, help_text="Compared with the official text.")
    checked_by_name = models.CharField(max_length=160, blank=True, default="", db_default="")
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["code", "valid_from"], name="workfiles_retention_code"),
            models.CheckConstraint(
                name="workfiles_retention_dates", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.description}"


class RecordRule(DatedRow):
    """Terms of hand-over in a period of law.

    Basis: 30/2020/NĐ-CP, Article 30.
    """

    construction_months = models.PositiveSmallIntegerField(help_text="After the settlement of basic construction was approved.")
    other_months = models.PositiveSmallIntegerField(help_text="After the work ended.")
    keep_longer_months = models.PositiveSmallIntegerField(help_text="The longest a unit may keep files beyond the term.")
    hand_over_from_years = models.PositiveSmallIntegerField(help_text="Files kept for less need not be handed over.")
    notice_days = models.PositiveSmallIntegerField(help_text="Days from the archive's notice to the day of hand-over, at least.")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["valid_from"], name="workfiles_rule_from"),)

    def __str__(self) -> str:
        return f"{self.basis} {self.valid_from}"


class OnlineTarget(DatedRow):
    """The share of work files to be processed online at one level of government, in per cent."""

    level = models.CharField(max_length=12)
    share = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["level", "valid_from"], name="workfiles_target_level"),
            models.CheckConstraint(name="workfiles_target_share", condition=Q(share__lte=100)),
        )

    def __str__(self) -> str:
        return f"{self.level} {self.share}"
