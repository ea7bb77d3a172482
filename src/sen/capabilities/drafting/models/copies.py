"""Certified copies that the agency made of documents it holds."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CopyKind(models.TextChoices):
    """The three kinds of copies; the value is the key of the document kind.  Basis: 30/2020/NĐ-CP, Article 25."""

    FULL = "sao-y", _("Sao y")
    FROM_COPY = "sao-luc", _("Sao lục")
    EXCERPT = "trich-sao", _("Trích sao")


class CopyForm(models.TextChoices):
    """On what the copy is given."""

    ELECTRONIC = "electronic", _("Bản điện tử, ký số của cơ quan")
    PAPER = "paper", _("Bản giấy, in ra để ký và đóng dấu")


class CertifiedCopy(models.Model):
    """One copy with its number in the agency's series of copies; it never changes."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=CopyKind.choices)
    form = models.CharField(max_length=10, choices=CopyForm.choices)
    incoming = models.ForeignKey("correspondence.IncomingDocument", models.PROTECT, null=True, blank=True, related_name="+")
    outgoing = models.ForeignKey("correspondence.OutgoingDocument", models.PROTECT, null=True, blank=True, related_name="+")
    source_code = models.CharField(max_length=80, blank=True)
    source_title = models.CharField(max_length=700)
    pages = models.CharField(max_length=100, blank=True, help_text="Pages of an excerpt; empty for all.")
    places = models.TextField(blank=True, help_text="Nơi nhận: one a line.")
    taken = models.OneToOneField("correspondence.TakenNumber", models.PROTECT, related_name="+")
    code = models.CharField(max_length=80)
    made_on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    made_by_name = models.CharField(max_length=120)
    signer_name = models.CharField(max_length=120, help_text="Who decided on the copy and signs it on paper.")
    signer_title = models.CharField(max_length=120, blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-made_at", "-id")
        constraints = (
            models.CheckConstraint(
                name="drafting_copy_source",
                condition=Q(incoming__isnull=False, outgoing__isnull=True) | Q(incoming__isnull=True, outgoing__isnull=False),
            ),
        )
        indexes = (models.Index(fields=["agency", "-made_at", "-id"], name="drafting_copy_agency"),)

    def __str__(self) -> str:
        return self.code
