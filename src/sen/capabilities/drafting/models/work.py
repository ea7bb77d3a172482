"""What gathers around a draft: versions, comments, opinions, readers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sen.capabilities.drafting.models.draft import Draft


class VersionKind(models.TextChoices):
    """Why a version was kept."""

    AUTOSAVED = "autosaved", _("Tự lưu")
    SAVED = "saved", _("Lưu")
    MERGED = "merged", _("Gộp sửa đổi của hai người")
    ASIDE = "aside", _("Giữ riêng vì trùng chỗ sửa")
    RESTORED = "restored", _("Lấy lại bản cũ")


class DraftVersion(models.Model):
    """The text as somebody left it.  Never deleted; only the newest unsealed one is still written on, by its own author."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    revision = models.PositiveIntegerField(help_text="The draft's revision this text is; versions kept aside carry the one they met.")
    kind = models.CharField(max_length=9, choices=VersionKind.choices)
    author = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=120)
    content = models.JSONField()
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    is_sealed = models.BooleanField(default=False)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["draft", "number"], name="drafting_version_number"),)

    def __str__(self) -> str:
        return f"{self.draft_id} {self.number}"


class DraftComment(models.Model):
    """A remark on the text, with the words it is about."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="comments")
    revision = models.PositiveIntegerField()
    author = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=120)
    quote = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=["draft"], name="drafting_comment_draft"),)

    def __str__(self) -> str:
        return self.text[:60]


class Verdict(models.TextChoices):
    """What a person asked for an opinion thinks of the draft."""

    AGREE = "agree", _("Thống nhất")
    AGREE_WITH = "agree_with", _("Thống nhất, có góp ý")
    DISAGREE = "disagree", _("Chưa thống nhất")


class DraftOpinion(models.Model):
    """A question to one person about the draft, with its term and the answer."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="opinions")
    asked = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    asked_name = models.CharField(max_length=120)
    asked_agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    asked_by_name = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    question = models.TextField(blank=True)
    due_at = models.DateTimeField()
    revision = models.PositiveIntegerField(help_text="The revision that was sent out.")
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_revision = models.PositiveIntegerField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, help_text="Answered, or no longer waited for.")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["draft", "asked"], condition=Q(closed_at__isnull=True), name="drafting_opinion_open"),
        )
        indexes = (
            models.Index(fields=["asked", "due_at"], condition=Q(closed_at__isnull=True), name="drafting_opinion_waiting"),
            models.Index(fields=["draft"], name="drafting_opinion_draft"),
        )

    def __str__(self) -> str:
        return f"{self.draft_id} {self.asked_name}"


class DraftReader(models.Model):
    """Who has the text open for writing, and which revision they hold."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="readers")
    account = models.ForeignKey("accounts.Account", models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    revision = models.PositiveIntegerField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["draft", "account"], name="drafting_reader_once"),)

    def __str__(self) -> str:
        return self.name
