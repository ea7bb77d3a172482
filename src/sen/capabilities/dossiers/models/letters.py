"""What applicants were told about their dossiers, and who asked to be told less."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sen.capabilities.dossiers.models.dossier import Dossier


class LetterKind(models.TextChoices):
    """The news of a letter."""

    ACCEPTED = "accepted", _("Đã tiếp nhận")
    SUPPLEMENT = "supplement", _("Cần bổ sung giấy tờ")
    SUSPENDED = "suspended", _("Tạm dừng chờ nghĩa vụ tài chính")
    DELAYED = "delayed", _("Xin lỗi và hẹn lại ngày trả")
    REFUSED = "refused", _("Không được tiếp nhận")
    STOPPED = "stopped", _("Dừng giải quyết")
    READY = "ready", _("Đã có kết quả")


class LetterWay(models.TextChoices):
    """How a letter travels."""

    EMAIL = "email", _("Thư điện tử")
    SMS = "sms", _("Tin nhắn")


class LetterState(models.TextChoices):
    """Whether a letter has left."""

    WAITING = "waiting", _("Chờ gửi")
    SENT = "sent", _("Đã gửi")
    FAILED = "failed", _("Không gửi được")
    TOLD = "told", _("Đã báo cách khác")


class ApplicantLetter(models.Model):
    """One piece of news for the applicant, worded when it happened; one per event however often the event is delivered."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="letters")
    sequence = models.PositiveIntegerField(help_text="The event of the dossier it tells of.")
    kind = models.CharField(max_length=10, choices=LetterKind.choices)
    way = models.CharField(max_length=5, choices=LetterWay.choices)
    address = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    state = models.CharField(max_length=7, choices=LetterState.choices, default=LetterState.WAITING)
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField(help_text="Not to be tried before.")
    trouble = models.CharField(max_length=80, blank=True, help_text="What the last attempt failed with; never the address.")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["dossier", "sequence"], name="dossiers_letter_event"),
            models.CheckConstraint(name="dossiers_letter_sent", condition=~Q(state="sent") | Q(sent_at__isnull=False)),
        )
        indexes = (
            models.Index(fields=["try_at"], condition=Q(state="waiting"), name="dossiers_letter_waiting"),
            models.Index(fields=["written_at"], condition=Q(state="failed"), name="dossiers_letter_failed"),
        )

    def __str__(self) -> str:
        return self.subject


class LetterRefusal(models.Model):
    """An address that wants only the news the law makes agencies send."""

    address = models.CharField(max_length=254, unique=True)
    refused_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.address
