"""Certificates of gateways and members; the keys never lie in the database."""

from django.db import models
from django.db.models import Q

from sen.capabilities.exchange.models.members import Member, Server


class CertificateUse(models.TextChoices):
    """What a certificate is for."""

    TLS = "tls", "Kết nối giữa các máy chủ"
    SIGNING = "signing", "Ký thông điệp"


class Certificate(models.Model):
    """A certificate of the axis's authority: of one server for TLS, or of one member for signing.

    While a successor takes over, both count: whatever is neither revoked nor expired is in the snapshots.
    """

    use = models.CharField(max_length=7, choices=CertificateUse.choices)
    server = models.ForeignKey(Server, models.PROTECT, null=True, blank=True, related_name="certificates")
    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="certificates")
    serial = models.CharField(max_length=40, unique=True, help_text="hexadecimal, lower case")
    fingerprint = models.CharField(max_length=64, unique=True, help_text="SHA-256, hexadecimal")
    key_digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the public key: no key is certified twice.")
    subject = models.CharField(max_length=300)
    pem = models.TextField()
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    issued_at = models.DateTimeField()
    issued_by_name = models.CharField(max_length=120, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revocation_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("valid_to", "pk")
        constraints = (
            models.CheckConstraint(
                name="exchange_certificate_of",
                condition=Q(use="tls", server__isnull=False, member__isnull=True)
                | Q(use="signing", server__isnull=True, member__isnull=False),
            ),
        )
        indexes = (models.Index(fields=["valid_to"], name="exchange_certificate_end"),)

    def __str__(self) -> str:
        return self.subject
