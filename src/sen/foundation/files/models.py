"""Stored files and uploads under way."""

import uuid

from django.db import models
from django.db.models import Q


class ScanState(models.TextChoices):
    """What the malware scanner said."""

    PENDING = "pending", "Đang chờ quét"
    CLEAN = "clean", "Đã quét, không phát hiện mã độc"
    INFECTED = "infected", "Phát hiện mã độc"
    NOT_SCANNED = "not_scanned", "Chưa quét: máy chủ chưa có bộ quét"


class StoredFile(models.Model):
    """One uploaded or produced file; bytes are stored once per content hash."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64, db_index=True)
    scan_state = models.CharField(max_length=12, choices=ScanState.choices, default=ScanState.PENDING)
    scanned_at = models.DateTimeField(null=True, blank=True)
    scan_note = models.CharField(max_length=200, blank=True)
    uploaded_by_id = models.BigIntegerField(null=True, blank=True, help_text="accounts.Account, one layer up; empty for the system.")
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(name="files_storedfile_size", condition=Q(size__gt=0)),)
        indexes = (models.Index(fields=["id"], condition=Q(scan_state__in=["pending", "not_scanned"]), name="files_storedfile_waiting"),)

    def __str__(self) -> str:
        return self.name


class Upload(models.Model):
    """A resumable upload under way: bytes received so far lie in the incoming folder."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    size = models.BigIntegerField(help_text="announced bytes")
    received = models.BigIntegerField(default=0)
    owner_key = models.CharField(max_length=80, help_text="Account or anonymous session that started it.")
    started_at = models.DateTimeField()
    stored = models.ForeignKey(StoredFile, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (models.CheckConstraint(name="files_upload_received", condition=Q(received__lte=models.F("size"))),)
        indexes = (
            models.Index(fields=["owner_key", "started_at"], condition=Q(stored__isnull=True), name="files_upload_open"),
            models.Index(fields=["started_at"], name="files_upload_age"),
        )

    def __str__(self) -> str:
        return self.name
