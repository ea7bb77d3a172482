"""The text of stored bytes, kept once per content hash."""

from django.db import models

from sen.foundation.contents.states import TextMethod, TextState


class ExtractedText(models.Model):
    """What was read in the bytes with this hash."""

    sha256 = models.CharField(max_length=64, unique=True)
    file = models.ForeignKey("files.StoredFile", models.CASCADE, related_name="+", help_text="One file with these bytes.")
    state = models.CharField(max_length=8, choices=TextState.choices)
    method = models.CharField(max_length=8, choices=TextMethod.choices, default=TextMethod.NONE)
    pages = models.PositiveIntegerField(default=0)
    text = models.TextField(blank=True)
    note = models.CharField(max_length=200, blank=True)
    extracted_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["id"], condition=models.Q(state="scan"), name="contents_text_scans"),)

    def __str__(self) -> str:
        return self.sha256
