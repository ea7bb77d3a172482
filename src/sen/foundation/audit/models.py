"""The audit trail, partitioned by month; rows are only ever added."""

from django.db import models


class AuditEntry(models.Model):
    """One change or one read of personal data.  Ids are plain numbers: the trail outlives what it names."""

    class Kind(models.TextChoices):
        """What happened."""

        CHANGE = "change", "Thay đổi"
        READ = "read", "Xem dữ liệu cá nhân"
        SIGN_IN = "sign_in", "Đăng nhập"

    id = models.BigAutoField(primary_key=True)
    recorded_at = models.DateTimeField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    action = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120)
    agency_id = models.BigIntegerField(null=True)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    person_id = models.BigIntegerField(null=True, help_text="Whose data was read, when known.")
    purpose = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = (
            models.Index(fields=["subject_type", "subject_id", "-recorded_at"], name="audit_entry_subject"),
            models.Index(fields=["person_id", "-recorded_at"], condition=models.Q(person_id__isnull=False), name="audit_entry_person"),
            models.Index(fields=["actor_id", "-recorded_at"], name="audit_entry_actor"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.action}"
