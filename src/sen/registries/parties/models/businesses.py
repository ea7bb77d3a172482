"""Businesses and business households by their number."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Collate


class BusinessState(models.TextChoices):
    """Where a business stands."""

    ACTIVE = "active", "Đang hoạt động"
    PAUSED = "paused", "Tạm ngừng kinh doanh"
    AWAY = "away", "Không hoạt động tại địa chỉ đã đăng ký"
    REVOKED = "revoked", "Bị thu hồi giấy chứng nhận"
    CLOSING = "closing", "Đang làm thủ tục giải thể"
    BANKRUPT = "bankrupt", "Đang làm thủ tục phá sản"
    CLOSED = "closed", "Đã chấm dứt tồn tại"


class Business(models.Model):
    """A business, a branch of one, or a business household."""

    number = models.CharField(max_length=14, unique=True, help_text="0100233488 or 0314409058-002; twelve digits for a household.")
    name = models.CharField(max_length=300)
    name_folded = models.CharField(max_length=300)
    foreign_name = models.CharField(max_length=300, blank=True)
    short_name = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=10, help_text="Code list loai-hinh-doanh-nghiep.")
    state = models.CharField(max_length=8, choices=BusinessState.choices, default=BusinessState.ACTIVE)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="branches")
    unit = models.ForeignKey("units.AdministrativeUnit", models.PROTECT, null=True, blank=True, related_name="+")
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=15, blank=True)
    email = models.EmailField(blank=True)
    website = models.CharField(max_length=200, blank=True)
    capital = models.BigIntegerField(null=True, blank=True, help_text="đồng")
    registered_on = models.DateField(null=True, blank=True)
    changed_on = models.DateField(null=True, blank=True)
    change_count = models.PositiveSmallIntegerField(default=0)
    closed_on = models.DateField(null=True, blank=True)
    representative = models.ForeignKey("Person", models.PROTECT, null=True, blank=True, related_name="represents")
    representative_name = models.CharField(max_length=120, blank=True)
    representative_number = models.CharField(max_length=12, blank=True)
    representative_title = models.CharField(max_length=80, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        indexes = (
            models.Index(Collate("name_folded", "C"), "id", name="parties_business_by_name"),
            GinIndex(fields=["name_folded"], opclasses=["gin_trgm_ops"], name="parties_business_words"),
        )

    def __str__(self) -> str:
        return self.name


class BusinessLine(models.Model):
    """A line of business by its code."""

    business = models.ForeignKey(Business, models.CASCADE, related_name="lines", db_index=False)
    code = models.CharField(max_length=6, help_text="Code list nganh-kinh-te.")
    is_main = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["business", "code"], name="parties_line_once"),
            models.UniqueConstraint(fields=["business"], condition=models.Q(is_main=True), name="parties_line_one_main"),
        )
        indexes = (models.Index(fields=["code"], name="parties_line_code"),)

    def __str__(self) -> str:
        return self.code


class BusinessChange(models.Model):
    """One dated change of a business with its number in the feed; an address keeps the unit of its time."""

    number = models.PositiveBigIntegerField(unique=True)
    business = models.ForeignKey(Business, models.PROTECT, related_name="changes", db_index=False)
    kind = models.CharField(max_length=10, help_text="create, correct, state, import")
    effective_on = models.DateField()
    recorded_at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120, blank=True)
    agency_id = models.BigIntegerField(null=True)
    basis = models.CharField(max_length=300, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = (models.Index(fields=["business", "-number"], name="parties_businesschange_one"),)

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"
