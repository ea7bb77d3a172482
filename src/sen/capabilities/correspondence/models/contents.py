"""What a document says, written once and shared by everybody who holds it."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from sen.capabilities.correspondence.types import Channel, Competence, FileRole, Urgency


class Content(models.Model):
    """Particulars and files of one document; after it is issued nobody changes it, a newer version replaces it.

    Basis: 30/2020/NĐ-CP, Appendix VI part II (input metadata); ``document_id`` by QCVN 102.
    """

    document_id = models.CharField(
        max_length=160, blank=True, help_text="OrganId,yyyy/MM/dd,number/sign; empty when the paper names too little."
    )
    version = models.PositiveSmallIntegerField(default=1)
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", help_text="The version this one corrects."
    )
    source = models.CharField(max_length=8, choices=Channel.choices, default=Channel.INTERNAL)
    kind_code = models.CharField(max_length=24, blank=True)
    kind_name = models.CharField(max_length=100)
    number = models.PositiveIntegerField(null=True, blank=True)
    number_suffix = models.CharField(max_length=2, blank=True)
    notation = models.CharField(max_length=60, blank=True)
    code = models.CharField(max_length=80, blank=True, help_text="Number and sign as printed.")
    code_folded = models.CharField(max_length=80, blank=True)
    issued_on = models.DateField()
    signed_at = models.DateTimeField(null=True, blank=True)
    issuer_agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    issuer_code = models.CharField(max_length=35, blank=True)
    issuer_name = models.CharField(max_length=200)
    issuer_folded = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=1000)
    signer_name = models.CharField(max_length=100, blank=True)
    signer_title = models.CharField(max_length=150, blank=True)
    signer_competence = models.CharField(max_length=4, choices=Competence.choices, blank=True)
    urgency = models.PositiveSmallIntegerField(choices=Urgency.choices, default=Urgency.NORMAL)
    secrecy = models.CharField(max_length=1, blank=True, help_text="Always empty: secret documents never enter.")
    due_on = models.DateField(null=True, blank=True)
    pages = models.PositiveSmallIntegerField(default=0)
    language = models.CharField(max_length=30, default="vi")
    to_places = models.TextField(blank=True)
    content_hash = models.CharField(max_length=64, help_text="SHA-256 over the canonical particulars and the hashes of the files.")
    frozen_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was issued or came in; the database refuses changes from then on."
    )
    search = SearchVectorField(null=True, editable=False, help_text="Folded words and holders; kept by indexing.")
    created_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["document_id", "content_hash"], condition=~Q(document_id=""), name="correspondence_content_document"
            ),
            models.CheckConstraint(name="correspondence_content_open", condition=Q(secrecy="")),
            models.CheckConstraint(name="correspondence_content_urgency", condition=Q(urgency__lte=3)),
        )
        indexes = (
            models.Index(fields=["document_id", "version"], name="correspondence_content_version"),
            models.Index(fields=["code_folded", "issuer_folded"], name="correspondence_content_code"),
            GinIndex(fields=["search"], name="correspondence_content_search"),
        )

    def __str__(self) -> str:
        return self.code or self.subject[:60]


class ContentFile(models.Model):
    """One file of a document.  Before issue a signed file takes the place of the unsigned one; after issue never."""

    content = models.ForeignKey(Content, models.CASCADE, related_name="files")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    role = models.CharField(max_length=6, choices=FileRole.choices, default=FileRole.MAIN)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        constraints = (models.UniqueConstraint(fields=["content", "position"], name="correspondence_contentfile_place"),)

    def __str__(self) -> str:
        return self.name


class ContentReply(models.Model):
    """A document this one answers, by its identifier."""

    content = models.ForeignKey(Content, models.CASCADE, related_name="replies")
    document_id = models.CharField(max_length=160)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["content", "document_id"], name="correspondence_reply_once"),)
        indexes = (models.Index(fields=["document_id"], name="correspondence_reply_to"),)

    def __str__(self) -> str:
        return self.document_id
