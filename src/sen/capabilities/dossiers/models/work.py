"""Work on a dossier: steps, consultations, pauses, supplement requests."""

from django.db import models
from django.db.models import Q

from sen.capabilities.dossiers.models.dossier import Dossier, SubmittedDocument


class WorkKind(models.TextChoices):
    """What somebody has to do."""

    RECEPTION = "reception", "Tiếp nhận"
    TRANSFER = "transfer", "Chuyển hồ sơ"
    STEP = "step", "Bước xử lý"
    SIGNING = "signing", "Ký duyệt"
    CONSULTATION = "consultation", "Cho ý kiến"
    WITHDRAWAL = "withdrawal", "Xét yêu cầu rút"
    RETURN = "return", "Trả kết quả"


class WorkItem(models.Model):
    """One thing to do by one role in one agency until an instant.  Open items are the work lists."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="work_items")
    kind = models.CharField(max_length=12, choices=WorkKind.choices)
    step = models.ForeignKey("procedures.RouteStep", models.PROTECT, null=True, blank=True, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=160)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    role = models.CharField(max_length=12)
    assignee = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    given_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    paused_minutes_left = models.IntegerField(null=True, blank=True, help_text="Working minutes left while the dossier is paused.")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["agency", "role", "due_at", "id"], condition=Q(closed_at__isnull=True), name="dossiers_work_open"),
            models.Index(fields=["assignee", "due_at", "id"], condition=Q(closed_at__isnull=True), name="dossiers_work_mine"),
            models.Index(fields=["dossier", "id"], name="dossiers_work_dossier"),
        )

    def __str__(self) -> str:
        return self.name


class Consultation(models.Model):
    """A question to another agency with its term, and the answer.

    Basis: 61/2018/NĐ-CP, Article 19(5): a late consultee is recorded, never skipped in silence.
    """

    work_item = models.OneToOneField(WorkItem, models.CASCADE, related_name="consultation")
    question = models.TextField()
    answer = models.TextField(blank=True)
    agrees = models.BooleanField(null=True)
    asked_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    answered_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.question[:60]


class PauseCause(models.TextChoices):
    """Why a dossier's clock stands still."""

    SUPPLEMENT = "supplement", "Chờ bổ sung"
    FINANCIAL_DUTY = "financial_duty", "Chờ nghĩa vụ tài chính"
    WITHDRAWAL = "withdrawal", "Xét yêu cầu rút"


class Suspension(models.Model):
    """One pause of a dossier as an interval with a cause."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="suspensions")
    cause = models.CharField(max_length=14, choices=PauseCause.choices)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    minutes_left = models.IntegerField(null=True, help_text="Working minutes left until the due date when the pause began.")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["dossier"], condition=Q(ended_at__isnull=True), name="dossiers_one_open_pause"),
            models.CheckConstraint(
                name="dossiers_pause_order", condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("started_at"))
            ),
        )

    def __str__(self) -> str:
        return self.cause


class SupplementRequest(models.Model):
    """The one complete request for what lacks, with a reason per component.

    Basis: 61/2018/NĐ-CP, Articles 11(2c) and 19(4).
    """

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="supplements")
    asked_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    before_acceptance = models.BooleanField()
    override_reason = models.TextField(blank=True, help_text="A leader's reason for a request beyond the limit.")
    contact_name = models.CharField(max_length=120, blank=True)
    contact_phone = models.CharField(max_length=20, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["dossier"], condition=Q(answered_at__isnull=True), name="dossiers_one_open_supplement"),
        )

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.asked_at:%Y-%m-%d}"


class SupplementItem(models.Model):
    """One lacking or faulty component and why."""

    request = models.ForeignKey(SupplementRequest, models.CASCADE, related_name="items")
    document = models.ForeignKey(SubmittedDocument, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.TextField()
    reason = models.TextField()
    answer_note = models.TextField(blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name
