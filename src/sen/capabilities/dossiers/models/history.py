"""The append-only history and the tally behind the overviews."""

from django.db import models
from django.db.models import Q


class DossierEvent(models.Model):
    """One action on a dossier, chained to the one before.  Partitioned by month; rows are only ever added.

    The hash covers exactly the fields listed in docs/interfaces/hash-chain.md.
    """

    id = models.BigAutoField(primary_key=True)
    dossier_id = models.BigIntegerField()
    sequence = models.PositiveIntegerField()
    action = models.CharField(max_length=24)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120)
    agency_id = models.BigIntegerField(null=True)
    reason = models.TextField(blank=True)
    payload = models.JSONField(default=dict)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("sequence",)
        indexes = (models.Index(fields=["dossier_id", "sequence"], name="dossiers_event_dossier"),)

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.sequence} {self.action}"


class TallyKey(models.Model):
    """What dossiers are counted by.  Lateness is computed from the due day, never stored for open dossiers."""

    agency_id = models.BigIntegerField(null=True, help_text="The competent agency.")
    receiving_id = models.BigIntegerField(null=True)
    field_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=20)
    channel = models.CharField(max_length=8)
    due_on = models.DateField(null=True, help_text="Open dossiers: the day the next promise is due.")
    finished_late = models.BooleanField(null=True, help_text="Finished dossiers: whether after the due instant.")

    class Meta:
        abstract = True


class DossierTally(TallyKey):
    """Dossiers counted per key; a figure is this table plus the changes not yet folded in.

    Beside the rows of every full key stand sums: without a field for each agency, without an agency for each field.
    """

    count = models.IntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["agency_id", "state", "due_on", "receiving_id", "field_id", "channel", "finished_late"],
                name="dossiers_tally_key",
                nulls_distinct=False,
            ),
        )
        indexes = (models.Index(fields=["agency_id"], condition=Q(field_id__isnull=True), name="dossiers_tally_agencies"),)

    def __str__(self) -> str:
        return f"{self.agency_id} {self.state} {self.count}"


class TallyChange(TallyKey):
    """One +1 or −1 written in the transaction of the change, so that writers never wait for each other."""

    change = models.SmallIntegerField()

    def __str__(self) -> str:
        return f"{self.agency_id} {self.state} {self.change:+d}"
