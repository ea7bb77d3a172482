"""What gateways are given, and what was seen when one was tried out."""

from django.db import models

from sen.capabilities.exchange.models.members import Server


class SealedSnapshot(models.Model):
    """One sealed configuration of one server; ``serial`` only ever grows."""

    server = models.ForeignKey(Server, models.CASCADE, related_name="snapshots")
    serial = models.BigIntegerField()
    content_digest = models.CharField(max_length=64, help_text="SHA-256 of the content without serial and times.")
    sealed = models.TextField()
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ("-serial",)
        constraints = (models.UniqueConstraint(fields=["server", "serial"], name="exchange_snapshot_serial"),)

    def __str__(self) -> str:
        return f"{self.server_id} {self.serial}"


class ConnectionTest(models.Model):
    """One trial of a server: each step with its outcome and duration."""

    server = models.ForeignKey(Server, models.CASCADE, related_name="connection_tests")
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=120, blank=True)
    passed = models.BooleanField()
    steps = models.JSONField(help_text='[{"step", "state", "milliseconds", "detail"}]')

    class Meta:
        ordering = ("-made_at", "-pk")
        indexes = (models.Index(fields=["server", "-made_at"], name="exchange_test_history"),)

    def __str__(self) -> str:
        return f"{self.server_id} {self.made_at:%Y-%m-%d %H:%M}"
