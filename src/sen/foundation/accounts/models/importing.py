"""Officials read from a spreadsheet: the rows as they came, and what became of each."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OfficerImport(models.Model):
    """One spreadsheet, checked first and then carried out, row by row, so that it can stop and go on."""

    class State(models.TextChoices):
        """Where the import stands."""

        CHECKED = "checked", _("Đã kiểm tra, chưa thực hiện")
        RUNNING = "running", _("Đang thực hiện")
        DONE = "done", _("Đã xong")
        CANCELLED = "cancelled", _("Đã bỏ")

    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.CHECKED)
    finished_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """One row of the spreadsheet."""

    class Outcome(models.TextChoices):
        """What will become or became of the row."""

        WRONG = "wrong", _("Sai, bỏ qua")
        NEW = "new", _("Sẽ lập tài khoản mới")
        CHANGE = "change", _("Sẽ cập nhật")
        SAME = "same", _("Không có gì thay đổi")
        DONE = "done", _("Đã thực hiện")
        FAILED = "failed", _("Không thực hiện được")

    batch = models.ForeignKey(OfficerImport, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text="Row of the sheet, the heads being 1.")
    values = models.JSONField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    problem = models.CharField(max_length=300, blank=True)
    account = models.ForeignKey("accounts.Account", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["batch", "number"], name="accounts_import_row"),)
        indexes = (models.Index(fields=["batch", "outcome", "number"], name="accounts_import_outcome"),)

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.number}"
