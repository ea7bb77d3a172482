"""Administrative units of Viet Nam as they were and as they are."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q


class UnitLevel(models.TextChoices):
    """Level of an administrative unit."""

    PROVINCE = "province", "Tỉnh"
    DISTRICT = "district", "Huyện"
    COMMUNE = "commune", "Xã"


class AdministrativeUnit(models.Model):
    """A unit in one period.  The same code may return in another period with another name or area."""

    code = models.CharField(max_length=5)
    level = models.CharField(max_length=8, choices=UnitLevel.choices)
    name = models.CharField(max_length=120, help_text="Full name with its type: Phường Cao Lãnh.")
    kind = models.CharField(max_length=40, help_text="Tỉnh, Thành phố, Quận, Xã, Phường, …")
    name_folded = models.CharField(max_length=120)
    name_sort = models.CharField(max_length=260)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    province_code = models.CharField(max_length=5, db_index=True)
    path_name = models.CharField(max_length=300, help_text="Phường 1, Thành phố Cao Lãnh, Tỉnh Đồng Tháp")
    path_folded = models.CharField(max_length=300)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["level", "code", "valid_from"], name="units_unit_code_from"),
            models.CheckConstraint(name="units_unit_dates", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from"))),
        )
        indexes = (
            models.Index(fields=["parent", "name_sort"], name="units_unit_parent"),
            models.Index(fields=["level", "name_sort"], name="units_unit_level"),
            GinIndex(SearchVector("path_folded", config="simple"), name="units_unit_words", fastupdate=False),
        )

    def __str__(self) -> str:
        return self.path_name

    @property
    def above(self) -> str:
        """The units it lies in, as text: Thành phố Cao Lãnh, Tỉnh Đồng Tháp."""
        return self.path_name.partition(", ")[2]


class UnitSuccession(models.Model):
    """One old unit continued by one new unit; several rows make a split or a merger."""

    class Kind(models.TextChoices):
        """Whether all of the old unit went to the new one."""

        WHOLE = "whole", "Toàn bộ"
        SPLIT = "split", "Một phần"

    old = models.ForeignKey(AdministrativeUnit, models.PROTECT, related_name="successions")
    new = models.ForeignKey(AdministrativeUnit, models.PROTECT, related_name="origins")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    is_main = models.BooleanField(default=True, help_text="The successor an address resolves to.")
    effective_on = models.DateField()
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["old", "new"], name="units_succession_pair"),)

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id}"
