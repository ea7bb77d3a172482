"""The way of files into the archive of the agency.  Basis: 30/2020/NĐ-CP, Articles 30 and 31, Appendix V."""

from django.db import models
from django.db.models import Q

from sen.capabilities.workfiles.states import HandOverState


class HandOverCall(models.Model):
    """The archive's notice that the files of a year are to be handed over by a day."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(help_text="Files whose work ended in this year or before.")
    noticed_on = models.DateField()
    due_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    made_by_name = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(name="workfiles_call_dates", condition=Q(due_on__gt=models.F("noticed_on"))),)
        indexes = (models.Index(fields=["agency", "-due_on"], name="workfiles_call_due"),)

    def __str__(self) -> str:
        return f"{self.agency_id} {self.year} {self.due_on}"


class HandOver(models.Model):
    """Files given to the archive together: one list of files (mục lục) and one record (biên bản)."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default=HandOverState.SUBMITTED)
    block_name = models.CharField(max_length=300, help_text="Tên khối tài liệu giao nộp")
    giver = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    giver_name = models.CharField(max_length=120)
    giver_title = models.CharField(max_length=120, blank=True)
    giver_unit = models.CharField(max_length=160, blank=True)
    submitted_at = models.DateTimeField()
    receiver_name = models.CharField(max_length=120, blank=True)
    receiver_title = models.CharField(max_length=120, blank=True)
    answered_at = models.DateTimeField(null=True)
    condition = models.CharField(max_length=500, blank=True, help_text="Tình trạng tài liệu giao nộp")
    note = models.CharField(max_length=300, blank=True)
    index_file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+", help_text="Mục lục hồ sơ nộp lưu")
    record_file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+", help_text="Biên bản giao nhận")
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["agency", "year", "number"], name="workfiles_handover_number"),)
        indexes = (models.Index(fields=["agency", "state", "-id"], name="workfiles_handover_state"),)

    def __str__(self) -> str:
        return f"{self.number:02d}/{self.year}"
