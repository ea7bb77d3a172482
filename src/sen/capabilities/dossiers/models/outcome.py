"""Outcomes and the official forms the law draws."""

import uuid

from django.db import models
from django.db.models import Q

from sen.capabilities.dossiers.models.dossier import Dossier


class OutcomeKind(models.TextChoices):
    """Whether the request was granted."""

    GRANTED = "granted", "Kết quả giải quyết"
    REFUSED = "refused", "Văn bản từ chối giải quyết"


class Outcome(models.Model):
    """The result: drafted, signed, numbered, verifiable by its public code."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.OneToOneField(Dossier, models.CASCADE, related_name="outcome")
    kind = models.CharField(max_length=8, choices=OutcomeKind.choices)
    title = models.TextField()
    content = models.TextField(blank=True)
    number = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    drafted_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    signed_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    signer_title = models.CharField(max_length=120, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    verify_code = models.CharField(max_length=20, unique=True, null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoke_reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="dossiers_outcome_signed", condition=Q(signed_at__isnull=True) | (Q(file__isnull=False) & ~Q(number=""))
            ),
        )

    def __str__(self) -> str:
        return self.number or self.title


class FormKind(models.TextChoices):
    """The official forms; their number on the list and their title are in the rule set."""

    RECEIPT = "receipt", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
    SUPPLEMENT = "supplement", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"
    REFUSAL = "refusal", "Phiếu từ chối tiếp nhận giải quyết hồ sơ"
    APOLOGY = "apology", "Phiếu xin lỗi"
    STOP = "stop", "Thông báo dừng giải quyết hồ sơ"
    CONTROL = "control", "Phiếu kiểm soát quá trình giải quyết hồ sơ"
    REGISTER = "register", "Sổ theo dõi hồ sơ"
    PROOF = "proof", "Biên nhận nộp hồ sơ trực tuyến"


class OfficialForm(models.Model):
    """An issued slip: its number and the facts printed on it, as they were."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="forms")
    kind = models.CharField(max_length=10, choices=FormKind.choices)
    number = models.CharField(max_length=60)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    facts = models.JSONField()
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", help_text="The signed PDF once made."
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=["dossier", "kind"], name="dossiers_form_dossier"),)

    def __str__(self) -> str:
        return self.number
