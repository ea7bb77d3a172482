"""The catalogue: what a procedure is called and demands, version by version."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from sen.capabilities.procedures.states import VersionState


class ServiceLevel(models.TextChoices):
    """How far the service goes online; the four old levels map to these three words."""

    INFORMATION = "information", "Cung cấp thông tin"
    PARTIAL = "partial", "Một phần"
    FULL = "full", "Toàn trình"


class Channel(models.TextChoices):
    """How a dossier is handed in."""

    COUNTER = "counter", "Trực tiếp"
    ONLINE = "online", "Trực tuyến"
    POST = "post", "Bưu chính công ích"


class ComponentDuty(models.TextChoices):
    """What the citizen does with a listed paper."""

    SUBMIT = "submit", "Nộp"
    PRESENT = "present", "Xuất trình"
    NOTE = "note", "Lưu ý"


class Field(models.Model):
    """A field of government (lĩnh vực)."""

    name = models.CharField(max_length=200)
    name_folded = models.CharField(max_length=200)
    name_sort = models.CharField(max_length=420)
    ministry = models.CharField(max_length=120)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["name", "ministry"], name="procedures_field_name"),)

    def __str__(self) -> str:
        return self.name


class LifeEvent(models.Model):
    """A situation in life under which people look for procedures."""

    key = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    hint = models.CharField(max_length=160)
    icon = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class Procedure(models.Model):
    """A procedure by its national code; what it demands is in its versions."""

    code = models.CharField(max_length=12, unique=True)
    life_events = models.ManyToManyField(LifeEvent, blank=True, related_name="procedures")

    def __str__(self) -> str:
        return self.code


class ProcedureVersion(models.Model):
    """One version of the record.  An accepted dossier keeps the version it was received under."""

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default=VersionState.DRAFT)
    name = models.TextField()
    name_folded = models.TextField(help_text="Folded words of the name without the opening words thủ tục, one space at each end.")
    search_text = models.TextField(help_text="Folded name, code, field and keywords, one space at each end.")
    keywords = models.TextField(blank=True, help_text="Plain words people use for it, separated by commas.")
    name_sort = models.TextField()
    field = models.ForeignKey(Field, models.PROTECT, related_name="versions")
    kind = models.CharField(max_length=120, blank=True)
    done_at_province = models.BooleanField(default=False)
    done_at_district = models.BooleanField(default=False)
    done_at_commune = models.BooleanField(default=False)
    steps_text = models.TextField(blank=True, help_text="Trình tự thực hiện")
    conditions = models.TextField(blank=True)
    subjects = models.JSONField(default=list, help_text="Đối tượng thực hiện")
    executing_agency = models.CharField(max_length=600, blank=True, help_text="Cơ quan thực hiện, as published")
    copies = models.PositiveSmallIntegerField(default=1, help_text="Số lượng bộ hồ sơ")
    limit_amount = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    limit_unit = models.CharField(max_length=14, blank=True, help_text="kernel.worktime.TermUnit")
    limit_note = models.TextField(blank=True, help_text="The limit in words, when a number cannot say it.")
    service_level = models.CharField(max_length=12, choices=ServiceLevel.choices, default=ServiceLevel.INFORMATION)
    old_level = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Mức độ 1–4 before 2022.")
    partial_reason = models.CharField(max_length=300, blank=True, help_text="Why the service is not yet toàn trình.")
    territorial_scope = models.CharField(max_length=160, blank=True, help_text="Empty: the whole province.")
    has_financial_duty = models.BooleanField(default=False)
    is_immediate = models.BooleanField(default=False, help_text="Result at once, no receipt unless asked for.")
    required_assurance = models.PositiveSmallIntegerField(
        default=1, db_default=1, help_text="How surely an applicant must be known online: 1 stated, 2 verified, 3 with two factors."
    )
    decision_number = models.CharField(max_length=60, blank=True)
    decision_on = models.DateField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    source_hash = models.CharField(max_length=64, blank=True, help_text="Of the imported source record, to import twice without a change.")
    source_notes = models.JSONField(default=list, help_text="What the import assumed or could not read.")
    change_note = models.CharField(max_length=300, blank=True, help_text="Why this version was made, or why it was sent back.")
    edited_by_id = models.BigIntegerField(null=True, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["procedure", "number"], name="procedures_version_number"),
            models.UniqueConstraint(fields=["procedure"], condition=Q(state="published"), name="procedures_one_published"),
            models.CheckConstraint(
                name="procedures_version_dates", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from"))
            ),
        )
        indexes = (
            models.Index(fields=["state", "field", "name_sort"], name="procedures_version_list"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="procedures_version_search"),
            GinIndex(fields=["name_folded"], opclasses=["gin_trgm_ops"], name="procedures_version_name"),
        )

    def __str__(self) -> str:
        return f"{self.procedure_id} v{self.number}"


class ProcedureCase(models.Model):
    """A case (trường hợp) of a procedure with its own papers."""

    version = models.ForeignKey(ProcedureVersion, models.CASCADE, related_name="cases")
    name = models.TextField()
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class RequiredDocument(models.Model):
    """A component of the dossier; one without a case belongs to every case."""

    version = models.ForeignKey(ProcedureVersion, models.CASCADE, related_name="required_documents")
    case = models.ForeignKey(ProcedureCase, models.CASCADE, null=True, blank=True, related_name="required_documents")
    name = models.TextField()
    duty = models.CharField(max_length=8, choices=ComponentDuty.choices, default=ComponentDuty.SUBMIT)
    originals = models.PositiveSmallIntegerField(default=0)
    copies = models.PositiveSmallIntegerField(default=0)
    form_file = models.CharField(max_length=300, blank=True)
    is_conditional = models.BooleanField(default=False, help_text="Only in the situation its text or heading names.")
    heading = models.TextField(blank=True, help_text="The heading it is listed under when that is no case.")
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class FilingMethod(models.Model):
    """A way of filing with its time limit."""

    version = models.ForeignKey(ProcedureVersion, models.CASCADE, related_name="methods")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    limit_amount = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    limit_unit = models.CharField(max_length=14, blank=True)
    limit_is_assumed = models.BooleanField(default=False, help_text="The source gave a number without a unit.")
    note = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.channel} {self.limit_amount} {self.limit_unit}"


class CompetenceRule(models.Model):
    """The agency that settles a field, or one procedure when the field's agency does not fit."""

    field = models.ForeignKey(Field, models.CASCADE, null=True, blank=True, related_name="competences")
    procedure = models.ForeignKey(Procedure, models.CASCADE, null=True, blank=True, related_name="competences")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    covers_all_levels = models.BooleanField(default=False, help_text="A vertical agency that settles what communes receive, too.")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="procedures_competence_of", condition=Q(field__isnull=False) ^ Q(procedure__isnull=False)),
            models.UniqueConstraint(fields=["field", "procedure", "valid_from"], name="procedures_competence_from", nulls_distinct=False),
            models.CheckConstraint(
                name="procedures_competence_dates", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.field_id or self.procedure_id} → {self.agency_id}"


class FeeRule(models.Model):
    """A fee (phí) or levy (lệ phí) by channel, dated."""

    version = models.ForeignKey(ProcedureVersion, models.CASCADE, related_name="fees")
    channel = models.CharField(max_length=8, choices=Channel.choices, blank=True)
    is_levy = models.BooleanField(default=True)
    amount = models.PositiveBigIntegerField(null=True, blank=True, help_text="VND; empty while unknown.")
    note = models.TextField(blank=True)
    is_doubtful = models.BooleanField(default=False, help_text="The source contradicts itself: not charged until corrected.")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.amount}"


class ResultKind(models.Model):
    """What the citizen receives."""

    version = models.ForeignKey(ProcedureVersion, models.CASCADE, related_name="results")
    name = models.TextField()
    national_code = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class LegalBasis(models.Model):
    """A legal document the procedure rests on."""

    version = models.ForeignKey(ProcedureVersion, models.CASCADE, related_name="legal_bases")
    document = models.ForeignKey("legislation.LegalDocument", models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["version", "document"], name="procedures_basis_pair"),)

    def __str__(self) -> str:
        return f"{self.version_id} {self.document_id}"
