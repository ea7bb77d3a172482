"""Code lists."""

from django.db import models


class CodeList(models.Model):
    """A named list of codes with its source."""

    key = models.SlugField(unique=True)
    name = models.CharField(max_length=160)
    source = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.name


class CodeItem(models.Model):
    """One code, valid from a date to a date."""

    code_list = models.ForeignKey(CodeList, models.CASCADE, related_name="items")
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=400)
    parent_code = models.CharField(max_length=30, blank=True)
    position = models.PositiveIntegerField(default=0)
    extra = models.JSONField(default=dict)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["code_list", "code"], name="codelists_item_code"),)

    def __str__(self) -> str:
        return self.name
