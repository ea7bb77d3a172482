"""The yearly list of files (danh mục hồ sơ).  Basis: 30/2020/NĐ-CP, Article 28 and Appendix V."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sen.capabilities.workfiles.states import FileListState


class FileList(models.Model):
    """The list of files an agency means to make in a year, approved by its head."""

    class Numbering(models.TextChoices):
        """How files are numbered."""

        WHOLE = "whole", _("Liên tục trong toàn danh mục")
        HEADING = "heading", _("Liên tục trong từng đề mục lớn")

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, default=FileListState.DRAFT)
    numbering = models.CharField(max_length=8, choices=Numbering.choices, default=Numbering.HEADING)
    last_number = models.PositiveSmallIntegerField(default=0, help_text="Taken under the lock of this row.")
    made_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    approved_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    approved_by_name = models.CharField(max_length=160, blank=True)
    approved_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=60, blank=True, help_text="Number of the decision that issues the list.")
    reason = models.CharField(max_length=500, blank=True, help_text="Why it was sent back.")
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["agency", "year"], name="workfiles_list_year"),
            models.CheckConstraint(
                name="workfiles_list_approved", condition=~Q(state=FileListState.APPROVED) | Q(approved_at__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.agency_id} {self.year}"


class ListHeading(models.Model):
    """A heading of the list: big ones in Roman figures with an abbreviation, small ones below them in Arabic figures."""

    file_list = models.ForeignKey(FileList, models.CASCADE, related_name="headings")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    ordinal = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    abbreviation = models.CharField(max_length=12, blank=True)
    last_number = models.PositiveSmallIntegerField(default=0, help_text="Taken under the lock of the list.")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["file_list", "parent", "ordinal"], name="workfiles_heading_place", nulls_distinct=False),
            models.UniqueConstraint(
                fields=["file_list", "abbreviation"], condition=Q(parent__isnull=True), name="workfiles_heading_abbreviation"
            ),
        )

    def __str__(self) -> str:
        return self.title


class ListEntry(models.Model):
    """One file foreseen by the list: its notation is a number and the abbreviation of the big heading, ``01.TCCB``."""

    file_list = models.ForeignKey(FileList, models.CASCADE, related_name="entries")
    heading = models.ForeignKey(ListHeading, models.PROTECT, related_name="entries")
    number = models.PositiveSmallIntegerField()
    notation = models.CharField(max_length=20)
    title = models.CharField(max_length=500)
    retention = models.ForeignKey("workfiles.RetentionRule", models.PROTECT, related_name="+")
    maintenance = models.CharField(max_length=30)
    division = models.ForeignKey("agencies.Division", models.PROTECT, null=True, blank=True, related_name="+")
    keeper = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    keeper_name = models.CharField(max_length=160, blank=True, help_text="Unit or person that makes the file.")
    note = models.CharField(max_length=300, blank=True)
    is_added = models.BooleanField(default=False, help_text="Added after the list was approved.")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["file_list", "notation"], name="workfiles_entry_notation"),)
        indexes = (models.Index(fields=["file_list", "heading", "number"], name="workfiles_entry_place"),)

    def __str__(self) -> str:
        return f"{self.notation} {self.title}"
