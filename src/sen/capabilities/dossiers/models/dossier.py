"""The dossier, its papers, and the draft it grows from."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from sen.capabilities.dossiers.states import DossierState


class ReceiptWay(models.TextChoices):
    """How the citizen wants the result."""

    COUNTER = "counter", "Tại quầy"
    POST = "post", "Qua bưu chính"
    ONLINE = "online", "Trực tuyến"
    HOME = "home", "Tại nhà"


class Dossier(models.Model):
    """One application, from submission to result.  The state column is a cache of the last event."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=50)
    code_issuer = models.CharField(max_length=20, default="sen")
    version = models.ForeignKey("procedures.ProcedureVersion", models.PROTECT, related_name="+")
    case = models.ForeignKey("procedures.ProcedureCase", models.PROTECT, null=True, blank=True, related_name="+")
    rule_set = models.ForeignKey("dossiers.RuleSet", models.PROTECT, related_name="+")
    route = models.ForeignKey("procedures.ProcessingRoute", models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=20)
    channel = models.CharField(max_length=8, help_text="procedures.Channel")

    applicant_account = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    applicant_person = models.ForeignKey("parties.Person", models.PROTECT, null=True, blank=True, related_name="+")
    applicant_name = models.CharField(max_length=200)
    applicant_folded = models.CharField(max_length=200)
    applicant_number = models.CharField(max_length=20, blank=True, help_text="Identity or business number as declared.")
    applicant_born_on = models.DateField(null=True, blank=True)
    applicant_phone = models.CharField(max_length=15, blank=True)
    applicant_email = models.EmailField(blank=True)
    applicant_address = models.CharField(max_length=300, blank=True)
    applicant_unit = models.ForeignKey(
        "units.AdministrativeUnit", models.PROTECT, null=True, blank=True, related_name="+", help_text="The unit as it was on the day."
    )
    agent = models.JSONField(null=True, blank=True, help_text="Who acts for the applicant, with the authorisation paper.")
    form_data = models.JSONField(default=dict, help_text="Answers of the application form.")
    note = models.TextField(blank=True)

    receiving_agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    competent_agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    return_agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    agency_ids = ArrayField(models.BigIntegerField(), help_text="Every agency that may see it: the second barrier reads this.")
    receipt_way = models.CharField(max_length=8, choices=ReceiptWay.choices, default=ReceiptWay.COUNTER)
    receipt_address = models.CharField(max_length=300, blank=True)

    submitted_at = models.DateTimeField()
    reception_due_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    first_due_at = models.DateTimeField(null=True, blank=True, help_text="The date promised first; never changed.")
    settled_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    limit_amount = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    limit_unit = models.CharField(max_length=14, blank=True)
    supplement_count = models.PositiveSmallIntegerField(default=0)
    extension_count = models.PositiveSmallIntegerField(default=0)

    event_count = models.PositiveIntegerField(default=0)
    head_hash = models.CharField(max_length=64)
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["code", "code_issuer"], name="dossiers_dossier_code"),
            models.CheckConstraint(name="dossiers_dossier_state", condition=Q(state__in=[s.value for s in DossierState])),
            models.CheckConstraint(
                name="dossiers_dossier_accepted",
                condition=~Q(state__in=["accepted", "processing", "settled", "returned"]) | Q(accepted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="dossiers_dossier_settled", condition=~Q(state__in=["settled", "returned"]) | Q(settled_at__isnull=False)
            ),
        )
        indexes = (
            models.Index(fields=["competent_agency", "state", "due_at"], name="dossiers_dossier_competent"),
            models.Index(fields=["receiving_agency", "state", "reception_due_at"], name="dossiers_dossier_receiving"),
            models.Index(fields=["receiving_agency", "-submitted_at"], name="dossiers_dossier_register"),
            models.Index(fields=["applicant_account", "-submitted_at"], name="dossiers_dossier_account"),
            models.Index(OpClass(F("applicant_phone"), name="text_pattern_ops"), name="dossiers_dossier_phone"),
            models.Index(fields=["applicant_number"], name="dossiers_dossier_number"),
            models.Index(OpClass(Upper("code"), name="text_pattern_ops"), name="dossiers_dossier_code_prefix"),
        )

    def __str__(self) -> str:
        return self.code


class SubmittedDocument(models.Model):
    """One component handed in: how many sheets of which kind, and its files."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="documents")
    required = models.ForeignKey("procedures.RequiredDocument", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.TextField()
    originals = models.PositiveSmallIntegerField(default=0)
    certified = models.PositiveSmallIntegerField(default=0)
    photocopies = models.PositiveSmallIntegerField(default=0)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.name


class SubmittedFile(models.Model):
    """A file of a component; a later supplement supersedes, it never deletes."""

    document = models.ForeignKey(SubmittedDocument, models.CASCADE, related_name="files")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.document_id} {self.file_id}"


class Draft(models.Model):
    """An application being filled in, saved at every step."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey("accounts.Account", models.CASCADE, related_name="+")
    version = models.ForeignKey("procedures.ProcedureVersion", models.PROTECT, related_name="+")
    case = models.ForeignKey("procedures.ProcedureCase", models.PROTECT, null=True, blank=True, related_name="+")
    answers = models.JSONField(default=dict, help_text="By page key, exactly as typed.")
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    dossier = models.OneToOneField(
        Dossier, models.SET_NULL, null=True, blank=True, related_name="draft", help_text="Set once: a second submission finds the first."
    )

    class Meta:
        indexes = (models.Index(fields=["account", "-saved_at"], name="dossiers_draft_account"),)

    def __str__(self) -> str:
        return str(self.public_id)


class DraftFile(models.Model):
    """A file attached to a component of a draft."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    required = models.ForeignKey("procedures.RequiredDocument", models.PROTECT, related_name="+")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.draft_id} {self.file_id}"
