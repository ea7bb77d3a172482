"""Processing routes: who does what in how many hours, per procedure and agency, version by version."""

from django.db import models
from django.db.models import Q

from sen.capabilities.procedures.models.catalogue import Procedure
from sen.capabilities.procedures.states import RouteState


class ProcessingRoute(models.Model):
    """One version of the internal route; a route without an agency serves every agency without its own."""

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="routes")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8, default=RouteState.DRAFT)
    decision_number = models.CharField(max_length=60, blank=True)
    decision_on = models.DateField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    is_template = models.BooleanField(default=False, help_text="Made by the import from the published limit; not yet a decision.")
    edited_by_id = models.BigIntegerField(null=True, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["procedure", "agency", "number"], name="procedures_route_number", nulls_distinct=False),
            models.UniqueConstraint(
                fields=["procedure", "agency"], condition=Q(state="approved"), name="procedures_one_route", nulls_distinct=False
            ),
        )

    def __str__(self) -> str:
        return f"{self.procedure_id} route {self.number}"


class RouteStep(models.Model):
    """One step; steps with the same order run in parallel."""

    route = models.ForeignKey(ProcessingRoute, models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=160)
    role = models.CharField(max_length=12, help_text="kernel.actor.Role")
    agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty: the competent agency."
    )
    hours = models.DecimalField(max_digits=6, decimal_places=1, help_text="working hours; 4 is half a day")
    output = models.CharField(max_length=200, blank=True)
    signs = models.BooleanField(default=False, help_text="The outcome is signed in this step.")

    class Meta:
        constraints = (models.CheckConstraint(name="procedures_step_hours", condition=Q(hours__gte=0)),)

    def __str__(self) -> str:
        return self.name
