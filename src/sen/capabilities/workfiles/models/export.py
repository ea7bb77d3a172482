"""Exports of whole files: asked for, made in the background, kept for some days."""

from django.db import models
from django.db.models import Q

from sen.capabilities.workfiles.states import ExportState


class FileExport(models.Model):
    """One export a person asked for; what was made lies in a folder of its own and only that person takes it."""

    public_id = models.UUIDField(unique=True)
    workfile = models.ForeignKey("workfiles.WorkFile", models.CASCADE, related_name="exports")
    asked_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, default=ExportState.MAKING.value)
    position = models.PositiveSmallIntegerField(default=0, help_text="Items whose sheets are made.")
    total = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=120, help_text="Name under which it is taken away.")
    problem = models.CharField(max_length=500, blank=True, help_text="Why it could not be made.")
    finished_at = models.DateTimeField(null=True)
    kept_until = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True, help_text="When it was first taken away.")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["workfile", "asked_by"], condition=Q(state="making"), name="workfiles_export_once"),
            models.CheckConstraint(name="workfiles_export_ended", condition=Q(state="making") | Q(finished_at__isnull=False)),
        )
        indexes = (models.Index(fields=["asked_by", "state"], name="workfiles_export_asked"),)

    def __str__(self) -> str:
        return self.name
