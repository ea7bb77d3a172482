"""Mandates: who acts for whom, in what, until when."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Mandate(models.Model):
    """A business or a person lets a person act in its name, within a scope and a term.

    Basis: 91/2015/QH13, Articles 138, 141 and 563.
    """

    class Scope(models.TextChoices):
        """What the representative may do."""

        ALL = "all", _("Mọi thủ tục hành chính")
        SUBMIT = "submit", _("Nộp và theo dõi hồ sơ")
        READ = "read", _("Chỉ theo dõi hồ sơ")

    class Ground(models.TextChoices):
        """Where the right comes from."""

        LEGAL = "legal", _("Người đại diện theo pháp luật")
        GRANTED = "granted", _("Được ủy quyền")

    principal_kind = models.CharField(max_length=8, choices=[("business", _("Doanh nghiệp, tổ chức")), ("person", _("Cá nhân"))])
    principal_id = models.BigIntegerField(help_text="Row of the register of businesses or of people, one layer up.")
    principal_code = models.CharField(max_length=20, help_text="Business number, or identity number.")
    principal_name = models.CharField(max_length=200)
    representative = models.ForeignKey("accounts.Account", models.PROTECT, related_name="mandates")
    granted_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="mandates_granted")
    ground = models.CharField(max_length=8, choices=Ground.choices)
    scope = models.CharField(max_length=8, choices=Scope.choices)
    basis = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    granted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="accounts_mandate_dates", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from"))
            ),
            models.CheckConstraint(name="accounts_mandate_term", condition=Q(ground="legal") | Q(valid_to__isnull=False)),
        )
        indexes = (models.Index(fields=["principal_kind", "principal_id"], name="accounts_mandate_principal"),)

    def __str__(self) -> str:
        return f"{self.representative_id} → {self.principal_name}"
