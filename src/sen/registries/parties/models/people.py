"""People as the shared database knows them: the groups of information of the law, households, relations, residences."""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Collate, Reverse


class BirthPrecision(models.TextChoices):
    """How much of a date of birth is known; older papers state only the year."""

    DAY = "d", "Ngày, tháng, năm"
    MONTH = "m", "Tháng, năm"
    YEAR = "y", "Năm"


class RelationKind(models.TextChoices):
    """What the relative is to the person.  Children are read from the other end."""

    FATHER = "father", "Cha"
    MOTHER = "mother", "Mẹ"
    SPOUSE = "spouse", "Vợ, chồng"
    GUARDIAN = "guardian", "Người đại diện"


class ResidenceKind(models.TextChoices):
    """Which residence an address was."""

    PERMANENT = "permanent", "Thường trú"
    TEMPORARY = "temporary", "Tạm trú"
    CURRENT = "current", "Nơi ở hiện tại"


def _unit(**options: Any) -> "models.ForeignKey[Any, Any]":
    """A place of a person.  Units are never deleted, so the row needs neither a constraint nor an index of its own."""
    return models.ForeignKey(
        "units.AdministrativeUnit", models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False, db_index=False, **options
    )


class Household(models.Model):
    """People who live together, with one head."""

    code = models.CharField(max_length=20, unique=True)
    unit = models.ForeignKey("units.AdministrativeUnit", models.PROTECT, related_name="+", db_index=False)
    address = models.CharField(max_length=300, blank=True)
    head = models.ForeignKey("Person", models.PROTECT, null=True, blank=True, related_name="+")
    is_demo = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=["unit", "code"], name="parties_household_unit"),)

    def __str__(self) -> str:
        return self.code


class Person(models.Model):
    """A natural person by identity number.

    Basis: 26/2023/QH15, Article 9 (what the population database holds).
    """

    identity_number = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=120)
    name_folded = models.CharField(max_length=120)
    born_on = models.DateField(null=True, blank=True)
    gender = models.CharField(max_length=1, blank=True, help_text="1 male, 2 female")
    phone = models.CharField(max_length=15, blank=True)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=300, blank=True, help_text="House, street, hamlet.")
    unit = models.ForeignKey(
        "units.AdministrativeUnit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="The unit as it was when the address was recorded.",
    )
    is_demo = models.BooleanField(default=False)

    other_name = models.CharField(max_length=120, blank=True, default="", db_default="")
    old_number = models.CharField(max_length=9, blank=True, default="", db_default="", help_text="The nine-digit number of older papers.")
    birth_precision = models.CharField(max_length=1, choices=BirthPrecision.choices, default=BirthPrecision.DAY, db_default="d")
    birth_place = models.CharField(max_length=200, blank=True, default="", db_default="", help_text="Where the birth was registered.")
    birth_unit = _unit(help_text="Where the birth was registered.")
    origin_place = models.CharField(max_length=200, blank=True, default="", db_default="")
    origin_unit = _unit()
    ethnicity = models.CharField(max_length=5, blank=True, default="", db_default="", help_text="Code list dan-toc.")
    religion = models.CharField(max_length=5, blank=True, default="", db_default="", help_text="Code list ton-giao.")
    nationality = models.CharField(max_length=2, default="VN", db_default="VN", help_text="Code list quoc-gia.")
    marital_status = models.CharField(max_length=2, blank=True, default="", db_default="", help_text="Code list tinh-trang-hon-nhan.")
    blood_type = models.CharField(max_length=3, blank=True, default="", db_default="", help_text="Kept only when the person asked for it.")
    current_address = models.CharField(max_length=300, blank=True, default="", db_default="", help_text="Empty: lives where registered.")
    current_unit = _unit(help_text="Empty: lives where registered.")
    household = models.ForeignKey(Household, models.PROTECT, null=True, blank=True, related_name="members", db_index=False)
    head_relation = models.CharField(max_length=20, blank=True, default="", db_default="", help_text="What the person is to the head.")
    card_issued_on = models.DateField(null=True, blank=True)
    card_expires_on = models.DateField(null=True, blank=True)
    died_on = models.DateField(null=True, blank=True)
    missing_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="absorbed", db_index=False, help_text="The record that answers for it."
    )
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.CheckConstraint(name="parties_person_not_itself", condition=~Q(merged_into=F("id"))),)
        indexes = (
            models.Index(Collate("name_folded", "C"), "id", name="parties_person_by_name"),
            models.Index("unit", Collate("name_folded", "C"), name="parties_person_by_unit"),
            models.Index("born_on", Collate("name_folded", "C"), name="parties_person_by_birth"),
            models.Index(Collate(Reverse("name_folded"), "C"), "id", name="parties_person_by_given"),
            GinIndex(fields=["name_folded"], opclasses=["gin_trgm_ops"], name="parties_person_words"),
            models.Index(fields=["phone"], name="parties_person_phone", condition=~Q(phone="")),
            models.Index(fields=["old_number"], name="parties_person_old_number", condition=~Q(old_number="")),
            models.Index(fields=["household"], name="parties_person_household"),
            models.Index(fields=["merged_into"], name="parties_person_merged", condition=Q(merged_into__isnull=False)),
        )

    def __str__(self) -> str:
        return self.name


class Relation(models.Model):
    """One tie of a person to a relative, for a time.  A relative outside the register is kept by name and number.

    A marriage is one row, read from both ends.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="relations", db_index=False)
    kind = models.CharField(max_length=8, choices=RelationKind.choices)
    relative = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="related_to", db_index=False)
    relative_name = models.CharField(max_length=120, blank=True)
    relative_number = models.CharField(max_length=12, blank=True)
    relative_nationality = models.CharField(max_length=2, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="parties_relation_somebody", condition=Q(relative__isnull=False) | ~Q(relative_name="")),
            models.CheckConstraint(name="parties_relation_not_itself", condition=Q(relative__isnull=True) | ~Q(relative=F("person"))),
        )
        indexes = (
            models.Index(fields=["person", "kind"], name="parties_relation_person"),
            models.Index(fields=["relative", "kind"], name="parties_relation_relative", condition=Q(relative__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.relative_id or self.relative_name}"


class Residence(models.Model):
    """A residence that has ended or stands beside the permanent one; the unit is the one of its time."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="residences", db_index=False)
    kind = models.CharField(max_length=9, choices=ResidenceKind.choices)
    unit = models.ForeignKey("units.AdministrativeUnit", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    address = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = (models.Index(fields=["person", "valid_from"], name="parties_residence_person"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.address}"
