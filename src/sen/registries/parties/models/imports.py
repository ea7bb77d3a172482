"""Lists brought in from files: how far each has come, what was wrong, and which row of which source became what."""

import uuid

from django.db import models


class ImportKind(models.TextChoices):
    """What the rows are."""

    PEOPLE = "people", "Cá nhân"
    BUSINESSES = "businesses", "Doanh nghiệp"


class ImportState(models.TextChoices):
    """Where an import stands."""

    RUNNING = "running", "Đang nhập"
    STOPPED = "stopped", "Đã dừng"
    DONE = "done", "Đã xong"
    REFUSED = "refused", "Không đọc được tệp"


class ImportRun(models.Model):
    """One file being brought in.  ``position`` is the byte after the last row that is kept, so that it goes on exactly there."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=ImportKind.choices)
    source = models.CharField(max_length=80, help_text="The system the rows come from; keys are unique in it.")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    is_trial = models.BooleanField(default=False, help_text="Checks every row and writes none.")
    basis = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=ImportState.choices, default=ImportState.RUNNING)
    layout = models.JSONField(default=dict, help_text="Encoding, separator and the column of each field.")
    size = models.BigIntegerField(help_text="bytes")
    position = models.BigIntegerField(default=0, help_text="bytes")
    line = models.PositiveIntegerField(default=0, help_text="Rows read, without the head.")
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    refusal = models.CharField(max_length=300, blank=True)
    started_by_id = models.BigIntegerField(null=True)
    started_by_name = models.CharField(max_length=120, blank=True)
    agency_id = models.BigIntegerField(null=True)
    started_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["kind", "-started_at"], name="parties_import_newest"),)

    def __str__(self) -> str:
        return self.file_name


class ImportProblem(models.Model):
    """One thing wrong with one row."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="problems", db_index=False)
    line = models.PositiveIntegerField(help_text="As a spreadsheet counts: the head is row 1.")
    column = models.CharField(max_length=60, blank=True)
    value = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=300)

    class Meta:
        indexes = (models.Index(fields=["run", "line"], name="parties_problem_run"),)

    def __str__(self) -> str:
        return f"{self.line}: {self.reason}"


class SourceKey(models.Model):
    """The key a record has in the system it came from, with the digest of what that system last said."""

    source = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=ImportKind.choices)
    record_id = models.BigIntegerField()
    digest = models.CharField(max_length=32)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "source", "key"], name="parties_source_key"),)
        indexes = (models.Index(fields=["kind", "record_id"], name="parties_source_record"),)

    def __str__(self) -> str:
        return f"{self.source} {self.key}"
