"""Legal documents and their relations."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from sen.registries.legislation.states import Origin, RelationKind


class LegalDocument(models.Model):
    """A document by its number; what the sources do not say stays empty."""

    number = models.CharField(max_length=60, unique=True)
    title = models.TextField(blank=True)
    kind = models.CharField(max_length=60, blank=True)
    issuer = models.CharField(max_length=160, blank=True)
    signer = models.CharField(max_length=120, blank=True, default="", db_default="")
    issued_on = models.DateField(null=True, blank=True)
    effective_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True, help_text="First day without effect.")
    ends_reason = models.CharField(max_length=300, blank=True, default="", db_default="")
    effect_status = models.CharField(max_length=40, blank=True, help_text="As the source words it; empty while unknown.")
    source = models.CharField(max_length=120, blank=True)
    words = models.TextField(blank=True, default="", db_default="", help_text="Folded number, title and issuer, for search.")
    edited_at = models.DateTimeField(null=True, blank=True, help_text="Set once a person has written it: loading leaves it alone.")

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="legislation_document_dates",
                condition=Q(ends_on__isnull=True) | Q(effective_on__isnull=True) | Q(ends_on__gte=F("effective_on")),
            ),
        )
        indexes = (
            GinIndex(fields=["words"], opclasses=["gin_trgm_ops"], name="legislation_document_words"),
            models.Index(fields=["-issued_on", "number"], name="legislation_document_newest"),
        )

    def __str__(self) -> str:
        return self.number


class LegalRelation(models.Model):
    """What one document does to another, from a day on; without a day, from the day the first takes effect."""

    source = models.ForeignKey(LegalDocument, models.CASCADE, related_name="acts_on")
    target = models.ForeignKey(LegalDocument, models.CASCADE, related_name="acted_on_by")
    kind = models.CharField(max_length=12, choices=RelationKind.choices)
    is_whole = models.BooleanField(default=True, help_text="Of the whole target; otherwise of the provisions named.")
    provisions = models.CharField(max_length=300, blank=True)
    effective_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True, help_text="Last day, for a suspension.")
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.STATED)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["source", "target", "kind"], name="legislation_relation_pair"),
            models.CheckConstraint(name="legislation_relation_other", condition=~Q(source=F("target"))),
        )

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"
