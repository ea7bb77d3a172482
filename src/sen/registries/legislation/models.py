"""Legal documents."""

from django.db import models


class LegalDocument(models.Model):
    """A document by its number; what the sources do not say stays empty."""

    number = models.CharField(max_length=60, unique=True)
    title = models.TextField(blank=True)
    kind = models.CharField(max_length=60, blank=True)
    issuer = models.CharField(max_length=160, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    effective_on = models.DateField(null=True, blank=True)
    effect_status = models.CharField(max_length=40, blank=True, help_text="Empty while unknown.")
    source = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return self.number
