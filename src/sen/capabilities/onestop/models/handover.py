"""Hand-over records: which papers went to which agency, when, between whom."""

from django.db import models


class HandOver(models.Model):
    """A record of papers handed to the agency that settles the dossiers (biên bản bàn giao)."""

    giver = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    receiver = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    number = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    received_by = models.CharField(max_length=120, help_text="Name of the person who took the papers.")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["giver", "number"], name="onestop_handover_number"),)
        indexes = (models.Index(fields=["giver", "-made_at"], name="onestop_handover_giver"),)

    def __str__(self) -> str:
        return self.number


class HandOverLine(models.Model):
    """One dossier on a record; its papers are handed over once for each transfer."""

    handover = models.ForeignKey(HandOver, models.CASCADE, related_name="lines")
    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    paper_count = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["handover", "dossier"], name="onestop_handover_line"),)

    def __str__(self) -> str:
        return f"{self.handover_id} {self.position}"
