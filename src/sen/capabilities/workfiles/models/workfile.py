"""Work files and what lies in them.  Basis: 30/2020/NĐ-CP, Articles 29 to 31 and Appendix VI."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sen.capabilities.workfiles.states import WorkFileState


class UseMode(models.TextChoices):
    """Who may use the file once it is kept (chế độ sử dụng)."""

    OPEN = "open", _("Sử dụng rộng rãi")
    AGENCY = "agency", _("Sử dụng trong cơ quan")
    LIMITED = "limited", _("Hạn chế sử dụng")


class WorkFile(models.Model):
    """Everything that belongs to one piece of work.  Field names of Appendix VI stand in docs/interfaces/work-files.md."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    division = models.ForeignKey("agencies.Division", models.PROTECT, null=True, blank=True, related_name="+")
    entry = models.ForeignKey("workfiles.ListEntry", models.PROTECT, null=True, blank=True, related_name="files")
    organ_id = models.CharField(max_length=35, help_text="OrganId: the agency's code on the day the file was opened.")
    year = models.PositiveSmallIntegerField(help_text="FileCatalog")
    notation = models.CharField(max_length=20, help_text="FileNotation")
    title = models.CharField(max_length=500)
    title_folded = models.CharField(max_length=620, editable=False)
    retention = models.ForeignKey("workfiles.RetentionRule", models.PROTECT, related_name="+")
    maintenance = models.CharField(max_length=30, help_text="Maintenance, as printed.")
    retention_years = models.PositiveSmallIntegerField(null=True, help_text="Empty: for ever.")
    rights = models.CharField(max_length=8, choices=UseMode.choices, default=UseMode.AGENCY)
    keeper = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    keeper_name = models.CharField(max_length=120)
    language = models.CharField(max_length=50, default="Tiếng Việt")
    start_on = models.DateField()
    end_on = models.DateField(null=True, blank=True)
    doc_total = models.PositiveSmallIntegerField(default=0)
    page_total = models.PositiveIntegerField(default=0)
    last_ordinal = models.PositiveSmallIntegerField(default=0, help_text="Taken under the lock of this row.")
    description = models.CharField(max_length=500, blank=True)
    keywords = models.CharField(max_length=200, blank=True)
    sign = models.CharField(max_length=60, blank=True, help_text="Ký hiệu thông tin, 05/2025/TT-BNV.")
    is_construction = models.BooleanField(default=False, help_text="Basic construction: a term of its own.")
    state = models.CharField(max_length=10, default=WorkFileState.OPEN)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    hand_over_due_on = models.DateField(null=True, help_text="Empty: need not be handed over.")
    keep_until = models.DateField(null=True, help_text="The unit keeps it longer, by written consent.")
    keep_reason = models.CharField(max_length=300, blank=True)
    keep_asked_at = models.DateTimeField(null=True)
    keep_consented_by_name = models.CharField(max_length=160, blank=True)
    keep_consented_at = models.DateTimeField(null=True)
    hand_over = models.ForeignKey("workfiles.HandOver", models.SET_NULL, null=True, blank=True, related_name="files")
    archived_at = models.DateTimeField(null=True)
    sent_back_reason = models.CharField(max_length=300, blank=True)
    frozen_at = models.DateTimeField(null=True)
    frozen_reason = models.CharField(max_length=300, blank=True)
    is_online = models.BooleanField(null=True, help_text="Processed online throughout, decided at closing.")
    paper_reasons = models.JSONField(default=list, help_text="Ordinals of items that kept it from being online, each with the reason.")
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "year", "notation"], condition=~Q(state=WorkFileState.DROPPED), name="workfiles_file_notation"
            ),
            models.UniqueConstraint(fields=["entry"], condition=~Q(state=WorkFileState.DROPPED), name="workfiles_file_entry"),
            models.CheckConstraint(name="workfiles_file_dates", condition=Q(end_on__isnull=True) | Q(end_on__gte=models.F("start_on"))),
            models.CheckConstraint(
                name="workfiles_file_closed",
                condition=Q(state__in=[WorkFileState.OPEN, WorkFileState.DROPPED]) | Q(closed_at__isnull=False, end_on__isnull=False),
            ),
        )
        indexes = (
            models.Index(fields=["keeper", "state", "-id"], name="workfiles_file_keeper"),
            models.Index(fields=["agency", "state", "-id"], name="workfiles_file_agency"),
            models.Index(fields=["agency", "closed_at"], name="workfiles_file_closed_at"),
            models.Index(fields=["hand_over_due_on"], condition=Q(state="closed"), name="workfiles_file_due"),
        )

    def __str__(self) -> str:
        return f"{self.notation} {self.title}"

    @property
    def code(self) -> str:
        """The whole code: agency, year and notation."""
        return f"{self.organ_id}.{self.year}.{self.notation}"


class ItemKind(models.TextChoices):
    """What lies in a file; every kind but a note belongs to another app and is only pointed at."""

    INCOMING = "incoming", _("Văn bản đến")
    OUTGOING = "outgoing", _("Văn bản đi")
    DRAFT = "draft", _("Dự thảo")
    TASK = "task", _("Việc được giao")
    DOSSIER = "dossier", _("Hồ sơ thủ tục hành chính")
    NOTE = "note", _("Tài liệu kèm")


class WorkFileItem(models.Model):
    """One thing in a file.  One document may lie in many files; it is never copied.

    At closing ``metadata`` and ``files`` are frozen, so that the archive can prove what it was given.
    """

    workfile = models.ForeignKey(WorkFile, models.CASCADE, related_name="items")
    kind = models.CharField(max_length=8, choices=ItemKind.choices)
    record_id = models.BigIntegerField(null=True, help_text="Row of the app that owns the record; empty for a note.")
    ordinal = models.PositiveSmallIntegerField(help_text="DocOrdinal")
    type_name = models.CharField(max_length=100, blank=True)
    number = models.CharField(max_length=60, blank=True, help_text="Number and notation as printed.")
    title = models.CharField(max_length=500)
    dated_on = models.DateField(null=True, blank=True)
    dated_at = models.DateTimeField(null=True, blank=True, help_text="The instant behind the date; orders what bears the same date.")
    author = models.CharField(max_length=200, blank=True)
    pages = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True, help_text="The words of a note.")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    put_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    put_by_name = models.CharField(max_length=120)
    put_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    removed_reason = models.CharField(max_length=300, blank=True)
    metadata = models.JSONField(default=dict)
    files = models.JSONField(default=list)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["workfile", "kind", "record_id"],
                condition=Q(removed_at__isnull=True, record_id__isnull=False),
                name="workfiles_item_once",
            ),
            models.UniqueConstraint(fields=["workfile", "ordinal"], condition=Q(removed_at__isnull=True), name="workfiles_item_ordinal"),
            models.CheckConstraint(name="workfiles_item_pointed", condition=Q(kind="note") | Q(record_id__isnull=False)),
        )
        indexes = (models.Index(fields=["kind", "record_id"], condition=Q(removed_at__isnull=True), name="workfiles_item_record"),)

    def __str__(self) -> str:
        return f"{self.ordinal} {self.title}"


class AccessLevel(models.TextChoices):
    """What a right to a file allows."""

    READ = "read", _("Xem")
    EDIT = "edit", _("Cùng lập hồ sơ")


class AccessGrant(models.Model):
    """A colleague's right to a file.  Every change stays flagged until an authorised person confirms it.

    Basis: 30/2020/NĐ-CP, Appendix VI.III.3.
    """

    workfile = models.ForeignKey(WorkFile, models.CASCADE, related_name="grants")
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    account_name = models.CharField(max_length=120)
    level = models.CharField(max_length=4, choices=AccessLevel.choices, default=AccessLevel.READ)
    given_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    given_by_name = models.CharField(max_length=120)
    given_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    withdrawn_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    withdrawn_by_name = models.CharField(max_length=120, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    confirmed_by_name = models.CharField(max_length=120, blank=True)
    confirmed_at = models.DateTimeField(null=True, help_text="When an authorised person took note of the last change.")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["workfile", "account"], condition=Q(withdrawn_at__isnull=True), name="workfiles_grant_once"),
        )
        indexes = (models.Index(fields=["account"], condition=Q(withdrawn_at__isnull=True), name="workfiles_grant_account"),)

    def __str__(self) -> str:
        return f"{self.account_name} {self.level}"
