"""Code lists, their versions, and the mappings between them."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value


class CodeList(models.Model):
    """A named list of codes with its source."""

    key = models.SlugField(unique=True)
    name = models.CharField(max_length=160)
    source = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=500, blank=True, default="", db_default="")

    def __str__(self) -> str:
        return self.name


class CodeItem(models.Model):
    """One code as one or more versions state it, valid from a date to a date; empty dates have no bound."""

    code_list = models.ForeignKey(CodeList, models.CASCADE, related_name="items")
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=400)
    parent_code = models.CharField(max_length=30, blank=True)
    position = models.PositiveIntegerField(default=0)
    extra = models.JSONField(default=dict)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            # One statement of a code at a time; empty dates have no bound.
            ExclusionConstraint(
                name="codelists_item_periods",
                expressions=[
                    ("code_list", RangeOperators.EQUAL),
                    ("code", RangeOperators.EQUAL),
                    (
                        Func("valid_from", "valid_to", Value("[]"), function="DATERANGE", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                name="codelists_item_dates",
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
        )

    def __str__(self) -> str:
        return self.name


class CodeListVersion(models.Model):
    """One published state of a list.  The items tell the state; the version tells since when, on what basis, what changed."""

    code_list = models.ForeignKey(CodeList, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    valid_from = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=300, blank=True)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["code_list", "number"], name="codelists_version_number"),)

    def __str__(self) -> str:
        return f"{self.code_list_id} v{self.number}"


class CodeListDraft(models.Model):
    """Rows read from a file, waiting for somebody to look at the differences and publish them."""

    code_list = models.ForeignKey(CodeList, models.CASCADE, related_name="drafts")
    file_name = models.CharField(max_length=200)
    rows = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    uploaded_at = models.DateTimeField()
    uploaded_by_id = models.BigIntegerField(null=True)
    uploaded_by = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return self.file_name


class CodeMapping(models.Model):
    """A code of one list said in the codes of another; several rows when it was split or joined."""

    class Relation(models.TextChoices):
        """How much of the source the target covers."""

        EXACT = "exact", "Tương đương"
        BROADER = "broader", "Mã đích rộng hơn"
        NARROWER = "narrower", "Mã đích hẹp hơn"
        PARTIAL = "partial", "Một phần"

    source = models.ForeignKey(CodeList, models.CASCADE, related_name="mappings_from")
    source_code = models.CharField(max_length=30)
    target = models.ForeignKey(CodeList, models.CASCADE, related_name="mappings_to")
    target_code = models.CharField(max_length=30)
    relation = models.CharField(max_length=8, choices=Relation.choices, default=Relation.EXACT)
    is_main = models.BooleanField(default=True, help_text="The target to take when only one may be taken.")
    basis = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["source", "source_code", "target", "target_code"], name="codelists_mapping_pair"),)
        indexes = (models.Index(fields=["target", "target_code"], name="codelists_mapping_back"),)

    def __str__(self) -> str:
        return f"{self.source_code} → {self.target_code}"
