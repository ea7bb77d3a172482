"""A draft, the people on it and the files beside it."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sen.capabilities.correspondence.types import Urgency
from sen.capabilities.drafting.states import OPEN_STATES, STATE_NAMES, DraftState, SigningPower


class Draft(models.Model):
    """A document being written in an agency; once signed its text never changes again."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    division = models.ForeignKey("agencies.Division", models.PROTECT, null=True, blank=True, related_name="+")
    review_division = models.ForeignKey(
        "agencies.Division",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Whose head approves; empty: any head of the agency.",
    )
    author = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=120)
    kind_code = models.CharField(max_length=24, help_text="Key of the document kind, as in quyet-dinh.")
    subject = models.CharField(max_length=500, blank=True)
    body = models.TextField(blank=True, help_text="Text with a few marks: headings, articles, lists, tables.")
    legal_basis = models.TextField(blank=True, help_text="One basis a line, printed in italics above the text.")
    addressees = models.TextField(blank=True, help_text="Kính gửi: one a line.")
    places = models.TextField(blank=True, help_text="Nơi nhận: one a line, without the last line Lưu.")
    recipients = models.JSONField(default=list, help_text="Who gets it: agency, organ code and name, or the text of a place.")
    signer = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    signer_competence = models.CharField(max_length=3, choices=SigningPower.choices, blank=True, default="")
    signer_title = models.CharField(max_length=120, blank=True, help_text="Position as it will be printed.")
    book = models.ForeignKey(
        "correspondence.NumberBook", models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty: the kind's own."
    )
    unit_sign = models.CharField(max_length=20, blank=True, help_text="Division or field in the sign of a letter, such as VX.")
    urgency = models.PositiveSmallIntegerField(choices=Urgency.choices, default=Urgency.NORMAL)
    answer_due_on = models.DateField(null=True, blank=True, help_text="By when recipients are asked to answer.")
    due_at = models.DateTimeField(null=True, blank=True, help_text="By when this document must be out.")
    incoming = models.ForeignKey(
        "correspondence.IncomingDocument", models.PROTECT, null=True, blank=True, related_name="+", help_text="What it answers."
    )
    task = models.ForeignKey("assignments.Task", models.PROTECT, null=True, blank=True, related_name="+", help_text="What it carries out.")
    state = models.CharField(max_length=12, choices=[(s.value, STATE_NAMES[s]) for s in DraftState], default=DraftState.WRITING)
    revision = models.PositiveIntegerField(default=0, help_text="Grows with every saved change of the text; what a reader saw.")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=120, blank=True)
    state_since = models.DateTimeField()
    return_reason = models.TextField(blank=True)
    approved_by_name = models.CharField(max_length=120, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    checked_by_name = models.CharField(max_length=120, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    notation = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=60, blank=True, help_text="Number and sign as printed; empty before signing.")
    taken = models.ForeignKey(
        "correspondence.TakenNumber", models.PROTECT, null=True, blank=True, related_name="+", help_text="The number in its book."
    )
    issued_on = models.DateField(null=True, blank=True, help_text="Date of the document: the day it was signed.")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by_name = models.CharField(max_length=120, blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", help_text="The signed PDF.")
    outgoing = models.OneToOneField(
        "correspondence.OutgoingDocument", models.PROTECT, null=True, blank=True, related_name="+", help_text="What became of it."
    )
    issued_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(
        default=False, db_default=False, help_text="Written by an account of the demonstration; so is all that comes of it."
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="drafting_draft_signed",
                condition=~Q(state__in=["signed", "issued"])
                | (Q(signed_at__isnull=False) & Q(file__isnull=False) & Q(number__isnull=False)),
            ),
            models.CheckConstraint(name="drafting_draft_urgency", condition=Q(urgency__lte=3)),
        )
        indexes = (
            models.Index(fields=["agency", "state", "-state_since"], name="drafting_draft_agency"),
            models.Index(fields=["author", "-changed_at"], name="drafting_draft_author"),
            models.Index(fields=["signer", "state_since"], condition=Q(state="to_sign"), name="drafting_draft_to_sign"),
        )

    def __str__(self) -> str:
        return self.subject

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done to it."""
        return self.state in OPEN_STATES


class DraftMember(models.Model):
    """Somebody the author lets write along, also from another division or agency."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="members")
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    added_by_name = models.CharField(max_length=120)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["draft", "account"], condition=Q(removed_at__isnull=True), name="drafting_member_once"),
        )
        indexes = (models.Index(fields=["account"], condition=Q(removed_at__isnull=True), name="drafting_member_account"),)

    def __str__(self) -> str:
        return self.name


class DraftFile(models.Model):
    """An annex or a paper of reference that goes with the draft."""

    class Role(models.TextChoices):
        """What the file is for."""

        ANNEX = "annex", _("Phụ lục, gửi kèm văn bản")
        REFERENCE = "reference", _("Tài liệu tham khảo, không gửi đi")

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    role = models.CharField(max_length=9, choices=Role.choices)
    name = models.CharField(max_length=200)
    added_by_name = models.CharField(max_length=120)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=["draft"], name="drafting_file_draft"),)

    def __str__(self) -> str:
        return self.name


class DraftTemplate(models.Model):
    """The text a draft of a kind begins with: the province's for everybody, or an agency's own."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    kind_code = models.CharField(max_length=24)
    name = models.CharField(max_length=160)
    subject = models.CharField(max_length=500, blank=True)
    body = models.TextField(blank=True)
    legal_basis = models.TextField(blank=True)
    addressees = models.TextField(blank=True)
    places = models.TextField(blank=True)
    is_active = models.BooleanField(default=True)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["agency", "kind_code", "name"], name="drafting_template_name", nulls_distinct=False),
        )

    def __str__(self) -> str:
        return self.name


CONTENT_FIELDS = (
    *("kind_code", "subject", "body", "legal_basis", "addressees", "places", "recipients"),
    *("signer_id", "signer_competence", "signer_title", "book_id", "unit_sign", "urgency", "answer_due_on"),
)
"""What a version keeps of a draft."""


def content_of(draft: Draft) -> dict[str, Any]:
    """The written part of a draft as JSON values."""
    values = {name: getattr(draft, name) for name in CONTENT_FIELDS}
    values["answer_due_on"] = draft.answer_due_on.isoformat() if draft.answer_due_on else None
    return values
