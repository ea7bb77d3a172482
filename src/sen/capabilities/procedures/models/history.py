"""What happened to versions and routes, and what each import read."""

from django.db import models
from django.db.models import Q

from sen.capabilities.procedures.models.catalogue import ProcedureVersion
from sen.capabilities.procedures.models.routes import ProcessingRoute


class CatalogueEvent(models.Model):
    """One change of state of a version or of a route; rows are only ever added."""

    version = models.ForeignKey(ProcedureVersion, models.PROTECT, null=True, related_name="events")
    route = models.ForeignKey(ProcessingRoute, models.PROTECT, null=True, related_name="events")
    sequence = models.PositiveIntegerField(help_text="1, 2, 3… within the version or the route.")
    action = models.CharField(max_length=20)
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120, blank=True)
    agency_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.CheckConstraint(name="procedures_event_of", condition=Q(version__isnull=False) ^ Q(route__isnull=False)),
            models.UniqueConstraint(fields=["version", "route", "sequence"], name="procedures_event_sequence", nulls_distinct=False),
        )

    def __str__(self) -> str:
        return f"{self.action} {self.sequence}"


class CatalogueImport(models.Model):
    """The report of one import: what it read, what it could not, and why."""

    province = models.CharField(max_length=40)
    loaded_at = models.DateTimeField()
    report = models.JSONField()

    def __str__(self) -> str:
        return f"{self.province} {self.loaded_at:%Y-%m-%d %H:%M}"
