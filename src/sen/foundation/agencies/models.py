"""Agencies, divisions, office hours, days of the working calendar."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from sen.kernel.actor import Role


class AgencyLevel(models.TextChoices):
    """The level of government an agency belongs to."""

    PROVINCE = "province", _("Tỉnh")
    DEPARTMENT = "department", _("Sở, ban, ngành")
    DISTRICT = "district", _("Huyện")
    COMMUNE = "commune", _("Xã")


class Agency(models.Model):
    """An agency of the province from a date to a date, with its successor after a merger."""

    ADDED: ClassVar[str] = "them-"
    """How the key of an agency begins that an administrator added."""

    key = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    name_folded = models.CharField(max_length=200, editable=False)
    name_sort = models.CharField(max_length=420, editable=False)
    level = models.CharField(max_length=12, choices=AgencyLevel.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    area_code = models.CharField(max_length=5, blank=True, help_text="Code of the administrative unit it serves.")
    identification_code = models.CharField(max_length=30, blank=True, help_text="Official code; empty while unknown.")
    identification_code_old = models.CharField(max_length=30, blank=True, help_text="Code in the 2016 form 000.00.00.H20.")
    dossier_prefix = models.CharField(
        max_length=30, unique=True, help_text="Unit part of dossier codes; provisional while the official code is unknown."
    )
    one_stop_name = models.CharField(max_length=200, blank=True, help_text="Name of its one-stop unit; empty when it receives nothing.")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")
    phone = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="agencies_agency_dates", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from"))
            ),
        )
        indexes = (
            models.Index(fields=["level", "name_sort"], name="agencies_agency_level"),
            models.Index(fields=["area_code"], name="agencies_agency_area"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def receives(self) -> bool:
        """Whether citizens may hand in dossiers here."""
        return bool(self.one_stop_name)

    @property
    def is_added(self) -> bool:
        """Whether an administrator added it, so that no shipped list speaks for it."""
        return self.key.startswith(self.ADDED)


class Division(models.Model):
    """A division (phòng) of an agency."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="divisions")
    name = models.CharField(max_length=160)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["agency", "name"], name="agencies_division_name"),)

    def __str__(self) -> str:
        return self.name


class ReceptionPlace(models.Model):
    """Who receives dossiers for an agency from a day on, as a decision says.

    Agencies of the vertical lines (police, tax, social insurance) may receive at their own counters or at the province's centre.
    """

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="reception_places")
    receiver = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    valid_from = models.DateField()
    basis = models.CharField(max_length=200)

    class Meta:
        ordering = ("agency", "-valid_from")
        constraints = (models.UniqueConstraint(fields=["agency", "valid_from"], name="agencies_reception_day"),)

    def __str__(self) -> str:
        return f"{self.agency_id} → {self.receiver_id}, {self.valid_from}"


class OfficeHours(models.Model):
    """Opening hours of one weekday; a row without an agency is the province's default."""

    agency = models.ForeignKey(Agency, models.CASCADE, null=True, blank=True, related_name="office_hours")
    weekday = models.PositiveSmallIntegerField(help_text="0 = Monday")
    opens_at = models.TimeField()
    closes_at = models.TimeField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="agencies_hours_order", condition=Q(opens_at__lt=models.F("closes_at"))),
            models.CheckConstraint(name="agencies_hours_weekday", condition=Q(weekday__lte=6)),
        )

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens_at}–{self.closes_at}"


class CalendarDay(models.Model):
    """A day that differs from the weekly pattern: a day off, or a make-up working day."""

    class Kind(models.TextChoices):
        """What is special about the day."""

        DAY_OFF = "day_off", _("Ngày nghỉ")
        MAKE_UP = "make_up", _("Ngày làm bù")

    date = models.DateField(unique=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return f"{self.date} {self.name}"


class CalendarEdition(models.Model):
    """One row whose number grows with every edit of hours or days, so that a process knows when to read again."""

    number = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.number)


_NAMES = {
    Role.ONE_STOP: gettext_noop("Cán bộ một cửa"),
    Role.SPECIALIST: gettext_noop("Chuyên viên"),
    Role.HEAD: gettext_noop("Trưởng phòng"),
    Role.LEADER: gettext_noop("Lãnh đạo"),
    Role.CONTROL: gettext_noop("Cán bộ kiểm soát thủ tục hành chính"),
    Role.CLERK: gettext_noop("Văn thư"),
    Role.ADMIN: gettext_noop("Quản trị"),
    Role.AXIS: gettext_noop("Vận hành trục liên thông"),
    Role.REGISTRY: gettext_noop("Quản lý cơ sở dữ liệu dùng chung"),
    Role.ARCHIVE: gettext_noop("Lưu trữ cơ quan"),
}


class RoleNames(Mapping[Role, str]):
    """Names of roles in the reader's language, looked up when they are shown."""

    def __getitem__(self, role: Role) -> str:
        """The name of one role."""
        return gettext(_NAMES[role])

    def __iter__(self) -> Iterator[Role]:
        """Every role."""
        return iter(_NAMES)

    def __len__(self) -> int:
        """How many roles there are."""
        return len(_NAMES)


ROLE_NAMES = RoleNames()
