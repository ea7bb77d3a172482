"""The national directory of agencies as far as it lies outside this platform."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class OutsideAgency(models.Model):
    """An agency of the national directory; kept when it disappears there, because documents name it."""

    code = models.CharField(max_length=35, unique=True)
    name = models.CharField(max_length=200)
    name_folded = models.CharField(max_length=240, editable=False, help_text="Name and code for searching.")
    parent_code = models.CharField(max_length=35, blank=True)
    email = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=250, blank=True)
    is_active = models.BooleanField(default=True)
    is_hidden = models.BooleanField(default=False, help_text="Codes of the axis itself, never offered to people.")
    seen_in = models.BigIntegerField(default=0, help_text="The last whole comparison that met it.")
    changed_at = models.DateTimeField()

    class Meta:
        indexes = (
            GinIndex(fields=["name_folded"], opclasses=["gin_trgm_ops"], name="edocs_agency_words"),
            models.Index(fields=["parent_code", "code"], name="edocs_agency_parent"),
        )

    def __str__(self) -> str:
        return self.name


class DirectorySync(models.Model):
    """One comparison with the directory, page by page; ``since`` empty means all of it."""

    since = models.DateField(null=True, blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    pages = models.PositiveIntegerField(default=0)
    seen = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    ended = models.PositiveIntegerField(default=0, help_text="Agencies no longer in the directory.")
    attempts = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (models.Index(fields=["-started_at"], name="edocs_sync_newest"),)

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"
