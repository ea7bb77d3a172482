"""Systems that read or keep our list of officials, and the names they know them by."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ScimClient(models.Model):
    """A system with a bearer credential for our SCIM service; the credential is kept as a digest."""

    class Right(models.TextChoices):
        """What the client may do."""

        READ = "read", _("Chỉ đọc")
        WRITE = "write", _("Đọc và thay đổi")

    name = models.CharField(max_length=120)
    right = models.CharField(max_length=5, choices=Right.choices)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class ExternalName(models.Model):
    """A client's own identifier of an officer (``externalId``)."""

    client = models.ForeignKey(ScimClient, models.CASCADE, related_name="names")
    account = models.ForeignKey("accounts.Account", models.CASCADE, related_name="+")
    external_id = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["client", "account"], name="directory_external_name"),)
        indexes = (models.Index(fields=["client", "external_id"], name="directory_external_id"),)

    def __str__(self) -> str:
        return self.external_id


class RemovedOfficer(models.Model):
    """An officer a client deleted: the account is closed and no longer shown by SCIM until it is opened again."""

    account = models.OneToOneField("accounts.Account", models.CASCADE, related_name="+")
    client = models.ForeignKey(ScimClient, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.account_id)
