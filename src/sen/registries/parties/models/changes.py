"""What changed in the record of a person: dated, numbered, never rewritten."""

from django.db import models


class ChangeKind(models.TextChoices):
    """What happened."""

    CREATE = "create", "Ghi nhận lần đầu"
    CORRECT = "correct", "Điều chỉnh thông tin"
    MOVE = "move", "Thay đổi nơi cư trú"
    RELATE = "relate", "Xác lập quan hệ"
    UNRELATE = "unrelate", "Chấm dứt quan hệ"
    HOUSEHOLD = "household", "Thay đổi hộ gia đình"
    DEATH = "death", "Đăng ký khai tử"
    MERGE = "merge", "Gộp bản ghi trùng"
    UNMERGE = "unmerge", "Tách bản ghi đã gộp"
    IMPORT = "import", "Nhập từ tệp"


class PersonChange(models.Model):
    """One change with its number in the feed of people; ``detail`` maps each field to its old and new value."""

    number = models.PositiveBigIntegerField(unique=True)
    person = models.ForeignKey("Person", models.PROTECT, related_name="changes", db_index=False)
    kind = models.CharField(max_length=10, choices=ChangeKind.choices)
    effective_on = models.DateField()
    recorded_at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120, blank=True)
    agency_id = models.BigIntegerField(null=True)
    basis = models.CharField(max_length=300, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = (models.Index(fields=["person", "-number"], name="parties_personchange_person"),)

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"


class PersonMerge(models.Model):
    """Two records found to be one person; ``moved`` holds what it takes to part them again."""

    kept = models.ForeignKey("Person", models.PROTECT, related_name="merges_kept")
    absorbed = models.ForeignKey("Person", models.PROTECT, related_name="merges_absorbed")
    reason = models.CharField(max_length=300)
    moved = models.JSONField(default=dict)
    merged_at = models.DateTimeField()
    merged_by_id = models.BigIntegerField(null=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["absorbed"], condition=models.Q(undone_at__isnull=True), name="parties_merge_once"),)

    def __str__(self) -> str:
        return f"{self.absorbed_id} → {self.kept_id}"


class LikelyTwin(models.Model):
    """Two records that look like one person, found by night; kept when somebody has said that they are not."""

    first = models.ForeignKey("Person", models.CASCADE, related_name="+")
    second = models.ForeignKey("Person", models.CASCADE, related_name="+")
    found_at = models.DateTimeField()
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissed_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["first", "second"], name="parties_twin_once"),
            models.CheckConstraint(name="parties_twin_order", condition=models.Q(first__lt=models.F("second"))),
        )

    def __str__(self) -> str:
        return f"{self.first_id} = {self.second_id}?"


class PopulationStep(models.Model):
    """A step of the count of living people by unit, year of birth and gender; the sum of the steps is the count."""

    unit_id = models.BigIntegerField(null=True)
    born_year = models.SmallIntegerField(null=True)
    gender = models.CharField(max_length=1, blank=True)
    people = models.IntegerField()

    class Meta:
        indexes = (models.Index(fields=["unit_id", "born_year", "gender"], name="parties_population_group", include=["people"]),)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.born_year} {self.gender} {self.people:+d}"
